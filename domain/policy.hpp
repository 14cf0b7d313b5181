// The rules that are configuration: what advance() is told beside the event.
// A value, shared read-only; a reload makes a new one.
#pragma once

#include "domain/freeze.hpp"
#include "domain/order.hpp"
#include "domain/result.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace dastomized {

// Which line meta says what. A key counts if it equals one of `keys` or
// begins with one of `prefixes`.
struct key_set {
  std::vector<std::string> keys, prefixes;
  bool matches(std::string_view key) const;
};

struct personalization_keys {
  key_set any, preview, print_file, client_image;
};

// First match decides: exact SKU beats prefix, earlier beats later.
struct route {
  std::string sku;           // exact, or …
  std::string prefix;        // … beginning; both empty matches nothing
  std::string provider;      // empty: not fulfilled by us
  std::string provider_sku;  // empty: the SKU itself …
  bool strip_prefix = false; // … without the prefix
};

// What a provider needs of a recipient, and how its payload is made.
struct provider_rules {
  bool needs_phone = false, needs_email = false, needs_print_file = false;
  std::set<std::string> states_for; // countries whose state is required
  std::string fallback_phone, fallback_email;
  // Tells one account there from another: what was sent with one is not
  // looked up with the other. Empty: not known.
  std::string account;
  milliseconds tracking_interval{15min};
  std::string afterwards; // what it still allows once it took an order
  // Pure: the exact bytes to send. A failure blocks the part.
  std::function<result<std::string>(const order&, const part&)> build;
};

struct policy {
  bool auto_submit = true;
  instant auto_submit_since{};
  milliseconds delay{24h}, grace{15min}, resume_grace{5min};
  milliseconds twin_window{1h};
  bool complete_when_shipped = true;
  std::string revision; // of the configuration these rules come from
  std::vector<freeze> freezes;
  // The data were restored from a backup then: what is older may be at its
  // provider without our knowing.
  std::optional<instant> restored_at;
  std::vector<std::string> shineon_prefixes{"SO-", "PT-"};
  personalization_keys personalization;
  bool check_artwork = false;      // look at print files before they are sent
  std::set<std::string> catalogue; // SKUs that are personalized goods
  std::vector<route> routes;
  std::map<std::string, provider_rules> providers;
  std::set<std::string> statuses; // the store knows; empty: not asked yet
};

} // namespace dastomized

// What ShineOn's answers mean. Pure; any bytes whatever are allowed.
#pragma once

#include "connectors/provider.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dastomized::connectors::shineon {

// One order ShineOn holds under our reference.
struct copy {
  std::string id, status;
  std::string words;   // the status and its reason, for people
  std::string differs; // from the payload; empty: it does not
  bool cancelled() const;
  bool held() const; // neither billed nor made until it is released
};

// To GET orders?source_ids=…: all copies, or why that can not be known.
struct listing {
  std::vector<copy> copies;
  bool complete = false; // false: there may be copies that are not shown
  std::string problem;   // why not
};
listing read_listing(const http_outcome& o, const std::string& reference,
                     const std::string& payload, const provider_account& a);

// To POST orders.
struct created {
  std::string id; // empty: refused because the reference is taken
};
std::variant<created, part_outcome> read_creation(const http_outcome& o,
                                                  const std::string& reference,
                                                  const provider_account& a);

// To GET orders?updated_at_min=…
constexpr unsigned changes_a_page = 250; // the most ShineOn gives
change_outcome read_changes(const http_outcome& o, const provider_account& a);

tracking_outcome read_tracking(const http_outcome& o, const part& p,
                               const provider_account& a);
std::optional<notice> read_notice(const std::string& body,
                                  const provider_account& a);

} // namespace dastomized::connectors::shineon

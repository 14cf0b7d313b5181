// What every fulfilment provider's connector offers. Pure: requests are
// built and answers classified here; the provider gateway sends them.
#pragma once

#include "connectors/conversation.hpp"
#include "domain/event.hpp"
#include "domain/order.hpp"
#include "domain/policy.hpp"
#include "domain/result.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace dastomized::connectors {

struct provider_account {
  std::string name;     // of the [[provider]] section
  std::string url;      // base, no trailing slash; empty: the kind's own
  std::string token;    // api_key or bearer token; never logged
  bool sandbox = false; // ask for orders that are neither billed nor made
  std::string shipping_method;
  std::string notice_url; // where the provider may announce shipments
  milliseconds timeout{30s};
  std::string fallback_phone, fallback_email; // where the order has none
  personalization_keys personalization;       // finds print files in line meta
};

struct tracking_report {
  std::vector<shipment> shipments; // with `lines` where the provider says
  bool all_shipped = false;
  bool cancelled = false;
  std::string words; // the provider's status, for people
};
using tracking_outcome = std::variant<tracking_report, part_no_answer>;

// A notice is only a hint: ask the provider about these references.
struct notice {
  std::vector<std::string> references;
  std::string kind;  // "shipped", "design_rejected" …
  std::string words; // for people; empty if nothing to add
};

// A page of the orders that changed at the provider.
struct change_page {
  // our reference, and a text that tells one change of it from the next
  std::vector<std::pair<std::string, std::string>> changed;
  bool last = true;
};
using change_outcome = std::variant<change_page, part_no_answer>;

class provider {
public:
  virtual ~provider() = default;

  // Domain rules: required recipient fields, `build` bound to this account.
  virtual provider_rules rules() const = 0;

  // The exact bytes to send, without any secret: those join in submit().
  virtual result<std::string> build(const order& o, const part& p) const = 0;

  // Sends `payload` under `reference`, releasing held copies where the
  // provider has two phases.
  virtual std::unique_ptr<conversation<part_outcome>>
  submit(std::string reference, std::string payload) const = 0;

  // Finds out whether the provider has the reference. Compares what it holds
  // with the payload where it tells. A copy that the provider holds back for
  // us is released if `may_release`, else withdrawn.
  virtual std::unique_ptr<conversation<look_up_outcome>>
  look_up(std::string reference, std::string payload,
          bool may_release = true) const = 0;

  virtual http_request tracking(const std::string& reference,
                                const std::string& provider_order_id) const = 0;
  virtual tracking_outcome read_tracking(const http_outcome& answer,
                                         const part& p) const = 0;

  // What changed since then, where the provider lists it: a hint to ask about
  // those references. nullopt: each open part has to be asked about.
  virtual std::optional<http_request> changes(instant since,
                                              unsigned page) const = 0;
  virtual change_outcome read_changes(const http_outcome& answer) const = 0;

  // nullopt: not a notice of this provider.
  virtual std::optional<notice> read_notice(const std::string& topic,
                                            const std::string& body) const = 0;

  // Withdraws a part where the provider still allows it.
  virtual http_request cancel(const std::string& reference,
                              const std::string& provider_order_id) const = 0;

  // Text of the provider without this account's secrets.
  virtual std::string redacted(std::string text) const = 0;

  // A failure that concerns the account, not the order (token revoked,
  // charge failed): the gateway stops the provider and calls a person.
  virtual bool account_fault(const part_refused& r) const = 0;

  // What is submitted is neither billed nor made.
  virtual bool test_mode() const = 0;
};

// nullptr if there is no such kind. Kinds: connectors/providers.cpp.
std::unique_ptr<provider> make_provider(const std::string& kind,
                                        provider_account account);
std::vector<std::string> provider_kinds();

} // namespace dastomized::connectors

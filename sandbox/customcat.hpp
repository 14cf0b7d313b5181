// CustomCat as its clients meet it: /customcat/api/v1/…
#pragma once

#include "sandbox/provider.hpp"
#include "sandbox/tally.hpp"

#include <map>

namespace dastomized::sandbox {

struct customcat_keys {
  std::string write = "cc_rw_sandbox";
  std::string read = "cc_ro_sandbox"; // also echoed in webhooks
};

class customcat {
public:
  customcat(surroundings& around, customcat_keys keys);

  answer handle(const call& c);
  static std::string kind_of(const call& c); // submit, lookup, cancel, …

  void tick();                               // ships what is due
  bool ship_now(std::string_view reference); // false: no such open order
  bool reject_design(std::string_view reference, std::string_view reason);

  tally counts;
  json::object saved() const;
  void load(const json::object& state);

private:
  struct order {
    std::string guid;
    std::string digest; // of the body that was accepted
    std::string status = "Pending";
    json::object body;
    json::array shipments;
    std::int64_t placed_ms = 0;
    std::int64_t ship_at_ms = 0;
  };

  answer submit(const std::string& id, const call& c);
  answer accept(const std::string& id, const call& c, json::object body);
  answer status(const std::string& id, const call& c) const;
  answer cancel(const std::string& id);
  answer webhooks(const call& c, const json::object& body);
  answer failed(unsigned code, std::string_view message) const;
  answer check_body(const json::object& body) const; // status 200: fine
  void ship(const std::string& id, order& o);
  void tell(std::string_view topic, const json::value& body);

  surroundings& around_;
  customcat_keys keys_;
  std::map<std::string, order> orders_;
  std::multimap<std::int64_t, std::string> due_;
  std::map<std::int64_t, json::object> webhooks_;
  std::int64_t last_webhook_ = 0;
};

} // namespace dastomized::sandbox

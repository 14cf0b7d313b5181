// ShineOn as its clients meet it: /shineon/v1/… and /shineon/v2/…
#pragma once

#include "sandbox/provider.hpp"
#include "sandbox/tally.hpp"

#include <map>

namespace dastomized::sandbox {

class shineon {
public:
  shineon(surroundings& around, std::string token);

  answer handle(const call& c);
  static std::string kind_of(const call& c); // submit, release, lookup, …

  void tick(); // bills and ships what is due
  bool ship_now(std::string_view reference);

  tally counts; // a print is an order that was released
  json::object saved() const;
  void load(const json::object& state);

private:
  struct order {
    json::object doc;
    bool counted = false;
    std::int64_t updated_ms = 0;
    std::int64_t ship_at_ms = 0; // 0: held
  };

  answer create(const json::object& given);
  answer list(const call& c) const;
  answer act(order& o, std::string_view what);
  answer edit(order& o, const json::object& given);
  answer check(const json::object& given) const; // status 200: fine
  void fill(json::object& doc, const json::object& given);
  void release(order& o);
  void ship(order& o);
  void set(order& o, std::string_view status);
  bool selected(const order& o, const call& c) const;

  surroundings& around_;
  std::string token_;
  std::map<std::int64_t, order> orders_;
  std::multimap<std::int64_t, std::int64_t> due_;
  std::int64_t last_id_ = 4'501'233;
  std::int64_t last_line_ = 9910;
};

} // namespace dastomized::sandbox

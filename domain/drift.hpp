// What the store changed after something was sent.
#pragma once

#include "domain/order.hpp"
#include "domain/policy.hpp"

#include <string>
#include <vector>

namespace dastomized {

struct difference {
  std::string field;        // stable: "shipping.city", "line.quantity" …
  std::int64_t line_id = 0; // 0: the whole order
  std::string label;        // the field, for people
  std::string sent, now;    // as the store writes it; empty: not there
};

// Between what the first acceptance was based on and the store's latest
// word; empty if nothing was accepted.
std::vector<difference> drift_of(const order& o);

struct allowance {
  std::string reference, provider;
  std::string what; // that can still be done, a sentence
};
// For each part that was sent.
std::vector<allowance> still_allowed(const order& o, const policy& p);

} // namespace dastomized

// What the simulated print providers share: the surroundings they are given
// and the checks every printer makes.
#pragma once

#include "sandbox/call.hpp"
#include "sandbox/json_text.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace dastomized::sandbox {

struct surroundings {
  // A notable happening, for /control/log.
  std::function<void(std::string_view, json::object)> note;
  // Posts JSON to a listener; losing and doubling are decided there.
  std::function<void(std::string url, json::value body)> push;
  std::function<std::int64_t()> now_ms;
  std::int64_t ship_after_ms = 20'000;
};

bool known_us_state(std::string_view code);
// Addresses no carrier would take: no street, no ZIP where one is needed,
// or the generator's "Nowhere Lane".
bool undeliverable(std::string_view street, std::string_view zip,
                   std::string_view country);
std::string tracking_number(std::string_view prefix, std::string_view seed);

} // namespace dastomized::sandbox

// The target of a request taken apart: path segments and query parameters.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::http {

struct target {
  std::vector<std::string> segments; // percent-decoded, none is empty
  // Of a name given several times: its values with commas between them.
  std::map<std::string, std::string> args;
};

// nullopt: broken percent-encoding, a zero byte, or not a path.
std::optional<target> parse_target(std::string_view text);

// What a pattern like "/api/v1/orders/{store}/{id}" takes from the segments,
// in order; nullopt: it does not match.
std::optional<std::vector<std::string>>
match(std::string_view pattern, const std::vector<std::string>& segments);

} // namespace dastomized::http

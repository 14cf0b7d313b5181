// The goods a simulated shop sells.
#pragma once

#include "sandbox/json_text.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::sandbox {

enum class maker : std::uint8_t { customcat, shineon, other };

struct product {
  std::int64_t id;
  std::string_view sku;
  std::string_view name; // as the shop stores it: may hold HTML entities
  std::string_view price;
  maker made_by;
  std::string_view option; // what the customer may have put on it; "" none
};

const std::vector<product>& catalog();
json::object product_doc(const product& p, std::string_view url);
json::array order_statuses(const std::set<std::string, std::less<>>& own);

} // namespace dastomized::sandbox

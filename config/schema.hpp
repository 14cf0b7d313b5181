// The list of all keys.
#pragma once

#include "config/table.hpp"

namespace dastomized::config {

const keys<settings>& schema();

// How a change names the item, and which items are the same one.
std::string label_of(const store_settings& s);
std::string label_of(const provider_settings& p);
std::string label_of(const route_settings& r);
std::string label_of(const sku_map_settings& m);

} // namespace dastomized::config

// What only shows when the settings are seen as a whole.
#pragma once

#include "config/reading.hpp"

namespace dastomized::config {

// Reports contradictions between keys, duplicates and dangling names.
void check(const settings& s, reading& r);

// Fills the rows of every [[sku_map]] from its CSV file.
void read_sku_maps(settings& s, reading& r);

} // namespace dastomized::config

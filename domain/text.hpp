// Text helpers of the domain.
#pragma once

#include <string>
#include <string_view>

namespace dastomized {

// HTML entities decoded (named ones WooCommerce writes, decimal, hex) and
// tags dropped, for people. Malformed entities stay as they are.
std::string plain_text(std::string_view html);

std::string lower(std::string_view text); // ASCII
std::string_view trimmed(std::string_view text);

} // namespace dastomized

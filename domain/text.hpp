// Text helpers of the domain.
#pragma once

#include "domain/time.hpp"

#include <string>
#include <string_view>

namespace dastomized {

// HTML entities decoded (named ones WooCommerce writes, decimal, hex) and
// tags dropped, for people. Malformed entities stay as they are.
std::string plain_text(std::string_view html);

std::string lower(std::string_view text); // ASCII
std::string_view trimmed(std::string_view text);

// "2026-01-31 08:00:00": the second in UTC, with `between` in the middle. For
// any instant: fmt's own way counts nanoseconds, which end in the year 2262.
std::string utc_text(instant t, char between = ' ');

} // namespace dastomized

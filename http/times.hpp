// Instants as the API writes and reads them: RFC 3339.
#pragma once

#include "domain/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dastomized::http {

std::string to_text(instant t); // 2026-01-31T08:00:00.000Z

// UTC ("Z") or with an offset; seconds may have a fraction.
std::optional<instant> parse_instant(std::string_view text);

// A time on some wall, without a zone: 2026-01-31 or 2026-01-31T08:00:00.
// The instant at which clocks in UTC show it.
std::optional<instant> parse_wall_time(std::string_view text);

} // namespace dastomized::http

// Durations and sizes as people write them.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace dastomized::config {

// "24h", "90m", "500ms", "1h30m". Units: y (365 days), w, d, h, m, s, ms,
// each at most once, the largest first.
result<milliseconds> parse_duration(std::string_view text);
std::string show_duration(milliseconds d); // the shortest such text

// "10MiB", "64KiB", "512B".
result<std::uint64_t> parse_size(std::string_view text);
std::string show_size(std::uint64_t bytes);

} // namespace dastomized::config

#include "config/units.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>

namespace dastomized::config {

namespace {

struct unit {
  std::string_view name;
  std::uint64_t worth;
};

constexpr std::uint64_t day_ms = 86'400'000;
constexpr unit time_units[] = {
    {"y", 365 * day_ms}, {"w", 7 * day_ms}, {"d", day_ms}, {"h", 3'600'000},
    {"m", 60'000},       {"s", 1000},       {"ms", 1},
};
constexpr unit size_units[] = {
    {"GiB", 1u << 30}, {"MiB", 1u << 20}, {"KiB", 1u << 10}, {"B", 1}};

// A century: beyond it arithmetic with instants stops being safe.
constexpr std::uint64_t duration_max = 36'500 * day_ms;

std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t n = 0;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{})
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return n;
}

std::string_view take_letters(std::string_view& text) {
  auto name = text.substr(0, text.find_first_of("0123456789"));
  text.remove_prefix(name.size());
  return name;
}

// Sum of "<number><unit>" with units from `from` on, or nullopt.
template <std::size_t N>
std::optional<std::uint64_t> sum(std::string_view text, const unit (&units)[N],
                                 std::uint64_t limit) {
  std::uint64_t total = 0;
  std::size_t from = 0;
  if (text.empty())
    return std::nullopt;
  while (!text.empty()) {
    auto n = take_number(text);
    auto name = take_letters(text);
    while (from < N && units[from].name != name)
      ++from;
    if (!n || from == N || *n > (limit - total) / units[from].worth)
      return std::nullopt;
    total += *n * units[from++].worth;
  }
  return total;
}

} // namespace

result<milliseconds> parse_duration(std::string_view text) {
  auto ms = sum(text, time_units, duration_max);
  if (!ms)
    return failure{fault::invalid,
                   fmt::format("\"{}\" is not a duration", text)};
  return milliseconds{static_cast<milliseconds::rep>(*ms)};
}

std::string show_duration(milliseconds d) {
  auto left = static_cast<std::uint64_t>(d.count());
  std::string text;
  for (const auto& u : time_units) {
    if (u.name == "y" || u.name == "w")
      continue; // "730d" says more than "2y"
    if (left >= u.worth)
      fmt::format_to(std::back_inserter(text), "{}{}", left / u.worth, u.name);
    left %= u.worth;
  }
  return text.empty() ? "0s" : text;
}

result<std::uint64_t> parse_size(std::string_view text) {
  auto bytes = sum(text, size_units, std::numeric_limits<std::uint32_t>::max());
  if (!bytes)
    return failure{fault::invalid, fmt::format("\"{}\" is not a size", text)};
  return *bytes;
}

std::string show_size(std::uint64_t bytes) {
  for (const auto& u : size_units)
    if (bytes >= u.worth && bytes % u.worth == 0)
      return fmt::format("{}{}", bytes / u.worth, u.name);
  return "0B";
}

} // namespace dastomized::config

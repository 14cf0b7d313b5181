#include "http/times.hpp"

#include "domain/text.hpp"

#include <fmt/format.h>

#include <charconv>

namespace dastomized::http {

namespace {

namespace chrono = std::chrono;

constexpr instant year_first{chrono::sys_days{chrono::January / 1 / 0}};
constexpr instant year_end{chrono::sys_days{chrono::January / 1 / 10'000}};

// Reads exactly `digits` digits and moves on; -1: there are none.
int number(std::string_view& rest, std::size_t digits) {
  int n = -1;
  if (rest.size() < digits || rest.front() == '-') // -0 is no digits
    return -1;
  auto end = rest.data() + digits;
  auto [stop, error] = std::from_chars(rest.data(), end, n);
  if (error != std::errc{} || stop != end)
    return -1;
  rest.remove_prefix(digits);
  return n;
}

bool skip(std::string_view& rest, std::string_view any_of) {
  if (rest.empty() || any_of.find(rest.front()) == any_of.npos)
    return false;
  rest.remove_prefix(1);
  return true;
}

milliseconds fraction(std::string_view& rest) {
  milliseconds value{0};
  int scale = 100;
  while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
    value += milliseconds{(rest.front() - '0') * scale};
    scale /= 10;
    rest.remove_prefix(1);
  }
  return value;
}

// Z, +02:00, -0530; nullopt: none of them or more behind it.
std::optional<chrono::minutes> offset(std::string_view rest) {
  if (rest == "Z" || rest == "z")
    return chrono::minutes{0};
  bool west = rest.starts_with('-');
  if (!skip(rest, "+-"))
    return std::nullopt;
  int hours = number(rest, 2);
  skip(rest, ":");
  int minutes = number(rest, 2);
  if (hours < 0 || minutes < 0 || hours > 23 || minutes > 59 || !rest.empty())
    return std::nullopt;
  auto total = chrono::hours{hours} + chrono::minutes{minutes};
  return west ? -total : total;
}

std::optional<chrono::sys_days> date(std::string_view& rest) {
  int year = number(rest, 4);
  bool shape = skip(rest, "-");
  int month = number(rest, 2);
  shape = skip(rest, "-") && shape;
  int day = number(rest, 2);
  chrono::year_month_day d{chrono::year{year},
                           chrono::month{static_cast<unsigned>(month)},
                           chrono::day{static_cast<unsigned>(day)}};
  if (!shape || year < 0 || month < 0 || day < 0 || !d.ok())
    return std::nullopt;
  return d;
}

// 08:00:00 with or without a fraction
std::optional<milliseconds> time_of_day(std::string_view& rest) {
  int hour = number(rest, 2);
  bool shape = skip(rest, ":");
  int minute = number(rest, 2);
  shape = skip(rest, ":") && shape;
  int second = number(rest, 2);
  if (!shape || hour < 0 || minute < 0 || second < 0 || hour > 23 ||
      minute > 59 || second > 60)
    return std::nullopt;
  milliseconds t =
      chrono::hours{hour} + chrono::minutes{minute} + chrono::seconds{second};
  return skip(rest, ".") ? t + fraction(rest) : t;
}

} // namespace

std::string to_text(instant t) {
  auto part = t - chrono::floor<chrono::seconds>(t);
  return fmt::format("{}.{:03}Z", utc_text(t, 'T'), part.count());
}

std::optional<instant> parse_instant(std::string_view text) {
  auto day = date(text);
  if (!day || !skip(text, "Tt "))
    return std::nullopt;
  auto time = time_of_day(text);
  auto ahead = time ? offset(text) : std::nullopt;
  if (!ahead)
    return std::nullopt;
  auto t = instant{*day} + *time - *ahead;
  // An offset may lead out of the years that can be written.
  if (t < year_first || t >= year_end)
    return std::nullopt;
  return t;
}

std::optional<instant> parse_wall_time(std::string_view text) {
  auto day = date(text);
  if (!day)
    return std::nullopt;
  if (text.empty())
    return instant{*day};
  if (!skip(text, "Tt "))
    return std::nullopt;
  auto time = time_of_day(text);
  if (!time || !text.empty())
    return std::nullopt;
  return instant{*day} + *time;
}

} // namespace dastomized::http

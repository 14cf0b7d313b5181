#include "sandbox/json_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace dastomized::sandbox {

namespace {

// One code point of valid UTF-8, moving `at` past it.
std::uint32_t next_point(std::string_view s, std::size_t& at) {
  auto lead = static_cast<unsigned char>(s[at++]);
  if (lead < 0x80)
    return lead;
  int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  std::uint32_t point = lead & (0x3fu >> more);
  for (; more > 0 && at < s.size(); --more)
    point = point << 6 | (static_cast<unsigned char>(s[at++]) & 0x3fu);
  return point;
}

void write_text(std::string& out, std::string_view s) {
  out += '"';
  for (std::size_t at = 0; at < s.size();) {
    auto point = next_point(s, at);
    switch (point) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '/':
      out += "\\/";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      if (point >= 0x10000)
        out += fmt::format("\\u{:04x}\\u{:04x}",
                           0xd800 + ((point - 0x10000) >> 10),
                           0xdc00 + ((point - 0x10000) & 0x3ff));
      else if (point < 0x20 || point >= 0x7f)
        out += fmt::format("\\u{:04x}", point);
      else
        out += static_cast<char>(point);
    }
  }
  out += '"';
}

void write(std::string& out, const json::value& value);

void write_members(std::string& out, const json::object& o) {
  out += '{';
  bool first = true;
  for (const auto& [key, member] : o) {
    if (!std::exchange(first, false))
      out += ',';
    write_text(out, key);
    out += ':';
    write(out, member);
  }
  out += '}';
}

void write_number(std::string& out, double d) {
  if (d == std::floor(d) && std::abs(d) < 1e15)
    out += std::to_string(static_cast<std::int64_t>(d));
  else
    out += fmt::format("{}", d);
}

void write(std::string& out, const json::value& value) {
  switch (value.kind()) {
  case json::kind::object:
    return write_members(out, value.get_object());
  case json::kind::array: {
    out += '[';
    bool first = true;
    for (const auto& entry : value.get_array()) {
      if (!std::exchange(first, false))
        out += ',';
      write(out, entry);
    }
    out += ']';
    return;
  }
  case json::kind::string:
    return write_text(out, value.get_string());
  case json::kind::double_:
    return write_number(out, value.get_double());
  default:
    out += json::serialize(value);
  }
}

} // namespace

std::string php_json(const json::value& value) {
  std::string out;
  write(out, value);
  return out;
}

std::optional<json::value> parsed_json(std::string_view text) {
  json::error_code ec;
  auto value = json::parse(text, ec);
  if (ec)
    return std::nullopt;
  return value;
}

std::string text_at(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  if (v == nullptr || v->is_null() || v->is_object() || v->is_array())
    return {};
  if (v->is_string())
    return std::string(v->get_string());
  return json::serialize(*v);
}

std::int64_t number_at(const json::object& o, std::string_view key,
                       std::int64_t otherwise) {
  const auto* v = o.if_contains(key);
  if (v != nullptr && v->is_bool())
    return v->get_bool() ? 1 : 0;
  if (v != nullptr && v->is_double())
    return static_cast<std::int64_t>(v->get_double());
  auto text = text_at(o, key);
  std::int64_t n = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

const json::array& array_at(const json::object& o, std::string_view key) {
  static const json::array none;
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_array() ? v->get_array() : none;
}

const json::object& object_at(const json::object& o, std::string_view key) {
  static const json::object none;
  const auto* v = o.if_contains(key);
  return v != nullptr && v->is_object() ? v->get_object() : none;
}

std::string date_text(std::int64_t seconds) {
  namespace c = std::chrono;
  c::sys_seconds at{c::seconds{seconds}};
  auto day = c::floor<c::days>(at);
  c::year_month_day date{day};
  c::hh_mm_ss clock{at - day};
  return fmt::format(
      "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<std::int64_t> read_date(std::string_view text, bool& had_zone) {
  namespace c = std::chrono;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, used = 0;
  std::string copy(text);
  if (std::sscanf(copy.c_str(), "%4d-%2d-%2d%n", &y, &mo, &d, &used) != 3)
    return std::nullopt;
  auto rest = copy.substr(static_cast<std::size_t>(used));
  if (!rest.empty() && std::sscanf(rest.c_str(), "%*1[T ]%2d:%2d:%2d%n", &h,
                                   &mi, &s, &used) != 3)
    return std::nullopt;
  c::year_month_day date{c::year{y}, c::month(static_cast<unsigned>(mo)),
                         c::day(static_cast<unsigned>(d))};
  if (!date.ok() || h > 24 || mi > 59 || s > 60)
    return std::nullopt;
  auto at = c::sys_days{date}.time_since_epoch() / c::seconds{1};
  auto total = at + h * 3600 + mi * 60 + s;
  if (rest.empty())
    return total;
  auto zone = rest.substr(static_cast<std::size_t>(used));
  if (!zone.empty() && zone[0] == '.')
    zone.erase(0,
               std::min(zone.size(), zone.find_first_not_of("0123456789", 1)));
  had_zone = !zone.empty();
  int zh = 0, zm = 0;
  if (zone.size() >= 6 &&
      std::sscanf(zone.c_str() + 1, "%2d:%2d", &zh, &zm) == 2)
    total -= (zone[0] == '-' ? -1 : 1) * (zh * 3600 + zm * 60);
  return total;
}

std::int64_t cents(std::string_view text) {
  double d = 0;
  std::from_chars(text.data(), text.data() + text.size(), d);
  return std::llround(d * 100);
}

std::string money(std::int64_t amount) {
  return fmt::format("{}{}.{:02}", amount < 0 ? "-" : "",
                     std::abs(amount) / 100, std::abs(amount) % 100);
}

} // namespace dastomized::sandbox

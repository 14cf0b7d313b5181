#include "config/values.hpp"

#include "config/units.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dastomized::config {

namespace {

bool wrong_kind(const node& n, const cursor& at, std::string_view wanted,
                std::string hint = {}) {
  at.error(fmt::format("must be {}, not {}", wanted, kind_of(n)),
           std::move(hint));
  return false;
}

template <class T>
bool take_exactly(const node& n, const cursor& at, std::string_view wanted,
                  T& out) {
  auto* value = std::get_if<T>(&n.value);
  if (!value)
    return wrong_kind(n, at, wanted);
  out = *value;
  return true;
}

} // namespace

bool take(const node& n, const cursor& at, std::string& out) {
  return take_exactly(n, at, "a string", out);
}

bool take(const node& n, const cursor& at, bool& out) {
  return take_exactly(n, at, "true or false", out);
}

bool take(const node& n, const cursor& at, double& out) {
  if (auto* whole = std::get_if<std::int64_t>(&n.value)) {
    out = static_cast<double>(*whole);
    return true;
  }
  double value = 0;
  if (!take_exactly(n, at, "a number", value))
    return false;
  if (!std::isfinite(value))
    at.error("must be a finite number");
  else
    out = value;
  return std::isfinite(value);
}

bool take(const node& n, const cursor& at, std::uint32_t& out) {
  std::int64_t value = 0;
  if (!take_exactly(n, at, "an integer", value))
    return false;
  if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) {
    at.error(fmt::format("{} is out of range", value));
    return false;
  }
  out = static_cast<std::uint32_t>(value);
  return true;
}

bool take(const node& n, const cursor& at, std::uint64_t& out) {
  auto* text = n.as_string();
  if (!text)
    return wrong_kind(n, at, "a size", "for example \"10MiB\"");
  auto bytes = parse_size(*text);
  if (!bytes)
    at.error(bytes.error().what, "for example \"10MiB\"");
  else
    out = *bytes;
  return bytes.has_value();
}

bool take(const node& n, const cursor& at, milliseconds& out) {
  auto* text = n.as_string();
  if (!text)
    return wrong_kind(n, at, "a duration", "for example \"30s\" or \"1h30m\"");
  auto d = parse_duration(*text);
  if (!d)
    at.error(d.error().what, "for example \"30s\" or \"1h30m\"");
  else
    out = *d;
  return d.has_value();
}

bool take(const node& n, const cursor& at, instant& out) {
  const auto hint = "for example 2025-01-31T00:00:00Z";
  if (auto* text = n.as_string()) { // the same, in quotation marks
    std::vector<problem> ignored;
    auto inner = parse_toml("x = " + *text, "", ignored);
    auto* value = inner.find("x");
    if (value && std::holds_alternative<instant>(value->value))
      return take(*value, at, out);
    at.error(fmt::format("\"{}\" is not a date-time", *text), hint);
    return false;
  }
  if (!std::holds_alternative<instant>(n.value))
    return wrong_kind(n, at, "a date-time", hint);
  out = std::get<instant>(n.value);
  return true;
}

bool take(const node& n, const cursor& at, endpoint& out) {
  std::string text;
  if (!take(n, at, text))
    return false;
  auto colon = text.rfind(':');
  auto host = text.substr(0, colon);
  if (host.size() > 1 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string::npos)
    host.clear(); // IPv6 without brackets
  std::uint16_t port = 0;
  auto digits = colon == std::string::npos ? "" : text.substr(colon + 1);
  auto last = digits.data() + digits.size();
  auto [end, failed] = std::from_chars(digits.data(), last, port);
  if (host.empty() || digits.empty() || failed != std::errc{} || end != last) {
    at.error(fmt::format("\"{}\" is not host:port", text),
             "for example \"127.0.0.1:8080\" or \"[::1]:8080\"");
    return false;
  }
  out = {host, port};
  return true;
}

bool take(const node& n, const cursor& at, std::vector<std::string>& out) {
  auto* list = std::get_if<node::list>(&n.value);
  if (!list)
    return wrong_kind(n, at, "a list of strings");
  std::vector<std::string> all;
  for (const auto& item : *list) {
    if (!item.as_string())
      return wrong_kind(item, at, "a list of strings");
    all.push_back(*item.as_string());
    if (all.back().empty()) {
      at.error("holds an empty string");
      return false;
    }
  }
  out = std::move(all);
  return true;
}

bool take(const node& n, const cursor& at, key_set& out) {
  std::vector<std::string> all;
  if (!take(n, at, all))
    return false;
  key_set keys;
  for (auto& key : all) {
    bool prefix = key.back() == '*';
    if (prefix)
      key.pop_back();
    if (key.empty()) {
      at.error("\"*\" alone would match every key");
      return false;
    }
    (prefix ? keys.prefixes : keys.keys).push_back(std::move(key));
  }
  out = std::move(keys);
  return true;
}

std::optional<std::size_t> take_word(const node& n, const cursor& at,
                                     const char* const* first,
                                     std::size_t count) {
  std::string word;
  if (!take(n, at, word))
    return std::nullopt;
  auto found = std::find(first, first + count, word);
  if (found != first + count)
    return static_cast<std::size_t>(found - first);
  at.error(fmt::format("must be one of {}, not \"{}\"",
                       fmt::join(first, first + count, ", "), word));
  return std::nullopt;
}

std::string show(const std::string& v) {
  return v.empty() ? "none" : v;
}
std::string show(bool v) {
  return v ? "true" : "false";
}
std::string show(double v) {
  return fmt::format("{}", v);
}
std::string show(std::uint32_t v) {
  return fmt::format("{}", v);
}
std::string show(std::uint64_t v) {
  return show_size(v);
}
std::string show(milliseconds v) {
  return show_duration(v);
}

std::string show(instant v) {
  if (v == instant::max())
    return "never";
  return utc_text(v, 'T') + 'Z';
}

std::string show(const endpoint& v) {
  bool v6 = v.host.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", v.host, v.port)
            : fmt::format("{}:{}", v.host, v.port);
}

std::string show(const std::vector<std::string>& v) {
  return v.empty() ? "none" : fmt::format("{}", fmt::join(v, ", "));
}

std::string show(const key_set& v) {
  auto all = v.keys;
  for (const auto& p : v.prefixes)
    all.push_back(p + '*');
  return show(all);
}

} // namespace dastomized::config

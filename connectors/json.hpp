// Small total accessors over Boost.JSON for text that came from outside: a
// missing or oddly typed member is an empty answer, never an exception.
#pragma once

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dastomized::connectors::json {

namespace bj = boost::json;

// nullopt: not JSON, or nested deeper than 32.
inline std::optional<bj::value> parse(std::string_view text) {
  bj::parse_options o;
  o.max_depth = 32;
  bj::error_code ec;
  auto v = bj::parse({text.data(), text.size()}, ec, {}, o);
  if (ec)
    return std::nullopt;
  return v;
}

inline const bj::value* member(const bj::value& v, std::string_view key) {
  auto* o = v.if_object();
  return o ? o->if_contains({key.data(), key.size()}) : nullptr;
}

// A string as itself, numbers and booleans as written; null and the rest "".
inline std::string text(const bj::value* v) {
  if (!v || v->is_null() || v->is_structured())
    return {};
  if (auto* s = v->if_string())
    return std::string(s->data(), s->size());
  return bj::serialize(*v);
}
inline std::string text(const bj::value& v, std::string_view key) {
  return text(member(v, key));
}

// An integer, or a string that is one.
inline std::optional<std::int64_t> integer(const bj::value* v) {
  if (!v)
    return std::nullopt;
  if (auto* i = v->if_int64())
    return *i;
  auto* s = v->if_string();
  if (!s || s->empty() || s->size() > 18)
    return std::nullopt;
  std::int64_t n = 0;
  std::string_view digits(s->data(), s->size());
  bool minus = digits.front() == '-';
  for (char c : digits.substr(minus ? 1 : 0)) {
    if (c < '0' || c > '9')
      return std::nullopt;
    n = n * 10 + (c - '0');
  }
  return minus ? -n : n;
}
inline std::int64_t integer(const bj::value& v, std::string_view key) {
  return integer(member(v, key)).value_or(0);
}

// A number of pieces; what no order can hold is cut to a million either way.
inline int pieces(const bj::value& v, std::string_view key) {
  constexpr std::int64_t most = 1'000'000;
  return static_cast<int>(std::clamp(integer(v, key), -most, most));
}

inline const bj::array& array(const bj::value& v, std::string_view key) {
  static const bj::array none;
  auto* m = member(v, key);
  auto* a = m ? m->if_array() : nullptr;
  return a ? *a : none;
}

} // namespace dastomized::connectors::json

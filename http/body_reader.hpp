// Reads the JSON object of a request. Internal to http/.
#pragma once

#include "domain/time.hpp"
#include "http/times.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::http {

namespace json = boost::json;

// Takes members out of a body; what is wrong first stays in `wrong`, and
// members nobody took are wrong, too.
class body_reader {
public:
  explicit body_reader(const json::object& body) : body_(body) {}

  std::string text(std::string_view key, bool needed) {
    const auto* v = take(key);
    if (v != nullptr && v->is_string())
      return std::string(v->get_string());
    if (v != nullptr || needed)
      complain(key, "must be a text");
    return {};
  }

  bool flag(std::string_view key, bool needed = true) {
    const auto* v = take(key);
    if (v == nullptr && !needed)
      return false;
    if (v != nullptr && v->is_bool())
      return v->get_bool();
    complain(key, "must be true or false");
    return false;
  }

  // A whole number above nothing.
  std::int64_t id(std::string_view key) {
    const auto* v = take(key);
    if (v != nullptr && v->is_int64() && v->get_int64() > 0)
      return v->get_int64();
    complain(key, "must be a whole number from 1 on");
    return 0;
  }

  // Each of a list's objects is read by a reader of its own.
  template <class F>
  void each(std::string_view key, std::size_t most, F read) {
    const auto* v = take(key);
    if (v == nullptr || !v->is_array() || v->get_array().size() > most)
      return complain(key, "must be a list of at most " + std::to_string(most));
    for (const auto& x : v->get_array()) {
      if (!x.is_object())
        return complain(key, "must hold objects");
      body_reader one(x.get_object());
      read(one);
      one.finish();
      if (!one.wrong.empty())
        return complain(key, "has an entry whose " + one.wrong);
    }
  }

  milliseconds minutes(std::string_view key) {
    constexpr std::int64_t most = 366LL * 24 * 60;
    const auto* v = take(key);
    if (v != nullptr && v->is_int64() && v->get_int64() >= 1 &&
        v->get_int64() <= most)
      return std::chrono::minutes{v->get_int64()};
    complain(key, "must be a whole number from 1 to 527040");
    return {};
  }

  std::optional<instant> when(std::string_view key) {
    if (!body_.contains(key))
      return std::nullopt;
    auto at = parse_instant(text(key, true));
    if (!at)
      complain(key, "must be a time like 2026-01-31T08:00:00Z");
    return at;
  }

  void finish() {
    for (const auto& [key, value] : body_)
      if (std::find(taken_.begin(), taken_.end(), key) == taken_.end())
        complain(key, "is not known here");
  }

  std::string wrong;

private:
  const json::value* take(std::string_view key) {
    taken_.emplace_back(key);
    return body_.if_contains(key);
  }
  void complain(std::string_view key, std::string_view what) {
    if (wrong.empty())
      wrong.append(key).append(" ").append(what);
  }

  const json::object& body_;
  std::vector<std::string> taken_;
};

} // namespace dastomized::http

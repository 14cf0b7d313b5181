#include "config/tree.hpp"

#include <toml++/toml.h>

#include <utility>

namespace dastomized::config {

namespace {

place place_of(const std::string& file, const toml::source_region& where) {
  return {file, where.begin.line, where.begin.column};
}

instant to_instant(const toml::date& d, const toml::time& t,
                   std::chrono::minutes offset) {
  using namespace std::chrono;
  return sys_days{year{d.year} / d.month / d.day} + hours{t.hour} +
         minutes{t.minute} + seconds{t.second} +
         floor<milliseconds>(nanoseconds{t.nanosecond}) - offset;
}

// A date alone is its first moment in UTC.
void put_date(node& n, const toml::node& from) {
  using std::chrono::minutes;
  if (auto* date = from.as_date())
    n.value = to_instant(**date, {}, minutes{0});
  else if (auto* both = from.as_date_time(); both && (*both)->offset)
    n.value = to_instant((*both)->date, (*both)->time,
                         minutes{(*both)->offset->minutes});
  else
    n.value = unsupported{from.is_time() ? "a time of day"
                                         : "a date-time without an offset"};
}

node converted(const toml::node& from, place at);

node::list list_of(const toml::array& from, const std::string& file) {
  node::list all;
  for (const auto& item : from)
    all.push_back(converted(item, place_of(file, item.source())));
  return all;
}

node::table table_of(const toml::table& from, const std::string& file) {
  node::table all;
  for (const auto& [key, value] : from)
    all.push_back({std::string{key.str()},
                   converted(value, place_of(file, key.source()))});
  return all;
}

node converted(const toml::node& from, place at) {
  node n;
  if (auto* text = from.as_string())
    n.value = **text;
  else if (auto* integer = from.as_integer())
    n.value = std::int64_t{**integer};
  else if (auto* number = from.as_floating_point())
    n.value = **number;
  else if (auto* truth = from.as_boolean())
    n.value = **truth;
  else if (auto* list = from.as_array())
    n.value = list_of(*list, at.file);
  else if (auto* table = from.as_table())
    n.value = table_of(*table, at.file);
  else
    put_date(n, from);
  n.at = std::move(at);
  return n;
}

} // namespace

node parse_toml(std::string_view text, const std::string& file,
                std::vector<problem>& problems) {
  try {
    return converted(toml::parse(text, file), {file, 0, 0});
  } catch (const toml::parse_error& e) {
    problem p;
    p.at = place_of(file, e.source());
    p.what = e.description();
    problems.push_back(std::move(p));
    return {{file, 0, 0}, node::table{}};
  }
}

} // namespace dastomized::config

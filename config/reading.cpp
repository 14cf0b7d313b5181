#include "config/reading.hpp"

#include <filesystem>
#include <utility>

namespace dastomized::config {

namespace {

void add(reading& r, severity s, const spot& at, std::string what,
         std::string hint) {
  r.problems.push_back(
      {s, at.at, at.section, at.key, std::move(what), std::move(hint)});
}

std::string joined(const std::string& a, const std::string& b) {
  return a.empty() ? b : a + '.' + b;
}

} // namespace

void reading::report(severity s, const std::string& table,
                     const std::string& key, std::string what,
                     std::string hint) {
  auto found = spots.find(joined(table, key));
  if (found != spots.end())
    return add(*this, s, found->second, std::move(what), std::move(hint));
  auto at = spots[table];
  at.key = joined(at.key, key);
  add(*this, s, at, std::move(what), std::move(hint));
}

std::string reading::resolved(const std::string& file) const {
  return (std::filesystem::path{directory} / file).lexically_normal().string();
}

void cursor::error(std::string what, std::string hint) const {
  add(r, severity::error, here, std::move(what), std::move(hint));
}

void cursor::warn(std::string what, std::string hint) const {
  add(r, severity::warning, here, std::move(what), std::move(hint));
}

cursor cursor::into(const std::string& key, const place& at) const {
  cursor next{r, joined(path, key), {at, here.section, joined(here.key, key)}};
  r.spots[next.path] = next.here;
  return next;
}

} // namespace dastomized::config

#include "daemon/reload.hpp"

#include <set>

namespace dastomized {

namespace {

std::set<std::string> names_of(const config::settings& s) {
  std::set<std::string> names;
  for (const auto& store : s.stores)
    names.insert("store " + store.name);
  for (const auto& p : s.providers)
    names.insert("provider " + p.name + " (" + p.kind + ")");
  return names;
}

} // namespace

std::string why_not_now(const config::settings& old,
                        const config::settings& now) {
  auto before = names_of(old), after = names_of(now);
  for (const auto& n : after)
    if (!before.contains(n))
      return n + " is new: restart to take the configuration over";
  for (const auto& n : before)
    if (!after.contains(n))
      return n + " is gone: restart to take the configuration over";
  return {};
}

} // namespace dastomized

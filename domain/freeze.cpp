#include "domain/freeze.hpp"

#include <algorithm>
#include <array>

namespace dastomized {

namespace {

constexpr std::array<std::string_view, 4> scope_names{"all", "store",
                                                      "provider", "type"};

bool over(const freeze& f, instant now) {
  return f.until && *f.until <= now;
}

bool settled(const part& p) {
  return p.state == part_state::accepted || p.state == part_state::cancelled;
}

bool stops_order(const freeze& f, const order& o) {
  switch (f.scope) {
  case freeze_scope::all:
    return true;
  case freeze_scope::store:
    return o.key.store == f.name;
  case freeze_scope::type:
    return name(type_of(o)) == f.name;
  case freeze_scope::provider:
    return std::ranges::any_of(o.parts, [&](const part& p) {
      return p.provider == f.name && !settled(p);
    });
  }
  return true;
}

bool stops_part(const freeze& f, const order& o, const part& p) {
  if (f.scope != freeze_scope::provider)
    return stops_order(f, o);
  bool met_it = f.by_itself && p.reason_code.starts_with("account.");
  return p.provider == f.name && !met_it;
}

} // namespace

const freeze* freeze_on(const order& o, const std::vector<freeze>& all,
                        instant now) {
  auto it = std::ranges::find_if(
      all, [&](const freeze& f) { return !over(f, now) && stops_order(f, o); });
  return it == all.end() ? nullptr : &*it;
}

const freeze* freeze_on(const order& o, const part& p,
                        const std::vector<freeze>& all, instant now) {
  auto it = std::ranges::find_if(all, [&](const freeze& f) {
    return !over(f, now) && stops_part(f, o, p);
  });
  return it == all.end() ? nullptr : &*it;
}

std::string_view name(freeze_scope s) {
  auto i = static_cast<std::size_t>(s);
  return i < scope_names.size() ? scope_names[i] : "?";
}

std::optional<freeze_scope> parse_freeze_scope(std::string_view text) {
  auto it = std::ranges::find(scope_names, text);
  if (it == scope_names.end())
    return std::nullopt;
  return static_cast<freeze_scope>(it - scope_names.begin());
}

} // namespace dastomized

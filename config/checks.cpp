#include "config/checks.hpp"

#include "config/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace dastomized::config {

namespace {

constexpr auto error = severity::error;
constexpr auto warning = severity::warning;

std::string path(const char* list, std::size_t i) {
  return fmt::format("{}[{}]", list, i);
}

template <class Item>
std::vector<std::string> names(const std::vector<Item>& items) {
  std::vector<std::string> all;
  for (const auto& i : items)
    all.push_back(i.name);
  return all;
}

bool knows(const std::vector<std::string>& all, const std::string& name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

// Hooks are told apart by their names, stores and providers together.
void check_names(const settings& s, reading& r) {
  std::map<std::string, std::string> first; // name → path of its owner
  auto visit = [&](const char* list, const std::vector<std::string>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      auto [owner, added] = first.emplace(all[i], path(list, i));
      if (added || all[i].empty())
        continue;
      auto at = r.spots[owner->second].at;
      r.report(error, path(list, i), "name",
               fmt::format("is taken already at {}:{}", at.file, at.line));
    }
  };
  visit("store", names(s.stores));
  visit("provider", names(s.providers));
}

void check_store(const settings& s, std::size_t i, reading& r) {
  const auto& store = s.stores[i];
  auto at = path("store", i);
  if (store.auto_submit && !r.has(at + ".auto_submit_since"))
    r.report(error, at, "auto_submit_since",
             "is missing: orders created before it never submit themselves",
             "auto_submit_since = 2025-01-31T00:00:00Z, or "
             "auto_submit = false");
  if (store.url.starts_with("http://"))
    r.report(warning, at, "url", "customers' data travel unencrypted",
             "use https://");
}

void check_provider(const settings& s, std::size_t i, reading& r) {
  const auto& p = s.providers[i];
  auto at = path("provider", i);
  bool api_key = r.has(at + ".api_key"), token = r.has(at + ".token");
  auto wanted = p.kind == "shineon" ? "token" : "api_key";
  if (!api_key && !token)
    r.report(error, at, wanted, "is missing");
  if (api_key && token)
    r.report(error, at, "token", "means the same as api_key",
             fmt::format("keep {}", wanted));
  if (p.kind == "customcat" && !r.has(at + ".shipping_method"))
    r.report(error, at, "shipping_method", "is missing",
             "for example \"Economy\"");
  if (p.kind == "shineon" && s.http.public_url.empty())
    r.report(warning, at, "",
             "ShineOn takes orders only with an address for its notices",
             "set http.public_url");
}

void check_route(const settings& s, std::size_t i, reading& r) {
  const auto& route = s.routes[i];
  auto at = path("route", i);
  auto providers = names(s.providers), stores = names(s.stores);
  bool sku = r.has(at + ".sku"), prefix = r.has(at + ".sku_prefix");
  if (sku == prefix)
    r.report(error, at, "", "needs either sku or sku_prefix");
  if (route.strip_prefix && !prefix)
    r.report(error, at, "strip_prefix", "there is no sku_prefix to strip");
  if (route.strip_prefix && !route.provider_sku.empty())
    r.report(error, at, "strip_prefix", "has no effect beside provider_sku");
  if (!route.store.empty() && !knows(stores, route.store))
    r.report(error, at, "store",
             fmt::format("there is no store \"{}\"", route.store),
             suggestion(route.store, stores));
  if (!route.provider.empty() && route.provider != not_fulfilled &&
      !knows(providers, route.provider))
    r.report(error, at, "provider",
             fmt::format("there is no provider \"{}\"", route.provider),
             suggestion(route.provider, providers));
}

void check_map(const settings& s, std::size_t i, reading& r) {
  const auto& map = s.sku_maps[i];
  auto stores = names(s.stores);
  if (!map.store.empty() && !knows(stores, map.store))
    r.report(error, path("sku_map", i), "store",
             fmt::format("there is no store \"{}\"", map.store),
             suggestion(map.store, stores));
}

void check_whole(const settings& s, reading& r) {
  if (s.stores.empty())
    r.report(warning, "", "", "there is no [[store]]: nothing to watch");
  else if (!r.has("http.public_url"))
    r.report(warning, r.has("http") ? "http" : "",
             r.has("http") ? "public_url" : "http.public_url",
             "is not set: stores can not announce orders, polling finds them");
  if (!s.stores.empty() && s.providers.empty())
    r.report(warning, "", "", "there is no [[provider]]: nothing is submitted");
}

} // namespace

void check(const settings& s, reading& r) {
  check_whole(s, r);
  check_names(s, r);
  for (std::size_t i = 0; i < s.stores.size(); ++i)
    check_store(s, i, r);
  for (std::size_t i = 0; i < s.providers.size(); ++i)
    check_provider(s, i, r);
  for (std::size_t i = 0; i < s.routes.size(); ++i)
    check_route(s, i, r);
  for (std::size_t i = 0; i < s.sku_maps.size(); ++i)
    check_map(s, i, r);
}

} // namespace dastomized::config

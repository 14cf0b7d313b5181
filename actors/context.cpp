#include "actors/context.hpp"

#include <algorithm>
#include <charconv>

namespace dastomized::actors {

namespace {

template <class Map>
auto find_or_none(const Map& map, const std::string& name) {
  auto it = map.find(name);
  return it == map.end() ? typename Map::mapped_type{} : it->second;
}

// When the data came from a backup. What can not be read counts as just now:
// each part is looked up before it is sent.
std::optional<instant> restore_of(storage::order_store& store, instant now) {
  auto kept = store.meta("restored_at");
  if (kept && !*kept)
    return std::nullopt;
  std::int64_t millis = 0;
  auto text = kept ? **kept : std::string();
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), millis);
  if (error != std::errc{} || end != text.data() + text.size())
    return now;
  return instant{milliseconds{millis}};
}

} // namespace

void troubles::set(const std::string& whose, const std::string& subject,
                   std::string what) {
  std::lock_guard lock(mutex_);
  if (what.empty())
    all_[whose].erase(subject);
  else
    all_[whose][subject] = std::move(what);
}

std::string troubles::of(const std::string& whose) const {
  std::lock_guard lock(mutex_);
  std::string out;
  if (auto found = all_.find(whose); found != all_.end())
    for (const auto& [subject, what] : found->second)
      out += (out.empty() ? "" : "; ") + subject + ": " + what;
  return out;
}

context::context(setup s, storage::order_store& st,
                 connectors::http_transport& t, clock c, io_mode mode)
    : store(st), transport(t), now(std::move(c)), jobs(st), freezes(st),
      brake(st), late(st, now()), io(mode) {
  for (const auto& x : s.stores)
    store_stats[x.name];
  for (const auto& x : s.providers)
    provider_stats[x.name];
  settings_ = std::make_shared<const setup>(std::move(s));
  restored_at_ = restore_of(st, now());
}

std::shared_ptr<const setup> context::settings() const {
  std::lock_guard lock(mutex_);
  return settings_;
}

void context::replace(setup s) {
  auto fresh = std::make_shared<const setup>(std::move(s));
  std::lock_guard lock(mutex_);
  settings_ = std::move(fresh);
}

std::shared_ptr<const policy> context::rules(const std::string& name) const {
  auto s = settings();
  auto* found = store_named(*s, name);
  // An order of a store that is no longer configured: nothing is allowed.
  static const auto nothing = [] {
    policy p;
    p.auto_submit = false;
    p.freezes = {{0,
                  freeze_scope::all,
                  "",
                  "the store is not configured",
                  "configuration",
                  {},
                  {},
                  false}};
    return std::make_shared<const policy>(p);
  }();
  if (!found)
    return nothing;
  auto revision = freezes.revision();
  std::lock_guard lock(mutex_);
  static const std::vector<std::string> none;
  auto known = statuses_.find(name);
  const auto& all = known == statuses_.end() ? none : known->second;
  auto& merged = rules_[name];
  if (merged.from != found->rules || merged.statuses != all ||
      merged.freezes != revision) {
    auto p = std::make_shared<policy>(*found->rules);
    p->statuses = {all.begin(), all.end()};
    p->freezes = freezes.all(now());
    p->restored_at = restored_at_;
    merged = {found->rules, all, revision, std::move(p)};
  }
  return merged.rules;
}

std::vector<std::string> context::statuses(const std::string& name) const {
  auto all = connectors::woocommerce::listed_statuses();
  {
    std::lock_guard lock(mutex_);
    if (auto known = statuses_.find(name); known != statuses_.end())
      all = known->second;
  }
  all.emplace_back("trash");
  return all;
}

// A draft is no order yet.
void context::learn_statuses(const std::string& name,
                             std::vector<std::string> all) {
  std::erase_if(all, [](const std::string& s) {
    return s.empty() || s == "checkout-draft" || s == "auto-draft" ||
           s == "trash";
  });
  if (all.empty())
    return;
  std::lock_guard lock(mutex_);
  statuses_[name] = std::move(all);
}

std::optional<std::vector<std::string>>
context::namespaces(const std::string& name) const {
  std::lock_guard lock(mutex_);
  auto known = namespaces_.find(name);
  if (known == namespaces_.end())
    return std::nullopt;
  return known->second;
}

void context::learn_namespaces(const std::string& name,
                               std::vector<std::string> all) {
  std::lock_guard lock(mutex_);
  namespaces_[name] = std::move(all);
}

const store_setup* context::store_named(const setup& s,
                                        const std::string& n) const {
  auto it = std::ranges::find(s.stores, n, &store_setup::name);
  return it == s.stores.end() ? nullptr : &*it;
}

const provider_setup* context::provider_named(const setup& s,
                                              const std::string& n) const {
  auto it = std::ranges::find(s.providers, n, &provider_setup::name);
  return it == s.providers.end() ? nullptr : &*it;
}

importer_actor context::importer(const std::string& name) const {
  return with_cast([&](cast& c) { return find_or_none(c.importers, name); });
}

gateway_actor context::store_gateway(const std::string& name) const {
  return with_cast([&](cast& c) { return find_or_none(c.stores, name); });
}

gateway_actor context::provider_gateway(const std::string& name) const {
  return with_cast([&](cast& c) { return find_or_none(c.providers, name); });
}

viewer_actor context::viewer() const {
  return with_cast([](cast& c) { return c.viewer; });
}

directory_actor context::directory() const {
  return with_cast([&](cast& c) { return c.directory; });
}

} // namespace dastomized::actors

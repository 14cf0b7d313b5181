// Keeping the index; what it finds is in order_index_find.cpp.
#include "storage/order_index.hpp"

#include "storage/keys.hpp"

#include <algorithm>
#include <mutex>

namespace dastomized::storage {

namespace {

// So many strays cost a page little; fewer would be numbered anew too often.
constexpr std::size_t strays_min = 4096;
constexpr std::size_t strays_share = 16; // of all

std::int64_t ms_of(instant t) {
  return t.time_since_epoch().count();
}

bool belongs(const row& r, list_tab t) {
  bool sent = r.submit == submit_status::submitted ||
              r.submit == submit_status::partly_submitted;
  switch (t) {
  case list_tab::all:
    return true;
  case list_tab::counting_down:
    return r.count == countdown_state::running;
  case list_tab::needs_attention:
    return r.needs_attention;
  case list_tab::on_hold:
    return r.status == "on-hold" || r.count == countdown_state::paused;
  case list_tab::submitted:
    return sent && !r.fulfilled;
  case list_tab::shipped:
    return r.fulfilled;
  }
  return false;
}

} // namespace

order_index::slot& order_index::at(ordinal n) {
  return n < stray_begin ? slots_[n] : stray_slots_[n - stray_begin];
}

const order_index::slot& order_index::at(ordinal n) const {
  return n < stray_begin ? slots_[n] : stray_slots_[n - stray_begin];
}

order_key order_index::key_of(const slot& s) const {
  return {stores_[s.store], s.id};
}

std::string order_index::place_of(const slot& s) const {
  return keys::row(s.created, key_of(s));
}

std::uint32_t order_index::store_number(const std::string& name) {
  auto found = std::ranges::find(stores_, name);
  if (found == stores_.end()) {
    stores_.push_back(name);
    ids_.emplace_back();
    return static_cast<std::uint32_t>(stores_.size() - 1);
  }
  return static_cast<std::uint32_t>(found - stores_.begin());
}

void order_index::every_bitmap(const std::function<void(bits&)>& f) {
  for (auto& all : facets_)
    for (auto& [value, one] : all)
      f(one);
  for (auto& one : tabs_)
    f(one);
}

void order_index::forget(ordinal n) {
  every_bitmap([n](bits& one) { one.remove(n); });
  auto& s = at(n);
  if (s.due != no_due)
    due_.erase({s.due, n});
  s.due = no_due;
}

order_index::ordinal order_index::place(const row& r) {
  auto store = store_number(r.key.store);
  auto known = ids_[store].find(r.key.id);
  if (known != ids_[store].end()) {
    auto n = known->second;
    forget(n);
    if (at(n).created == r.created)
      return n;
    if (n >= stray_begin)
      strays_.erase(place_of(at(n)));
  }
  slot s{r.created, r.key.id, store, no_due};
  auto where = place_of(s);
  ordinal n = 0;
  if (slots_.empty() || where < place_of(slots_.back())) {
    n = static_cast<ordinal>(slots_.size());
    slots_.push_back(s);
  } else {
    n = stray_begin + static_cast<ordinal>(stray_slots_.size());
    stray_slots_.push_back(s);
    strays_.emplace(std::move(where), n);
  }
  ids_[store][r.key.id] = n;
  return n;
}

void order_index::mark(ordinal n, const row& r) {
  auto add = [&](facet f, std::string_view value) {
    auto& all = facets_[f];
    auto found = all.find(value);
    if (found == all.end())
      found = all.emplace(std::string(value), bits{}).first;
    found->second.add(n);
  };
  add(by_store, r.key.store);
  add(by_status, r.status);
  add(by_submit, name(r.submit));
  add(by_type, name(r.type));
  for (const auto& p : r.providers)
    add(by_provider, p);
  for (const auto& code : r.attentions)
    add(by_attention, code);
  for (std::size_t t = 0; t < tab_count; ++t)
    if (belongs(r, static_cast<list_tab>(t)))
      tabs_[t].add(n);
  if (r.due) {
    at(n).due = ms_of(*r.due);
    due_.emplace(at(n).due, n);
  }
}

void order_index::put(const row& r) {
  std::lock_guard lock(mutex_);
  mark(place(r), r);
  if (stray_slots_.size() > std::max(strays_min, slots_.size() / strays_share))
    renumber();
}

// What is known is taken over as it is, under new numbers.
void order_index::renumber() {
  std::vector<std::pair<std::string, ordinal>> order;
  for (auto n : tabs_[0])
    order.emplace_back(place_of(at(n)), n);
  std::ranges::sort(order, std::greater<>{});
  std::vector<slot> slots;
  std::vector<ordinal> main(slots_.size()), stray(stray_slots_.size());
  for (const auto& [where, n] : order) {
    (n < stray_begin ? main[n] : stray[n - stray_begin]) =
        static_cast<ordinal>(slots.size());
    slots.push_back(at(n));
  }
  auto fresh = [&](ordinal n) {
    return n < stray_begin ? main[n] : stray[n - stray_begin];
  };
  every_bitmap([&](bits& one) {
    std::vector<ordinal> moved;
    for (auto n : one)
      moved.push_back(fresh(n));
    std::ranges::sort(moved);
    bits next;
    next.addMany(moved.size(), moved.data());
    next.runOptimize();
    one = std::move(next);
  });
  std::set<std::pair<std::int64_t, ordinal>> due;
  for (auto [when, n] : due_)
    due.emplace(when, fresh(n));
  due_ = std::move(due);
  for (auto& ids : ids_)
    for (auto& [id, n] : ids)
      n = fresh(n);
  ++numbering_;
  slots_ = std::move(slots);
  stray_slots_.clear();
  strays_.clear();
}

} // namespace dastomized::storage

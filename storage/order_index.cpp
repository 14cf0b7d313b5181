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
  return keys::row(s.created, {stores_[s.store], ~s.id});
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

bool order_index::newer(const slot& a, const slot& b) const {
  auto since = [](const slot& s) {
    return std::max<std::int64_t>(0, ms_of(s.created));
  };
  if (since(a) != since(b))
    return since(a) > since(b);
  if (a.store != b.store)
    return stores_[a.store] < stores_[b.store];
  return static_cast<std::uint64_t>(~a.id) < static_cast<std::uint64_t>(~b.id);
}

void order_index::forget(serial of) {
  auto n = ordinals_[of];
  for (auto& all : facets_)
    for (auto& [value, one] : all)
      one.remove(n);
  for (auto& one : tabs_)
    one.remove(n);
  auto& s = at(n);
  if (s.due != no_due)
    due_.erase({s.due, of});
  s.due = no_due;
}

order_index::ordinal order_index::number_anew(const slot& s) {
  if (slots_.empty() || newer(s, slots_.back())) {
    slots_.push_back(s);
    return static_cast<ordinal>(slots_.size() - 1);
  }
  stray_slots_.push_back(s);
  auto n = stray_begin + static_cast<ordinal>(stray_slots_.size() - 1);
  strays_.insert(n);
  return n;
}

order_index::serial order_index::place(const row& r) {
  auto store = store_number(r.key.store);
  auto [known, fresh] =
      ids_[store].try_emplace(r.key.id, static_cast<serial>(ordinals_.size()));
  auto of = known->second;
  if (fresh) {
    ordinals_.push_back(0);
  } else {
    forget(of);
    auto n = ordinals_[of];
    if (at(n).created == r.created)
      return of;
    if (n >= stray_begin)
      strays_.erase(n);
  }
  ordinals_[of] = number_anew({r.created, r.key.id, store, no_due});
  return of;
}

void order_index::mark(serial of, const row& r) {
  auto n = ordinals_[of];
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
    due_.emplace(at(n).due, of);
  }
}

// Readers are kept waiting for the change itself only. Nobody changes anything
// while the new numbers are made.
void order_index::put(const row& r) {
  std::lock_guard turn(writing_);
  {
    std::lock_guard lock(mutex_);
    mark(place(r), r);
  }
  if (stray_slots_.size() <= std::max(strays_min, slots_.size() / strays_share))
    return;
  auto next = numbered_anew();
  std::vector<slot> stray_slots;
  std::set<ordinal, newer_first> strays(newer_first{this});
  std::lock_guard lock(mutex_);
  std::swap(slots_, next.slots);
  std::swap(ordinals_, next.ordinals);
  std::swap(facets_, next.facets);
  std::swap(tabs_, next.tabs);
  std::swap(stray_slots_, stray_slots);
  std::swap(strays_, strays);
}

// Those in order and the strays, both sorted, as one. Their old numbers are
// forgotten with the slots of those that moved away.
order_index::renumbering order_index::in_order(std::vector<slot>& slots) const {
  renumbering r{std::vector<ordinal>(slots_.size()),
                std::vector<ordinal>(stray_slots_.size())};
  slots.reserve(slots_.size() + strays_.size());
  auto take = [&](ordinal n) {
    (n < stray_begin ? r.main[n] : r.stray[n - stray_begin]) =
        static_cast<ordinal>(slots.size());
    slots.push_back(at(n));
  };
  auto late = strays_.rbegin();
  for (auto n : tabs_[0]) {
    if (n >= stray_begin)
      break;
    for (; late != strays_.rend() && newer(at(n), at(*late)); ++late)
      take(*late);
    take(n);
  }
  for (; late != strays_.rend(); ++late)
    take(*late);
  return r;
}

// Those that were in order still are: only the strays have to be sorted.
order_index::bits order_index::renumbering::operator()(const bits& all) const {
  std::vector<ordinal> moved(all.cardinality());
  all.toUint32Array(moved.data());
  auto strays =
      moved.begin() + static_cast<std::ptrdiff_t>(all.rank(stray_begin - 1));
  for (auto& n : moved)
    n = (*this)(n);
  std::sort(strays, moved.end());
  std::inplace_merge(moved.begin(), strays, moved.end());
  bits next;
  next.addMany(moved.size(), moved.data());
  next.runOptimize();
  return next;
}

order_index::numbered order_index::numbered_anew() const {
  numbered next;
  auto fresh = in_order(next.slots);
  for (auto n : ordinals_)
    next.ordinals.push_back(fresh(n));
  for (std::size_t f = 0; f < facet_count; ++f)
    for (const auto& [value, one] : facets_[f])
      next.facets[f].emplace(value, fresh(one));
  for (std::size_t t = 0; t < tab_count; ++t)
    next.tabs[t] = fresh(tabs_[t]);
  return next;
}

} // namespace dastomized::storage

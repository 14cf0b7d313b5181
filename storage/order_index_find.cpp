// What the index finds; keeping it is in order_index.cpp.
#include "storage/keys.hpp"
#include "storage/list_cursor.hpp"
#include "storage/order_index.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

namespace dastomized::storage {

namespace {

// Of all strays: so many that a walk meets one soon.
constexpr std::size_t dense_share = 16;

std::int64_t ms_of(instant t) {
  return t.time_since_epoch().count();
}

std::size_t number(list_tab t) {
  return static_cast<std::size_t>(t);
}

} // namespace

void order_index::add(selection& to, const std::vector<order_key>& keys) const {
  std::vector<serial> found;
  std::shared_lock lock(mutex_);
  auto store = stores_.end();
  for (const auto& key : keys) {
    if (store == stores_.end() || *store != key.store)
      store = std::ranges::find(stores_, key.store);
    if (store == stores_.end())
      continue;
    const auto& ids = ids_[static_cast<std::size_t>(store - stores_.begin())];
    if (auto it = ids.find(key.id); it != ids.end())
      found.push_back(it->second);
  }
  to.hits_.addMany(found.size(), found.data());
}

void order_index::set(selection& of, const order_key& key, bool in) const {
  selection it;
  add(it, {key});
  in ? of.hits_ |= it.hits_ : of.hits_ -= it.hits_;
}

order_index::bits order_index::ordinals_of(const selection& s) const {
  std::vector<ordinal> all(s.hits_.cardinality());
  s.hits_.toUint32Array(all.data());
  for (auto& n : all)
    n = ordinals_[n];
  bits hits;
  hits.addMany(all.size(), all.data());
  return hits;
}

// How many of the ordinals in order are older than `place`, or as old if not
// `strictly`.
order_index::ordinal order_index::ordinals_before(const std::string& place,
                                                  bool strictly) const {
  auto it = std::ranges::partition_point(slots_, [&](const slot& s) {
    auto own = place_of(s);
    return strictly ? own > place : own >= place;
  });
  return static_cast<ordinal>(it - slots_.begin());
}

order_index::bits order_index::created_between(const list_query& q) const {
  auto older = [](instant t) {
    return [t](const slot& s) { return s.created < t; };
  };
  auto from = slots_.begin(), to = slots_.end();
  if (q.created_from)
    from = std::ranges::partition_point(slots_, older(*q.created_from));
  if (q.created_to)
    to = std::ranges::partition_point(slots_, older(*q.created_to));
  bits found;
  if (from < to)
    found.addRange(static_cast<std::uint64_t>(from - slots_.begin()),
                   static_cast<std::uint64_t>(to - slots_.begin()));
  auto stray =
      q.created_to ? strays_.lower_bound(*q.created_to) : strays_.begin();
  auto end =
      q.created_from ? strays_.lower_bound(*q.created_from) : strays_.end();
  if (q.created_from && q.created_to && *q.created_to < *q.created_from)
    return found;
  if (stray == strays_.begin() && end == strays_.end())
    found.addRange(stray_begin, stray_begin + stray_slots_.size());
  else
    for (; stray != end; ++stray)
      found.add(*stray);
  return found;
}

order_index::bits order_index::due_between(const list_query& q) const {
  auto at = [&](instant t) { return due_.lower_bound({ms_of(t), 0}); };
  auto it = q.due_from ? at(*q.due_from) : due_.begin();
  auto end = q.due_to ? at(*q.due_to) : due_.end();
  bits found;
  if (q.due_from && q.due_to && *q.due_to < *q.due_from)
    return found;
  for (; it != end; ++it)
    found.add(ordinals_[it->second]);
  return found;
}

// All that hold but the tab.
order_index::bits order_index::matching(const list_query& q,
                                        const selection* among) const {
  bits hits = among != nullptr ? ordinals_of(*among) : tabs_[0];
  auto filter = [&](facet f, const std::vector<std::string>& wanted) {
    if (wanted.empty())
      return;
    bits any;
    for (const auto& value : wanted)
      if (auto it = facets_[f].find(value); it != facets_[f].end())
        any |= it->second;
    hits &= any;
  };
  filter(by_store, q.store);
  filter(by_status, q.status);
  filter(by_submit, q.submit);
  filter(by_type, q.type);
  filter(by_provider, q.provider);
  filter(by_attention, q.attention);
  const auto& needy = tabs_[number(list_tab::needs_attention)];
  if (q.needs_attention)
    *q.needs_attention ? hits &= needy : hits -= needy;
  if (q.created_from || q.created_to)
    hits &= created_between(q);
  if (q.due_from || q.due_to)
    hits &= due_between(q);
  return hits;
}

// The first of them in the list. Where they are many they are soon met on a
// walk over all strays; a few are sorted.
std::vector<order_index::ordinal>
order_index::strays_among(const bits& hits, bool newest,
                          const std::string& from, std::size_t limit) const {
  std::vector<ordinal> found;
  auto count = hits.cardinality() - hits.rank(stray_begin - 1);
  if (count == 0)
    return found;
  if (count >= strays_.size() / dense_share) {
    auto see = [&](ordinal n) {
      if (hits.contains(n))
        found.push_back(n);
      return found.size() < limit;
    };
    auto up = from.empty() ? strays_.begin() : strays_.upper_bound(from);
    auto down = from.empty() ? strays_.end() : strays_.lower_bound(from);
    if (newest)
      while (up != strays_.end() && see(*up))
        ++up;
    else
      while (down != strays_.begin() && see(*std::prev(down)))
        --down;
    return found;
  }
  bits own;
  own.addRange(stray_begin, stray_begin + stray_slots_.size());
  own &= hits;
  found.resize(own.cardinality());
  own.toUint32Array(found.data());
  newer_first before{this};
  if (!from.empty())
    std::erase_if(found, [&](ordinal n) {
      return newest ? !before(from, n) : !before(n, from);
    });
  std::ranges::sort(found, [&](ordinal a, ordinal b) {
    return newest ? before(a, b) : before(b, a);
  });
  return found;
}

// A walk over those in order and the strays at once.
void order_index::by_time(const bits& hits, bool newest,
                          const std::string& from, std::size_t limit,
                          std::vector<ordinal>& out) const {
  // Places grow with age: the newest stand last here and first in the list.
  auto ahead = static_cast<ordinal>(slots_.size());
  if (!from.empty())
    ahead = ordinals_before(from, newest);
  else if (!newest)
    ahead = 0;
  auto next = ahead == 0 ? std::uint64_t{0} : hits.rank(ahead - 1);
  auto in_order = hits.rank(stray_begin - 1);
  auto strays = strays_among(hits, newest, from, limit);
  auto stray = strays.begin();
  auto main = [&]() -> std::optional<ordinal> {
    ordinal n = 0;
    bool there =
        newest ? next > 0 && hits.select(static_cast<ordinal>(next - 1), &n)
               : next < in_order && hits.select(static_cast<ordinal>(next), &n);
    return there ? std::optional(n) : std::nullopt;
  };
  while (out.size() < limit) {
    auto a = main();
    bool more = stray != strays.end();
    if (!a && !more)
      return;
    if (a && (!more || newer(at(*a), at(*stray)) == newest)) {
      out.push_back(*a);
      next += newest ? std::uint64_t(-1) : 1;
    } else {
      out.push_back(*stray++);
    }
  }
}

void order_index::by_due(const bits& hits, bool latest, const due_place& from,
                         std::size_t limit, std::vector<ordinal>& out) const {
  // Those due at the same instant stand by place, not by number: numbers move.
  auto take = [&](std::vector<ordinal>& same) {
    std::ranges::sort(same, newer_first{this});
    for (auto n : same)
      if (out.size() < limit &&
          (!from || at(n).due != from->first || place_of(at(n)) > from->second))
        out.push_back(n);
    same.clear();
  };
  std::vector<ordinal> same;
  auto see = [&](std::int64_t due, serial of) {
    auto n = ordinals_[of];
    if (!same.empty() && at(same.front()).due != due)
      take(same);
    if (hits.contains(n))
      same.push_back(n);
    return out.size() < limit;
  };
  constexpr auto last = std::numeric_limits<serial>::max();
  if (!latest) {
    auto it = from ? due_.lower_bound({from->first, 0}) : due_.begin();
    while (it != due_.end() && see(it->first, it->second))
      ++it;
  } else {
    auto it = from ? due_.upper_bound({from->first, last}) : due_.end();
    while (it != due_.begin() &&
           see(std::prev(it)->first, std::prev(it)->second))
      --it;
  }
  take(same);
}

void order_index::in_turn(const list_query& q, const bits& hits,
                          list_cursor from, std::size_t limit,
                          std::vector<ordinal>& out) const {
  if (by_creation(q.sort))
    return by_time(hits, q.sort == list_sort::newest, from.place, limit, out);
  const auto& running = tabs_[number(list_tab::counting_down)];
  if (from.place.empty() || from.due) {
    due_place due;
    if (from.due)
      due = {*from.due, from.place};
    by_due(hits & running, q.sort == list_sort::due_latest, due, limit, out);
    from.place.clear();
  }
  by_time(hits - running, true, from.place, limit, out);
}

result<index_page> order_index::find(const list_query& q,
                                     const selection* among,
                                     const selection* ahead) const {
  list_cursor from;
  if (!q.cursor.empty()) {
    auto read = read_cursor(q);
    if (!read)
      return read.error();
    from = std::move(*read);
  }
  std::shared_lock lock(mutex_);
  auto hits = matching(q, among);
  index_page page;
  for (std::size_t t = 0; t < tab_count; ++t)
    page.tabs[t] = hits.and_cardinality(tabs_[t]);
  if (q.tab != list_tab::all)
    hits &= tabs_[number(q.tab)];
  page.total = hits.cardinality();
  auto first = ahead != nullptr ? ordinals_of(*ahead) & hits : bits{};
  std::vector<ordinal> found;
  auto wanted = q.limit + (q.limit < ~std::size_t{0} ? 1 : 0);
  if (q.cursor.empty() || from.ahead) {
    by_time(first, true, from.place, wanted, found);
    from = {};
  }
  in_turn(q, hits - first, std::move(from), wanted, found);
  if (found.size() > q.limit) {
    found.resize(q.limit);
    if (!found.empty()) {
      auto last = found.back();
      const auto& s = at(last);
      auto due = s.due == no_due ? std::nullopt : std::optional(s.due);
      page.next_cursor =
          write_cursor(q.sort, {place_of(s), due, first.contains(last)});
    }
  }
  for (auto n : found)
    page.places.push_back(keys::row(at(n).created, key_of(at(n))));
  return page;
}

// What any of them stops now.
order_index::bits
order_index::frozen(instant now, const std::vector<freeze>& freezes) const {
  bits stopped;
  auto add = [&](facet f, const std::string& value) {
    if (auto it = facets_[f].find(value); it != facets_[f].end())
      stopped |= it->second;
  };
  for (const auto& f : freezes) {
    if (f.until && *f.until <= now)
      continue;
    if (f.scope == freeze_scope::all)
      stopped |= tabs_[0];
    else
      add(f.scope == freeze_scope::store      ? by_store
          : f.scope == freeze_scope::provider ? by_provider
                                              : by_type,
          f.name);
  }
  return stopped;
}

board_counts order_index::board(instant now, std::size_t hours,
                                const std::vector<freeze>& freezes) const {
  constexpr std::int64_t hour = 3'600'000;
  board_counts b;
  auto begin = ms_of(now) / hour * hour;
  b.hours.assign(hours, 0);
  b.begin = instant{milliseconds{begin}};
  std::shared_lock lock(mutex_);
  for (auto [due, of] : due_) {
    if (due < ms_of(now))
      ++b.overdue;
    auto at_hour =
        static_cast<std::size_t>(std::max<std::int64_t>(0, due - begin) / hour);
    if (at_hour >= hours)
      break;
    if (due >= ms_of(now))
      ++b.hours[at_hour];
  }
  b.frozen = frozen(now, freezes)
                 .and_cardinality(tabs_[number(list_tab::counting_down)]);
  for (const auto& [code, all] : facets_[by_attention])
    if (auto count = all.cardinality(); count > 0)
      b.attention.emplace_back(code, count);
  return b;
}

} // namespace dastomized::storage

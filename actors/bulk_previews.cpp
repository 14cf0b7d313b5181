#include "actors/bulk_previews.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>

namespace dastomized::actors {

namespace {

constexpr milliseconds life = 15min;
constexpr std::size_t previews_max = 50;
constexpr std::size_t items_max = 4 * bulk_max; // of all previews
constexpr std::size_t read_at_once = 1000;      // rows of the list
constexpr std::size_t asked_every = 200;        // orders, whether to go on
constexpr std::size_t examples_max = 5;

std::string random_id() {
  std::array<unsigned char, 16> dice{};
  if (RAND_bytes(dice.data(), static_cast<int>(dice.size())) != 1)
    throw std::runtime_error("no random bytes");
  std::string out;
  for (auto b : dice)
    out += fmt::format("{:02x}", b);
  return out;
}

failure too_many(std::uint64_t n) {
  return {fault::invalid,
          fmt::format("these are {} orders, and one action takes {} at most: "
                      "narrow the filter, for example by created_from and "
                      "created_to, and do it in several turns",
                      n, bulk_max)};
}

failure given_up() {
  return {fault::unavailable, "the daemon is about to end; try again"};
}

result<std::vector<order_key>>
matching(storage::order_store& store, storage::list_query q, std::size_t except,
         const std::function<bool()>& abandoned) {
  std::vector<order_key> all;
  q.limit = read_at_once;
  q.cursor.clear();
  do {
    if (abandoned())
      return given_up();
    auto page = store.list(q);
    if (!page)
      return page.error();
    if (page->total > bulk_max + except)
      return too_many(page->total);
    for (auto& r : page->rows)
      all.push_back(std::move(r.key));
    q.cursor = page->next_cursor;
  } while (!q.cursor.empty());
  return all;
}

// Each once, without the exceptions, in their order.
std::vector<order_key> distinct(std::vector<order_key> all,
                                const std::vector<order_key>& except) {
  std::set<order_key> seen(except.begin(), except.end());
  std::erase_if(all,
                [&](const order_key& k) { return !seen.insert(k).second; });
  return all;
}

// A filter that does not speak of completed orders means none of them: what a
// shop fulfilled before it came here is completed, too.
void leave_out_completed(prospect& p, const bulk_wish& wish) {
  if (p.code != "sent_completed" || !wish.query ||
      std::ranges::count(wish.query->status, "completed") > 0)
    return;
  p = {false, "completed", "the store calls them completed",
       "to have them made, filter by the status Completed or select them one "
       "by one"};
}

class counting {
public:
  void add(prospect p, const bulk_item& x) {
    auto& g = groups_[{p.will, p.code}];
    if (g.count++ == 0)
      g.what = std::move(p);
    if (g.examples.size() < examples_max)
      g.examples.push_back(x);
  }

  void tell(bulk_preview& to) {
    for (auto& [key, g] : groups_) {
      (g.what.will ? to.will : to.will_not) += g.count;
      to.groups.push_back(std::move(g));
    }
    std::ranges::stable_sort(to.groups, [](const auto& a, const auto& b) {
      return std::pair(a.what.will, a.count) > std::pair(b.what.will, b.count);
    });
  }

private:
  std::map<std::pair<bool, std::string>, bulk_group> groups_;
};

} // namespace

result<bulk_preview>
bulk_previews::make(storage::order_store& store, const rules_of& rules,
                    const bulk_wish& wish, instant now,
                    const std::function<bool()>& abandoned) {
  auto found = wish.query
                   ? matching(store, *wish.query, wish.except.size(), abandoned)
                   : result<std::vector<order_key>>(wish.orders);
  if (!found)
    return found.error();
  auto keys = distinct(std::move(*found), wish.except);
  if (keys.size() > bulk_max)
    return too_many(keys.size());
  person_asked asked;
  asked.at = now;
  asked.what = wish.action;
  asked.by = "preview";
  std::vector<bulk_item> set;
  counting groups;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i % asked_every == 0 && abandoned())
      return given_up();
    auto o = store.load(keys[i]);
    if (!o)
      return o.error();
    auto known = o->value_or(order{});
    bulk_item x{keys[i], known.said.number};
    auto p = prospect_of(known, asked, *rules(keys[i].store));
    leave_out_completed(p, wish);
    if (p.will)
      set.push_back(x);
    groups.add(std::move(p), x);
  }
  bulk_preview out{random_id(), wish.action, 0, 0, {}, now + life};
  groups.tell(out);
  keep({out.id,
        out.expires,
        {{wish.action, wish.reason},
         std::make_shared<const std::vector<bulk_item>>(std::move(set))}},
       now);
  return out;
}

void bulk_previews::keep(kept k, instant now) {
  std::lock_guard lock(mutex_);
  kept_.push_back(std::move(k));
  std::size_t items = 0;
  for (const auto& x : kept_)
    items += x.what.set->size();
  while (kept_.front().expires <= now || kept_.size() > previews_max ||
         items > items_max) {
    items -= kept_.front().what.set->size();
    kept_.pop_front();
  }
}

bool bulk_previews::with(const std::string& id, instant now,
                         const std::function<void(plan&)>& f) {
  std::lock_guard lock(mutex_);
  auto it = std::ranges::find(kept_, id, &kept::id);
  if (it == kept_.end() || it->expires <= now)
    return false;
  f(it->what);
  return true;
}

} // namespace dastomized::actors

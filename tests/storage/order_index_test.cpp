// The index against a plain filter over all rows: random orders, random
// changes, random questions, page by page.
#include "storage/keys.hpp"
#include "storage/order_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

namespace dastomized::storage {
namespace {

using namespace std::chrono_literals;

class Model {
public:
  explicit Model(unsigned seed) : dice(seed) {}

  std::size_t below(std::size_t n) { return dice() % n; }
  template <class T>
  T one_of(std::initializer_list<T> all) {
    return *(all.begin() + static_cast<std::ptrdiff_t>(below(all.size())));
  }

  // Few values, so that filters meet; times that are the same or come late.
  row random_row(order_key key) {
    row r;
    r.key = std::move(key);
    auto known = rows.find(r.key);
    bool moves = known == rows.end() || below(10) == 0;
    r.created = moves ? instant{milliseconds{
                            1'000'000 + static_cast<std::int64_t>(below(300))}}
                      : known->second.created;
    r.status = one_of({"processing", "on-hold", "completed"});
    r.type = one_of({order_type::in_app, order_type::other});
    r.submit = one_of({submit_status::blank, submit_status::submitted});
    r.count = one_of({countdown_state::running, countdown_state::paused,
                      countdown_state::none});
    if (r.count == countdown_state::running)
      r.due =
          instant{milliseconds{static_cast<std::int64_t>(5000 + below(50))}};
    if (below(2) == 0)
      r.providers.push_back("customcat");
    if (below(3) == 0)
      r.providers.push_back("shineon");
    r.needs_attention = below(4) == 0;
    if (r.needs_attention)
      r.attentions.push_back(one_of({"refused", "twin"}));
    r.fulfilled = below(3) == 0;
    return r;
  }

  void change() {
    order_key key{one_of({"a", "b", "shop"}),
                  static_cast<std::int64_t>(1 + below(150))};
    auto r = random_row(key);
    rows[key] = r;
    index.put(r);
  }

  list_query random_query() {
    list_query q;
    if (below(2) == 0)
      q.store = {one_of({"a", "b", "nobody"})};
    if (below(3) == 0)
      q.status = {"processing", one_of({"on-hold", "completed"})};
    if (below(4) == 0)
      q.type = {"in_app"};
    if (below(4) == 0)
      q.submit = {"submitted"};
    if (below(4) == 0)
      q.provider = {"customcat", "shineon"};
    if (below(5) == 0)
      q.attention = {"twin"};
    if (below(4) == 0)
      q.needs_attention = below(2) == 0;
    auto time = [&] {
      return instant{
          milliseconds{1'000'000 + static_cast<std::int64_t>(below(300))}};
    };
    auto due_time = [&] {
      return instant{milliseconds{static_cast<std::int64_t>(5000 + below(50))}};
    };
    if (below(3) == 0)
      q.created_from = time();
    if (below(3) == 0)
      q.created_to = time();
    if (below(5) == 0)
      q.due_from = due_time();
    if (below(5) == 0)
      q.due_to = due_time();
    q.tab = static_cast<list_tab>(below(tab_count));
    q.sort = static_cast<list_sort>(below(4));
    q.limit = 1 + below(7);
    return q;
  }

  std::mt19937 dice;
  std::map<order_key, row> rows;
  order_index index;
};

bool in_tab(const row& r, list_tab t) {
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
    return r.submit == submit_status::submitted && !r.fulfilled;
  case list_tab::shipped:
    return r.fulfilled;
  }
  return false;
}

bool holds(const row& r, const list_query& q) {
  auto any = [](const std::vector<std::string>& wanted,
                const std::vector<std::string>& have) {
    return wanted.empty() ||
           std::ranges::find_first_of(wanted, have) != wanted.end();
  };
  return any(q.store, {r.key.store}) && any(q.status, {r.status}) &&
         any(q.submit, {std::string(name(r.submit))}) &&
         any(q.type, {std::string(name(r.type))}) &&
         any(q.provider, r.providers) && any(q.attention, r.attentions) &&
         (!q.needs_attention || *q.needs_attention == r.needs_attention) &&
         (!q.created_from || r.created >= *q.created_from) &&
         (!q.created_to || r.created < *q.created_to) &&
         (!q.due_from || (r.due && *r.due >= *q.due_from)) &&
         (!q.due_to || (r.due && *r.due < *q.due_to));
}

std::string key_in_store(const row& r) {
  return keys::row(r.created, r.key);
}

// Newest first; of one instant, store by store, the higher id first.
auto place(const row& r) {
  return std::tuple(-r.created.time_since_epoch(), r.key.store, -r.key.id);
}

std::vector<std::string> expected(const Model& m, const list_query& q) {
  std::vector<row> hits;
  for (const auto& [key, r] : m.rows)
    if (holds(r, q) && in_tab(r, q.tab))
      hits.push_back(r);
  std::ranges::sort(hits, [&](const row& a, const row& b) {
    if (q.sort == list_sort::created)
      return place(a) > place(b);
    if (q.sort == list_sort::newest || (!a.due && !b.due))
      return place(a) < place(b);
    if (!a.due || !b.due)
      return a.due.has_value();
    if (*a.due != *b.due)
      return (*a.due < *b.due) == (q.sort == list_sort::due);
    return place(a) < place(b);
  });
  std::vector<std::string> places;
  for (const auto& r : hits)
    places.push_back(key_in_store(r));
  return places;
}

void expect_same(const Model& m, list_query q) {
  auto wanted = expected(m, q);
  std::vector<std::string> got;
  do {
    auto page = m.index.find(q, nullptr);
    ASSERT_TRUE(page) << page.error().what;
    EXPECT_LE(page->places.size(), q.limit);
    EXPECT_EQ(page->total, wanted.size());
    for (std::size_t t = 0; t < tab_count; ++t)
      EXPECT_EQ(page->tabs[t],
                static_cast<std::uint64_t>(
                    std::ranges::count_if(m.rows, [&](const auto& x) {
                      return holds(x.second, q) &&
                             in_tab(x.second, static_cast<list_tab>(t));
                    })));
    got.insert(got.end(), page->places.begin(), page->places.end());
    q.cursor = page->next_cursor;
    ASSERT_LE(got.size(), wanted.size());
  } while (!q.cursor.empty());
  EXPECT_EQ(got, wanted);
}

TEST(OrderIndex, AnswersAsAPlainFilterOverAllRows) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Model m(seed);
    for (int round = 0; round < 30 && !testing::Test::HasFailure(); ++round) {
      for (std::size_t n = m.below(40); n > 0; --n)
        m.change();
      SCOPED_TRACE(testing::Message() << "seed " << seed << " round " << round);
      expect_same(m, m.random_query());
    }
  }
}

// Strays of many ages among orders that came in turn: few of them in a hit, or
// most of it, and before, while and after all are numbered anew.
TEST(OrderIndex, AnswersAsAPlainFilterWhileHistoryComesLast) {
  for (unsigned seed = 1; seed <= 2; ++seed) {
    Model m(seed);
    auto put = [&](std::int64_t id, std::int64_t at) {
      auto r = m.random_row({m.one_of({"a", "b", "shop"}), id});
      r.created = instant{milliseconds{1'000'000 + at}};
      if (m.below(100) == 0)
        r.status = "rare";
      m.rows[r.key] = r;
      m.index.put(r);
    };
    for (std::int64_t id = 1; id <= 400; ++id)
      put(100'000 + id, 290 + id / 40);
    for (std::int64_t id = 1; id <= 9'000; ++id) {
      put(id, static_cast<std::int64_t>(m.below(310)));
      if (id % 1'500 != 0)
        continue;
      m.change();
      SCOPED_TRACE(testing::Message() << "seed " << seed << " id " << id);
      for (int i = 0; i < 3; ++i) {
        auto q = m.random_query();
        q.limit = 20 + m.below(200);
        if (i == 2)
          q.status = {"rare"};
        expect_same(m, q);
      }
    }
  }
}

// Enough strays that all are numbered anew, more than once.
TEST(OrderIndex, AnswersTheSameAfterAllWereNumberedAnew) {
  Model m(1);
  for (std::int64_t id = 10'000; id > 0; --id) { // the newest first
    auto r = m.random_row({"shop", id});
    r.created = instant{milliseconds{1'000'000 + id / 3}};
    m.rows[r.key] = r;
    m.index.put(r);
  }
  for (int i = 0; i < 5; ++i) {
    auto q = m.random_query();
    q.limit = 100;
    expect_same(m, q);
  }
}

TEST(OrderIndex, ASelectionFindsTheSameAfterAllWereNumberedAnew) {
  order_index index;
  auto put = [&](std::int64_t id) {
    row r;
    r.key = {"shop", id};
    r.created = instant{milliseconds{1'000'000 + id}};
    index.put(r);
  };
  put(20'000);
  put(30'000);
  order_index::selection found;
  index.add(found, {{"shop", 20'000}, {"shop", 7}, {"nobody", 1}});
  auto before = index.find({}, &found).value().places;
  ASSERT_EQ(before.size(), 1u);
  for (std::int64_t id = 10'000; id > 0; --id) // the newest first
    put(id);
  EXPECT_EQ(index.find({}, &found).value().places, before);
  order_index::selection other;
  index.add(other, {{"shop", 1}, {"shop", 20'000}});
  EXPECT_EQ(index.find({}, &other).value().total, 2u);
  other.keep_common(found);
  EXPECT_EQ(index.find({}, &other).value().places, before);
}

TEST(OrderIndex, PagesGoOnWhileOrdersComeAndLeave) {
  Model m(3);
  for (int i = 0; i < 200; ++i)
    m.change();
  list_query q;
  q.limit = 5;
  auto before = expected(m, q);
  std::vector<std::string> got;
  do {
    auto page = m.index.find(q, nullptr).value();
    got.insert(got.end(), page.places.begin(), page.places.end());
    q.cursor = page.next_cursor;
    row fresh =
        m.random_row({"shop", static_cast<std::int64_t>(100'000 + got.size())});
    fresh.created = instant{2'000'000ms}; // newer than all
    m.index.put(fresh);
  } while (!q.cursor.empty());
  EXPECT_EQ(got, before); // none twice, none left out
}

TEST(OrderIndex, ACursorOfAnotherListIsRefused) {
  Model m(1);
  for (int i = 0; i < 50; ++i)
    m.change();
  list_query q;
  q.limit = 3;
  auto page = m.index.find(q, nullptr).value();
  ASSERT_FALSE(page.next_cursor.empty());
  q.sort = list_sort::due;
  for (const auto& cursor : {page.next_cursor, std::string("zz"),
                             std::string("6"), std::string(4000, 'a')}) {
    q.cursor = cursor;
    auto r = m.index.find(q, nullptr);
    ASSERT_FALSE(r) << cursor;
    EXPECT_EQ(r.error().kind, fault::invalid);
  }
}

TEST(OrderIndex, TheBoardCountsByTheHour) {
  order_index index;
  auto now = instant{1'000h + 10min};
  auto put = [&](std::int64_t id, instant due, std::string store) {
    row r;
    r.key = {std::move(store), id};
    r.count = countdown_state::running;
    r.due = due;
    r.attentions = {"twin"};
    index.put(r);
  };
  put(1, now - 1min, "a");
  put(2, now, "a");
  put(3, now + 49min, "b");
  put(4, now + 50min, "b");
  put(5, now + 72h, "b");
  freeze f;
  f.scope = freeze_scope::store;
  f.name = "b";
  auto b = index.board(now, 2, {f});
  EXPECT_EQ(b.begin, instant{1'000h});
  EXPECT_EQ(b.overdue, 1u);
  EXPECT_EQ(b.hours, (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(b.frozen, 3u);
  f.until = now;
  EXPECT_EQ(index.board(now, 2, {f}).frozen, 0u);
  ASSERT_EQ(b.attention.size(), 1u);
  EXPECT_EQ(b.attention[0].second, 5u);
}

} // namespace
} // namespace dastomized::storage

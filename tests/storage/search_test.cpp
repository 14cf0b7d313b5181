// What a search finds of many orders: the same whether its words were read
// just now or are remembered, and what is meant exactly ahead of the rest.
#include "storage/keyed_store.hpp"
#include "tests/storage/fixtures.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace dastomized::tests {

namespace {

using namespace storage;

class Search : public testing::Test {
protected:
  std::uint64_t commit_named(std::int64_t id, const std::string& first) {
    auto o = store->load({"shop", id}).value().value_or(an_order(id, noon));
    o.said.billing.first_name = first;
    o.said.created = noon + id * 1min;
    o.count.due = o.said.created + 24h;
    return tests::commit(*store, {o, {}, {}, {}, {}}).value();
  }

  std::vector<std::int64_t> found(list_query q) {
    std::vector<std::int64_t> ids;
    do {
      auto page = store->list(q).value();
      EXPECT_LE(page.rows.size(), q.limit);
      for (const auto& r : page.rows)
        ids.push_back(r.key.id);
      q.cursor = page.next_cursor;
      total = page.total;
    } while (!q.cursor.empty() && ids.size() <= total);
    EXPECT_EQ(ids.size(), total);
    return ids;
  }

  std::set<std::int64_t> found(const std::string& text,
                               search_field in = search_field::any) {
    list_query q;
    q.search = text;
    q.search_in = in;
    q.limit = 500;
    auto ids = found(q);
    return {ids.begin(), ids.end()};
  }

  std::unique_ptr<order_store> store = open_memory_store().value();
  std::uint64_t total = 0;
};

TEST_F(Search, AGiftIsFoundByWhoPaidAndByWhoGetsIt) {
  for (std::int64_t id : {7, 8}) {
    auto o = an_order(id, noon);
    o.said.shipping = o.said.billing;    // Ada Byron
    o.said.shipping.first_name = "ADA "; // as people type
    if (id == 7) {
      o.said.shipping.first_name = "Grace";
      o.said.shipping.last_name = "Hopper";
    }
    tests::commit(*store, {o, {}, {}, {}, {}}).value();
  }
  using ids = std::set<std::int64_t>;
  EXPECT_EQ(found("hopper", search_field::name), (ids{7}));
  EXPECT_EQ(found("byron", search_field::name), (ids{7, 8}));
  EXPECT_EQ(found("byron hopper", search_field::name), (ids{7}));
  auto rows = store->list({}).value().rows;
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].customer, "Grace Hopper");
  EXPECT_EQ(rows[1].buyer, "Ada Byron");
  EXPECT_EQ(rows[0].buyer, "");
}

TEST_F(Search, ForWhatVeryManyHaveKeepsUpWithTheCommits) {
  std::set<std::int64_t> ada;
  for (std::int64_t id = 1; id <= 1'200; ++id) {
    commit_named(id, id % 20 == 0 ? "Bea" : "Adam");
    if (id % 20 != 0)
      ada.insert(id);
  }
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(found("ad", search_field::name), ada);
    EXPECT_EQ(found("byron").size(), 1'200u);
  }
  commit_named(20, "Ada"); // one more, one less, and one that still has it
  commit_named(1, "Bea");
  commit_named(2, "Adele");
  ada.insert(20);
  ada.erase(1);
  EXPECT_EQ(found("ad", search_field::name), ada);
  commit_named(5'000, "Ada");
  ada.insert(5'000);
  EXPECT_EQ(found("ad", search_field::name), ada);
  EXPECT_EQ(found("byron").size(), 1'201u);
}

TEST(WordCache, TakesInWhatChangesWhileTheWordsAreRead) {
  order_index index;
  order_index::selection read;
  for (std::int64_t id = 1; id <= 1'500; ++id) {
    row r;
    r.key = {"shop", id};
    index.put(r);
    if (id < 1'500)
      index.add(read, {r.key});
  }
  word_cache cache(index);
  const word_cache::wanted ada{"ad", search_field::name};
  EXPECT_FALSE(cache.find(ada));
  {
    word_cache::reading reading(cache, ada);
    cache.changed({"shop", 1'500}, {{search_field::name, "ada"}});
    cache.changed({"shop", 1}, {{search_field::email, "ada@example.com"}});
    cache.changed({"shop", 2}, {{search_field::name, "bea"}});
    EXPECT_EQ(reading.end(read).size(), 1'498u);
  }
  ASSERT_TRUE(cache.find(ada));
  auto kept = *cache.find(ada);
  EXPECT_EQ(index.find({}, &kept).value().total, 1'498u);
  cache.changed({"shop", 2}, {{search_field::name, "adele"}});
  EXPECT_EQ(cache.find(ada)->size(), 1'499u);
}

TEST_F(Search, MissesNothingThatIsCommittedMeanwhile) {
  for (std::int64_t id = 1; id <= 1'100; ++id)
    commit_named(id, "Ada");
  std::thread writer([this] {
    for (std::int64_t id = 1; id <= 200; ++id) {
      commit_named(id, "Bea");
      commit_named(2'000 + id, "Bea");
    }
  });
  const auto words = {"byr", "byro", "byron", "ada@", "ada@e", "ada@ex"};
  for (auto word : words) { // each is read while others write
    list_query q;
    q.search = word;
    EXPECT_TRUE(store->list(q));
  }
  writer.join();
  for (auto word : words)
    EXPECT_EQ(found(word).size(), 1'300u) << word;
}

TEST_F(Search, PutsTheOrderWithThatIdOrNumberFirst) {
  for (std::int64_t id : {1, 5, 50, 51, 500, 999, 4'000, 4'001})
    commit_named(id, "Ada"); // their numbers: a thousand more
  auto pages = [&](std::string text, std::size_t limit, list_sort sort) {
    list_query q;
    q.search = std::move(text);
    q.limit = limit;
    q.sort = sort;
    return found(q);
  };
  using ids = std::vector<std::int64_t>;
  for (auto limit : {1u, 2u, 3u, 50u}) {
    EXPECT_EQ(pages("5", limit, list_sort::newest),
              (ids{5, 4'001, 4'000, 500, 51, 50}));
    EXPECT_EQ(pages("5", limit, list_sort::created),
              (ids{5, 50, 51, 500, 4'000, 4'001}));
    EXPECT_EQ(pages("5", limit, list_sort::due),
              (ids{5, 50, 51, 500, 4'000, 4'001}));
    EXPECT_EQ(pages("5000", limit, list_sort::newest), (ids{4'000}));
    EXPECT_EQ(pages("50 ada", limit, list_sort::newest),
              (ids{4'001, 4'000, 500, 50}));
  }
  EXPECT_EQ(pages("#1050", 50, list_sort::newest), ids{50});
  commit_named(1'050, "Ada"); // 50 has this number, 1050 this id
  EXPECT_EQ(pages("1050", 1, list_sort::newest), (ids{1'050, 50}));
}

TEST_F(Search, ACursorAmongTheFirstIsNoneOfAList) {
  for (std::int64_t id : {7, 70, 71})
    commit_named(id, "Ada");
  list_query q;
  q.search = "7";
  q.limit = 1;
  q.cursor = store->list(q).value().next_cursor;
  ASSERT_FALSE(q.cursor.empty());
  q.search = "";
  EXPECT_FALSE(store->list(q));
}

} // namespace

} // namespace dastomized::tests

// Data directories of every released format open and hold what was written.
#include "storage/codec.hpp"
#include "storage/engine.hpp"
#include "storage/keys.hpp"
#include "storage/verify.hpp"
#include "tests/storage/golden_orders.hpp"

#include <gtest/gtest.h>

namespace dastomized::tests {

namespace {

using namespace storage;

class GoldenDirectory : public testing::TestWithParam<int> {
protected:
  GoldenDirectory() {
    std::filesystem::copy(DASTOMIZED_GOLDEN "/storage/data-" +
                              std::to_string(GetParam()),
                          dir.data());
  }
  folder dir;
};

TEST_P(GoldenDirectory, HoldsEveryOrderAsItWasWritten) {
  auto s = open_rocks_store(dir.data()).value();
  for (const auto& x : golden_steps()) {
    auto expected = x.next;
    expected.version = 1;
    expected.notes = x.notes.size();
    EXPECT_EQ(s->load(expected.key).value(), expected);
    EXPECT_EQ(s->journal(expected.key, 10).value(), x.notes);
    for (const auto& p : expected.parts) {
      EXPECT_EQ(s->ledger(p.reference).value(), x.ledger);
      EXPECT_EQ(s->owner_of(p.reference).value(), expected.key);
    }
  }
  EXPECT_EQ(s->list({}).value().total, golden_steps().size());
}

TEST_P(GoldenDirectory, FitsTogether) {
  auto r = verify_directory(dir.data()).value();
  for (const auto& f : r.findings)
    ADD_FAILURE() << name(f.where) << " " << f.key << ": " << f.what;
  EXPECT_EQ(r.orders, golden_steps().size());
  EXPECT_EQ(r.parts_sent, 3u);
}

TEST_P(GoldenDirectory, HoldsTheInboxAndTheDueOrders) {
  auto s = open_rocks_store(dir.data()).value();
  auto items = s->inbox({}).value().items;
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].state, verdict::pending);
  EXPECT_EQ(items[1].reason, "not an order");
  EXPECT_EQ(items[2].state, verdict::applied);
  EXPECT_EQ(items[2].raw.body, R"({"id":1})");
  auto due = s->due(noon + 96h, {}, 10).value();
  ASSERT_EQ(due.size(), 4u);
  EXPECT_EQ(due[0].key.id, 5); // its intent
  EXPECT_EQ(due[1].key.id, 1);
  EXPECT_EQ(s->meta("poll/shop").value(), "1772452800000");
}

TEST_P(GoldenDirectory, IsWrittenOn) {
  auto s = open_rocks_store(dir.data()).value();
  auto o = s->load({"shop", 3}).value().value();
  o.said.status = "completed";
  EXPECT_EQ(commit(*s, {o, {}, {}, {}, {}}).value(), 2u);
  EXPECT_EQ(append(*s, "next").value(), 4u);
}

TEST_P(GoldenDirectory, IsSearchedOnceItWasOpened) {
  {
    auto s = open_rocks_store(dir.data()).value();
    for (const auto& x : golden_steps()) {
      list_query q;
      q.search = x.next.said.number;
      q.search_in = search_field::number;
      auto page = s->list(q).value();
      ASSERT_EQ(page.total, 1u) << x.next.said.number;
      EXPECT_EQ(page.rows[0], row_of(x.next));
    }
  }
  auto r = verify_directory(dir.data()).value();
  for (const auto& f : r.findings)
    ADD_FAILURE() << name(f.where) << " " << f.key << ": " << f.what;
  EXPECT_GT(r.words, golden_steps().size());
}

// Catalog 1 knew no buyers.
TEST(Catalog, OfAnEarlierFormatIsMadeAnew) {
  folder dir;
  auto gift = an_order(7, noon);
  gift.said.shipping = gift.said.billing;
  gift.said.shipping.first_name = "Grace";
  {
    auto s = open_rocks_store(dir.data()).value();
    commit(*s, {gift, {}, {}, {}, {}}).value();
  }
  {
    auto e = open_rocks_engine(dir.data()).value();
    auto word = keys::word("ada", static_cast<std::uint8_t>(search_field::name),
                           gift.key);
    ASSERT_TRUE(e->get(family::tokens, word).value());
    auto row = row_of(gift);
    row.buyer.clear();
    e->write({{family::tokens, word, {}},
              {family::rows, keys::row(noon, gift.key), encode(row)},
              {family::meta, "catalog", "1"}})
        .value();
  }
  auto s = open_rocks_store(dir.data()).value();
  list_query q;
  q.search = "ada";
  auto page = s->list(q).value();
  ASSERT_EQ(page.total, 1u);
  EXPECT_EQ(page.rows[0], row_of(gift));
}

INSTANTIATE_TEST_SUITE_P(Formats, GoldenDirectory, testing::Values(1));

} // namespace

} // namespace dastomized::tests

// The storage contract, held by every engine.
#include "domain/twin.hpp"
#include "storage/codec.hpp"
#include "storage/store.hpp"
#include "tests/storage/fixtures.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <future>

namespace dastomized::tests {

namespace {

using namespace storage;

order a_submitted_order() {
  auto o = an_order(2, noon);
  part p;
  p.provider = "cats";
  p.reference = "2-abc-1";
  p.lines = {{7, 2, "48146"}};
  p.state = part_state::refused;
  p.transient = true;
  p.payload = "{}";
  p.payload_hash = "44136f";
  p.attempt = 2;
  p.next_try = noon + 1h;
  p.account = "a1b2";
  p.not_there_at = noon + 2s;
  p.read_at = noon + 1s;
  o.parts.push_back(p);
  o.doubts = 1;
  o.doubted_at = noon - 1s;
  o.request = submission_request{"countdown", noon, true, 1, noon, true};
  return o;
}

order an_order_with_artwork() {
  auto o = a_submitted_order();
  artwork_look seen{
      artwork_verdict::not_an_image, "a web page", "", 812, 0, 0, 0, "e3b0c4"};
  o.artwork.push_back(
      {"https://shop/1.png", seen, noon, 3, 4, noon + 1s, 2, noon + 30min});
  seen = {artwork_verdict::good, "", "PNG", 90'000, 4500, 5400, 300, "9f86d0"};
  o.artwork.push_back({"https://shop/2.png", seen, noon, 2, 0, {}, 0, {}});
  o.looks = 4;
  o.request->looking = true;
  o.request->looks = 3;
  return o;
}

class Contract : public testing::TestWithParam<bool> {
protected:
  void SetUp() override { open(); }

  void open() {
    store.reset();
    store = GetParam() ? open_rocks_store(dir.data()).value()
                       : open_memory_store().value();
  }

  result<std::uint64_t> commit(order o, std::vector<journal_entry> notes = {},
                               std::vector<ledger_entry> ledger = {},
                               std::vector<std::uint64_t> done = {}) {
    return tests::commit(*store, {std::move(o),
                                  {},
                                  std::move(notes),
                                  std::move(ledger),
                                  std::move(done)});
  }

  std::uint64_t append(const std::string& body) {
    return tests::append(*store, body).value();
  }

  folder dir;
  std::unique_ptr<order_store> store;
};

TEST_P(Contract, ARecordComesBackAsItWas) {
  auto o = an_order(1, noon);
  EXPECT_EQ(commit(o, {{noon, "order.seen", "x", "store"}}).value(), 1u);
  auto back = store->load(o.key).value().value();
  o.version = 1;
  o.notes = 1;
  EXPECT_EQ(back, o);
  EXPECT_FALSE(store->load({"shop", 2}).value());
}

TEST_P(Contract, AStaleVersionIsAConflictAndChangesNothing) {
  auto o = an_order(1, noon);
  ASSERT_TRUE(commit(o));
  auto late = commit(o, {{noon, "late", "", ""}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, fault::conflict);
  EXPECT_TRUE(store->journal(o.key, 10).value().empty());
}

TEST_P(Contract, AJournalIsReadPageByPageFromEitherEnd) {
  auto note = [](std::string kind) {
    return journal_entry{noon, std::move(kind), "", "store"};
  };
  ASSERT_TRUE(commit(an_order(1, noon), {note("a"), note("b"), note("c")}));
  ASSERT_TRUE(commit(an_order(2, noon), {note("other")}));
  auto again = store->load({"shop", 1}).value().value();
  ASSERT_TRUE(commit(again, {note("d"), note("e")}));
  auto read = [&](std::uint64_t after, std::uint64_t before, bool oldest) {
    std::string all;
    journal_query q{{"shop", 1}, after, before, oldest, 2};
    for (const auto& e : store->journal_page(q).value())
      all += e.entry.kind + std::to_string(e.number);
    return all;
  };
  constexpr auto end = ~std::uint64_t{0};
  EXPECT_EQ(read(0, end, false), "d4e5");
  EXPECT_EQ(read(0, 4, false), "b2c3");
  EXPECT_EQ(read(0, 2, false), "a1");
  EXPECT_EQ(read(0, end, true), "a1b2");
  EXPECT_EQ(read(4, end, true), "e5");
  EXPECT_EQ(read(5, end, true), "");
  EXPECT_EQ(read(2, 4, true), "c3");
  for (auto nothing : {0, 1})
    EXPECT_EQ(read(0, static_cast<std::uint64_t>(nothing), false), "");
}

TEST_P(Contract, OfTwoCommitsOnOneVersionOneWins) {
  auto o = an_order(1, noon);
  int won = 0, lost = 0;
  std::promise<void> both;
  for (int i = 0; i < 2; ++i)
    store->commit({o, {}, {}, {}, {}}, [&](const auto& r) {
      r ? ++won : ++lost;
      if (won + lost == 2)
        both.set_value();
    });
  both.get_future().wait();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 1);
}

TEST_P(Contract, DueOrdersComeInDueOrderAndMove) {
  for (int i = 1; i <= 5; ++i)
    ASSERT_TRUE(commit(an_order(i, noon + i * 1min)));
  auto all = store->due(noon + 25h, {}, 10).value();
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[0].key.id, 1);
  auto moved = store->load({"shop", 1}).value().value();
  moved.count.due = noon + 48h;
  ASSERT_TRUE(commit(moved));
  all = store->due(noon + 25h, {}, 10).value();
  ASSERT_EQ(all.size(), 4u);
  auto rest = store->due(noon + 25h, all[1], 10).value();
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].key, all[2].key);
}

TEST_P(Contract, DeliveriesArePendingUntilSettled) {
  auto a = append("one"), b = append("two");
  EXPECT_LT(a, b);
  EXPECT_EQ(store->pending("shop", 0, 10).value().size(), 2u);
  EXPECT_TRUE(store->pending("other", 0, 10).value().empty());
  ASSERT_TRUE(commit(an_order(1, noon), {}, {}, {a}));
  ASSERT_TRUE(settle(*store, b, verdict::set_aside, "not an order"));
  EXPECT_TRUE(store->pending("shop", 0, 10).value().empty());
  auto items = store->inbox(~0ull, 10).value();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].reason, "not an order");
  EXPECT_EQ(items[1].state, verdict::applied);
  EXPECT_EQ(items[1].raw.body, "one");
}

TEST_P(Contract, TheLedgerKeepsEveryEntryInOrder) {
  ledger_entry e;
  e.reference = "7-abc-1";
  e.kind = "intended";
  auto o = an_order(7, noon);
  part p;
  p.provider = "customcat";
  p.reference = e.reference;
  o.parts.push_back(p);
  ASSERT_TRUE(commit(o, {}, {e, e}));
  e.kind = "answer";
  ASSERT_TRUE(record(*store, e));
  auto all = store->ledger(e.reference).value();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[2].kind, "answer");
  EXPECT_EQ(store->owner_of(e.reference).value(), o.key);
  EXPECT_FALSE(store->owner_of("nobody").value());
}

TEST_P(Contract, PagesTogetherAreTheWholeListNewestFirst) {
  for (int i = 1; i <= 23; ++i)
    ASSERT_TRUE(commit(an_order(i, noon + i * 1min)));
  list_query q;
  q.limit = 5;
  std::vector<std::int64_t> ids;
  do {
    auto page = store->list(q).value();
    EXPECT_EQ(page.total, 23u);
    for (auto& r : page.rows)
      ids.push_back(r.key.id);
    q.cursor = page.next_cursor;
  } while (!q.cursor.empty());
  ASSERT_EQ(ids.size(), 23u);
  for (std::size_t i = 0; i < ids.size(); ++i)
    EXPECT_EQ(ids[i], 23 - static_cast<std::int64_t>(i));
}

TEST_P(Contract, FiltersAndSearchFindByEveryField) {
  auto o = an_order(1, noon);
  ASSERT_TRUE(commit(o));
  auto other = an_order(2, noon);
  other.said.status = "on-hold";
  other.said.billing.last_name = "Zweig";
  ASSERT_TRUE(commit(other));
  auto total = [&](auto set) {
    list_query q;
    set(q);
    return store->list(q).value().total;
  };
  EXPECT_EQ(total([](auto& q) { q.status = "on-hold"; }), 1u);
  EXPECT_EQ(total([](auto& q) { q.type = "in_app"; }), 2u);
  EXPECT_EQ(total([](auto& q) { q.search = "zweig"; }), 1u);
  EXPECT_EQ(total([](auto& q) { q.search = "1001"; }), 1u);
  EXPECT_EQ(total([](auto& q) { q.search = "cc-48146"; }), 2u);
  EXPECT_EQ(total([](auto& q) { q.store = "elsewhere"; }), 0u);
}

TEST_P(Contract, OrdersThatLookAlikeAreFoundWithinASpan) {
  auto a = an_order(1, noon), b = an_order(2, noon + 10min);
  b.said.transaction_id = "ch_12345";
  ASSERT_TRUE(commit(a));
  ASSERT_TRUE(commit(b));
  using keys = std::vector<order_key>;
  auto print = purchase_fingerprint(b.said);
  auto found = [&](const std::string& p, instant from, instant to) {
    return store->twins("shop", p, from, to, 10).value();
  };
  EXPECT_EQ(found(print, noon, noon + 10min), (keys{b.key, a.key}));
  EXPECT_EQ(found(print, noon, noon + 9min), keys{a.key});
  EXPECT_EQ(found(print, noon + 1min, noon + 1h), keys{b.key});
  EXPECT_EQ(found(payment_fingerprint(b.said), noon, noon + 1h), keys{b.key});
  EXPECT_TRUE(
      store->twins("other", print, noon, noon + 1h, 10).value().empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, Contract, testing::Values(false, true),
                         [](const auto& i) {
                           return i.param ? "Rocks" : "Memory";
                         });

TEST(RocksStore, EverythingIsThereAfterAReopen) {
  folder dir;
  order o = an_order(1, noon);
  {
    auto store = open_rocks_store(dir.data()).value();
    store->commit({o, {}, {}, {}, {}}, [](const auto&) {});
    delivery d;
    d.store = "shop";
    store->append(d, [](const auto&) {});
  }
  auto store = open_rocks_store(dir.data()).value();
  EXPECT_TRUE(store->load(o.key).value());
  EXPECT_EQ(store->due(noon + 25h, {}, 10).value().size(), 1u);
  EXPECT_EQ(store->pending("shop", 0, 10).value().size(), 1u);
}

TEST(RocksStore, ASecondOpenerIsRefusedWithTheReason) {
  folder dir;
  auto first = open_rocks_store(dir.data()).value();
  auto second = open_rocks_store(dir.data());
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find("in use"), std::string::npos);
}

TEST(RocksStore, ANewerFormatIsRefused) {
  folder dir;
  {
    auto store = open_rocks_store(dir.data()).value();
    store->put_meta("format", "7", [](const auto&) {});
  }
  auto again = open_rocks_store(dir.data());
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().what.find("format 7"), std::string::npos);
}

TEST(RocksStore, AnUnusablePathIsNamed) {
  auto bad = open_rocks_store("/proc/nowhere/data");
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().what.find("/proc/nowhere/data"), std::string::npos);
}

TEST(Codec, NoPrefixOfARecordPassesForOne) {
  auto bytes = encode(an_order(1, noon));
  ASSERT_TRUE(decode_order(bytes));
  for (std::size_t n = 0; n < bytes.size(); ++n)
    EXPECT_FALSE(decode_order(std::string_view(bytes).substr(0, n))) << n;
}

TEST(Codec, ANewerRecordSaysSo) {
  auto bytes = encode(an_order(1, noon));
  bytes[0] = 9;
  auto got = decode_order(bytes);
  ASSERT_FALSE(got);
  EXPECT_NE(got.error().what.find("newer version"), std::string::npos);
}

std::string hex_of(const std::string& bytes) {
  std::string hex;
  for (char c : bytes)
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4],
        hex += "0123456789abcdef"[c & 15];
  return hex;
}

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

// Frozen: if one of these fails, old data directories no longer open. Raise
// the format version and keep reading the old one instead.
TEST(Codec, TheFormatIsFrozen) {
  EXPECT_EQ(hex_of(encode(an_order_with_artwork())),
            golden_text("storage/order-v3.hex"));
}

TEST(Codec, EveryFormerFormatIsRead) {
  auto got = decode_order(bytes_of(golden_text("storage/order-v1.hex")));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, an_order(1, noon));
  got = decode_order(bytes_of(golden_text("storage/order-v2.hex")));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, a_submitted_order());
}

} // namespace
} // namespace dastomized::tests

// The storage contract, held by every engine.
#include "domain/twin.hpp"
#include "storage/codec.hpp"
#include "storage/engine.hpp"
#include "storage/keyed_store.hpp"
#include "storage/keys.hpp"
#include "tests/storage/fixtures.hpp"
#include "tests/support/golden.hpp"

#include <gtest/gtest.h>

#include <future>

namespace dastomized::tests {

namespace {

using namespace storage;

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

TEST_P(Contract, AMarkIsMadeWithItsChangeAndOnlyOnce) {
  auto marked = [&](order o, std::vector<named_value> marks) {
    return tests::commit(
        *store,
        {std::move(o), {}, {{noon, "held", "", ""}}, {}, {}, std::move(marks)});
  };
  ASSERT_EQ(marked(an_order(1, noon), {{"bulk/1/7", "done"}}).value(), 1u);
  EXPECT_EQ(store->meta("bulk/1/7").value(), "done");

  auto o = store->load({"shop", 1}).value().value();
  auto again = marked(o, {{"bulk/1/8", "done"}, {"bulk/1/7", "twice"}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, fault::conflict);
  EXPECT_EQ(store->meta("bulk/1/7").value(), "done");
  EXPECT_FALSE(store->meta("bulk/1/8").value());
  EXPECT_EQ(store->journal(o.key, 10).value().size(), 1u);

  ASSERT_FALSE(marked(an_order(1, noon), {{"bulk/1/9", "stale"}}));
  EXPECT_FALSE(store->meta("bulk/1/9").value());
}

TEST_P(Contract, ValuesAreReadInTheirOrderAndGoTogether) {
  auto put = [&](std::vector<named_value> all) {
    return awaited<bool>([&](auto done) { store->put_metas(all, done); });
  };
  ASSERT_TRUE(put({{"bulk/2", "b"}, {"bulk/1", "a"}, {"bulk/3", "c"}}));
  auto read = [&](const char* from, const char* to, std::size_t limit) {
    std::string all;
    for (const auto& x : store->metas(from, to, limit).value())
      all += x.key.substr(5) + *x.value + ' ';
    return all;
  };
  EXPECT_EQ(read("bulk/", "bulk0", 9), "1a 2b 3c ");
  EXPECT_EQ(read("bulk/2", "bulk/3", 9), "2b ");
  EXPECT_EQ(read("bulk/", "bulk0", 2), "1a 2b ");
  ASSERT_TRUE(put({{"bulk/1", std::nullopt}, {"bulk/2", "B"}}));
  EXPECT_EQ(read("bulk/", "bulk0", 9), "2B 3c ");
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
  auto items = store->inbox({}).value().items;
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].reason, "not an order");
  EXPECT_EQ(items[1].state, verdict::applied);
  EXPECT_EQ(items[1].raw.body, "one");
}

TEST_P(Contract, DeliveriesAreFoundByStoreTopicAndVerdict) {
  auto a = append("one"), b = append("two");
  ASSERT_TRUE(settle(*store, a, verdict::set_aside, "not an order"));
  auto found = [&](inbox_query q) {
    std::vector<std::uint64_t> seqs;
    auto page = store->inbox(q).value();
    for (const auto& i : page.items)
      seqs.push_back(i.raw.seq);
    EXPECT_EQ(page.next_before, 0u);
    return seqs;
  };
  using seqs = std::vector<std::uint64_t>;
  inbox_query q;
  q.state = {verdict::set_aside};
  EXPECT_EQ(found(q), seqs{a});
  q.state = {verdict::pending, verdict::set_aside};
  EXPECT_EQ(found(q), (seqs{b, a}));
  q.store = {"elsewhere"};
  EXPECT_EQ(found(q), seqs{});
  q.store = {"elsewhere", "shop"};
  EXPECT_EQ(found(q), (seqs{b, a}));
  q.topic = {"order.nothing"};
  EXPECT_EQ(found(q), seqs{});
  q.topic = {store->inbox_item_at(a).value()->raw.topic};
  EXPECT_EQ(found(q), (seqs{b, a}));
}

TEST_P(Contract, OneDeliveryAmongVeryManyIsReachedInBoundedSteps) {
  auto wanted = append("the one");
  ASSERT_TRUE(settle(*store, wanted, verdict::set_aside, "no order"));
  std::promise<std::uint64_t> last;
  for (int i = 0; i < 12'000; ++i)
    store->append({0, "shop", noon, "order.updated", {}, {}, "{}"},
                  [&last, i](result<std::uint64_t> seq) {
                    if (i == 11'999)
                      last.set_value(seq.value());
                  });
  last.get_future().wait();
  inbox_query q;
  q.state = {verdict::set_aside};
  std::vector<std::uint64_t> found;
  int calls = 0;
  do {
    auto page = store->inbox(q).value();
    for (const auto& i : page.items)
      found.push_back(i.raw.seq);
    q.before = page.next_before;
    ++calls;
  } while (q.before != 0);
  EXPECT_EQ(found, std::vector<std::uint64_t>{wanted});
  EXPECT_EQ(calls, 3);
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
  EXPECT_EQ(total([](auto& q) { q.status = {"on-hold"}; }), 1u);
  EXPECT_EQ(total([](auto& q) { q.type = {"in_app"}; }), 2u);
  EXPECT_EQ(total([](auto& q) { q.search = "zweig"; }), 1u);
  EXPECT_EQ(total([](auto& q) { q.search = "1001"; }), 1u);
  EXPECT_EQ(total([](auto& q) { q.search = "cc-48146"; }), 2u);
  EXPECT_EQ(total([](auto& q) { q.store = {"elsewhere"}; }), 0u);
}

TEST_P(Contract, SearchFoldsCaseAndAccentsAndTakesBeginningsOfWords) {
  auto o = an_order(7, noon);
  o.said.billing.first_name = "Ay\u015fe";
  o.said.billing.last_name = "\u00dcnal-O'Neil";
  o.said.billing.email = "Ayse.Unal@Example.com";
  o.said.shipping = o.said.billing;
  ASSERT_TRUE(commit(o));
  ASSERT_TRUE(commit(an_order(8, noon)));
  ASSERT_TRUE(commit(an_order(77, noon)));
  auto total = [&](std::string text, search_field in = search_field::any) {
    list_query q;
    q.search = std::move(text);
    q.search_in = in;
    return store->list(q).value().total;
  };
  for (auto text : {"unal", "\u00dcNAL", "ayse", "neil", "o'neil",
                    "  ays  una ", "ayse.unal@example.com", "AYSE.UN", "#1007"})
    EXPECT_EQ(total(text), 1u) << text;
  EXPECT_EQ(total("nal"), 0u);
  EXPECT_EQ(total("unal zweig"), 0u);
  EXPECT_EQ(total("7", search_field::id), 1u);
  EXPECT_EQ(total("77", search_field::id), 1u);
  EXPECT_EQ(total("10", search_field::number), 3u);
  EXPECT_EQ(total("unal", search_field::sku), 0u);
  EXPECT_EQ(total("\xff\xfe"), 0u);
}

TEST_P(Contract, WhatAnOrderWasFoundByFindsItNoMore) {
  auto o = an_order(7, noon);
  o.said.billing.last_name = "Before";
  o.said.shipping = o.said.billing;
  ASSERT_TRUE(commit(o));
  o.version = 1;
  o.said.billing.last_name = "After";
  o.said.shipping = o.said.billing;
  ASSERT_TRUE(commit(o));
  list_query q;
  q.search = "before";
  EXPECT_EQ(store->list(q).value().total, 0u);
  q.search = "after";
  EXPECT_EQ(store->list(q).value().total, 1u);
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

TEST_P(Contract, TheFeedSaysWhichOrderEachCommitChanged) {
  EXPECT_EQ(store->feed().newest, 0u);
  for (auto id : {1, 2})
    ASSERT_TRUE(commit(an_order(id, noon)));
  auto again = store->load({"shop", 1}).value().value();
  ASSERT_TRUE(commit(again));
  EXPECT_FALSE(commit(again)) << "of a version that is no more";
  append("no change of an order");
  std::vector<feed_entry> all{
      {1, {"shop", 1}}, {2, {"shop", 2}}, {3, {"shop", 1}}};
  EXPECT_EQ(store->feed_since(0, 10).value(), all);
  EXPECT_EQ(store->feed_since(1, 1).value(), std::vector{all[1]});
  EXPECT_TRUE(store->feed_since(3, 10).value().empty());
  EXPECT_EQ(store->feed().oldest, 1u);
  EXPECT_EQ(store->feed().newest, 3u);
}

TEST_P(Contract, TheFeedWakesItsListenerOnceTheChangeCanBeRead) {
  std::vector<std::uint64_t> heard;
  store->on_feed([&] {
    auto last = store->feed().newest;
    heard.push_back(last);
    EXPECT_EQ(store->feed_since(last - 1, 10).value().size(), 1u);
    EXPECT_TRUE(store->load({"shop", 1}).value());
  });
  ASSERT_TRUE(commit(an_order(1, noon)));
  append("no change of an order");
  ASSERT_TRUE(commit(an_order(2, noon)));
  store->on_feed(nullptr);
  ASSERT_TRUE(commit(an_order(3, noon)));
  EXPECT_EQ(heard, (std::vector<std::uint64_t>{1, 2}));
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

TEST(RocksStore, TheFeedGoesOnAfterAReopen) {
  folder dir;
  for (std::int64_t id = 1; id <= 2; ++id) {
    auto store = open_rocks_store(dir.data()).value();
    ASSERT_TRUE(commit(*store, {an_order(id, noon), {}, {}, {}, {}}));
    EXPECT_EQ(store->feed().newest, static_cast<std::uint64_t>(id));
  }
  auto store = open_rocks_store(dir.data()).value();
  EXPECT_EQ(store->feed_since(0, 10).value().size(), 2u);
  EXPECT_EQ(store->feed().oldest, 1u);
}

// As if so many changes had been made that the first is the oldest kept.
TEST(Feed, KeepsTheNewest) {
  auto engine = make_memory_engine();
  auto shop_1 = keys::order({"shop", 1});
  engine
      ->write({{family::jobs, keys::feed(1), shop_1},
               {family::jobs, keys::feed(2), shop_1},
               {family::jobs, keys::feed(feed_kept), shop_1}})
      .value();
  auto store = serve(std::move(engine)).value();
  EXPECT_EQ(store->feed().oldest, 1u);
  ASSERT_TRUE(commit(*store, {an_order(1, noon), {}, {}, {}, {}}));
  EXPECT_EQ(store->feed().newest, feed_kept + 1);
  EXPECT_EQ(store->feed().oldest, 2u);
  EXPECT_EQ(store->feed_since(0, 1).value().at(0).seq, 2u);
}

// Though something else of the same group is written.
TEST(KeyedStore, AChangeThatFailedIsNeitherListedNorNumbered) {
  auto opened = serve(make_memory_engine(), writing::when_asked).value();
  auto& store = dynamic_cast<keyed_store&>(*opened);
  std::vector<bool> went;
  auto note = [&](const auto& r) { went.push_back(r.has_value()); };
  ledger_entry e;
  e.reference = "1-abc-1";
  store.commit({an_order(1, noon), {}, {}, {e}, {99}}, note);
  store.record(e, note);
  store.write_waiting(2);
  EXPECT_EQ(went, (std::vector<bool>{false, true}));
  EXPECT_EQ(store.list({}).value().total, 0u);
  EXPECT_EQ(store.feed().newest, 0u);
  went.clear();
  store.commit({an_order(1, noon), {}, {}, {}, {}}, note);
  store.write_waiting(1);
  EXPECT_EQ(went, std::vector<bool>{true});
  EXPECT_EQ(store.ledger(e.reference).value().size(), 1u);
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

} // namespace
} // namespace dastomized::tests

// What the store tells: in order or not, changed, gone and back.
#include "domain/twin.hpp"
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using enum countdown_state;

story known() {
  story s;
  s.news();
  s.now += 1h;
  return s;
}

TEST(News, EqualContentIsNothing) {
  auto s = known();
  auto before = s.o;
  s.news_of(s.shop);
  EXPECT_EQ(s.o, before);
  s.news(); // only date_modified moved
  EXPECT_TRUE(s.last.notes.empty() && s.last.effects.empty());
}

TEST(News, OlderNewsIsSettledByReadingAgain) {
  auto s = known();
  auto old = s.shop;
  s.shop.customer_note = "new";
  s.news();
  auto before = s.o;
  s.news_of(old);
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
  EXPECT_EQ(s.o, before);
  s.reread();
  EXPECT_EQ(s.o.said.customer_note, "new");
}

TEST(News, EquallyOldNewsIsSettledByReadingAgain) {
  auto s = known();
  auto other = s.shop;
  other.status = "on-hold";
  s.news_of(other);
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
  EXPECT_EQ(s.o.said.status, "processing");
  s.news_of(other, origin::reread);
  EXPECT_EQ(s.o.said.status, "on-hold");
}

TEST(News, AStoreRestoredFromABackupIsBelievedInTheEnd) {
  auto s = known();
  auto old = s.shop;
  s.shop.customer_note = "new";
  s.news();
  int reads = 0;
  while (s.o.said.customer_note == "new" && reads < 10) {
    s.now += 1s;
    s.news_of(old, origin::reread);
    s.news_of(old, origin::reread); // the same answer once more
    ++reads;
  }
  EXPECT_EQ(reads, 3);
}

TEST(News, ALateRepeatDoesNotMakeOldNewsLookNew) {
  story s;
  auto held = s.shop;
  held.status = "on-hold";
  s.news_of(held);
  auto paid = s.shop;
  paid.modified = noon + 1min;
  s.news_of(paid);
  auto held_again = held;
  held_again.modified = noon + 2min;
  s.news_of(held_again);
  s.news_of(held); // the first, late
  s.news_of(paid); // the second, late
  EXPECT_EQ(s.o.said.status, "on-hold");
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
}

struct drift_row {
  const char* what;
  void (*tell)(snapshot&);
  const char* code;
};

const drift_row drift_rows[] = {
    {"another address", [](snapshot& s) { s.shipping.line1 = "elsewhere"; },
     "drift.address"},
    {"another quantity", [](snapshot& s) { s.lines[0].quantity = 2; },
     "drift.lines"},
    {"one more line", [](snapshot& s) { s.lines.push_back(shirt(9)); },
     "drift.lines"},
    {"another personalization",
     [](snapshot& s) { s.lines[0].meta[0].value = "https://x/y"; },
     "drift.lines"},
    {"a refund",
     [](snapshot& s) {
       s.refunds = {{1, "sorry", "-1"}};
     },
     "drift.refund"},
    {"a cancellation", [](snapshot& s) { s.status = "cancelled"; },
     "drift.status"},
    {"a full refund", [](snapshot& s) { s.status = "refunded"; },
     "drift.status"},
    {"the trash", [](snapshot& s) { s.status = "trash"; }, "drift.status"},
};

TEST(Drift, AfterAcceptanceIsShownAndNotSent) {
  for (const auto& row : drift_rows) {
    SCOPED_TRACE(row.what);
    auto s = known();
    s.submitted();
    auto part = s.first();
    row.tell(s.shop);
    s.now += 1s;
    s.news();
    EXPECT_TRUE(s.attends(row.code));
    EXPECT_TRUE(s.last.effects.empty());
    EXPECT_EQ(s.first(), part);
  }
}

TEST(Drift, BeforeSubmissionIsNone) {
  for (const auto& row : drift_rows) {
    SCOPED_TRACE(row.what);
    auto s = known();
    row.tell(s.shop);
    s.news();
    EXPECT_TRUE(s.o.attentions.empty());
  }
}

TEST(Drift, AfterTheProviderCancelledIsShownToo) {
  auto s = known();
  s.submitted();
  s.feed(
      tracking_seen{s.now, s.first().reference, {}, false, true, "sold out"});
  s.now += 1s;
  s.shop.lines.push_back(shirt(2, "SO-RING"));
  s.news();
  EXPECT_TRUE(s.attends("drift.lines"));
}

TEST(Drift, OfADeletedOrderIsShown) {
  auto s = known();
  s.submitted();
  s.gone("deleted");
  EXPECT_TRUE(s.attends("drift.status"));
}

TEST(Twins, TheLaterOneIsHeldUntilAPersonSaysBothAreReal) {
  story s;
  order_key first{"shop", 1041};
  s.feed(store_said{s.now, s.shop, origin::webhook, first});
  EXPECT_EQ(s.o.twin_of, first);
  EXPECT_TRUE(s.attends("twin"));
  EXPECT_EQ(s.asks(ask::submit), "twin");
  EXPECT_EQ(s.asks(ask::clear_twin), "");
  EXPECT_FALSE(s.attends("twin"));
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Twins, ClearedAfterZeroStillGoes) {
  story s;
  s.feed(store_said{s.now, s.shop, origin::webhook, order_key{"shop", 1041}});
  s.pass(24h);
  s.reread();
  EXPECT_TRUE(s.did<send_part>().empty());
  s.now += 10h;
  EXPECT_EQ(s.asks(ask::clear_twin), "");
  EXPECT_EQ(s.counting(), running);
  s.pass(5min);
  s.reread();
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Twins, AnOrderWithoutOneHasNothingToClear) {
  auto s = known();
  EXPECT_EQ(s.asks(ask::clear_twin), "no_twin");
}

TEST(Twins, AClearedTwinStaysCleared) {
  story s;
  order_key first{"shop", 1041};
  s.feed(store_said{s.now, s.shop, origin::webhook, first});
  s.asks(ask::clear_twin);
  s.feed(store_said{s.now, s.shop, origin::poll, first});
  EXPECT_FALSE(s.attends("twin"));
  EXPECT_EQ(s.asks(ask::submit), "");
}

TEST(Twins, LookAlikeByCustomerLinesAndAddress) {
  auto a = a_paid_shirt();
  auto b = a;
  b.id = 1043;
  b.number = "1043";
  b.created += 5min;
  b.lines[0].id = 77;
  b.shipping.city = "ELY";
  EXPECT_EQ(purchase_fingerprint(a), purchase_fingerprint(b));
  EXPECT_FALSE(purchase_fingerprint(a).empty());
  b.lines[0].meta[0].value = "https://shop/other.png";
  EXPECT_NE(purchase_fingerprint(a), purchase_fingerprint(b));
  auto guest = a;
  guest.customer_id = 0;
  guest.billing.email = " Ada@Example.org ";
  auto same = guest;
  same.billing.email = "ada@example.org";
  EXPECT_EQ(purchase_fingerprint(guest), purchase_fingerprint(same));
  guest.billing.email.clear();
  EXPECT_EQ(purchase_fingerprint(guest), "");
}

TEST(Gone, InTheTrashIsKeptAndMarked) {
  auto s = known();
  s.gone("trash");
  EXPECT_TRUE(s.o.gone);
  EXPECT_EQ(s.o.said.status, "trash");
  EXPECT_EQ(s.asks(ask::submit), "gone");
  auto before = s.o;
  s.gone("trash");
  EXPECT_EQ(s.o, before);
  EXPECT_TRUE(s.last.notes.empty());
}

TEST(Gone, BackFromTheTrashCountsInFull) {
  auto s = known();
  s.gone("trash");
  s.now += 1h;
  s.news();
  EXPECT_FALSE(s.o.gone);
  EXPECT_EQ(s.counting(), running);
  EXPECT_EQ(s.left(), 24h);
}

TEST(Gone, BackUnchangedFromDeletionCountsInFull) {
  auto s = known();
  s.gone("deleted");
  s.now += 1h;
  s.reread();
  EXPECT_FALSE(s.o.gone);
  EXPECT_EQ(s.counting(), running);
  EXPECT_EQ(s.left(), 24h);
}

TEST(Gone, ALateRepeatDoesNotBringItBack) {
  auto s = known();
  s.gone("deleted");
  s.news_of(s.shop);
  EXPECT_TRUE(s.o.gone);
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
}

TEST(Gone, DuringTheLastReadAndBackIsNotLost) {
  for (auto how : {"trash", "deleted"}) {
    SCOPED_TRACE(how);
    auto s = known();
    s.pass(24h);
    ASSERT_TRUE(s.o.request);
    s.gone(how);
    EXPECT_FALSE(s.o.request);
    s.now += 1h;
    s.news(origin::reread);
    EXPECT_EQ(s.counting(), running);
  }
}

TEST(Gone, DoesNotCountWhateverAPersonAsks) {
  auto s = known();
  s.gone("deleted");
  EXPECT_EQ(s.asks(ask::restart), "gone");
  EXPECT_EQ(s.asks(ask::set_type, {.text = "other"}), "");
  EXPECT_EQ(s.asks(ask::set_type, {.text = "in_app"}), "");
  EXPECT_NE(s.counting(), running);
}

TEST(Gone, AnUnknownOrderIsNotMarked) {
  story s;
  s.gone("deleted");
  EXPECT_FALSE(s.o.gone);
}

TEST(Gone, SubmittedStaysSubmitted) {
  auto s = known();
  s.submitted();
  s.gone("trash");
  s.now += 1h;
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "already_submitted");
  EXPECT_EQ(s.counting(), stopped);
}

} // namespace
} // namespace dastomized::tests

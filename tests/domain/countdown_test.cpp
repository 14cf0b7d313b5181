// The time in which a person can still look at the order.
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using enum countdown_state;

story running_story() {
  story s;
  s.news();
  EXPECT_EQ(s.counting(), running);
  return s;
}

story paused_story(milliseconds after = 1h) {
  auto s = running_story();
  s.now += after;
  s.becomes("on-hold");
  EXPECT_EQ(s.counting(), paused);
  return s;
}

struct start_row {
  const char* what;
  void (*tell)(story&);
  countdown_state state;
  milliseconds left;
};

const start_row start_rows[] = {
    {"paid just now: the whole delay", [](story&) {}, running, 24h},
    {"counts from the payment, not from the creation",
     [](story& s) {
       s.shop.created = noon - 10h;
       s.shop.paid = noon - 1h;
     },
     running, 23h},
    {"without a payment time from the creation",
     [](story& s) {
       s.shop.created = noon - 2h;
       s.shop.paid.reset();
     },
     running, 22h},
    {"paid long ago: at least the grace",
     [](story& s) { s.shop.paid = noon - 240h; }, running, 15min},
    {"not paid yet", [](story& s) { s.shop.status = "pending"; }, waiting, 0h},
    {"first seen on hold", [](story& s) { s.shop.status = "on-hold"; }, waiting,
     0h},
    {"first seen cancelled", [](story& s) { s.shop.status = "cancelled"; },
     stopped, 0h},
    {"older than auto_submit_since",
     [](story& s) { s.rules.auto_submit_since = noon + 1ms; }, none, 0h},
    {"exactly as old as auto_submit_since",
     [](story& s) { s.rules.auto_submit_since = noon; }, running, 24h},
    {"a store without auto_submit",
     [](story& s) { s.rules.auto_submit = false; }, none, 0h},
    {"another type", [](story& s) { s.shop.created_via = "amazon"; }, none, 0h},
    {"fulfilled by Amazon",
     [](story& s) {
       s.shop.meta = {
           {1, "_wpla_amazon_fulfillment_channel", "AFN", false, ""}};
     },
     none, 0h},
};

TEST(Countdown, StartsAsTheOrderStands) {
  for (const auto& row : start_rows) {
    SCOPED_TRACE(row.what);
    story s;
    row.tell(s);
    s.news();
    EXPECT_EQ(s.counting(), row.state);
    if (row.state == running) {
      EXPECT_EQ(s.left(), row.left);
    }
  }
}

TEST(Countdown, StartsWhenAWaitingOrderIsPaid) {
  story s;
  s.shop.paid.reset();
  s.becomes("pending");
  s.now += 5h;
  s.shop.paid = s.now;
  s.becomes("processing");
  EXPECT_EQ(s.counting(), running);
  EXPECT_EQ(s.left(), 24h);
}

struct change_row {
  const char* status;
  countdown_state state;
};

TEST(Countdown, FollowsTheStatusWhileItRuns) {
  const change_row rows[] = {{"on-hold", paused},    {"pending", paused},
                             {"failed", paused},     {"in-studio", paused},
                             {"cancelled", stopped}, {"refunded", stopped},
                             {"completed", stopped}, {"trash", stopped}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.status);
    auto s = running_story();
    s.now += 4h;
    s.becomes(row.status);
    EXPECT_EQ(s.counting(), row.state);
    EXPECT_EQ(s.o.count.remaining, row.state == paused ? 20h : 0h);
    EXPECT_TRUE(s.pass(72h).effects.empty());
  }
}

TEST(Countdown, StopsFromPausedAsWell) {
  for (auto status : {"cancelled", "refunded", "completed", "trash"}) {
    SCOPED_TRACE(status);
    auto s = paused_story();
    s.now += 1h;
    s.becomes(status);
    EXPECT_EQ(s.counting(), stopped);
  }
}

TEST(Countdown, StopsWhenTheOrderIsDeleted) {
  auto s = running_story();
  s.gone("deleted");
  EXPECT_EQ(s.counting(), stopped);
  EXPECT_TRUE(s.pass(72h).effects.empty());
}

TEST(Countdown, ResumesWithWhatWasLeft) {
  auto s = paused_story(4h);
  s.now += 100h;
  s.becomes("processing");
  EXPECT_EQ(s.counting(), running);
  EXPECT_EQ(s.left(), 20h);
}

TEST(Countdown, ResumesNeverBelowItsGrace) {
  auto s = paused_story(24h - 1min);
  s.now += 1h;
  s.becomes("processing");
  EXPECT_EQ(s.left(), 5min);
}

TEST(Countdown, APauseAfterTheDueInstantKeepsNothing) {
  auto s = running_story();
  s.rules.freezes = {total_freeze()};
  s.pass(30h);
  s.becomes("on-hold");
  EXPECT_EQ(s.counting(), paused);
  EXPECT_EQ(s.o.count.remaining, 0h);
}

TEST(Countdown, RunsInFullAgainAfterACancellationTakenBack) {
  for (auto status : {"cancelled", "refunded", "completed"}) {
    SCOPED_TRACE(status);
    auto s = running_story();
    s.now += 20h;
    s.becomes(status);
    s.now += 1h;
    s.becomes("processing");
    EXPECT_EQ(s.counting(), running);
    EXPECT_EQ(s.left(), 24h);
  }
}

TEST(Countdown, DoesNotRunAgainOnceSomethingWasSubmitted) {
  auto s = running_story();
  s.submitted();
  s.now += 1h;
  s.becomes("cancelled");
  s.now += 1h;
  s.becomes("processing");
  EXPECT_EQ(s.counting(), stopped);
  EXPECT_TRUE(s.pass(72h).effects.empty() || s.did<send_part>().empty());
}

TEST(Countdown, KeepsTheDelayItWasBoundTo) {
  auto s = running_story();
  auto due = s.o.count.due;
  s.rules.delay = 1h;
  s.rules.resume_grace = 3h;
  s.pass(2h);
  s.shop.customer_note = "hello";
  s.news();
  EXPECT_EQ(s.o.count.due, due);
  s.now = due - 1min;
  s.becomes("on-hold");
  s.becomes("processing");
  s.now += 1s;
  s.becomes("on-hold");
  s.now += 1s;
  s.becomes("processing");
  EXPECT_LE(s.left(), 5min);
  EXPECT_EQ(s.asks(ask::restart), "");
  EXPECT_EQ(s.left(), 24h);
}

TEST(Countdown, AsksForSubmissionAtZeroAndNotBefore) {
  auto s = running_story();
  EXPECT_TRUE(s.pass(24h - 1ms).effects.empty());
  s.pass(1ms);
  EXPECT_EQ(s.counting(), elapsed);
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
  EXPECT_EQ(s.last.effects.size(), 1u);
  EXPECT_EQ(s.o.request->by, "countdown");
  EXPECT_EQ(status_of(s.o), submit_status::queued);
  EXPECT_TRUE(s.pass(1s).effects.empty());
}

TEST(Countdown, AFrozenOrderStaysDueAndFiresOnRelease) {
  auto s = running_story();
  freeze store = total_freeze(), type = total_freeze();
  store.scope = freeze_scope::store, store.name = "shop";
  type.scope = freeze_scope::type, type.name = "in_app";
  for (auto& f : {total_freeze(), provider_freeze("cats"), store, type}) {
    s.rules.freezes = {f};
    EXPECT_TRUE(s.pass(30h).effects.empty());
    EXPECT_EQ(s.counting(), running);
  }
  auto over = total_freeze();
  over.until = s.now;
  store.name = "other", type.name = "shineon";
  s.rules.freezes = {provider_freeze("shine"), over, store, type};
  s.pass(0s);
  EXPECT_EQ(s.counting(), elapsed);
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
}

TEST(Countdown, IsExtendedByAPerson) {
  auto s = running_story();
  EXPECT_EQ(s.asks(ask::extend, {.span = 2h}), "");
  EXPECT_EQ(s.left(), 26h);
  EXPECT_EQ(s.journal.back().by, "mia");
  EXPECT_EQ(s.asks(ask::extend, {.span = 0s}), "invalid");
  EXPECT_EQ(s.asks(ask::extend, {.span = -1s}), "invalid");
  auto p = paused_story(4h);
  EXPECT_EQ(p.asks(ask::extend, {.span = 2h}), "");
  EXPECT_EQ(p.o.count.remaining, 22h);
}

TEST(Countdown, IsRestartedByAPerson) {
  auto s = running_story();
  s.pass(20h);
  EXPECT_EQ(s.asks(ask::restart), "");
  EXPECT_EQ(s.left(), 24h);
  auto p = paused_story(4h);
  EXPECT_EQ(p.asks(ask::restart), "");
  EXPECT_EQ(p.counting(), paused);
  EXPECT_EQ(p.o.count.remaining, 24h);
}

TEST(Countdown, WithoutOneThereIsNothingToChange) {
  story s;
  s.rules.auto_submit = false;
  s.news();
  EXPECT_EQ(s.asks(ask::extend, {.span = 1h}), "not_counting");
  EXPECT_EQ(s.asks(ask::restart), "not_counting");
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now + 1h}), "not_counting");
  story done;
  done.news();
  done.submitted();
  EXPECT_EQ(done.asks(ask::restart), "not_counting");
}

TEST(Countdown, AHoldUntilEndsByItself) {
  auto s = running_story();
  s.now += 4h;
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now + 10h}), "");
  EXPECT_EQ(s.counting(), paused);
  s.pushed();
  EXPECT_EQ(s.o.said.status, "on-hold");
  EXPECT_EQ(next_wake(s.o), s.now + 10h);
  EXPECT_TRUE(s.pass(10h - 1ms).effects.empty());
  s.pass(1ms);
  ASSERT_EQ(s.did<push_status>().size(), 1u);
  EXPECT_EQ(s.did<push_status>()[0].to, "processing");
  s.now += 1s;
  s.pushed();
  EXPECT_EQ(s.counting(), running);
  EXPECT_EQ(s.left(), 20h);
}

TEST(Countdown, AHoldThatTheStoreNeverHeardOfEndsToo) {
  auto s = running_story();
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now + 1h}), "");
  s.pushed("unreachable");
  s.pass(1h);
  EXPECT_EQ(s.counting(), running);
  EXPECT_FALSE(s.o.intent);
}

TEST(Countdown, AHeldOrderTakesAnEndOfTheHold) {
  auto s = paused_story();
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now}), "invalid");
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now + 1h}), "");
  EXPECT_TRUE(s.last.effects.empty());
  s.pass(1h);
  EXPECT_EQ(s.did<push_status>().size(), 1u);
}

TEST(Countdown, TheEndOfAHoldLeavesAnUnpaidOrderUnpaid) {
  auto s = paused_story();
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now + 1h}), "");
  s.now += 1min;
  s.becomes("pending");
  EXPECT_TRUE(s.pass(2h).effects.empty());
  EXPECT_FALSE(s.o.intent);
}

TEST(Countdown, TheEndOfAHoldDoesNotWithdrawACancellation) {
  auto s = paused_story();
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now + 1h}), "");
  EXPECT_EQ(s.asks(ask::set_status, {.text = "cancelled"}), "");
  s.pass(2h);
  ASSERT_TRUE(s.o.intent);
  EXPECT_EQ(s.o.intent->to, "cancelled");
}

TEST(Countdown, StopsWhenTheOrderWasSubmittedByHand) {
  auto s = running_story();
  s.submitted();
  EXPECT_EQ(s.counting(), stopped);
  EXPECT_EQ(s.o.count.why, "already submitted");
  s.pass(48h);
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Countdown, DoesNotRepeatWhatTheProviderRefusedToAPerson) {
  auto s = running_story();
  EXPECT_EQ(s.asks(ask::submit), "");
  s.answer(no());
  s.pass(24h);
  EXPECT_EQ(s.counting(), elapsed);
  EXPECT_FALSE(s.o.request);
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(status_of(s.o), submit_status::failed);
}

// Only an order with a refund is read first when a person asks.
TEST(Countdown, AHoldDuringTheLastReadPausesThoughAPersonAskedMeanwhile) {
  auto s = running_story();
  s.shop.refunds = {{1, "one less", "-5.00"}};
  s.now += 1min;
  s.news();
  s.pass(24h);
  EXPECT_EQ(s.asks(ask::submit), "");
  ASSERT_TRUE(s.o.request);
  EXPECT_EQ(s.o.request->by, "mia");
  EXPECT_EQ(s.asks(ask::hold), "");
  EXPECT_EQ(s.counting(), paused);
  EXPECT_EQ(s.asks(ask::release), "");
  EXPECT_EQ(s.counting(), running);
}

TEST(Countdown, AHoldDuringTheLastReadKeepsTheOrderAndResumes) {
  auto s = running_story();
  s.pass(24h);
  ASSERT_TRUE(s.o.request);
  EXPECT_EQ(s.asks(ask::hold), "");
  EXPECT_FALSE(s.o.request);
  EXPECT_EQ(s.counting(), paused);
  s.reread();
  EXPECT_TRUE(s.did<send_part>().empty());
  s.now += 1s;
  s.pushed();
  s.now += 1s;
  s.becomes("processing");
  EXPECT_EQ(s.counting(), running);
  EXPECT_EQ(s.left(), 5min);
}

TEST(Countdown, ACancellationAskedForDuringTheLastReadStopsIt) {
  auto s = running_story();
  s.pass(24h);
  EXPECT_EQ(s.asks(ask::set_status, {.text = "cancelled"}), "");
  s.reread();
  EXPECT_TRUE(s.did<send_part>().empty());
}

} // namespace
} // namespace dastomized::tests

// Store status, both ways.
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

TEST(Status, AHoldPausesAtOnceAndTellsTheStore) {
  auto s = known();
  EXPECT_EQ(s.asks(ask::hold), "");
  EXPECT_EQ(s.counting(), paused);
  EXPECT_EQ(s.o.said.status, "processing");
  ASSERT_EQ(s.did<push_status>().size(), 1u);
  EXPECT_EQ(s.did<push_status>()[0].to, "on-hold");
  s.pushed();
  EXPECT_FALSE(s.o.intent);
  EXPECT_EQ(s.o.said.status, "on-hold");
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(s.o.count.remaining, 23h);
}

TEST(Status, AResumeWaitsForTheStoresYes) {
  auto s = known();
  s.becomes("on-hold");
  EXPECT_EQ(s.asks(ask::release), "");
  EXPECT_EQ(s.counting(), paused);
  s.pass(1h);
  EXPECT_EQ(s.counting(), paused);
  s.pushed();
  EXPECT_EQ(s.counting(), running);
  EXPECT_EQ(s.left(), 23h);
}

TEST(Status, SetStatusIsAHoldToo) {
  auto s = known();
  EXPECT_EQ(s.asks(ask::set_status, {.text = "on-hold"}), "");
  EXPECT_EQ(s.counting(), paused);
  EXPECT_EQ(s.did<push_status>().size(), 1u);
}

TEST(Status, ACancellationPausesUntilTheStoreAgrees) {
  auto s = known();
  EXPECT_EQ(s.asks(ask::set_status, {.text = "cancelled"}), "");
  EXPECT_EQ(s.counting(), paused);
  s.pushed();
  EXPECT_EQ(s.counting(), stopped);
}

TEST(Status, AStoreThatIsDownIsToldLater) {
  auto s = known();
  s.asks(ask::hold);
  for (int i = 0; i < 15; ++i) {
    s.pushed("unreachable");
    EXPECT_EQ(s.o.intent->problem, "unreachable");
    auto wake = next_wake(s.o);
    ASSERT_TRUE(wake && *wake > s.now && *wake <= s.now + 13min);
    s.pass(*wake - s.now);
    EXPECT_EQ(s.did<push_status>().size(), 1u);
  }
  s.pushed();
  EXPECT_EQ(s.o.said.status, "on-hold");
}

TEST(Status, ALostWriteIsRepeatedAfterARestart) {
  auto s = known();
  s.asks(ask::hold);
  s.restart();
  ASSERT_EQ(s.did<push_status>().size(), 1u);
  EXPECT_EQ(s.did<push_status>()[0].number, s.o.intent->number);
}

TEST(Status, ARefusalOfTheStoreIsShown) {
  auto s = known();
  s.asks(ask::hold);
  s.pushed("no such status", true);
  EXPECT_FALSE(s.o.intent);
  EXPECT_TRUE(s.attends("status"));
  EXPECT_EQ(s.counting(), paused);
  EXPECT_EQ(s.asks(ask::release), "");
  EXPECT_EQ(s.counting(), running);
}

TEST(Status, TheStoreWinsOverAPendingIntent) {
  auto s = known();
  s.asks(ask::hold);
  s.now += 1s;
  s.becomes("cancelled");
  EXPECT_FALSE(s.o.intent);
  EXPECT_TRUE(s.journaled("status.overtaken"));
  EXPECT_EQ(s.counting(), stopped);
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Status, NewsWithoutAChangeLeavesTheIntent) {
  auto s = known();
  s.asks(ask::hold);
  s.now += 1s;
  s.shop.customer_note = "hello";
  s.news();
  EXPECT_TRUE(s.o.intent);
}

TEST(Status, TheEchoOfAWriteIsNothing) {
  auto s = known();
  s.asks(ask::hold);
  s.pushed();
  auto before = s.o;
  s.news();
  EXPECT_EQ(s.o, before);
  EXPECT_TRUE(s.last.effects.empty() && s.last.notes.empty());
}

TEST(Status, TheEchoMayComeBeforeTheAnswer) {
  auto s = known();
  s.asks(ask::hold);
  auto number = s.o.intent->number;
  s.now += 1s;
  s.becomes("on-hold");
  EXPECT_FALSE(s.o.intent);
  auto before = s.o;
  s.feed(status_pushed{s.now, number, s.shop, false, ""});
  EXPECT_EQ(s.o, before);
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Status, AnAnswerToAnEarlierIntentIsIgnored) {
  auto s = known();
  s.asks(ask::set_status, {.text = "failed"});
  auto old = s.o.intent->number;
  s.asks(ask::set_status, {.text = "cancelled"});
  auto before = s.o;
  s.feed(status_pushed{s.now, old, {}, true, "no"});
  EXPECT_EQ(s.o, before);
}

TEST(Status, AnAnswerThatStillShowsTheOldStatusIsAFailure) {
  auto s = known();
  s.asks(ask::hold);
  s.feed(status_pushed{s.now, s.o.intent->number, s.shop, false, "kept"});
  ASSERT_TRUE(s.o.intent);
  EXPECT_TRUE(s.o.intent->next_try);
}

TEST(Status, TheSameStatusIsNeverWritten) {
  auto s = known();
  EXPECT_EQ(s.asks(ask::set_status, {.text = "processing"}), "same_status");
  EXPECT_EQ(s.asks(ask::release), "same_status");
  EXPECT_EQ(s.asks(ask::hold), "");
  EXPECT_EQ(s.asks(ask::hold), "same_status"); // on its way
  s.pushed();
  EXPECT_EQ(s.asks(ask::hold), "same_status");
}

TEST(Status, OnlyWhatTheStoreKnowsIsOffered) {
  auto s = known();
  s.rules.statuses = {"processing", "on-hold"};
  EXPECT_EQ(s.asks(ask::set_status, {.text = "cancelled"}), "invalid_status");
  s.rules.statuses.clear();
  EXPECT_EQ(s.asks(ask::set_status, {.text = "trash"}), "invalid_status");
  s.rules.statuses = {"processing"};
  s.pass(24h);
  ASSERT_TRUE(s.o.request);
  EXPECT_EQ(s.asks(ask::hold), "invalid_status");
  EXPECT_TRUE(s.o.request);
}

TEST(Status, WhatIsOverCanNotBeHeld) {
  auto s = known();
  s.becomes("completed");
  EXPECT_EQ(s.asks(ask::hold), "status");
  s.gone("trash");
  EXPECT_EQ(s.asks(ask::set_status, {.text = "processing"}), "gone");
}

TEST(Status, AnIntentCanBeWithdrawn) {
  auto s = known();
  EXPECT_EQ(s.asks(ask::cancel_intent), "no_intent");
  s.asks(ask::hold);
  s.pushed("unreachable");
  EXPECT_EQ(s.asks(ask::cancel_intent), "");
  EXPECT_FALSE(s.o.intent);
  EXPECT_EQ(s.counting(), running);
  EXPECT_TRUE(s.pass(1h).effects.empty());
}

TEST(Status, AReleaseWithdrawsAHoldThatIsPending) {
  auto s = known();
  s.asks(ask::hold);
  EXPECT_EQ(s.asks(ask::release), "");
  EXPECT_FALSE(s.o.intent);
  EXPECT_EQ(s.counting(), running);
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Status, AHoldWithdrawsAReleaseThatIsPending) {
  auto s = known();
  s.becomes("on-hold");
  s.asks(ask::release);
  EXPECT_EQ(s.asks(ask::hold), "");
  EXPECT_FALSE(s.o.intent);
  EXPECT_EQ(s.counting(), paused);
}

TEST(Status, AWithdrawnWriteThatArrivedAnywayCounts) {
  auto s = known();
  s.asks(ask::hold);
  auto number = s.o.intent->number;
  s.asks(ask::cancel_intent);
  s.now += 1s;
  s.shop.status = "on-hold";
  s.shop.modified = s.now;
  s.feed(status_pushed{s.now, number, s.shop, false, ""});
  EXPECT_EQ(s.o.said.status, "on-hold");
  EXPECT_EQ(s.counting(), paused);
}

} // namespace
} // namespace dastomized::tests

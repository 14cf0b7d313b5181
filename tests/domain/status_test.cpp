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
  auto expected = s.o;
  expected.stray.reset(); // it strays no longer
  s.feed(status_pushed{s.now, old, {}, true, "no"});
  EXPECT_EQ(s.o, expected);
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Status, AnAnswerThatStillShowsTheOldStatusIsAFailure) {
  auto s = known();
  s.asks(ask::hold);
  s.feed(status_pushed{s.now, s.o.intent->number, s.shop, false, "kept", true});
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

// A wish that is taken back while the store is being told.
class Stray : public testing::Test {
protected:
  void answers(std::uint64_t number, const std::string& status, bool written) {
    s.now += 1s;
    s.shop.status = status;
    s.shop.modified = s.now;
    s.feed(status_pushed{s.now, number, s.shop, false, "", written});
  }

  // The number of the hold that strays.
  std::uint64_t hold_taken_back(ask how = ask::release) {
    s.asks(ask::hold);
    auto number = s.o.intent->number;
    EXPECT_EQ(s.asks(how), "");
    EXPECT_EQ(s.counting(), running);
    return number;
  }

  void store_says(const std::string& status) {
    s.now += 1s;
    s.becomes(status);
  }

  void is_undone() {
    ASSERT_TRUE(s.o.intent);
    EXPECT_EQ(s.o.intent->to, "processing");
    ASSERT_EQ(s.did<push_status>().size(), 1u);
    EXPECT_TRUE(s.journaled("status.taken_back"));
    answers(s.o.intent->number, "processing", true);
    EXPECT_FALSE(s.o.intent);
    EXPECT_FALSE(s.o.stray);
    EXPECT_EQ(s.counting(), running);
  }

  story s = known();
};

TEST_F(Stray, IsUndone) {
  for (auto how : {ask::release, ask::cancel_intent}) {
    s = known();
    answers(hold_taken_back(how), "on-hold", true);
    is_undone();
  }
}

TEST_F(Stray, IsUndoneAlsoWhenItsEchoComesFirst) {
  auto number = hold_taken_back();
  store_says("on-hold");
  EXPECT_EQ(s.counting(), paused);
  answers(number, "on-hold", true);
  is_undone();
}

TEST_F(Stray, OfTwoTheFirstIsUndone) {
  auto first = hold_taken_back();
  auto second = hold_taken_back();
  answers(first, "on-hold", true);
  ASSERT_TRUE(s.o.intent);
  answers(second, "on-hold", false); // it was there already
  EXPECT_TRUE(s.did<push_status>().empty());
  answers(s.o.intent->number, "processing", true);
  EXPECT_FALSE(s.o.intent);
  EXPECT_EQ(s.counting(), running);
}

TEST_F(Stray, DoesNotOvertakeTheWishThatReplacedIt) {
  for (bool echo : {false, true}) {
    s = known();
    s.asks(ask::hold);
    auto first = s.o.intent->number;
    s.asks(ask::set_status, {.text = "cancelled"});
    auto second = s.o.intent->number;
    if (echo)
      store_says("on-hold");
    answers(first, "on-hold", true);
    ASSERT_TRUE(s.o.intent) << echo;
    // The next talk had begun from "processing" and wrote nothing.
    answers(second, "on-hold", false);
    ASSERT_EQ(s.did<push_status>().size(), 1u) << echo;
    EXPECT_EQ(s.did<push_status>()[0].to, "cancelled");
    EXPECT_FALSE(s.o.intent->next_try);
    answers(second, "cancelled", true);
    EXPECT_FALSE(s.o.intent);
    EXPECT_EQ(s.o.said.status, "cancelled");
  }
}

TEST_F(Stray, IsKeptWhenItIsWantedAgain) {
  for (bool echo : {false, true}) {
    s = known();
    auto number = hold_taken_back();
    if (echo)
      store_says("on-hold");
    EXPECT_EQ(s.asks(ask::hold), "");
    EXPECT_EQ(s.counting(), paused);
    answers(number, "on-hold", true);
    EXPECT_FALSE(s.o.intent) << echo;
    EXPECT_FALSE(s.o.stray);
    EXPECT_EQ(s.counting(), paused);
  }
}

TEST_F(Stray, IsKeptForTheHoldUntilAnInstant) {
  auto number = hold_taken_back();
  store_says("on-hold");
  EXPECT_EQ(s.asks(ask::hold_until, {.until = s.now + 2h}), "");
  answers(number, "on-hold", true);
  EXPECT_FALSE(s.o.intent);
  EXPECT_TRUE(s.o.count.hold_until);
}

TEST_F(Stray, ThatWasNotOursOvertakesTheWishThatReplacedIt) {
  s.becomes("on-hold");
  s.asks(ask::set_status, {.text = "cancelled"});
  auto first = s.o.intent->number;
  EXPECT_EQ(s.asks(ask::release), "");
  store_says("cancelled"); // by the buyer
  EXPECT_TRUE(s.o.intent);
  answers(first, "cancelled", false);
  EXPECT_FALSE(s.o.intent);
  EXPECT_TRUE(s.journaled("status.overtaken"));
  EXPECT_TRUE(s.did<push_status>().empty());
}

TEST_F(Stray, IsNotUndoneAgainstTheStoresOwnChange) {
  auto number = hold_taken_back();
  store_says("cancelled"); // between our read and our write
  answers(number, "on-hold", true);
  EXPECT_FALSE(s.o.intent);
  EXPECT_TRUE(s.did<push_status>().empty());
}

TEST_F(Stray, OfAReleaseIsUndoneAtOnce) {
  s.becomes("on-hold");
  s.asks(ask::release);
  auto number = s.o.intent->number;
  s.asks(ask::hold);
  answers(number, "processing", true);
  ASSERT_TRUE(s.o.intent);
  EXPECT_EQ(s.o.intent->to, "on-hold");
  EXPECT_EQ(s.counting(), paused);
}

TEST_F(Stray, OfAnEarlierWishIsUndoneToo) {
  s.asks(ask::hold);
  auto first = s.o.intent->number;
  s.asks(ask::set_status, {.text = "failed"});
  auto second = s.o.intent->number;
  s.asks(ask::cancel_intent);
  answers(first, "on-hold", true);
  ASSERT_TRUE(s.o.intent);
  EXPECT_EQ(s.o.intent->to, "processing");
  answers(second, "on-hold", false);
  EXPECT_TRUE(s.o.intent);
  EXPECT_TRUE(s.did<push_status>().empty());
  answers(s.o.intent->number, "processing", true);
  EXPECT_EQ(s.counting(), running);
}

TEST_F(Stray, GoesWithItsOrder) {
  hold_taken_back();
  EXPECT_TRUE(s.o.stray);
  s.gone("deleted");
  EXPECT_FALSE(s.o.stray);
}

TEST_F(Stray, ThatFailedIsNoneAndTheStoresWordStands) {
  auto number = hold_taken_back();
  s.feed(status_pushed{s.now, number, {}, false, "no"});
  EXPECT_FALSE(s.o.stray);
  store_says("on-hold");
  EXPECT_FALSE(s.o.intent);
  EXPECT_EQ(s.counting(), paused);
}

TEST_F(Stray, IsForgottenWithTheProcessThatWouldHearOfIt) {
  hold_taken_back();
  EXPECT_TRUE(s.o.stray);
  s.restart();
  EXPECT_FALSE(s.o.stray);
}

TEST_F(Stray, IsNoneWhenNothingIsUnderWay) {
  s.asks(ask::hold);
  s.pushed("unreachable");
  s.asks(ask::release);
  EXPECT_FALSE(s.o.stray);
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

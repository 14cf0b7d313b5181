// Rule 4: not taken for now, and tried again by itself.
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using enum part_state;

story put_off_story(std::optional<milliseconds> retry_after = {}) {
  story s;
  s.news();
  s.asks(ask::submit);
  s.answer(busy(retry_after));
  EXPECT_EQ(s.first().state, refused);
  EXPECT_TRUE(s.first().transient);
  EXPECT_EQ(status_of(s.o), submit_status::queued);
  return s;
}

TEST(Retry, LooksUpBeforeItSends) {
  auto s = put_off_story();
  auto wake = next_wake(s.o).value();
  EXPECT_GE(wake, s.now + 15s);
  EXPECT_LE(wake, s.now + 19s);
  s.pass(wake - s.now);
  EXPECT_EQ(s.last.effects.size(), 1u);
  ASSERT_EQ(s.did<look_up_part>().size(), 1u);
  s.look_up(not_there());
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_EQ(s.did<send_part>()[0].attempt, 2u);
}

TEST(Retry, FoundByTheLookUpIsAccepted) {
  auto s = put_off_story();
  s.look_up(found());
  EXPECT_EQ(s.first().state, accepted);
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Retry, EndsAfterEightTries) {
  auto s = put_off_story();
  milliseconds before{0};
  int sends = 1;
  while (s.first().transient) {
    auto wait = s.first().next_try.value() - s.now;
    EXPECT_GT(wait * 4, before * 3);
    before = wait;
    s.pass(wait);
    s.look_up(not_there());
    ASSERT_EQ(s.did<send_part>().size(), 1u);
    ++sends;
    s.answer(busy());
  }
  EXPECT_EQ(s.first().state, refused);
  EXPECT_TRUE(s.attends("refused"));
  EXPECT_LE(sends, 8);
  EXPECT_GE(sends, 7);
  EXPECT_LE(s.now - noon, 31h);
}

TEST(Retry, EndsAfterADay) {
  auto s = put_off_story(11h);
  for (int i = 0; i < 2; ++i) {
    s.pass(s.first().next_try.value() - s.now);
    s.look_up(not_there());
    s.answer(busy(11h));
    EXPECT_TRUE(s.first().transient);
  }
  s.pass(s.first().next_try.value() - s.now);
  s.look_up(not_there());
  s.answer(busy(11h));
  EXPECT_FALSE(s.first().transient);
  EXPECT_EQ(s.first().state, refused);
  EXPECT_TRUE(s.attends("refused"));
}

TEST(Retry, EndsAfterADayOfSilenceToo) {
  auto s = put_off_story();
  for (int i = 0; i < 1000 && s.first().transient; ++i) {
    s.pass(next_wake(s.o).value() - s.now);
    s.look_up(no_answer());
  }
  EXPECT_FALSE(s.first().transient);
  EXPECT_TRUE(s.attends("refused"));
  EXPECT_LE(s.now - noon, 25h);
}

TEST(Retry, HonoursRetryAfter) {
  auto s = put_off_story(2h);
  EXPECT_GE(s.first().next_try.value(), s.now + 2h);
  auto soon = put_off_story(1s);
  EXPECT_GE(soon.first().next_try.value(), soon.now + 15s);
  auto never = put_off_story(1000h);
  EXPECT_LE(never.first().next_try.value(), never.now + 24h);
}

TEST(Retry, GoesAsTheOrderIsNow) {
  auto s = put_off_story();
  s.now += 1s;
  s.shop.shipping.line1 = "2 Mill Lane";
  s.news();
  s.look_up(not_there());
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_NE(s.did<send_part>()[0].payload.find("2 Mill Lane"),
            std::string::npos);
}

TEST(Retry, ShowsALineOfAnotherProviderAddedMeanwhile) {
  auto s = put_off_story();
  s.now += 1s;
  s.shop.lines.push_back(shirt(2, "SO-RING"));
  s.news();
  s.look_up(not_there());
  s.answer(yes());
  EXPECT_EQ(status_of(s.o), submit_status::partly_submitted);
  EXPECT_TRUE(s.attends("drift.lines"));
}

TEST(Retry, StopsAtAnOrderThatBecameIncomplete) {
  auto s = put_off_story();
  s.now += 1s;
  s.shop.shipping.country = "";
  s.news();
  s.look_up(not_there());
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(s.first().state, blocked);
  EXPECT_TRUE(s.attends("blocked"));
}

TEST(Retry, StopsWhenTheOrderMayNotGoAnyMore) {
  for (auto status : {"cancelled", "refunded", "trash"}) {
    SCOPED_TRACE(status);
    auto s = put_off_story();
    s.now += 1s;
    s.becomes(status);
    s.pass(1min);
    EXPECT_TRUE(s.last.effects.empty());
    EXPECT_EQ(s.first().state, refused);
    EXPECT_FALSE(s.first().transient);
  }
}

TEST(Retry, WaitsWhileTheOrderIsOnHold) {
  auto s = put_off_story();
  s.now += 1s;
  s.becomes("on-hold");
  s.pass(48h);
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_TRUE(s.first().transient);
  s.becomes("processing");
  s.pass(1min);
  EXPECT_EQ(s.did<look_up_part>().size(), 1u);
}

TEST(Retry, StopsForAHoldThatTheStoreHasNotHeardOf) {
  auto s = put_off_story();
  EXPECT_EQ(s.asks(ask::hold), "");
  s.look_up(not_there());
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Retry, WaitsForAFreezeToEnd) {
  auto s = put_off_story();
  s.rules.freezes = {total_freeze()};
  s.look_up(not_there());
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_TRUE(s.first().transient);
  EXPECT_EQ(next_wake(s.o), s.now + 60s);
}

TEST(Retry, AsksNobodyWhileItIsFrozen) {
  auto s = put_off_story();
  s.rules.freezes = {total_freeze()};
  for (int i = 0; i < 3; ++i) {
    s.pass(10min);
    EXPECT_TRUE(s.last.effects.empty());
    EXPECT_EQ(next_wake(s.o), s.now + 60s);
  }
  s.rules.freezes.clear();
  s.pass(1min);
  EXPECT_EQ(s.did<look_up_part>().size(), 1u);
}

TEST(Retry, HurriedByAPersonLooksUpFirst) {
  auto s = put_off_story(5h);
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_TRUE(s.did<send_part>().empty());
  ASSERT_EQ(s.did<look_up_part>().size(), 1u);
  s.look_up(not_there());
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Retry, IsNotRepeatedByTheCountdown) {
  auto s = put_off_story(24h);
  s.pass(24h - 1ms);
  EXPECT_TRUE(s.last.effects.empty());
  s.pass(1ms);
  EXPECT_EQ(s.counting(), countdown_state::elapsed);
  EXPECT_TRUE(s.did<reread_order>().empty());
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Retry, SurvivesARestart) {
  auto s = put_off_story();
  s.restart();
  EXPECT_EQ(s.first().state, refused);
  s.pass(20s);
  EXPECT_EQ(s.did<look_up_part>().size(), 1u);
  s.restart(); // the look-up is lost
  s.pass(2min);
  EXPECT_EQ(s.did<look_up_part>().size(), 1u);
}

// ---- a person says: now -----------------------------------------------------

TEST(Retry, APersonNeedNotWaitButTheLookUpComesFirst) {
  auto s = put_off_story();
  EXPECT_EQ(s.asks(ask::retry), "");
  EXPECT_TRUE(s.did<send_part>().empty());
  EXPECT_EQ(s.did<look_up_part>().size(), 1u);
}

TEST(Retry, WhatWasRefusedForGoodGoesOnAPersonsWord) {
  story s;
  s.news();
  s.asks(ask::submit);
  s.answer(no());
  EXPECT_EQ(s.asks(ask::retry), "");
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Retry, AStatusThatCouldNotBeWrittenIsWrittenNow) {
  story s;
  s.news();
  s.asks(ask::hold);
  EXPECT_EQ(s.asks(ask::retry), "nothing_failed"); // it is under way
  s.pushed("timeout");
  EXPECT_EQ(s.asks(ask::retry), "");
  EXPECT_EQ(s.did<push_status>().size(), 1u);
}

TEST(Retry, AReadThatFailedIsMadeNow) {
  story s;
  s.news();
  s.pass(24h);
  s.feed(reread_failed{s.now, "timeout"});
  EXPECT_EQ(s.asks(ask::retry), "");
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
}

TEST(Retry, TrackingTheStoreDoesNotShowIsWrittenNow) {
  story s;
  s.news();
  s.submitted();
  shipment parcel;
  parcel.carrier = "USPS";
  parcel.number = "94001";
  s.feed(tracking_seen{s.now, s.first().reference, {parcel}, true, false, {}});
  s.feed(tracking_pushed{s.now, {}, "timeout"});
  EXPECT_EQ(s.asks(ask::retry), "");
  EXPECT_EQ(s.did<push_tracking>().size(), 1u);
}

TEST(Retry, WithoutAFailureThereIsNothingToTryAgain) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::retry), "nothing_failed");
  s.submitted();
  EXPECT_EQ(s.asks(ask::retry), "nothing_failed");
}

} // namespace
} // namespace dastomized::tests

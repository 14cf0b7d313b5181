// Rule 3: may have been taken. Only the provider's word leads out.
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using enum part_state;

story unknown_story() {
  story s;
  s.news();
  s.asks(ask::submit);
  s.answer(silence());
  EXPECT_EQ(s.first().state, unknown);
  EXPECT_TRUE(s.attends("unknown"));
  return s;
}

TEST(Unknown, IsLookedUpAfterAShortWhile) {
  auto s = unknown_story();
  EXPECT_EQ(next_wake(s.o), s.now + 2s);
  EXPECT_TRUE(s.pass(2s - 1ms).effects.empty());
  s.pass(1ms);
  ASSERT_EQ(s.did<look_up_part>().size(), 1u);
  auto look = s.did<look_up_part>()[0];
  EXPECT_EQ(look.reference, s.first().reference);
  EXPECT_EQ(look.payload, s.first().payload);
  EXPECT_EQ(s.last.effects.size(), 1u);
}

TEST(Unknown, FoundIsAccepted) {
  auto s = unknown_story();
  s.look_up(found("P-7"));
  EXPECT_EQ(s.first().state, accepted);
  EXPECT_EQ(s.first().provider_order_id, "P-7");
  EXPECT_FALSE(s.attends("unknown"));
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Unknown, FoundDifferentIsAcceptedAndShown) {
  auto s = unknown_story();
  s.look_up(part_found{"P-7", "quantity 2, not 1", false});
  EXPECT_EQ(s.first().state, accepted);
  EXPECT_TRUE(s.attends("drift.provider"));
}

TEST(Unknown, FoundCancelledIsCancelled) {
  auto s = unknown_story();
  s.look_up(part_found{"P-7", "", true});
  EXPECT_EQ(s.first().state, cancelled);
  EXPECT_TRUE(s.attends("provider.cancelled"));
  EXPECT_FALSE(s.attends("unknown"));
  s.pass(72h);
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Unknown, NotThereSendsTheVerySameBytes) {
  auto s = unknown_story();
  auto bytes = s.first().payload;
  s.now += 1s;
  s.shop.shipping.line1 = "2 Mill Lane";
  s.news();
  EXPECT_TRUE(s.attends("drift.address"));
  s.look_up(not_there());
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_EQ(s.did<send_part>()[0].payload, bytes);
  EXPECT_EQ(s.did<send_part>()[0].attempt, 2u);
  EXPECT_EQ(s.first().state, intended);
  EXPECT_FALSE(s.attends("unknown"));
}

TEST(Unknown, NotThereSaidTwiceSendsOnce) {
  auto s = unknown_story();
  part_looked_up word{s.now, s.first().reference, 1, not_there()};
  s.feed(word);
  EXPECT_EQ(s.did<send_part>().size(), 1u);
  s.feed(word);
  EXPECT_TRUE(s.last.effects.empty());
  s.answer(silence());
  s.feed(word); // of the attempt before
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(s.first().state, unknown);
}

// The read of the store that "not there" asked for died with the process.
TEST(Unknown, NotThereSaidAgainAfterADeathWaitsNoLongerThanTheFirst) {
  auto s = unknown_story();
  for (int i = 0; i < 6; ++i) {
    s.pass(*next_wake(s.o) - s.now);
    s.look_up(no_answer());
  }
  part_looked_up word{s.now, s.first().reference, 1, not_there()};
  s.feed(word);
  ASSERT_EQ(s.did<reread_order>().size(), 1u);
  auto said = s.now;
  s.restart();
  s.pass(*next_wake(s.o) - s.now);
  ASSERT_EQ(s.did<look_up_part>().size(), 1u);
  word.at = s.now;
  s.feed(word);
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(next_wake(s.o), said + 60s);
}

TEST(Unknown, ThreeUnclearRoundsEndInTheProvidersWords) {
  auto s = unknown_story();
  for (int round = 1; round <= 3; ++round) {
    s.look_up(not_there());
    EXPECT_EQ(s.did<send_part>().size(), round < 3 ? 1u : 0u) << round;
    if (round < 3)
      s.answer(part_unclear{"HTTP 500 oops"});
  }
  EXPECT_EQ(s.first().state, refused);
  EXPECT_FALSE(s.first().transient);
  EXPECT_EQ(s.first().reason_code, "provider.error");
  EXPECT_EQ(s.first().reason, "HTTP 500 oops");
  EXPECT_TRUE(s.attends("refused"));
  EXPECT_FALSE(s.attends("unknown"));
  EXPECT_TRUE(s.pass(72h).effects.empty() || s.did<send_part>().empty());
}

TEST(Unknown, WithoutAnAnswerIsAskedAgainWithBackOff) {
  auto s = unknown_story();
  milliseconds before{0};
  for (int i = 0; i < 12; ++i) {
    auto wake = next_wake(s.o);
    ASSERT_TRUE(wake && *wake > s.now);
    s.pass(*wake - s.now);
    ASSERT_EQ(s.did<look_up_part>().size(), 1u);
    EXPECT_TRUE(next_wake(s.o) > s.now) << "if no answer ever comes";
    s.look_up(no_answer());
    auto wait = s.first().next_try.value() - s.now;
    EXPECT_GE(wait * 4, before * 3);
    EXPECT_LE(wait, 19min);
    before = wait;
  }
  EXPECT_EQ(s.first().state, unknown);
  EXPECT_GE(before, 15min);
}

TEST(Unknown, IsLookedUpSoonAfterARestartThatCutALookUpOff) {
  auto s = unknown_story();
  for (int i = 0; i < 5; ++i) {
    s.pass(*next_wake(s.o) - s.now);
    ASSERT_EQ(s.did<look_up_part>().size(), 1u);
    s.look_up(no_answer());
  }
  s.pass(*next_wake(s.o) - s.now);
  s.restart();
  EXPECT_TRUE(s.did<look_up_part>().empty());
  s.pass(2s - 1ms);
  EXPECT_TRUE(s.did<look_up_part>().empty());
  s.pass(1ms);
  EXPECT_EQ(s.did<look_up_part>().size(), 1u);
  EXPECT_EQ(s.first().state, unknown);
}

TEST(Unknown, ClosesEveryPathToSubmission) {
  auto s = unknown_story();
  EXPECT_EQ(s.asks(ask::submit), "unknown_outcome");
  EXPECT_EQ(s.asks(ask::remake, {.text = "again"}), "not_submitted");
  s.pass(24h); // the countdown of the order reaches zero
  s.reread();
  EXPECT_TRUE(s.did<send_part>().empty());
  EXPECT_FALSE(s.o.request);
}

TEST(Unknown, ALateYesIsAccepted) {
  auto s = unknown_story();
  s.answer(yes());
  EXPECT_EQ(s.first().state, accepted);
}

TEST(Unknown, ALateYesToAnEarlierAttemptIsAcceptedToo) {
  auto s = unknown_story();
  s.look_up(not_there());
  s.answer(busy());
  s.feed(part_answered{s.now, s.first().reference, 1, yes()});
  EXPECT_EQ(s.first().state, accepted);
}

TEST(Unknown, ALateNoChangesNothing) {
  auto s = unknown_story();
  for (const auto& late : {no(), busy(), silence()}) {
    s.answer(late);
    EXPECT_EQ(s.first().state, unknown);
    EXPECT_TRUE(s.last.notes.empty());
  }
}

TEST(Unknown, NotThereDuringAFreezeWaitsWithoutUsingUpItsRounds) {
  auto s = unknown_story();
  s.rules.freezes = {total_freeze()};
  for (int i = 0; i < 5; ++i) {
    s.pass(3min);
    s.look_up(not_there());
    EXPECT_TRUE(s.last.effects.empty());
    EXPECT_EQ(s.first().state, unknown);
  }
  s.rules.freezes.clear();
  s.look_up(not_there());
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Unknown, NotThereOfACancelledOrderIsNotSentAgain) {
  for (auto status : {"cancelled", "refunded", "trash"}) {
    SCOPED_TRACE(status);
    auto s = unknown_story();
    s.now += 1s;
    s.becomes(status);
    s.look_up(not_there());
    EXPECT_TRUE(s.last.effects.empty());
    EXPECT_EQ(s.first().state, refused);
    EXPECT_EQ(s.first().reason_code, "order.changed");
  }
}

TEST(Unknown, NotThereOfAHeldOrderWaitsUntilItGoesOn) {
  auto s = unknown_story();
  s.now += 1s;
  s.becomes("on-hold");
  s.look_up(not_there());
  s.pass(48h);
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(s.first().state, unknown);
  auto bytes = s.first().payload;
  s.becomes("processing");
  s.pass(1min);
  ASSERT_EQ(s.did<look_up_part>().size(), 1u); // once more, before it is sent
  EXPECT_TRUE(s.did<look_up_part>()[0].may_release);
  s.look_up(not_there());
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_EQ(s.did<send_part>()[0].payload, bytes);
}

TEST(Unknown, WhatIsHeldBackMayNotLeaveOnceTheOrderIsCancelled) {
  auto s = unknown_story();
  s.now += 1s;
  s.becomes("cancelled");
  s.pass(1min);
  ASSERT_EQ(s.did<look_up_part>().size(), 1u);
  EXPECT_FALSE(s.did<look_up_part>()[0].may_release);
}

TEST(Unknown, NotThereOfAnEarlierAttemptLetsNobodySayItIsLost) {
  auto s = unknown_story();
  s.look_up(not_there());
  s.answer(silence());
  EXPECT_EQ(s.asks(ask::resolve_unknown, {.text = "not seen"}),
            "not_looked_up");
  EXPECT_EQ(s.first().state, unknown);
}

TEST(Unknown, NotThereWhileAHoldIsUnderWayIsNotSentAgain) {
  auto s = unknown_story();
  EXPECT_EQ(s.asks(ask::hold), "");
  s.look_up(not_there());
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Unknown, IsResolvedByAPersonWhoSawIt) {
  auto s = unknown_story();
  EXPECT_EQ(s.asks(ask::resolve_unknown, {.there = true}), "invalid");
  EXPECT_EQ(s.asks(ask::resolve_unknown, {.text = "seen", .there = true}), "");
  EXPECT_EQ(s.first().state, accepted);
  EXPECT_EQ(s.asks(ask::resolve_unknown, {.text = "seen", .there = true}),
            "not_unknown");
  EXPECT_EQ(s.asks(ask::submit), "already_submitted");
}

TEST(Unknown, APersonCanNotSayItIsNotThereBeforeTheProviderDid) {
  auto s = unknown_story();
  EXPECT_EQ(s.asks(ask::resolve_unknown, {.text = "not seen"}),
            "not_looked_up");
  s.rules.freezes = {total_freeze()};
  s.look_up(not_there());
  EXPECT_EQ(s.asks(ask::resolve_unknown, {.text = "not seen"}), "");
  EXPECT_EQ(s.first().state, refused);
  EXPECT_FALSE(s.attends("unknown"));
}

TEST(Unknown, WhatAPersonTookForLostIsAcceptedWhenTheProviderSpeaks) {
  auto resolved = [] {
    auto s = unknown_story();
    s.now += 1s;
    s.becomes("on-hold"); // or it would be sent again by itself
    s.look_up(not_there());
    EXPECT_EQ(s.asks(ask::resolve_unknown, {.text = "not seen"}), "");
    EXPECT_EQ(s.first().state, refused);
    return s;
  };
  auto s = resolved();
  s.look_up(found());
  EXPECT_EQ(s.first().state, accepted);
  EXPECT_FALSE(s.attends("refused"));
  auto t = resolved();
  t.answer(yes());
  EXPECT_EQ(t.first().state, accepted);
}

TEST(Unknown, OneUnknownPartHoldsBackTheOther) {
  story s;
  s.shop.lines = {shirt(1), shirt(2, "SO-RING")};
  s.news();
  s.asks(ask::submit);
  s.answer(silence(), 0);
  s.answer(no(), 1);
  EXPECT_EQ(status_of(s.o), submit_status::unknown);
  EXPECT_EQ(s.asks(ask::submit), "unknown_outcome");
}

} // namespace
} // namespace dastomized::tests

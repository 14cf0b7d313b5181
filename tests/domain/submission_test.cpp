// Who may be submitted, and that it happens once.
#include "domain/digest.hpp"
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using enum part_state;

struct may_row {
  const char* status;
  const char* denied;
};

TEST(Submission, IsAllowedByStatus) {
  const may_row rows[] = {{"processing", ""},     {"completed", ""},
                          {"pending", "status"},  {"failed", "status"},
                          {"on-hold", "status"},  {"cancelled", "status"},
                          {"refunded", "status"}, {"in-studio", "status"},
                          {"trash", "gone"},      {"checkout-draft", "status"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.status);
    story s;
    s.becomes(row.status);
    EXPECT_EQ(s.asks(ask::submit), row.denied);
    EXPECT_EQ(s.did<send_part>().size(), *row.denied ? 0u : 1u);
  }
}

TEST(Submission, OfACompletedOrderWarns) {
  story s;
  s.becomes("completed");
  s.asks(ask::submit);
  EXPECT_TRUE(s.journaled("submission.warned"));
}

TEST(Submission, OfAmazonsOwnIsRefused) {
  story s;
  s.shop.meta = {{1, "_wpla_amazon_fulfillment_channel", "AFN", false, ""}};
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "amazon_afn");
}

TEST(Submission, OfAnOrderNobodyKnowsIsRefused) {
  story s;
  EXPECT_EQ(s.asks(ask::submit), "not_found");
}

TEST(Submission, OfARefundedOrderSaysNothingIsLeft) {
  story s;
  s.shop.lines[0].refunded = 1;
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_TRUE(s.attends("blocked"));
}

TEST(Submission, ByHandReadsFirstWhatWasRefunded) {
  story s;
  s.shop.refunds.push_back({9, "too small", "-10.00"});
  s.news(); // the webhook names the refund, not its pieces
  EXPECT_EQ(s.asks(ask::submit), "");
  ASSERT_EQ(s.did<reread_order>().size(), 1u);
  EXPECT_TRUE(s.did<send_part>().empty());
  auto read = s.shop;
  read.lines[0].refunded = 1;
  s.news_of(read, origin::reread);
  EXPECT_TRUE(s.did<send_part>().empty());
  EXPECT_TRUE(s.attends("blocked"));
}

TEST(Submission, WhatASecondRefundDoesNotNameStaysRefunded) {
  story s;
  s.shop.refunds.push_back({9, "", "-10.00"});
  s.shop.lines[0].refunded = 1;
  s.news_of(s.shop, origin::reread);
  s.now += 1s;
  s.shop.lines[0].refunded = 0;
  s.shop.refunds.push_back({10, "", "-1.00"});
  s.news();
  EXPECT_EQ(s.o.said.lines[0].refunded, 1);
}

TEST(Submission, ByTheCountdownWaitsWhileItIsSwitchedOff) {
  story s;
  s.news();
  s.rules.auto_submit = false;
  s.pass(48h);
  EXPECT_EQ(s.o.count.state, countdown_state::running);
  EXPECT_TRUE(s.last.effects.empty());
  s.rules.auto_submit = true;
  s.pass(1min);
  EXPECT_EQ(s.o.count.state, countdown_state::elapsed);
}

TEST(Submission, OfAnAccountOutOfOrderWaitsForItAndGoes) {
  story s;
  s.news();
  s.asks(ask::submit);
  s.answer(part_refused{"account.token", "bad key", false, {}});
  EXPECT_TRUE(s.attends("account"));
  s.pass(72h); // however long it takes
  ASSERT_EQ(s.did<look_up_part>().size(), 1u);
  s.look_up(not_there());
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  s.answer(yes());
  EXPECT_EQ(status_of(s.o), submit_status::submitted);
  EXPECT_FALSE(s.attends("account"));
}

TEST(Submission, WhatWasDroppedForAChangeThatWasWithdrawnIsShown) {
  story s;
  s.news();
  s.rules.freezes = {total_freeze()};
  s.asks(ask::submit);
  s.asks(ask::set_status, {.text = "cancelled"});
  s.rules.freezes.clear();
  s.pass(2min); // the request finds the change under way
  EXPECT_FALSE(s.o.request);
  EXPECT_TRUE(s.attends("dropped"));
  s.asks(ask::cancel_intent);
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_FALSE(s.attends("dropped"));
}

TEST(Submission, Rule1IntendsWithReferenceAndHashBeforeTheCall) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  auto sent = s.did<send_part>()[0];
  const auto& p = s.first();
  EXPECT_EQ(p.state, intended);
  EXPECT_EQ(p.reference, sent.reference);
  EXPECT_EQ(p.payload, sent.payload);
  EXPECT_EQ(p.payload_hash, sha256_hex(sent.payload));
  EXPECT_EQ(p.attempt, 1u);
  EXPECT_EQ(sent.attempt, 1u);
  EXPECT_EQ(p.requested_by, "mia");
  EXPECT_EQ(status_of(s.o), submit_status::submitting);
}

struct answer_row {
  const char* what;
  part_outcome outcome;
  part_state state;
  submit_status shown;
};

TEST(Submission, Rule2TakesEveryAnswerForWhatItIs) {
  const answer_row rows[] = {
      {"a yes", yes(), accepted, submit_status::submitted},
      {"a no", no(), refused, submit_status::failed},
      {"not now", busy(), refused, submit_status::queued},
      {"nothing clear", silence(), unknown, submit_status::unknown},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    story s;
    s.news();
    s.asks(ask::submit);
    s.answer(row.outcome);
    EXPECT_EQ(s.first().state, row.state);
    EXPECT_EQ(status_of(s.o), row.shown);
    EXPECT_TRUE(s.last.effects.empty());
    EXPECT_EQ(s.first().reason.empty(), row.state == accepted);
  }
}

TEST(Submission, Rule2ADeathBeforeTheAnswerIsUnknown) {
  story s;
  s.news();
  s.asks(ask::submit);
  s.now += 1min;
  s.restart();
  EXPECT_EQ(s.first().state, unknown);
  EXPECT_TRUE(s.did<send_part>().empty());
  s.pass(2s);
  EXPECT_EQ(s.did<look_up_part>().size(), 1u);
}

TEST(Submission, Rule5AnAcceptedPartIsNeverSentAgain) {
  story s;
  s.news();
  s.submitted();
  EXPECT_EQ(s.asks(ask::submit), "already_submitted");
  s.answer(silence());
  s.answer(no());
  s.answer(busy());
  s.look_up(not_there());
  s.look_up(part_found{"P-9", "", true});
  s.restart();
  EXPECT_EQ(s.first().state, accepted);
  EXPECT_EQ(s.first().provider_order_id, "P-1");
  s.pass(100h);
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Submission, AskedTwiceSendsOnce) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_EQ(s.asks(ask::submit), "submitting");
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Submission, AReferenceNobodySentIsIgnored) {
  story s;
  s.news();
  s.answer(yes());
  EXPECT_EQ(s.first().state, none);
  s.asks(ask::submit);
  s.feed(part_answered{s.now, "1042-abc-1", 1, yes()});
  s.feed(part_answered{s.now, s.first().reference, 2, yes()});
  EXPECT_EQ(s.first().state, intended);
}

TEST(Submission, ARefusedPartMayBeSubmittedAgainByAPerson) {
  story s;
  s.news();
  s.asks(ask::submit);
  s.answer(no());
  EXPECT_TRUE(s.attends("refused"));
  EXPECT_EQ(s.first().reason, "bad address");
  s.now += 1h;
  s.shop.shipping.line1 = "2 Mill Lane";
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_NE(s.did<send_part>()[0].payload.find("2 Mill Lane"),
            std::string::npos);
  EXPECT_EQ(s.did<send_part>()[0].attempt, 2u);
  s.answer(yes());
  EXPECT_FALSE(s.attends("refused"));
}

TEST(Submission, OfTwoPartsOnlyTheRefusedOneGoesAgain) {
  story s;
  s.shop.lines = {shirt(1), shirt(2, "SO-RING")};
  s.news();
  s.asks(ask::submit);
  EXPECT_EQ(s.did<send_part>().size(), 2u);
  s.answer(yes(), 0);
  s.answer(no(), 1);
  EXPECT_EQ(status_of(s.o), submit_status::failed);
  EXPECT_EQ(s.asks(ask::submit), "");
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_EQ(s.did<send_part>()[0].provider, "shine");
}

TEST(Submission, ReadsTheOrderAgainBeforeItGoesByItself) {
  story s;
  s.news();
  s.pass(24h);
  s.shop.shipping.line1 = "2 Mill Lane";
  s.shop.modified = s.now;
  s.reread();
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_NE(s.did<send_part>()[0].payload.find("2 Mill Lane"),
            std::string::npos);
  s.reread();
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Submission, WaitsForAStoreThatCanNotBeRead) {
  story s;
  s.news();
  s.pass(24h);
  for (int i = 0; i < 20; ++i) {
    s.feed(reread_failed{s.now, "timeout"});
    auto wake = next_wake(s.o);
    ASSERT_TRUE(wake && *wake > s.now);
    EXPECT_LE(*wake - s.now, 7min);
    s.pass(*wake - s.now);
    EXPECT_EQ(s.did<reread_order>().size(), 1u);
  }
  s.reread();
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Submission, OnlyTheReadItAskedForLetsItGo) {
  story s;
  s.news();
  s.pass(24h);
  s.shop.customer_note = "hi";
  s.news();
  EXPECT_TRUE(s.did<send_part>().empty());
  s.news(origin::poll);
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Submission, TheLastReadCatchesACancellation) {
  for (auto status :
       {"cancelled", "on-hold", "refunded", "pending", "completed"}) {
    SCOPED_TRACE(status);
    story s;
    s.news();
    s.pass(24h);
    s.shop.status = status;
    s.shop.modified = s.now;
    s.reread();
    EXPECT_TRUE(s.did<send_part>().empty());
    EXPECT_FALSE(s.o.request);
  }
}

TEST(Submission, OfACompletedOrderIsNotRepeatedByItself) {
  story s;
  s.news();
  s.pass(24h);
  s.reread();
  s.answer(busy());
  s.now += 1s;
  s.becomes("completed");
  s.look_up(not_there());
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(s.first().state, refused);
  EXPECT_FALSE(s.first().transient);
}

TEST(Submission, ALostReadIsAskedForAgainAfterARestart) {
  story s;
  s.news();
  s.pass(24h);
  s.restart();
  EXPECT_EQ(s.did<reread_order>().size(), 1u);
}

TEST(Submission, ByHandWaitsForAFreezeToEnd) {
  story s;
  s.news();
  s.rules.freezes = {total_freeze()};
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(status_of(s.o), submit_status::queued);
  EXPECT_TRUE(s.pass(1min).effects.empty());
  s.rules.freezes.clear();
  s.pass(1min);
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Submission, WhatARestartSendsIsNotDoubtedAtOnce) {
  story s;
  s.news();
  s.rules.freezes = {total_freeze()};
  s.asks(ask::submit);
  s.rules.freezes.clear();
  s.now += 1h;
  s.restart();
  EXPECT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_EQ(s.first().state, intended);
}

TEST(Submission, IsClosedWhileAHoldIsUnderWay) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::hold), "");
  EXPECT_EQ(s.asks(ask::submit), "status");
}

TEST(Remake, IsANewRevisionWithAReason) {
  story s;
  s.news();
  s.submitted();
  auto original = s.first().reference;
  EXPECT_EQ(s.asks(ask::remake), "invalid");
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "");
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  ASSERT_EQ(s.o.parts.size(), 2u);
  const auto& p = s.o.parts[1];
  EXPECT_EQ(p.revision, 2u);
  EXPECT_EQ(p.remake_of, original);
  EXPECT_EQ(p.remake_reason, "misprint");
  EXPECT_EQ(p.reference, reference_of(s.o.key, "cats", 2));
  EXPECT_EQ(p.lines, s.first().lines);
  s.answer(yes("P-2"), 1);
  EXPECT_EQ(s.first().provider_order_id, "P-1");
  EXPECT_EQ(status_of(s.o), submit_status::submitted);
}

TEST(Remake, AskedTwiceIsMadeOnce) {
  story s;
  s.news();
  s.submitted();
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "");
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "already_remade");
  s.answer(yes("P-2"), 1);
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "already_remade");
  auto second = s.o.parts[1].reference;
  EXPECT_EQ(s.asks(ask::remake, {.text = "lost", .reference = second}), "");
  EXPECT_EQ(s.o.parts.at(2).revision, 3u);
}

TEST(Remake, NeedsAPartThatWasSubmittedAndAnOrderThatMayGo) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "not_submitted");
  s.asks(ask::submit);
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "not_submitted");
  s.answer(yes());
  s.rules.freezes = {total_freeze()};
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "frozen");
  s.rules.freezes.clear();
  s.now += 1s;
  s.becomes("cancelled");
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "status");
}

TEST(Remake, IsTheWayOutWhenTheProviderCancelled) {
  story s;
  s.news();
  s.submitted();
  s.feed(
      tracking_seen{s.now, s.first().reference, {}, false, true, "sold out"});
  EXPECT_EQ(s.first().state, cancelled);
  EXPECT_EQ(s.asks(ask::submit), "already_submitted");
  EXPECT_EQ(s.asks(ask::remake, {.text = "sold out there"}), "");
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Remake, WaitsWhileAnotherPartIsUnknown) {
  story s;
  s.shop.lines = {shirt(1), shirt(2, "SO-RING")};
  s.news();
  s.asks(ask::submit);
  s.answer(yes(), 0);
  s.answer(silence(), 1);
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "unknown_outcome");
}

TEST(Remake, WantsACompleteAddress) {
  story s;
  s.news();
  s.submitted();
  s.now += 1s;
  s.shop.shipping.country = "";
  s.news();
  EXPECT_EQ(s.asks(ask::remake, {.text = "misprint"}), "blocked");
}

} // namespace
} // namespace dastomized::tests

// What an action would do is told before it is done, and then it does that.
#include "domain/choices.hpp"
#include "tests/domain/story.hpp"

#include <algorithm>

namespace dastomized::tests {
namespace {

choice would(const story& s, std::string_view action) {
  auto all = choices_of(s.o, s.rules, s.now);
  return std::ranges::find(all, action, &named_choice::name)->what;
}

std::string primary(const story& s) {
  return primary_action(s.o, s.rules, s.now);
}

const std::string* effect_of(const std::vector<status_choice>& all,
                             std::string_view status) {
  auto it = std::ranges::find(all, status, &status_choice::status);
  return it == all.end() ? nullptr : &it->effect;
}

TEST(Choices, AHoldSaysWhatIsLeftAndWhatTheStoreWillShow) {
  story s;
  s.news();
  s.now = s.o.count.due - 3h - 12min;
  auto c = would(s, "hold");
  EXPECT_TRUE(c.allowed);
  EXPECT_EQ(c.effect, "The countdown stops with 3 h 12 min left; the store's "
                      "order becomes On hold.");
  EXPECT_EQ(would(s, "hold_until").effect,
            "The countdown stops with 3 h 12 min left; the hold ends by itself "
            "at 2025-11-03 08:48 UTC; the store's order becomes On hold.");
}

TEST(Choices, AReleaseSaysWhenItWillEnd) {
  story s;
  s.news();
  s.pass(20h);
  s.becomes("on-hold");
  s.pass(10h);
  EXPECT_EQ(would(s, "release").effect,
            "The countdown goes on and ends at 2025-11-02 22:00 UTC, 4 h 0 min "
            "from now; the store's order becomes Processing.");
}

TEST(Choices, MoreTimeSaysTheOldAndTheNewEnd) {
  story s;
  s.news();
  s.pass(23h);
  EXPECT_EQ(would(s, "extend").effect,
            "The countdown ends at 2025-11-02 13:00 UTC, 2 h 0 min from now "
            "instead of at 2025-11-02 12:00 UTC.");
  EXPECT_EQ(would(s, "restart").effect,
            "The countdown ends at 2025-11-03 11:00 UTC, 24 h 0 min from now "
            "instead of at 2025-11-02 12:00 UTC.");
}

TEST(Choices, ASubmissionSaysHowMuchGoesWhere) {
  story s;
  s.shop.lines[0].quantity = 3;
  s.shop.lines.push_back(shirt(2, "SO-1"));
  s.news();
  EXPECT_EQ(would(s, "submit").effect, "3 pieces go to cats to be made; 1 "
                                       "piece goes to shine to be made.");
}

TEST(Choices, ASubmissionThatReadsFirstSaysWhatFollowsTheRead) {
  story s;
  s.shop.refunds.push_back({5, "one less", "-5.00"});
  s.news();
  EXPECT_EQ(would(s, "submit").effect, "1 piece goes to cats to be made.");
}

TEST(Choices, PrintFilesAreTakenAsTheyWereSeenLast) {
  story s;
  s.rules.check_artwork = true;
  s.news();
  EXPECT_EQ(would(s, "submit").effect,
            "The print files are looked at first; 1 piece goes to cats to be "
            "made.");
  EXPECT_EQ(would(s, "hold").effect,
            "The countdown stops with 24 h 0 min left; the store's order "
            "becomes On hold.");
  artwork_look gone;
  gone.verdict = artwork_verdict::not_there;
  gone.words = "HTTP 404";
  auto look = s.did<look_at_artwork>().at(0);
  s.feed(artwork_seen{s.now, look.number, {{look.urls.at(0), gone}}});
  EXPECT_TRUE(would(s, "submit")
                  .effect.starts_with("Nothing is sent: the final design of "
                                      "\"Shirt\" is not there: HTTP "
                                      "404"))
      << would(s, "submit").effect;
  EXPECT_EQ(primary(s), "fix");
}

TEST(Choices, WhatBlocksASubmissionIsSaidWithWhatToDo) {
  story s;
  s.shop.shipping.postcode = s.shop.billing.postcode = "";
  s.news();
  auto c = would(s, "submit");
  EXPECT_TRUE(c.allowed);
  EXPECT_EQ(c.effect, "Nothing is sent: the postcode is missing (complete the "
                      "address in the store's order).");
  EXPECT_EQ(primary(s), "fix");
}

TEST(Choices, AFreezeIsNamedAsWhatASubmissionWaitsFor) {
  story s;
  s.news();
  s.rules.freezes = {total_freeze()};
  EXPECT_EQ(would(s, "submit").effect,
            "Nothing is sent until the freeze is lifted: peak.");
}

TEST(Choices, WhatIsRefusedSaysWhy) {
  story s;
  s.news();
  s.submitted();
  auto c = would(s, "submit");
  EXPECT_FALSE(c.allowed);
  EXPECT_EQ(c.code, "already_submitted");
  EXPECT_FALSE(c.why.empty());
  EXPECT_EQ(c.effect, "");
  EXPECT_EQ(would(s, "retry").code, "nothing_failed");
  EXPECT_EQ(would(s, "resolve").code, "not_unknown");
  EXPECT_EQ(would(s, "clear-twin").code, "no_twin");
}

TEST(Choices, OnlyWhatTheStoreKnowsIsOfferedAndNotWhatItHas) {
  story s;
  s.rules.statuses = {"processing", "on-hold", "completed", "packed", "trash"};
  s.news();
  auto all = status_choices(s.o, s.rules, s.now);
  EXPECT_EQ(all.size(), 3u);
  EXPECT_EQ(effect_of(all, "processing"), nullptr);
  EXPECT_EQ(effect_of(all, "trash"), nullptr);
  ASSERT_NE(effect_of(all, "completed"), nullptr);
  EXPECT_EQ(*effect_of(all, "completed"),
            "The countdown ends; the store's order becomes Completed.");
  EXPECT_EQ(status_title("packed"), "Packed");
  EXPECT_TRUE(would(s, "status").allowed);
}

TEST(Choices, AStatusBeingWrittenCanBeWithdrawn) {
  story s;
  s.news();
  s.asks(ask::hold);
  EXPECT_EQ(would(s, "hold").code, "same_status");
  EXPECT_EQ(would(s, "cancel-status").effect,
            "The countdown goes on and ends at 2025-11-02 12:00 UTC, 24 h 0 "
            "min from now; the change to On hold is withdrawn.");
}

TEST(Choices, AnUnknownPartTellsBothWaysOut) {
  story s;
  s.news();
  s.asks(ask::submit);
  s.answer(silence());
  auto c = choices_of(s.first(), s.o, s.rules, s.now);
  EXPECT_EQ(c.resolve_there.effect,
            "The countdown ends; " + s.first().reference +
                " counts as taken by cats and is never sent again.");
  EXPECT_EQ(c.resolve_not_there.code, "not_looked_up");
  EXPECT_EQ(c.remake.code, "not_submitted");
  EXPECT_TRUE(would(s, "resolve").allowed);
  EXPECT_EQ(primary(s), "resolve");
}

TEST(Choices, ARemakeSaysThatItIsMadeOnceMore) {
  story s;
  s.news();
  s.submitted();
  EXPECT_EQ(choices_of(s.first(), s.o, s.rules, s.now).remake.effect,
            "1 piece goes to cats to be made once more.");
}

TEST(Choices, TellingChangesNothing) {
  story s;
  s.news();
  auto before = s.o;
  choices_of(s.o, s.rules, s.now);
  status_choices(s.o, s.rules, s.now);
  EXPECT_EQ(s.o, before);
}

TEST(Choices, ThePrimaryActionFollowsTheState) {
  struct row {
    const char* action;
    void (*make)(story&);
  };
  const row rows[] = {
      {"submit", [](story&) {}},
      {"release", [](story& s) { s.becomes("on-hold"); }},
      {"", [](story& s) { s.becomes("cancelled"); }},
      {"", [](story& s) { s.becomes("pending"); }},
      {"", [](story& s) { s.asks(ask::submit); }},
      {"view_at_provider", [](story& s) { s.submitted(); }},
      {"retry",
       [](story& s) {
         s.asks(ask::submit);
         s.answer(no());
       }},
      {"clear-twin",
       [](story& s) {
         s.o.twin_of = order_key{"shop", 1041};
       }},
      {"view_at_provider",
       [](story& s) {
         s.submitted();
         s.gone("trash");
       }},
  };
  for (const auto& r : rows) {
    story s;
    s.news();
    s.pass(1min);
    r.make(s);
    EXPECT_EQ(primary(s), r.action) << s.o.said.status;
  }
}

} // namespace
} // namespace dastomized::tests

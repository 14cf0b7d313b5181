#include <gtest/gtest.h>

#include "access/roster_text.hpp"

namespace dastomized::access {
namespace {

constexpr instant noon{1'772'452'800'000ms};
const session_limits limits;

roster a_roster() {
  roster r;
  EXPECT_TRUE(add_user(r, {"ada", role::admin, "hash", false, noon}));
  EXPECT_TRUE(add_user(r, {"ben", role::viewer, "", false, noon}));
  begin_session(r, "s-ada", "ada", noon);
  begin_session(r, "s-ben", "ben", noon);
  return r;
}

TEST(Roster, LetsInByASessionUntilItIsIdleOrOld) {
  auto r = a_roster();
  auto who = by_session(r, "s-ben", limits, noon);
  ASSERT_TRUE(who);
  EXPECT_EQ(*who,
            (identity{"ben", role::viewer, entrance::session, noon + 12h}));
  EXPECT_FALSE(by_session(r, "s-be", limits, noon));
  EXPECT_FALSE(by_session(r, "", limits, noon));
  EXPECT_TRUE(by_session(r, "s-ben", limits, noon + 12h - 1ms));
  EXPECT_FALSE(by_session(r, "s-ben", limits, noon + 12h));
  auto t = noon;
  for (; t < noon + 7 * 24h; t += 6h)
    touch_session(r, "s-ben", limits, t);
  EXPECT_FALSE(by_session(r, "s-ben", limits, noon + 7 * 24h));
  EXPECT_TRUE(by_session(r, "s-ben", limits, noon + 7 * 24h - 1ms));
}

TEST(Roster, KeepsNoSecretThatOpens) {
  auto r = a_roster();
  add_link(r, "l-ada", "ada", noon + 15min);
  auto text = text_of(r);
  for (const char* secret : {"s-ada", "s-ben", "l-ada"})
    EXPECT_EQ(text.find(secret), text.npos);
}

TEST(Roster, IsWrittenDownOncePerMinuteAtMost) {
  auto r = a_roster();
  EXPECT_FALSE(touch_session(r, "s-ben", limits, noon + 59s));
  EXPECT_TRUE(touch_session(r, "s-ben", limits, noon + 60s));
  EXPECT_FALSE(touch_session(r, "s-ben", limits, noon + 61s));
  EXPECT_FALSE(touch_session(r, "nobody", limits, noon + 5h));
  EXPECT_TRUE(touch_session(r, "s-ada", {20s, 1h}, noon + 5s));
}

TEST(Roster, AChangeOfAUserEndsTheirSessionsAndLinks) {
  for (const auto& change :
       {user_change{role::operator_, {}, {}}, user_change{{}, "new", {}},
        user_change{{}, {}, true}}) {
    auto r = a_roster();
    add_link(r, "l-ben", "ben", noon + 15min);
    ASSERT_TRUE(change_user(r, "ben", change));
    EXPECT_FALSE(by_session(r, "s-ben", limits, noon));
    EXPECT_FALSE(use_link(r, "l-ben", noon));
    EXPECT_TRUE(by_session(r, "s-ada", limits, noon));
  }
}

TEST(Roster, TheLastAdminStays) {
  auto r = a_roster();
  EXPECT_EQ(remove_user(r, "ada").error().kind, fault::refused);
  EXPECT_EQ(change_user(r, "ada", {role::viewer, {}, {}}).error().kind,
            fault::refused);
  EXPECT_EQ(change_user(r, "ada", {{}, {}, true}).error().kind, fault::refused);
  EXPECT_TRUE(change_user(r, "ada", {{}, "better", {}}));
  ASSERT_TRUE(change_user(r, "ben", {role::admin, {}, {}}));
  EXPECT_TRUE(remove_user(r, "ada"));
  EXPECT_EQ(remove_user(r, "ada").error().kind, fault::not_found);
}

TEST(Roster, ADisabledUserComesInNoWay) {
  auto r = a_roster();
  ASSERT_TRUE(change_user(r, "ben", {{}, {}, true}));
  begin_session(r, "again", "ben", noon);
  add_link(r, "l-ben", "ben", noon + 15min);
  EXPECT_FALSE(by_session(r, "again", limits, noon));
  EXPECT_FALSE(use_link(r, "l-ben", noon));
}

TEST(Roster, AUserHasSoManySessionsAndTheOldestGoes) {
  auto r = a_roster();
  for (int i = 1; i < 20; ++i)
    begin_session(r, "b" + std::to_string(i), "ben", noon + i * 1s);
  touch_session(r, "s-ben", limits, noon + 2min);
  begin_session(r, "one more", "ben", noon + 3min);
  EXPECT_FALSE(by_session(r, "b1", limits, noon));
  EXPECT_TRUE(by_session(r, "s-ben", limits, noon)) << "it was used since";
  EXPECT_TRUE(by_session(r, "b2", limits, noon));
  EXPECT_TRUE(by_session(r, "one more", limits, noon));
  EXPECT_TRUE(by_session(r, "s-ada", limits, noon)) << "is another's";
}

TEST(Roster, ALinkOpensOnceAndInTime) {
  auto r = a_roster();
  add_link(r, "one", "ben", noon + 15min);
  add_link(r, "late", "ben", noon + 15min);
  EXPECT_EQ(use_link(r, "one", noon), "ben");
  EXPECT_FALSE(use_link(r, "one", noon));
  EXPECT_FALSE(use_link(r, "late", noon + 15min));
}

TEST(Roster, ATokenOpensUntilItEndsOrIsTakenAway) {
  auto r = a_roster();
  token t{"t1",
          "robot",
          role::operator_,
          "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
          noon,
          noon + 1h}; // of "secret"
  ASSERT_TRUE(add_token(r, t));
  EXPECT_EQ(by_token(r, "secret", noon),
            (identity{"robot", role::operator_, entrance::token, noon + 1h}));
  EXPECT_FALSE(by_token(r, "Secret", noon));
  EXPECT_FALSE(by_token(r, t.hash, noon));
  EXPECT_FALSE(by_token(r, "secret", noon + 1h));
  ASSERT_TRUE(remove_token(r, "t1"));
  EXPECT_FALSE(by_token(r, "secret", noon));
  EXPECT_EQ(remove_token(r, "t1").error().kind, fault::not_found);
}

TEST(Roster, NobodyIsCalledLikeSomethingElse) {
  for (const char* no : {"", "store", "countdown", "rules", "api_token", "Ada",
                         "a b", "-a", "a/b", "\xC3\xBCnal"})
    EXPECT_FALSE(is_user_name(no)) << no;
  EXPECT_FALSE(is_user_name(std::string(65, 'a')));
  for (const char* yes : {"ada", "a.b-c_d@example.com", "7"})
    EXPECT_TRUE(is_user_name(yes)) << yes;
  auto r = a_roster();
  EXPECT_EQ(add_user(r, {"ada", role::viewer, "", false, noon}).error().kind,
            fault::conflict);
}

TEST(Roster, AUserAndATokenNeverHaveOneName) {
  auto r = a_roster();
  token t{"t1", "ada", role::viewer, "h", noon, {}};
  EXPECT_EQ(add_token(r, t).error().kind, fault::conflict);
  t.name = "robot";
  ASSERT_TRUE(add_token(r, t));
  EXPECT_EQ(add_user(r, {"robot", role::viewer, "", false, noon}).error().kind,
            fault::conflict);
}

TEST(Roster, SigningOutElsewhereKeepsThisSession) {
  auto r = a_roster();
  begin_session(r, "phone", "ben", noon);
  end_others(r, "ben", "phone");
  EXPECT_FALSE(by_session(r, "s-ben", limits, noon));
  EXPECT_TRUE(by_session(r, "phone", limits, noon));
  EXPECT_TRUE(by_session(r, "s-ada", limits, noon));
}

TEST(Roster, WhatHasEndedIsTakenAway) {
  auto r = a_roster();
  add_link(r, "l", "ben", noon + 15min);
  tidy(r, limits, noon + 13h);
  EXPECT_TRUE(r.sessions.empty());
  EXPECT_TRUE(r.links.empty());
  EXPECT_EQ(r.users.size(), 2u);
}

TEST(Roster, IsReadAsItWasWritten) {
  auto r = a_roster();
  ASSERT_TRUE(add_token(r, {"t1", "robot", role::viewer, "h", noon, {}}));
  ASSERT_TRUE(add_token(r, {"t2", "robot", role::admin, "i", noon, noon + 1h}));
  add_link(r, "l", "ben", noon + 15min);
  EXPECT_EQ(roster_in(text_of(r)).value(), r);
}

TEST(Roster, DamageLetsNobodyIn) {
  auto text = text_of(a_roster());
  for (std::size_t cut : {std::size_t{0}, text.size() / 2, text.size() - 1})
    EXPECT_EQ(roster_in(text.substr(0, cut)).error().kind, fault::storage);
  auto wrong = text;
  wrong.replace(wrong.find("admin"), 5, "owner");
  EXPECT_FALSE(roster_in(wrong));
  EXPECT_FALSE(roster_in("{\"format\":2}"));
}

} // namespace
} // namespace dastomized::access

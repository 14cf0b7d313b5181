#include <gtest/gtest.h>

#include "access/login_limit.hpp"
#include <vector>

namespace dastomized::access {
namespace {

constexpr instant noon{1'772'452'800'000ms};
constexpr login_limits few{3, 5, 8, 15min, 24h, 100};

// One attempt to sign in, or many.
struct attempt {
  std::string name, from;
  bool succeeds = false;
  unsigned times = 1;
  milliseconds after{0};
};

struct row {
  const char* story;
  std::vector<attempt> before;
  attempt now;
  std::optional<milliseconds> wait;
};

const std::vector<row> rows{
    {"a first attempt", {}, {"ada", "10.0.0.1"}, {}},
    {"one that has some left",
     {{"ada", "10.0.0.1", false, 2}},
     {"ada", "10.0.0.1"},
     {}},
    {"one too many from there",
     {{"ada", "10.0.0.1", false, 3}},
     {"ada", "10.0.0.1", false, 1, 5min},
     10min},
    {"the window is over",
     {{"ada", "10.0.0.1", false, 3}},
     {"ada", "10.0.0.1", false, 1, 15min},
     {}},
    {"somebody else's failures from elsewhere",
     {{"ada", "10.0.0.1", false, 3}},
     {"ada", "10.9.9.9"},
     {}},
    {"another name from there",
     {{"ada", "10.0.0.1", false, 3}},
     {"ben", "10.0.0.1"},
     {}},
    {"an address that tries many names",
     {{"ada", "10.0.0.1", false, 2},
      {"ben", "10.0.0.1", false, 2},
      {"cy", "10.0.0.1"}},
     {"dan", "10.0.0.1"},
     15min},
    {"a name tried from many addresses",
     {{"ada", "10.0.0.1", false, 2},
      {"ada", "10.0.0.2", false, 2},
      {"ada", "10.0.0.3", false, 2},
      {"ada", "10.0.0.4", false, 2}},
     {"ada", "10.0.0.5"},
     15min},
    {"its owner, from where it signed in before",
     {{"ada", "10.0.0.5", true},
      {"ada", "10.0.0.1", false, 2},
      {"ada", "10.0.0.2", false, 2},
      {"ada", "10.0.0.3", false, 2},
      {"ada", "10.0.0.4", false, 2}},
     {"ada", "10.0.0.5"},
     {}},
    {"its owner, beside somebody who tries many names",
     {{"ada", "10.0.0.1", true},
      {"ben", "10.0.0.1", false, 3},
      {"cy", "10.0.0.1", false, 3}},
     {"ada", "10.0.0.1"},
     {}},
    {"guesses from where the owner signed in",
     {{"ada", "10.0.0.1", true}, {"ada", "10.0.0.1", false, 3}},
     {"ada", "10.0.0.1"},
     15min},
    {"that was too long ago",
     {{"ada", "10.0.0.1", true}, {"ben", "10.0.0.1", false, 5, 24h}},
     {"ada", "10.0.0.1", false, 1, 24h},
     15min},
    {"a success clears the failures from there",
     {{"ada", "10.0.0.1", false, 2},
      {"ada", "10.0.0.1", true},
      {"ada", "10.0.0.1", false, 2}},
     {"ada", "10.0.0.1"},
     {}},
    {"a connection of IPv6 is one address",
     {{"ada", "2001:db8::1", false, 2}, {"ada", "2001:db8::2"}},
     {"ada", "2001:db8::3"},
     15min},
    {"an IPv4 address in either spelling",
     {{"ada", "::ffff:10.0.0.1", false, 3}},
     {"ada", "10.0.0.1"},
     15min},
    {"links do not count for a name",
     {{"", "10.0.0.1", false, 4}},
     {"", "10.0.0.1"},
     {}},
    {"but for the address",
     {{"", "10.0.0.1", false, 5}},
     {"", "10.0.0.1"},
     15min},
    {"which names share",
     {{"", "10.0.0.1", false, 5}},
     {"ada", "10.0.0.1"},
     15min},
    {"links of others elsewhere",
     {{"", "10.0.0.1", false, 50}},
     {"", "10.0.0.2"},
     {}},
    {"a clock set back locks nobody out",
     {{"ada", "10.0.0.1", false, 3}},
     {"ada", "10.0.0.1", false, 1, -24h},
     {}},
};

TEST(LoginLimit, CountsForWhomItShould) {
  for (const auto& [story, before, now, wait] : rows) {
    login_limit l(few);
    for (const auto& a : before)
      for (unsigned i = 0; i < a.times; ++i)
        a.succeeds ? l.succeeded(a.name, a.from, noon + a.after)
                   : l.failed(a.name, a.from, noon + a.after);
    EXPECT_EQ(l.wait(now.name, now.from, noon + now.after), wait) << story;
  }
}

TEST(LoginLimit, AClockSetBackLocksNobodyOutForLong) {
  login_limit l(few);
  for (int i = 0; i < 3; ++i)
    l.failed("ada", "a", noon);
  for (int i = 0; i < 3; ++i)
    l.failed("ada", "a", noon - 24h);
  EXPECT_EQ(l.wait("ada", "a", noon - 24h), milliseconds{15min});
}

TEST(LoginLimit, TheNewestAreCountedHoweverManyThereAre) {
  login_limit l(few);
  for (int i = 0; i < 1000; ++i)
    l.failed("name" + std::to_string(i), "a" + std::to_string(i), noon);
  for (int i = 0; i < 3; ++i)
    l.failed("late", "a7", noon);
  EXPECT_TRUE(l.wait("late", "a7", noon));
}

TEST(LoginLimit, KeepsSoManyAndForgetsTheOldest) {
  recent_counts c(2);
  c.add("a", noon, 15min);
  c.add("b", noon, 15min);
  c.add("a", noon, 15min);
  c.add("c", noon, 15min);
  EXPECT_EQ(c.size(), 2u);
  EXPECT_EQ(c.of("a"), nullptr);
  ASSERT_NE(c.of("b"), nullptr);
  EXPECT_EQ(c.of("c")->number, 1u);
  c.add("b", noon + 15min, 15min); // begins anew: now c is the oldest
  c.add("d", noon, 15min);
  EXPECT_EQ(c.of("c"), nullptr);
  EXPECT_NE(c.of("b"), nullptr);
}

} // namespace
} // namespace dastomized::access

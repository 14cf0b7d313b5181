#include "http/refusal_tally.hpp"

#include <gtest/gtest.h>

namespace dastomized::http {
namespace {

const instant noon{std::chrono::sys_days{std::chrono::January / 31 / 2026} +
                   12h};

class tally_test : public testing::Test {
protected:
  // How many entries that makes.
  std::size_t add(const std::string& from, const std::string& whose = "",
                  milliseconds after = 0s) {
    storage::audit_entry e;
    e.at = noon + after;
    e.from = from;
    e.who = whose;
    e.status = 403;
    e.what = "no";
    return tally_.add(e, whose).size();
  }

  refusal_tally tally_{{2, 5, 1h}};
};

TEST_F(tally_test, WritesTheFirstAndCountsTheRestOfAWindow) {
  EXPECT_EQ(add("10.0.0.1"), 1u);
  EXPECT_EQ(add("10.0.0.1"), 1u);
  for (int i = 0; i < 7; ++i)
    EXPECT_EQ(add("10.0.0.1"), 0u);
  EXPECT_TRUE(tally_.over(noon + 59min).empty());
  auto told = tally_.over(noon + 1h);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].from, "10.0.0.1");
  EXPECT_EQ(told[0].what, "no; the last of 7 such requests since "
                          "2026-01-31 12:00:00 UTC that were only counted");
  EXPECT_TRUE(tally_.over(noon + 2h).empty());
  EXPECT_EQ(add("10.0.0.1", "", 2h), 1u) << "a new window";
}

TEST_F(tally_test, TellsWhatItCountedWithTheNextOfAnybody) {
  for (int i = 0; i < 3; ++i)
    add("10.0.0.1");
  EXPECT_EQ(add("10.0.0.2", "", 1h), 2u);
}

TEST_F(tally_test, CallersHaveTheirOwnNumbers) {
  for (int i = 0; i < 3; ++i)
    add("10.0.0.1", "session ada");
  EXPECT_EQ(add("10.0.0.1", "session bob"), 1u);
  EXPECT_EQ(add("10.0.0.1"), 1u);
  EXPECT_EQ(add("2001:db8::1"), 1u);
  EXPECT_EQ(add("2001:db8::2"), 1u);
  EXPECT_EQ(add("2001:db8::3"), 0u) << "the same connection";
}

TEST_F(tally_test, StrangersTogetherHaveSoManyEntries) {
  std::size_t written = 0;
  for (int i = 0; i < 1000; ++i)
    written +=
        add("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250));
  EXPECT_EQ(written, 5u);
  EXPECT_EQ(add("10.0.0.1", "session ada"), 1u) << "is no stranger";
  auto told = tally_.over(noon + 1h);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_NE(told[0].what.find("of 995 such requests from many addresses"),
            std::string::npos)
      << told[0].what;
}

TEST_F(tally_test, AClockSetBackBeginsAnew) {
  for (int i = 0; i < 3; ++i)
    add("10.0.0.1");
  EXPECT_EQ(add("10.0.0.1", "", -1h), 2u);
}

TEST_F(tally_test, AtTheEndAllIsTold) {
  for (int i = 0; i < 3; ++i)
    add("10.0.0.1", "session ada");
  EXPECT_EQ(tally_.rest().size(), 1u);
  EXPECT_TRUE(tally_.rest().empty());
}

} // namespace
} // namespace dastomized::http

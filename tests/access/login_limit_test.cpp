#include <gtest/gtest.h>

#include "access/login_limit.hpp"

namespace dastomized::access {
namespace {

constexpr instant noon{1'772'452'800'000ms};

TEST(LoginLimit, StopsANameAfterItsFailuresUntilTheWindowEnds) {
  login_limit l({3, 100, 15min});
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(l.wait("ada", "10.0.0.1", noon)) << i;
    l.failed("ada", "10.0.0.1", noon + i * 1min);
  }
  EXPECT_EQ(l.wait("ada", "10.9.9.9", noon + 5min), milliseconds{10min});
  EXPECT_FALSE(l.wait("ben", "10.0.0.1", noon + 5min));
  EXPECT_FALSE(l.wait("ada", "10.0.0.1", noon + 15min));
}

TEST(LoginLimit, StopsAnAddressThatTriesManyNames) {
  login_limit l({5, 4, 15min});
  for (int i = 0; i < 4; ++i)
    l.failed("name" + std::to_string(i), "10.0.0.1", noon);
  EXPECT_TRUE(l.wait("fresh", "10.0.0.1", noon));
  EXPECT_FALSE(l.wait("fresh", "10.0.0.2", noon));
}

TEST(LoginLimit, ASuccessClearsTheName) {
  login_limit l({2, 100, 15min});
  l.failed("ada", "a", noon);
  l.succeeded("ada");
  l.failed("ada", "a", noon);
  EXPECT_FALSE(l.wait("ada", "a", noon));
}

TEST(LoginLimit, AClockSetBackLocksNobodyOutForLong) {
  login_limit l({1, 100, 15min});
  l.failed("ada", "a", noon);
  EXPECT_FALSE(l.wait("ada", "a", noon - 24h));
  l.failed("ada", "a", noon - 24h);
  EXPECT_EQ(l.wait("ada", "a", noon - 24h), milliseconds{15min});
}

TEST(LoginLimit, CountsOnByAddressWhenThereAreTooManyNames) {
  login_limit l({1, 3, 15min});
  for (int i = 0; i < 10'050; ++i)
    l.failed("name" + std::to_string(i), "a" + std::to_string(i), noon);
  for (int i = 0; i < 3; ++i)
    l.failed("late", "a7", noon);
  EXPECT_TRUE(l.wait("late", "a7", noon));
  l.failed("later", "b", noon + 1h); // the old ones have made room
  EXPECT_TRUE(l.wait("later", "c", noon + 1h));
}

} // namespace
} // namespace dastomized::access

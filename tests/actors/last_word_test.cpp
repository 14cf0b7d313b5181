#include "actors/last_word.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dastomized::actors {
namespace {

TEST(LastWord, IsThatOfTheOneThatBeganLast) {
  last_word w;
  std::string told;
  auto say = [&](std::uint64_t turn, const char* what) {
    w.tell(turn, [&, what] { told += what; });
  };
  auto first = w.begin(), second = w.begin();
  say(first, "a");
  say(second, "b");
  EXPECT_EQ(told, "ab");
  auto third = w.begin(), fourth = w.begin();
  say(fourth, "d");
  say(third, "c"); // ended late, and knows less
  EXPECT_EQ(told, "abd");
}

} // namespace
} // namespace dastomized::actors

#include "config/units.hpp"

#include <gtest/gtest.h>

namespace dastomized::config {
namespace {

struct row {
  const char* text;
  milliseconds means;
};

TEST(Durations, AreReadAsPeopleWriteThem) {
  for (const auto& r :
       {row{"24h", 24h}, row{"90m", 90min}, row{"30s", 30s},
        row{"500ms", 500ms}, row{"7d", 7 * 24h}, row{"2w", 14 * 24h},
        row{"2y", 730 * 24h}, row{"1h30m", 90min}, row{"1m500ms", 60'500ms},
        row{"0s", 0s}, row{"36500d", 36'500 * 24h}}) {
    auto d = parse_duration(r.text);
    ASSERT_TRUE(d) << r.text;
    EXPECT_EQ(*d, r.means) << r.text;
  }
}

TEST(Durations, WithoutUnitSenseOrLimitAreRefused) {
  for (auto text : {"", "30", "h", "1 h", "-1s", "1.5h", "1h1h", "30m1h", "1H",
                    "1hour", "s30", "36501d", "99999999999999999999s",
                    "18446744073709551615ms", "1h ", "1h-1m"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Durations, AreShownShort) {
  for (const auto& r :
       {row{"1d", 24h}, row{"1h30m", 90min}, row{"30s", 30s},
        row{"1m500ms", 60'500ms}, row{"0s", 0s}, row{"730d", 730 * 24h}})
    EXPECT_EQ(show_duration(r.means), r.text);
}

TEST(Sizes, AreReadAndShown) {
  EXPECT_EQ(*parse_size("10MiB"), 10u << 20);
  EXPECT_EQ(*parse_size("64KiB"), 65536u);
  EXPECT_EQ(*parse_size("512B"), 512u);
  for (auto text : {"", "10", "10MB", "10 MiB", "5GiB", "-1B"})
    EXPECT_FALSE(parse_size(text)) << text;
  EXPECT_EQ(show_size(10u << 20), "10MiB");
  EXPECT_EQ(show_size(1025), "1025B");
}

} // namespace
} // namespace dastomized::config

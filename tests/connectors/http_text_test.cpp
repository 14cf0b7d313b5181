// URLs, headers and dates as text.
#include "connectors/http.hpp"

#include <gtest/gtest.h>

namespace dastomized::connectors {
namespace {

TEST(http_text, SecretsAreRedacted) {
  EXPECT_EQ(redacted("https://a.b/c?consumer_key=ck_1&page=2&token=x"),
            "https://a.b/c?consumer_key=***&page=2&token=***");
  EXPECT_EQ(redacted("https://a.b/c?API%5fkey=1&oauth_nonce=2#f"),
            "https://a.b/c?API%5fkey=***&oauth_nonce=***#f");
  EXPECT_EQ(redacted("https://me:p@ss@a.b/c@d"), "https://***@a.b/c@d");
  EXPECT_EQ(redacted("https://a.b/c?x&y=1"), "https://a.b/c?x&y=1");
  EXPECT_EQ(redacted("https://a.b?consumer_secret=cs"),
            "https://a.b?consumer_secret=***");
  EXPECT_EQ(redacted(""), "");
}

TEST(http_text, PercentEncodingKeepsUnreservedCharactersOnly) {
  EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encoded("a b&c/\xc3\xa9%"), "a%20b%26c%2F%C3%A9%25");
}

TEST(http_text, HeadersAreFoundWithoutCase) {
  http_response r;
  r.headers = {{"Retry-After", "3"}, {"retry-after", "4"}};
  EXPECT_EQ(r.header("RETRY-AFTER"), "3");
  EXPECT_EQ(r.header("Retry"), std::nullopt);
}

TEST(http_text, ADateIsOneOfTheCalendar) {
  EXPECT_TRUE(http_date("Sun, 06 Nov 1994 08:49:37 GMT"));
  EXPECT_FALSE(http_date("Sun, 06 Nov 1994 24:49:37 GMT"));
  EXPECT_FALSE(http_date("Sun, 06 Nov 1994 08:-1:37 GMT"));
  EXPECT_FALSE(http_date("Sun, 06 Nov 1994 08:-0:37 GMT"));
  EXPECT_FALSE(http_date("Sun, 31 Feb 1994 08:49:37 GMT"));
}

} // namespace
} // namespace dastomized::connectors

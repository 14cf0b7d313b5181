// Looks at print files over real sockets.
#include "connectors/artwork.hpp"
#include "connectors/http_client.hpp"
#include "tests/connectors/loopback.hpp"

#include <gtest/gtest.h>

#include <future>

namespace dastomized::connectors {
namespace {

using dastomized::testing::line;
using dastomized::testing::loopback;
using enum artwork_verdict;

std::unique_ptr<http_client> client() {
  return std::move(http_client::start({}).value());
}

artwork_look seen(http_client& c, const std::string& url,
                  const artwork_limits& l) {
  std::promise<artwork_look> got;
  lead<artwork_look>(c, look_at(url, l),
                     [&](artwork_look x) { got.set_value(std::move(x)); });
  return got.get_future().get();
}

TEST(ArtworkFetch, ALookAtAPrivateAddressIsAWarning) {
  const loopback other{{[](line& l) {
    l.hear();
    l.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }}};
  const auto c = client();
  auto got = seen(*c, other.url("/a.png"), {});
  EXPECT_EQ(got.verdict, unsure);
  EXPECT_NE(got.words.find("not a public one"), std::string::npos) << got.words;
  artwork_limits l;
  l.allow_private = true;
  EXPECT_EQ(seen(*c, other.url("/a.png"), l).verdict, not_an_image);
}

TEST(ArtworkFetch, ALookFollowsARedirect) {
  const loopback other{{[](line& l) {
    l.hear();
    l.say("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(l.hear().target(), "/b");
    l.say("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  }}};
  const auto c = client();
  artwork_limits l;
  l.allow_private = true;
  EXPECT_EQ(seen(*c, other.url("/a"), l).verdict, not_there);
}

TEST(ArtworkFetch, MoreThanIsAllowedIsTooLargeWhereverItIsNoticed) {
  const loopback other{{[](line& l) {
    l.hear();
    l.say("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    for (int i = 0; i < 100; ++i)
      l.say(std::string(1000, 'x'));
  }}};
  const auto c = client();
  artwork_limits l;
  l.allow_private = true;
  l.bytes_max = 5000;
  EXPECT_EQ(seen(*c, other.url("/a"), l).verdict, too_large);
}

} // namespace
} // namespace dastomized::connectors

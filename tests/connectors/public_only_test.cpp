// URLs that come with orders do not lead into the local network.
#include "connectors/http_client.hpp"
#include "connectors/public_address.hpp"
#include "tests/connectors/loopback.hpp"

#include <gtest/gtest.h>

#include <future>

namespace dastomized::connectors {
namespace {

using dastomized::testing::line;
using dastomized::testing::loopback;

bool open(const char* address) {
  return is_public(boost::asio::ip::make_address(address));
}

TEST(PublicAddress, OnlyWhatBelongsToTheInternet) {
  for (auto* a : {"1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255",
                  "172.32.0.0", "100.63.255.255", "100.128.0.0", "11.0.0.0",
                  "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
                  "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"})
    EXPECT_TRUE(open(a)) << a;
  for (auto* a : {"0.0.0.0",        "0.1.2.3",         "10.0.0.1",
                  "100.64.0.1",     "100.127.255.255", "127.0.0.1",
                  "127.255.0.1",    "169.254.169.254", "172.16.0.1",
                  "172.31.255.255", "192.0.0.8",       "192.0.2.1",
                  "192.168.1.1",    "198.18.0.1",      "198.19.255.255",
                  "198.51.100.7",   "203.0.113.7",     "224.0.0.1",
                  "239.1.1.1",      "240.0.0.1",       "255.255.255.255"})
    EXPECT_FALSE(open(a)) << a;
  for (auto* a :
       {"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
        "2002:7f00:1::1", "2002:c0a8:101::1", "3fff::1", "fc00::1", "fd12::1",
        "fe80::1", "fec0::1", "ff02::1"})
    EXPECT_FALSE(open(a)) << a;
}

std::unique_ptr<http_client> client() {
  return std::move(http_client::start({}).value());
}

http_outcome asked(http_client& c, std::string url, bool public_only,
                   std::size_t body_max = 1000) {
  http_request r;
  r.method = "GET";
  r.url = std::move(url);
  r.public_only = public_only;
  r.body_max = body_max;
  std::promise<http_outcome> got;
  c.send(std::move(r), [&](http_outcome o) { got.set_value(std::move(o)); });
  return got.get_future().get();
}

void say_ok(line& l) {
  for (int i = 0; i < 2; ++i) {
    l.hear();
    l.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }
}

TEST(PublicOnly, NothingIsSentToAPrivateAddress) {
  const loopback other{{say_ok}};
  const auto c = client();
  auto port = std::to_string(other.port());
  for (auto host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]",
                    "2130706433", "0x7f.1", "0"}) {
    auto got =
        asked(*c, "http://" + std::string(host) + ":" + port + "/", true);
    auto* e = std::get_if<http_error>(&got);
    ASSERT_TRUE(e) << host;
    EXPECT_EQ(e->at, http_error::stage::not_sent);
  }
  EXPECT_TRUE(
      std::holds_alternative<http_response>(asked(*c, other.url("/"), false)));
}

TEST(PublicOnly, AnOpenConnectionOfOthersIsNoWayIn) {
  const loopback other{{say_ok}};
  const auto c = client();
  ASSERT_TRUE(std::holds_alternative<http_response>(
      asked(*c, other.url("/"), false))); // kept alive
  EXPECT_TRUE(
      std::holds_alternative<http_error>(asked(*c, other.url("/"), true)));
}

TEST(PublicOnly, AnAnswerThatIsTooLargeIsKnownAsSuch) {
  const loopback other{{[](line& l) {
    l.hear();
    l.say("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n");
    l.wait_for_close();
  }}};
  const auto c = client();
  auto got = asked(*c, other.url("/"), false);
  EXPECT_TRUE(std::get<http_error>(got).too_large);
}

} // namespace
} // namespace dastomized::connectors

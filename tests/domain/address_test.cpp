#include "domain/address.hpp"

#include <gtest/gtest.h>

namespace dastomized {
namespace {

TEST(Address, IsWhatItIsWhicheverWayItIsWritten) {
  for (auto [text, same] : {std::pair{"192.0.2.7", "192.0.2.7"},
                            {"::ffff:192.0.2.7", "192.0.2.7"},
                            {"2001:DB8:0:0::1", "2001:db8::1"},
                            {"::1", "::1"}})
    EXPECT_EQ(to_text(parse_address(text).value()), same) << text;
  using namespace std::string_view_literals;
  for (auto text :
       {""sv, "192.0.2"sv, "192.0.2.7:80"sv, "[::1]"sv, "fe80::1%eth0"sv,
        "192.0.2.256"sv, "example.com"sv, " ::1"sv, "::1\0x"sv})
    EXPECT_FALSE(parse_address(text)) << text;
}

TEST(Address, ANetworkHoldsItsAddressesAndNoOthers) {
  struct row {
    const char* network;
    const char* address;
    bool inside;
  };
  for (auto [network, address, inside] : {
           row{"10.0.0.0/8", "10.255.0.1", true},
           {"10.0.0.0/8", "11.0.0.0", false},
           {"10.0.0.0/8", "::ffff:10.1.2.3", true},
           {"10.0.0.4/30", "10.0.0.7", true},
           {"10.0.0.4/30", "10.0.0.8", false},
           {"127.0.0.1", "127.0.0.1", true},
           {"127.0.0.1", "127.0.0.2", false},
           {"0.0.0.0/0", "198.51.100.7", true},
           {"0.0.0.0/0", "2001:db8::1", false},
           {"::/0", "198.51.100.7", true},
           {"2001:db8::/33", "2001:db8:7fff::1", true},
           {"2001:db8::/33", "2001:db8:8000::1", false},
       })
    EXPECT_EQ(contains(parse_network(network).value(),
                       parse_address(address).value()),
              inside)
        << network << ' ' << address;
}

TEST(Address, ANetworkThatIsNoneIsRefused) {
  for (auto text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
                    "10.0.0.0/8x", "::/129", "proxy", "10.0.0.0/8/8"})
    EXPECT_FALSE(parse_network(text)) << text;
}

TEST(Address, LoopbackIsThisMachine) {
  for (auto text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback(parse_address(text).value())) << text;
  for (auto text : {"128.0.0.1", "::2", "::"})
    EXPECT_FALSE(is_loopback(parse_address(text).value())) << text;
}

TEST(Address, TheManyAddressesOfOneConnectionAreOneNeighbourhood) {
  EXPECT_EQ(neighbourhood("2001:db8::1"), "2001:db8::/64");
  EXPECT_EQ(neighbourhood("2001:db8::ffff:2"), "2001:db8::/64");
  EXPECT_EQ(neighbourhood("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(neighbourhood("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(neighbourhood("unix:root"), "unix:root");
}

} // namespace
} // namespace dastomized

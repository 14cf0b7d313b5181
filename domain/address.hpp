// Addresses and networks of the Internet Protocol, as they come in texts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dastomized {

// One of IPv4 is kept as it is written inside IPv6 (::ffff:192.0.2.1): both
// spellings are the same address.
struct ip_address {
  std::array<std::uint8_t, 16> bytes{};
  bool operator==(const ip_address&) const = default;
};

std::optional<ip_address> parse_address(std::string_view text);
std::string to_text(const ip_address& a);
bool is_loopback(const ip_address& a);

struct ip_network {
  ip_address base;
  unsigned bits = 128; // of `base` that count
  bool operator==(const ip_network&) const = default;
};

// "192.0.2.0/24", "2001:db8::/32", or an address, which is a network of one.
std::optional<ip_network> parse_network(std::string_view text);
bool contains(const ip_network& n, const ip_address& a);

// Whom an address most likely belongs to: a connection of IPv6 comes with
// 2^64 addresses, so there it is the network. A text that is no address stays
// what it is.
std::string neighbourhood(const std::string& address);

} // namespace dastomized

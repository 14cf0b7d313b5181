#include "connectors/public_address.hpp"

#include <array>
#include <cstdint>

namespace dastomized::connectors {

namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct block {
  std::uint32_t first;
  unsigned bits;
};

// IANA's special-purpose registry, what is not globally reachable of it.
constexpr std::array reserved{
    block{0x00000000, 8},  // this network
    block{0x0A000000, 8},  // 10: private
    block{0x64400000, 10}, // 100.64: shared by a provider's customers
    block{0x7F000000, 8},  // 127: loopback
    block{0xA9FE0000, 16}, // 169.254: link-local, clouds' metadata
    block{0xAC100000, 12}, // 172.16: private
    block{0xC0000000, 24}, // 192.0.0: protocol assignments
    block{0xC0000200, 24}, // 192.0.2: documentation
    block{0xC0586300, 24}, // 192.88.99: former 6to4 relays
    block{0xC0A80000, 16}, // 192.168: private
    block{0xC6120000, 15}, // 198.18: benchmarks
    block{0xC6336400, 24}, // 198.51.100: documentation
    block{0xCB007100, 24}, // 203.0.113: documentation
    block{0xE0000000, 3},  // 224 and above: multicast, reserved, broadcast
};

bool is_public(const address_v4& a) {
  auto n = a.to_uint();
  for (const auto& r : reserved)
    if ((n ^ r.first) >> (32 - r.bits) == 0)
      return false;
  return true;
}

address_v4 embedded(const address_v6::bytes_type& b, std::size_t at) {
  return address_v4{{b[at], b[at + 1], b[at + 2], b[at + 3]}};
}

bool zeros(const address_v6::bytes_type& b, std::size_t from, std::size_t to) {
  for (auto i = from; i < to; ++i)
    if (b[i] != 0)
      return false;
  return true;
}

bool is_public(const address_v6& a) {
  auto b = a.to_bytes();
  if (zeros(b, 0, 10) && b[10] == 0xFF && b[11] == 0xFF)
    return is_public(embedded(b, 12)); // ::ffff:a.b.c.d
  if (b[0] == 0x00 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B &&
      zeros(b, 4, 12))
    return is_public(embedded(b, 12)); // 64:ff9b::/96, NAT64
  if ((b[0] & 0xE0) != 0x20)
    return false; // only 2000::/3 is global unicast
  if (b[0] == 0x20 && b[1] == 0x02)
    return is_public(embedded(b, 2)); // 6to4
  if (b[0] == 0x20 && b[1] == 0x01 && b[2] < 0x02)
    return false; // 2001::/23: Teredo, ORCHID and the like
  if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0D && b[3] == 0xB8)
    return false;                                        // documentation
  return !(b[0] == 0x3F && b[1] == 0xFF && b[2] < 0x10); // 3fff::/20, the same
}

} // namespace

bool is_public(const boost::asio::ip::address& a) {
  return a.is_v4() ? is_public(a.to_v4()) : is_public(a.to_v6());
}

} // namespace dastomized::connectors

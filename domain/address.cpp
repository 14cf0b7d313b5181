#include "domain/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace dastomized {

namespace {

constexpr unsigned v4_at = 96; // bits of the prefix of an IPv4 address
constexpr std::array<std::uint8_t, 12> v4_prefix{0, 0, 0, 0, 0,    0,
                                                 0, 0, 0, 0, 0xff, 0xff};

bool is_v4(const ip_address& a) {
  return std::equal(v4_prefix.begin(), v4_prefix.end(), a.bytes.begin());
}

} // namespace

std::optional<ip_address> parse_address(std::string_view text) {
  std::string whole(text);
  if (whole.find('\0') != whole.npos)
    return std::nullopt;
  ip_address a;
  if (inet_pton(AF_INET6, whole.c_str(), a.bytes.data()) == 1)
    return a;
  std::copy(v4_prefix.begin(), v4_prefix.end(), a.bytes.begin());
  if (inet_pton(AF_INET, whole.c_str(), a.bytes.data() + v4_prefix.size()) == 1)
    return a;
  return std::nullopt;
}

std::string to_text(const ip_address& a) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  const auto* at = a.bytes.data();
  is_v4(a) ? inet_ntop(AF_INET, at + v4_prefix.size(), out.data(), out.size())
           : inet_ntop(AF_INET6, at, out.data(), out.size());
  return out.data();
}

bool is_loopback(const ip_address& a) {
  static const auto v4 = *parse_network("127.0.0.0/8");
  static const auto v6 = *parse_network("::1");
  return contains(v4, a) || contains(v6, a);
}

std::optional<ip_network> parse_network(std::string_view text) {
  auto slash = text.find('/');
  auto base = parse_address(text.substr(0, slash));
  if (!base)
    return std::nullopt;
  if (slash == text.npos)
    return ip_network{*base, 128};
  bool short_form = text.substr(0, slash).find(':') == text.npos;
  unsigned bits = 0;
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
  if (error != std::errc{} || stop != end || bits > (short_form ? 32u : 128u))
    return std::nullopt;
  return ip_network{*base, bits + (short_form ? v4_at : 0)};
}

bool contains(const ip_network& n, const ip_address& a) {
  for (unsigned bit = 0; bit < n.bits; bit += 8) {
    auto differs = n.base.bytes[bit / 8] ^ a.bytes[bit / 8];
    auto counted = std::min(8u, n.bits - bit);
    if ((differs >> (8 - counted)) != 0)
      return false;
  }
  return true;
}

std::string neighbourhood(const std::string& address) {
  auto a = parse_address(address);
  if (!a)
    return address;
  if (is_v4(*a))
    return to_text(*a);
  std::fill(a->bytes.begin() + 8, a->bytes.end(), std::uint8_t{0});
  return to_text(*a) + "/64";
}

} // namespace dastomized

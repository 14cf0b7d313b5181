#include "http/origin.hpp"

#include "domain/text.hpp"

#include <algorithm>

namespace dastomized::http {

namespace {

bool is_among(const ip_address& a, const std::vector<ip_network>& networks) {
  return std::ranges::any_of(
      networks, [&](const ip_network& n) { return contains(n, a); });
}

// Several lines of one header are one list.
std::vector<std::string> hops_of(const request_head& r) {
  std::vector<std::string> hops;
  auto [line, end] = r.equal_range("X-Forwarded-For");
  for (; line != end; ++line) {
    std::string_view rest(line->value().data(), line->value().size());
    for (auto comma = rest.find(','); comma != rest.npos;
         comma = rest.find(',')) {
      hops.emplace_back(trimmed(rest.substr(0, comma)));
      rest.remove_prefix(comma + 1);
    }
    hops.emplace_back(trimmed(rest));
  }
  return hops;
}

} // namespace

bool is_trusted(const std::string& peer,
                const std::vector<ip_network>& trusted) {
  auto a = parse_address(peer);
  return a && is_among(*a, trusted);
}

std::string origin_of(const request_head& r, const std::string& peer,
                      const std::vector<ip_network>& trusted) {
  auto at = parse_address(peer);
  if (!at)
    return peer;
  auto hops = hops_of(r);
  // The last of them is the nearest.
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    auto before = is_among(*at, trusted) ? parse_address(*hop) : std::nullopt;
    if (!before)
      break;
    at = before;
  }
  return to_text(*at);
}

} // namespace dastomized::http

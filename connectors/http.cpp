#include "connectors/http.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace dastomized::connectors {

namespace {

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, small, small);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = small(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Names may come percent-encoded (api%5Fkey is api_key to the other side).
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

bool secret(std::string_view raw) {
  constexpr std::array<std::string_view, 4> names{"api_key", "consumer_key",
                                                  "consumer_secret", "token"};
  std::string name = decoded(raw);
  std::ranges::transform(name, name.begin(), small);
  return name.starts_with("oauth_") || std::ranges::count(names, name) > 0;
}

std::string redacted_query(std::string_view query) {
  std::string out;
  while (true) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (equals != pair.npos && secret(pair.substr(0, equals)))
      out.append(pair.substr(0, equals + 1)).append("***");
    else
      out += pair;
    if (end == query.npos)
      return out;
    out += '&';
    query.remove_prefix(end + 1);
  }
}

std::string redacted_user(std::string_view head) {
  const auto scheme = head.find("://");
  const auto from = scheme == head.npos ? 0 : scheme + 3;
  // Up to the last @ before the path, as a password may hold one itself.
  const auto authority = head.substr(from, head.find('/', from) - from);
  const auto at = authority.rfind('@');
  if (at == authority.npos)
    return std::string{head};
  return std::string{head.substr(0, from)} + "***" +
         std::string{head.substr(from + at)};
}

} // namespace

std::optional<std::string_view>
http_response::header(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers, [&](const auto& h) { return same_name(h.first, name); });
  if (found == headers.end())
    return std::nullopt;
  return found->second;
}

std::string redacted(std::string_view url) {
  const auto fragment = url.find('#');
  const auto whole = url.substr(0, fragment);
  const auto question = whole.find('?');
  std::string out = redacted_user(whole.substr(0, question));
  if (question != whole.npos)
    out.append("?").append(redacted_query(whole.substr(question + 1)));
  if (fragment != url.npos)
    out.append("#").append(redacted_query(url.substr(fragment + 1)));
  return out;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "abcdefghijklmnopqrstuvwxyz"
                                          "0123456789-._~";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (unreserved.find(c) != unreserved.npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::optional<instant> http_date(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  text = trimmed(text);
  if (text.size() != 29 || !text.ends_with(" GMT"))
    return std::nullopt;
  auto number = [&](std::size_t at, std::size_t n) {
    int value = -1;
    auto* from = text.data() + at;
    if (*from == '-')
      return -1;
    auto [end, ec] = std::from_chars(from, from + n, value);
    return ec == std::errc{} && end == from + n ? value : -1;
  };
  auto month = months.find(text.substr(8, 3));
  int day = number(5, 2), year = number(12, 4), hour = number(17, 2),
      minute = number(20, 2), second = number(23, 2);
  if (month == months.npos || month % 3 != 0 ||
      std::min({day, year, hour, minute, second}) < 0 || hour > 23 ||
      minute > 59 || second > 60)
    return std::nullopt;
  using namespace std::chrono;
  auto date = std::chrono::year{year} /
              std::chrono::month{static_cast<unsigned>(month / 3 + 1)} /
              std::chrono::day{static_cast<unsigned>(day)};
  if (!date.ok())
    return std::nullopt;
  return instant{sys_days{date}} + hours{hour} + minutes{minute} +
         seconds{second};
}

bool is_html(const http_response& r) {
  if (lower(r.header("Content-Type").value_or("")).starts_with("text/html"))
    return true;
  auto start = lower(trimmed(r.body).substr(0, 15));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

} // namespace dastomized::connectors

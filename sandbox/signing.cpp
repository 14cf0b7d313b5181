#include "sandbox/signing.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <charconv>

namespace dastomized::sandbox {

namespace {

constexpr std::int64_t window_s = 15 * 60;

const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}

std::string value_of(const pair_list& list, std::string_view key) {
  for (const auto& [k, v] : list)
    if (k == key)
      return v;
  return {};
}

// The pairs of an "OAuth a="b", c="d"" header.
pair_list header_pairs(std::string_view header) {
  pair_list found;
  header.remove_prefix(6);
  while (!header.empty()) {
    auto one = header.substr(0, header.find(','));
    header.remove_prefix(std::min(header.size(), one.size() + 1));
    auto begin = one.find_first_not_of(' ');
    auto eq = one.find('=');
    if (begin == one.npos || eq == one.npos || one.size() < eq + 3)
      continue;
    found.emplace_back(
        one.substr(begin, eq - begin),
        percent_decoded(one.substr(eq + 2, one.size() - eq - 3), false));
  }
  return found;
}

std::string signature_base(const pair_list& all, const call& c) {
  pair_list sorted;
  for (const auto& [key, value] : all)
    if (key != "oauth_signature" && key != "realm")
      sorted.emplace_back(url_encoded(key), url_encoded(value));
  std::sort(sorted.begin(), sorted.end());
  std::string joined;
  for (const auto& [key, value] : sorted)
    joined += (joined.empty() ? "" : "&") + key + "=" + value;
  return c.method + "&" + url_encoded("http://" + c.host + c.path) + "&" +
         url_encoded(joined);
}

} // namespace

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes),
                  static_cast<int>(bytes.size()));
  return out;
}

std::string base64_decoded(std::string_view text) {
  std::string out(text.size(), '\0');
  int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                          bytes_of(text), static_cast<int>(text.size()));
  if (n < 0)
    return {};
  out.resize(static_cast<std::size_t>(n));
  while (text.ends_with('=') && !out.empty()) {
    out.pop_back();
    text.remove_suffix(1);
  }
  return out;
}

std::string hmac(std::string_view algorithm, std::string_view key,
                 std::string_view text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(algorithm == "SHA1" ? EVP_sha1() : EVP_sha256(), key.data(),
       static_cast<int>(key.size()), bytes_of(text), text.size(), out, &size);
  return {reinterpret_cast<char*>(out), size};
}

std::string hex_digest(std::string_view text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), out, &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i)
    hex += fmt::format("{:02x}", out[i]);
  return hex;
}

key_checker::key_checker(key_pair keys, bool accept_basic)
    : keys_(std::move(keys)), accept_basic_(accept_basic) {}

verdict key_checker::check(const call& c, std::int64_t now, std::string& why) {
  auto given = c.query;
  if (c.authorization.starts_with("OAuth ")) {
    auto more = header_pairs(c.authorization);
    given.insert(given.end(), more.begin(), more.end());
  }
  if (!value_of(given, "oauth_consumer_key").empty())
    return check_oauth(given, c, now, why);
  return check_basic(c, why);
}

verdict key_checker::check_basic(const call& c, std::string& why) const {
  if (!accept_basic_ || !c.authorization.starts_with("Basic "))
    return verdict::none;
  auto pair = base64_decoded(std::string_view(c.authorization).substr(6));
  auto colon = pair.find(':');
  if (colon == pair.npos || pair.substr(0, colon) != keys_.key)
    return verdict::none; // an unknown key reads like no key at all
  if (pair.substr(colon + 1) == keys_.secret)
    return verdict::good;
  why = "Consumer secret is invalid.";
  return verdict::wrong;
}

verdict key_checker::check_oauth(const pair_list& given, const call& c,
                                 std::int64_t now, std::string& why) {
  auto refuse = [&](std::string text) {
    why = std::move(text);
    return verdict::wrong;
  };
  for (const char* name : {"oauth_timestamp", "oauth_nonce", "oauth_signature",
                           "oauth_signature_method"})
    if (value_of(given, name).empty())
      return refuse(fmt::format("Missing OAuth parameter {}", name));
  if (value_of(given, "oauth_consumer_key") != keys_.key)
    return refuse("Consumer key is invalid.");
  auto method = value_of(given, "oauth_signature_method");
  if (method != "HMAC-SHA1" && method != "HMAC-SHA256")
    return refuse("Invalid signature - signature method is invalid.");
  auto expected = base64(
      hmac(method.substr(5), keys_.secret + "&", signature_base(given, c)));
  if (expected != value_of(given, "oauth_signature"))
    return refuse("Invalid signature - provided signature does not match.");
  auto stamp = value_of(given, "oauth_timestamp");
  std::int64_t at = 0;
  std::from_chars(stamp.data(), stamp.data() + stamp.size(), at);
  if (at < now - window_s || at > now + window_s)
    return refuse("Invalid timestamp.");
  std::erase_if(nonces_, [&](auto& n) { return n.second < now - window_s; });
  if (!nonces_.emplace(value_of(given, "oauth_nonce"), at).second)
    return refuse("Invalid nonce - nonce has already been used.");
  return verdict::good;
}

} // namespace dastomized::sandbox

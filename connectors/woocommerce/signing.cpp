// Webhook signatures and the two ways of signing in.
#include "connectors/woocommerce/woocommerce.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <map>

namespace dastomized::connectors::woocommerce {

namespace {

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  auto n = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                           reinterpret_cast<const unsigned char*>(bytes.data()),
                           static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(n));
  return out;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       mac.data(), &size);
  return {reinterpret_cast<const char*>(mac.data()), size};
}

std::pair<std::string, std::string> split_query(const std::string& url) {
  auto q = url.find('?');
  if (q == url.npos)
    return {url, ""};
  return {url.substr(0, q), url.substr(q + 1)};
}

std::string percent_decoded(std::string_view text) {
  auto hex = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  return out;
}

using parameters = std::multimap<std::string, std::string>; // encoded

parameters read_query(std::string_view query) {
  parameters out;
  while (!query.empty()) {
    auto item = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(item.size() + 1, query.size()));
    auto eq = item.find('=');
    auto value = eq == item.npos ? std::string_view{} : item.substr(eq + 1);
    out.emplace(percent_encoded(percent_decoded(item.substr(0, eq))),
                percent_encoded(percent_decoded(value)));
  }
  return out;
}

std::string joined(const parameters& all) {
  std::string out;
  for (const auto& [k, v] : all)
    out += fmt::format("{}{}={}", out.empty() ? "" : "&", k, v);
  return out;
}

// WooCommerce's reading of OAuth 1.0a: one-legged, key "secret&".
http_request with_oauth(http_request r, const account& a, instant now,
                        const std::string& nonce) {
  auto [base, query] = split_query(r.url);
  auto all = read_query(query);
  auto seconds = now.time_since_epoch().count() / 1000;
  all.emplace("oauth_consumer_key", percent_encoded(a.key));
  all.emplace("oauth_timestamp", std::to_string(seconds));
  all.emplace("oauth_nonce", percent_encoded(nonce));
  all.emplace("oauth_signature_method", "HMAC-SHA256");
  auto text = fmt::format("{}&{}&{}", r.method, percent_encoded(base),
                          percent_encoded(joined(all)));
  all.emplace("oauth_signature",
              percent_encoded(base64(hmac_sha256(a.secret + "&", text))));
  r.url = base + "?" + joined(all);
  return r;
}

} // namespace

std::string sign(std::string_view secret, std::string_view body) {
  return base64(hmac_sha256(secret, body));
}

bool signature_valid(std::string_view secret, std::string_view body,
                     std::string_view signature) {
  auto right = sign(secret, body);
  return !secret.empty() && right.size() == signature.size() &&
         CRYPTO_memcmp(right.data(), signature.data(), right.size()) == 0;
}

bool is_ping(std::string_view content_type, std::string_view body) {
  constexpr std::string_view start = "webhook_id=";
  return content_type.starts_with("application/x-www-form-urlencoded") &&
         body.starts_with(start) && body.size() < start.size() + 20 &&
         body.find_first_not_of("0123456789", start.size()) == body.npos;
}

std::string fresh_nonce() {
  std::array<unsigned char, 16> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

http_request authorised(http_request r, const account& a, instant now,
                        const std::string& nonce) {
  if (!r.url.starts_with("https://"))
    return with_oauth(std::move(r), a, now, nonce);
  r.headers.emplace_back("Authorization",
                         "Basic " + base64(a.key + ":" + a.secret));
  return r;
}

} // namespace dastomized::connectors::woocommerce

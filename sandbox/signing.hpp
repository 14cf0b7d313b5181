// Signatures: HMAC for webhooks, OAuth 1.0a as WooCommerce checks it over
// plain http.
#pragma once

#include "sandbox/call.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace dastomized::sandbox {

std::string base64(std::string_view bytes);
std::string base64_decoded(std::string_view text);
std::string hmac(std::string_view algorithm, std::string_view key,
                 std::string_view text);       // "SHA1" or "SHA256"; raw bytes
std::string hex_digest(std::string_view text); // SHA-256, 64 digits

// What the shop says about a request's credentials.
enum class verdict : std::uint8_t { none, good, wrong };

struct key_pair {
  std::string key;
  std::string secret;
};

// Checks one request after another; remembers nonces for 15 minutes.
class key_checker {
public:
  key_checker(key_pair keys, bool accept_basic);

  // `why` gets the shop's sentence when the verdict is wrong.
  verdict check(const call& c, std::int64_t now, std::string& why);

private:
  verdict check_basic(const call& c, std::string& why) const;
  verdict check_oauth(const pair_list& given, const call& c, std::int64_t now,
                      std::string& why);

  key_pair keys_;
  bool accept_basic_;
  std::map<std::string, std::int64_t> nonces_;
};

} // namespace dastomized::sandbox

#include "http/gate.hpp"

#include "domain/digest.hpp"
#include "domain/text.hpp"

#include <openssl/crypto.h>

namespace dastomized::http {

namespace {

using boost::beast::http::field;

std::string_view header(const request& r, field name) {
  auto text = r[name];
  return {text.data(), text.size()};
}

bool loopback_address(std::string_view a) {
  return a.starts_with("127.") || a == "::1" || a.starts_with("::ffff:127.");
}

// A name such as 127.example.com may point here without being ours.
bool loopback_v4(std::string_view host) {
  return host.starts_with("127.") &&
         host.find_first_not_of("0123456789.") == host.npos;
}

// host, host:port, [::1], [::1]:port
bool loopback_name(std::string_view authority) {
  auto host = authority.starts_with('[')
                  ? authority.substr(0, authority.find(']') + 1)
                  : authority.substr(0, authority.find(':'));
  return host == "localhost" || host == "[::1]" || loopback_v4(host);
}

bool same_origin(const request& r) {
  auto origin = header(r, field::origin);
  return origin.empty() ||
         origin == "http://" + std::string(header(r, field::host));
}

bool proxied(const request& r) {
  return r.count("X-Forwarded-For") > 0 || r.count(field::forwarded) > 0;
}

} // namespace

bool same_secret(std::string_view a, std::string_view b) {
  auto x = sha256(a), y = sha256(b);
  return CRYPTO_memcmp(x.data(), y.data(), x.size()) == 0;
}

entry admit(const request& r, const std::string& peer, std::string_view token) {
  if (token.empty())
    return loopback_address(peer) && loopback_name(header(r, field::host)) &&
                   same_origin(r) && !proxied(r)
               ? entry::granted
               : entry::not_local;
  auto given = header(r, field::authorization);
  constexpr std::string_view scheme = "bearer ";
  if (lower(given.substr(0, scheme.size())) != scheme)
    return entry::no_token;
  return same_secret(trimmed(given.substr(scheme.size())), token)
             ? entry::granted
             : entry::wrong_token;
}

} // namespace dastomized::http

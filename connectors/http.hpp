// One outbound HTTP exchange as plain data, and the transport that carries
// it. Connectors build requests and classify answers without any I/O; the
// real transport is connectors/http_client.hpp, tests bring scripted ones.
#pragma once

#include "domain/time.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dastomized::connectors {

using header_list = std::vector<std::pair<std::string, std::string>>;

struct http_request {
  std::string method; // upper case
  std::string url;    // absolute, http or https; may hold secrets in its query
  header_list headers;
  std::string body;
  milliseconds timeout{30s};        // for the whole exchange
  std::size_t body_max = 16u << 20; // an answer above this is an error
  // The URL comes from outside: only addresses of the public internet are
  // connected to, whatever its host's name stands for.
  bool public_only = false;
};

struct http_response {
  int status = 0;
  std::string reason; // providers put error texts here
  header_list headers;
  std::string body;

  // First header of that name, compared without case; nullopt if absent.
  std::optional<std::string_view> header(std::string_view name) const;
};

// How an exchange failed. What matters for submissions is whether the other
// side can have seen the request.
struct http_error {
  enum class stage : std::uint8_t {
    not_sent,   // no byte of the request left: definitely not seen
    maybe_seen, // broke after the first byte was written
  };
  // How far it got, for people who look for the fault.
  enum class step : std::uint8_t {
    preparing,  // no such URL can be asked
    resolving,  // the host's name
    connecting, // to its address, or waiting for a free connection
    securing,   // TLS: handshake and certificate
    exchanging, // request and answer
  };
  stage at = stage::maybe_seen;
  std::string what; // no secrets; safe to log
  step during = step::exchanging;
  bool too_large = false; // the answer is above body_max
};

using http_outcome = std::variant<http_response, http_error>;

// Thread-safe. `done` is called exactly once, on a thread of the transport
// (never inside send()), also when the transport is shut down.
class http_transport {
public:
  virtual ~http_transport() = default;
  virtual void send(http_request request,
                    std::function<void(http_outcome)> done) = 0;
};

// The URL with values of secret query parameters (api_key, consumer_key,
// consumer_secret, oauth_*, token) and user:password@ replaced by "***": the
// only form of a URL that may be logged or stored.
std::string redacted(std::string_view url);

// Percent-encoding after RFC 3986 (unreserved characters stay).
std::string percent_encoded(std::string_view text);

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form of today's HTTP.
std::optional<instant> http_date(std::string_view text);

// HTML where something else was asked: a firewall, a login, an error page.
bool is_html(const http_response& r);

} // namespace dastomized::connectors

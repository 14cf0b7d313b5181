// The real transport: HTTP/1.1 over TCP or TLS on threads of its own, with a
// pool of kept-alive connections per server. Certificates and host names are
// always verified; redirects are handed back, not followed.
#pragma once

#include "connectors/http.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace dastomized::connectors {

struct http_client_settings {
  unsigned threads = 1;
  // Requests at one server at a time; further ones wait in order.
  std::size_t connections_max_per_host = 8;
  milliseconds connect_timeout{10s}; // name look-up, TCP and TLS together
  milliseconds idle_timeout{30s};    // unused connections close after this
  // Trusted besides the system's authorities.
  std::optional<std::string> ca_file{};
  std::string user_agent{}; // empty: dastomized/<version>
};

// Destroying it answers whatever is pending with an http_error first, on its
// own threads; so never destroy it from within a `done`. `done` must not
// throw. A request's time-out starts with send(), waiting included.
//
// GET and HEAD are repeated once when a kept-alive connection turns out to
// be closed; nothing else is ever written twice.
class http_client : public http_transport {
public:
  // Fails when the certificates can not be loaded.
  static result<std::unique_ptr<http_client>> start(http_client_settings);

  ~http_client() override;
  void send(http_request, std::function<void(http_outcome)> done) override;

  class engine;

private:
  explicit http_client(std::unique_ptr<engine>);
  std::unique_ptr<engine> engine_;
};

} // namespace dastomized::connectors

// A small HTTP/1.1 server on Beast: limits, time-outs and keep-alive here,
// meaning in the handler. Knows nothing of orders; the sandbox uses it too.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "http/stream.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace dastomized::http {

using request_head = boost::beast::http::request_header<>;
using request = boost::beast::http::request<boost::beast::http::string_body>;

struct response
    : boost::beast::http::response<boost::beast::http::string_body> {
  response() = default;
  response(boost::beast::http::response<boost::beast::http::string_body> r)
      : message(std::move(r)) {}

  std::string code; // of a problem; is not sent
  // The body is what is pushed here, to the end of the connection.
  std::shared_ptr<stream> rest;
  // The body, if it is not empty: bytes that outlive the server, not copied.
  std::string_view fixed;
};

// Answers one request. May be called from any thread, once; further calls
// are ignored. Dropping every copy without a call answers 500.
using responder = std::function<void(response)>;

// Called on a server thread for each complete request; must not block.
using handler =
    std::function<void(request, const std::string& peer, responder)>;

struct server_limits {
  std::size_t body_max = 10u << 20;     // above: 413
  std::size_t header_max = 16u << 10;   // above: 431
  milliseconds read_timeout{10s};       // a whole request; above: 408, closed
  milliseconds idle_timeout{60s};       // between requests on one connection
  std::size_t connections_max = 20'000; // above: closed at once
  std::size_t connections_per_address_max = 500; // the same
};

// What is asked before there is a request to handle. Whatever is not set asks
// nobody. Called on server threads; must not block.
struct doorman {
  // The most bytes of a body that comes with this head; body_max holds, too.
  std::function<std::size_t(const request_head&, const std::string& peer)>
      body_limit{};
  // Whether connections of this peer are not counted by address. Not set: none
  // are.
  std::function<bool(const std::string& peer)> uncounted{};
  // Hears what the server itself refused: "too_large", "too_slow" …
  std::function<void(std::string_view code, const std::string& peer)> refused{};
};

struct server_settings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0; // 0: any free port, see server::port()
  unsigned threads = 1;
  server_limits limits{};
  doorman door{};
};

// Owns its threads. Stops on destruction.
class server {
public:
  // Listens or says why not (address in use, not permitted …).
  static result<std::unique_ptr<server>> start(server_settings, handler);

  virtual ~server() = default;
  virtual std::uint16_t port() const = 0;

  // Stops accepting; requests under way get `grace` to finish, streams end at
  // once. Blocks.
  virtual void stop(milliseconds grace) = 0;
};

// A response with Content-Type, Content-Length and the request's keep-alive.
response text_response(unsigned status, std::string content_type,
                       std::string body);

} // namespace dastomized::http

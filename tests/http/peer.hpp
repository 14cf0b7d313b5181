// A server, and a client that does just what the test says.
#pragma once

#include "http/server.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <gtest/gtest.h>

#include <string>

namespace dastomized::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// A client that writes bytes as told and reads one answer at a time.
class peer {
public:
  explicit peer(std::uint16_t port) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
  }

  void say(std::string_view bytes) {
    asio::write(socket_, asio::buffer(bytes));
  }

  // Whether an answer comes to these bytes: the connection may be closed.
  bool is_answered(std::string_view bytes) {
    error_code ec;
    asio::write(socket_, asio::buffer(bytes), ec);
    wire::response_parser<wire::string_body> p;
    if (!ec)
      wire::read(socket_, buffer_, p, ec);
    return !ec;
  }

  // Whether what comes to them reaches `end`.
  bool is_told(std::string_view bytes, const std::string& end) {
    error_code ec;
    asio::write(socket_, asio::buffer(bytes), ec);
    std::size_t n = 0;
    if (!ec)
      n = asio::read_until(socket_, asio::dynamic_buffer(text_), end, ec);
    text_.erase(0, n);
    return !ec;
  }

  response hear(bool head = false) {
    wire::response_parser<wire::string_body> p;
    p.skip(head);
    wire::read(socket_, buffer_, p);
    return p.release();
  }

  // Whatever is left until the server closes.
  std::string rest() {
    error_code ec;
    std::string all = beast::buffers_to_string(buffer_.data());
    asio::read(socket_, asio::dynamic_buffer(all), ec);
    EXPECT_EQ(ec, asio::error::eof);
    return all;
  }

  // Up to and with these bytes.
  std::string hear_to(const std::string& end) {
    auto n = asio::read_until(socket_, asio::dynamic_buffer(text_), end);
    auto all = text_.substr(0, n);
    text_.erase(0, n);
    return all;
  }

  // Until the connection is gone, well or not.
  std::string drain() {
    error_code ec;
    asio::read(socket_, asio::dynamic_buffer(text_), ec);
    return std::exchange(text_, {});
  }

  void half_close() { socket_.shutdown(tcp::socket::shutdown_send); }

private:
  asio::io_context io_;
  tcp::socket socket_{io_};
  beast::flat_buffer buffer_;
  std::string text_;
};

inline void echo(request r, const std::string&, responder answer) {
  answer(text_response(200, "text/plain",
                       std::string{r.method_string()} + " " +
                           std::string{r.target()} + " " + r.body()));
}

inline std::unique_ptr<server>
serve(handler h = echo, server_limits limits = {}, unsigned threads = 1) {
  server_settings s;
  s.limits = limits;
  s.threads = threads;
  return std::move(server::start(s, std::move(h)).value());
}

inline std::string get(std::string_view path) {
  return "GET " + std::string{path} + " HTTP/1.1\r\nHost: here\r\n\r\n";
}

} // namespace dastomized::http

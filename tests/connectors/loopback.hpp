// The other side of a socket, for tests: plays one script per connection, in
// order, on a thread of its own. With and without TLS.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace dastomized::testing {

using heard_request =
    boost::beast::http::request<boost::beast::http::string_body>;

// One accepted connection. Failing reads and writes end the script.
class line {
public:
  explicit line(boost::asio::ip::tcp::socket s) : socket(std::move(s)) {}

  heard_request hear();
  void say(std::string_view bytes);
  void wait_for_close();

  boost::asio::ip::tcp::socket socket;

private:
  boost::beast::flat_buffer buffer_;
};

class loopback {
public:
  using script = std::function<void(line&)>;

  explicit loopback(std::vector<script>);
  ~loopback();
  loopback(const loopback&) = delete;
  loopback& operator=(const loopback&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view path) const;

private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::thread thread_;
};

// A key and a certificate that vouches for itself, as files in a directory
// that goes with it. `name` is an OpenSSL subjectAltName.
class self_signed {
public:
  explicit self_signed(const std::string& name);
  ~self_signed();
  self_signed(const self_signed&) = delete;
  self_signed& operator=(const self_signed&) = delete;

  std::string certificate() const { return (dir_ / "cert.pem").string(); }
  std::string key() const { return (dir_ / "key.pem").string(); }

  // A script that does TLS with it and answers requests with 200 "secret".
  loopback::script secret() const;

private:
  std::filesystem::path dir_;
};

} // namespace dastomized::testing

// The wire in front of the sandbox's HTTP server: passes bytes both ways and
// does what no decent server does: closing or resetting without an answer,
// cutting one short, dripping one. The server asks for it by an X-Wire
// header: "drop", "reset", "cut" or "drip <ms>".
#pragma once

#include "domain/result.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>

namespace dastomized::sandbox {

class relay {
public:
  explicit relay(boost::asio::io_context& io) : acceptor_(io) {}

  result<void> listen(const std::string& address, std::uint16_t port);
  std::uint16_t port() const { return port_; }

  // From here on connections go to that port of this machine.
  void forward_to(std::uint16_t inner);
  void close();

private:
  void accept();

  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  boost::asio::ip::tcp::endpoint inner_;
};

} // namespace dastomized::sandbox

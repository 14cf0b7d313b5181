// Bytes at the listening socket: whatever they are, the connection ends once
// the client has said its last word, and what comes back is HTTP.
#include "http/server.hpp"

#include "tests/fuzz/fuzz.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <signal.h>
#include <string>
#include <sys/time.h>

namespace dastomized::fuzz {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// libFuzzer's timer would interrupt calls that wait; the socket's own limit
// watches instead.
void block_timer() {
  sigset_t timer;
  sigemptyset(&timer);
  sigaddset(&timer, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &timer, nullptr);
}

std::unique_ptr<http::server> listen() {
  block_timer();
  http::server_settings s;
  s.limits.body_max = 2u << 10;
  s.limits.header_max = 1u << 10;
  s.limits.read_timeout = s.limits.idle_timeout = 60s;
  auto echo = [](http::request r, const std::string&, http::responder done) {
    done(http::text_response(200, "text/plain", std::move(r.body())));
  };
  return http::server::start(s, echo).value();
}

// What the server says to the bytes until it closes.
std::string answer_to(std::string_view bytes, std::uint16_t port) {
  asio::io_context io;
  tcp::socket s(io);
  s.connect({asio::ip::address_v4::loopback(), port});
  const timeval limit{10, 0};
  setsockopt(s.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  error_code ec;
  asio::write(s, asio::buffer(bytes), ec); // it may have refused already
  s.shutdown(tcp::socket::shutdown_send, ec);
  std::string all;
  asio::read(s, asio::dynamic_buffer(all), ec);
  require(ec != asio::error::would_block && ec != asio::error::try_again,
          "a connection ends");
  s.set_option(asio::socket_base::linger(true, 0), ec); // no TIME_WAIT
  return all;
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace dastomized::fuzz;
  static const auto ours = listen();
  auto said = answer_to(text_of(data, size), ours->port());
  require(said.empty() || said.starts_with("HTTP/1."), "an answer is HTTP");
  require(said.size() <= 1000 + 300 * size, "answers do not swell");
  return 0;
}

// The yardstick: a Beast server that reads the body, checks the HMAC and
// answers. Nothing is stored. Usage: bench_bare_server PORT SECRET THREADS
#include "bench/orders.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::use_awaitable;

namespace {

asio::awaitable<void> serve(beast::tcp_stream stream,
                            const std::string& secret) {
  beast::flat_buffer buffer;
  stream.socket().set_option(asio::ip::tcp::no_delay(true));
  for (;;) {
    http::request<http::string_body> asked;
    co_await http::async_read(stream, buffer, asked, use_awaitable);
    bool right = dastomized::bench::signature(secret, asked.body()) ==
                 asked["X-WC-Webhook-Signature"];
    http::response<http::string_body> answer{
        right ? http::status::ok : http::status::unauthorized, 11};
    answer.body() = "ok\n";
    answer.prepare_payload();
    co_await http::async_write(stream, answer, use_awaitable);
  }
}

asio::awaitable<void> listen(asio::ip::tcp::acceptor& door,
                             const std::string& secret) {
  for (;;) {
    auto socket = co_await door.async_accept(
        asio::make_strand(door.get_executor()), use_awaitable);
    auto executor = socket.get_executor();
    asio::co_spawn(executor,
                   serve(beast::tcp_stream(std::move(socket)), secret),
                   asio::detached);
  }
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 4)
    return 2;
  asio::io_context io;
  auto port = static_cast<std::uint16_t>(std::stoi(argv[1]));
  std::string secret = argv[2];
  asio::ip::tcp::acceptor door(io, {asio::ip::address_v4::loopback(), port});
  asio::co_spawn(io, listen(door, secret), asio::detached);
  fmt::print("listening\n");
  std::fflush(stdout);
  std::vector<std::jthread> threads;
  for (int i = 1; i < std::stoi(argv[3]); ++i)
    threads.emplace_back([&] { io.run(); });
  io.run();
}

#include "bench/load.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

namespace dastomized::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::use_awaitable;
using moment = std::chrono::steady_clock::time_point;

struct shared {
  const load& plan;
  const order_maker& orders;
  moment begin, end;
  std::int64_t next_id;
  outcome out;
};

std::string request(shared& s) {
  auto body = s.orders.body(s.next_id++);
  return fmt::format("POST {} HTTP/1.1\r\nHost: localhost\r\n"
                     "Content-Type: application/json\r\n"
                     "X-WC-Webhook-Topic: order.updated\r\n"
                     "X-WC-Webhook-ID: 1\r\nX-WC-Webhook-Delivery-ID: {}\r\n"
                     "X-WC-Webhook-Signature: {}\r\n"
                     "Content-Length: {}\r\n\r\n{}",
                     s.plan.path, s.next_id, signature(s.plan.secret, body),
                     body.size(), body);
}

// When this connection sends its n-th request, at a fixed rate for all.
moment slot(const shared& s, unsigned connection, std::uint64_t n) {
  auto all = static_cast<double>(n * s.plan.connections + connection);
  return s.begin + std::chrono::duration_cast<moment::duration>(
                       std::chrono::duration<double>(all / s.plan.per_second));
}

asio::awaitable<void> deliver(shared& s, unsigned connection) {
  auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::socket link(executor);
  co_await link.async_connect({asio::ip::address_v4::loopback(), s.plan.port},
                              use_awaitable);
  link.set_option(asio::ip::tcp::no_delay(true));
  asio::steady_timer timer(executor);
  beast::flat_buffer buffer;
  for (std::uint64_t n = 0;; ++n) {
    auto from = std::chrono::steady_clock::now();
    if (s.plan.per_second > 0) {
      from = slot(s, connection, n);
      timer.expires_at(from);
      co_await timer.async_wait(use_awaitable);
    }
    if (std::max(from, std::chrono::steady_clock::now()) >= s.end)
      co_return;
    auto text = request(s);
    co_await asio::async_write(link, asio::buffer(text), use_awaitable);
    beast::http::response<beast::http::string_body> answer;
    co_await beast::http::async_read(link, buffer, answer, use_awaitable);
    std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - from;
    s.out.took_ms.push_back(took.count());
    ++(answer.result_int() == 200 ? s.out.answered : s.out.failed);
  }
}

} // namespace

outcome run(const load& l, const order_maker& orders) {
  asio::io_context io(1);
  auto begin = std::chrono::steady_clock::now();
  shared s{l, orders, begin, begin + l.lasting, l.first_id, {}};
  for (unsigned i = 0; i < l.connections; ++i)
    asio::co_spawn(io, deliver(s, i), [&](const std::exception_ptr& e) {
      if (e)
        ++s.out.failed; // the connection broke
    });
  io.run();
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  s.out.per_second = static_cast<double>(s.out.answered) / took.count();
  return std::move(s.out);
}

} // namespace dastomized::bench

#include "sandbox/relay.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <memory>
#include <string_view>

namespace dastomized::sandbox {

namespace asio = boost::asio;
using asio::ip::tcp;
using error = boost::system::error_code;

namespace {

constexpr std::string_view mark = "X-Wire: ";

// One connection of a client and its twin to the server.
class wire : public std::enable_shared_from_this<wire> {
public:
  explicit wire(tcp::socket client)
      : client_(std::move(client)), server_(client_.get_executor()),
        timer_(client_.get_executor()) {}

  void start(const tcp::endpoint& inner) {
    server_.async_connect(inner, [self = shared_from_this()](error ec) {
      if (ec)
        return self->close();
      self->carry_request();
      self->carry_answer();
    });
  }

private:
  void carry_request() {
    client_.async_read_some(
        asio::buffer(up_), [self = shared_from_this()](error ec, auto n) {
          if (ec)
            return self->close();
          asio::async_write(self->server_, asio::buffer(self->up_, n),
                            [self](error bad, auto) {
                              bad ? self->close() : self->carry_request();
                            });
        });
  }

  void carry_answer() {
    server_.async_read_some(asio::buffer(down_),
                            [self = shared_from_this()](error ec, auto n) {
                              if (ec)
                                return self->close();
                              self->size_ = n;
                              self->sent_ = 0;
                              self->obey({self->down_.data(), n});
                            });
  }

  // The head of an answer is small: it comes in one piece.
  void obey(std::string_view bytes) {
    if (auto at = bytes.find(mark); at != bytes.npos) {
      auto order = bytes.substr(at + mark.size(), 16);
      if (order.starts_with("drop"))
        return close();
      if (order.starts_with("reset"))
        return reset();
      if (order.starts_with("cut"))
        cut_ = size_-- > 0;
      else if (order.starts_with("drip "))
        std::from_chars(order.data() + 5, order.data() + order.size(),
                        pause_ms_);
    }
    send();
  }

  void send() {
    if (sent_ == size_)
      return cut_ ? close() : carry_answer();
    auto n = pause_ms_ > 0 ? 1 : size_ - sent_;
    asio::async_write(client_, asio::buffer(&down_[sent_], n),
                      [self = shared_from_this(), n](error ec, auto) {
                        if (ec)
                          return self->close();
                        self->sent_ += n;
                        self->pause();
                      });
  }

  void pause() {
    if (pause_ms_ == 0)
      return send();
    timer_.expires_after(std::chrono::milliseconds{pause_ms_});
    timer_.async_wait([self = shared_from_this()](error ec) {
      if (!ec)
        self->send();
    });
  }

  // Closing with nothing to linger for sends a reset.
  void reset() {
    error ignored;
    client_.set_option(asio::socket_base::linger{true, 0}, ignored);
    close();
  }

  void close() {
    error ignored;
    client_.close(ignored);
    server_.close(ignored);
    timer_.cancel();
  }

  tcp::socket client_;
  tcp::socket server_;
  asio::steady_timer timer_;
  std::array<char, 16 * 1024> up_;
  std::array<char, 64 * 1024> down_;
  std::size_t size_ = 0; // of what is in down_
  std::size_t sent_ = 0;
  unsigned pause_ms_ = 0;
  bool cut_ = false;
};

} // namespace

result<void> relay::listen(const std::string& address, std::uint16_t port) {
  error ec;
  auto host = asio::ip::make_address(address, ec);
  tcp::endpoint at{host, port};
  if (!ec)
    acceptor_.open(at.protocol(), ec);
  if (!ec)
    acceptor_.set_option(tcp::acceptor::reuse_address{true}, ec);
  if (!ec)
    acceptor_.bind(at, ec);
  if (!ec)
    acceptor_.listen(asio::socket_base::max_listen_connections, ec);
  if (ec)
    return failure{fault::unavailable, "listen on " + address + " port " +
                                           std::to_string(port) + ": " +
                                           ec.message()};
  port_ = acceptor_.local_endpoint().port();
  return {};
}

void relay::forward_to(std::uint16_t inner) {
  inner_ = {asio::ip::address_v4::loopback(), inner};
  accept();
}

void relay::accept() {
  acceptor_.async_accept([this](error ec, tcp::socket client) {
    if (!acceptor_.is_open())
      return;
    if (!ec)
      std::make_shared<wire>(std::move(client))->start(inner_);
    accept();
  });
}

void relay::close() {
  error ignored;
  acceptor_.close(ignored);
}

} // namespace dastomized::sandbox

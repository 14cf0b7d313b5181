#include "http/server.hpp"

#include "http/connection.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace dastomized::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// After a failed accept (out of descriptors, mostly) trying again at once
// would only burn the processor.
constexpr milliseconds accept_pause{100};

class tcp_server : public server {
public:
  explicit tcp_server(std::shared_ptr<hub> h)
      : hub_(std::move(h)), acceptor_(asio::make_strand(hub_->io)),
        pause_(acceptor_.get_executor()) {}
  tcp_server(const tcp_server&) = delete;
  tcp_server& operator=(const tcp_server&) = delete;
  ~tcp_server() override { tcp_server::stop(0ms); }

  error_code listen(const tcp::endpoint&);
  void run(unsigned threads);

  std::uint16_t port() const override { return port_; }
  void stop(milliseconds grace) override;

private:
  void accept();
  void on_accept(error_code, stream_socket);
  void close_acceptor();

  std::shared_ptr<hub> hub_;
  asio::basic_socket_acceptor<tcp, strand> acceptor_;
  stream_timer pause_;
  std::uint16_t port_ = 0;
  std::mutex stopping_;
  std::vector<std::thread> threads_;
};

error_code tcp_server::listen(const tcp::endpoint& at) {
  error_code ec;
  acceptor_.open(at.protocol(), ec);
  if (!ec)
    acceptor_.set_option(tcp::acceptor::reuse_address{true}, ec);
  if (!ec)
    acceptor_.bind(at, ec);
  if (!ec)
    acceptor_.listen(asio::socket_base::max_listen_connections, ec);
  if (!ec)
    port_ = acceptor_.local_endpoint(ec).port();
  return ec;
}

void tcp_server::run(unsigned threads) {
  accept();
  for (unsigned i = 0; i < threads; ++i)
    threads_.emplace_back([this] { hub_->io.run(); });
}

void tcp_server::accept() {
  acceptor_.async_accept(
      asio::make_strand(hub_->io),
      [this](error_code ec, stream_socket s) { on_accept(ec, std::move(s)); });
}

void tcp_server::on_accept(error_code ec, stream_socket s) {
  if (!acceptor_.is_open())
    return;
  if (!ec) {
    auto c = std::make_shared<connection>(std::move(s), *hub_);
    if (hub_->admit(c))
      c->start();
    else if (hub_->door.refused)
      hub_->door.refused("connections", c->peer());
    return accept();
  }
  if (ec == asio::error::connection_aborted)
    return accept();
  pause_.expires_after(accept_pause);
  pause_.async_wait([this](error_code) {
    if (acceptor_.is_open())
      accept();
  });
}

void tcp_server::close_acceptor() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

void tcp_server::stop(milliseconds grace) {
  const std::lock_guard lock{stopping_};
  asio::post(acceptor_.get_executor(), [this] { close_acceptor(); });
  for (const auto& c : hub_->close_doors())
    c->retire();
  hub_->wait_until_empty(grace);
  hub_->io.stop();
  for (auto& t : threads_)
    t.join();
  threads_.clear();
  close_acceptor(); // the post above may not have had its turn
  hub_->clear();
}

} // namespace

result<std::unique_ptr<server>> server::start(server_settings s, handler h) {
  error_code ec;
  const auto address = asio::ip::make_address(s.address, ec);
  if (ec)
    return failure{fault::invalid, "not an address to listen on: " + s.address};
  s.threads = std::max(1u, s.threads);
  auto made =
      std::make_unique<tcp_server>(std::make_shared<hub>(s, std::move(h)));
  ec = made->listen({address, s.port});
  if (ec)
    return failure{fault::unavailable, "listen on " + s.address + " port " +
                                           std::to_string(s.port) + ": " +
                                           ec.message()};
  made->run(s.threads);
  return std::unique_ptr<server>{std::move(made)};
}

response text_response(unsigned status, std::string content_type,
                       std::string body) {
  response r;
  r.result(status);
  r.version(11);
  r.set(boost::beast::http::field::content_type, content_type);
  r.body() = std::move(body);
  r.content_length(r.body().size());
  return r;
}

} // namespace dastomized::http

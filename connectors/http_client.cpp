#include "connectors/http_client.hpp"

#include "connectors/http_message.hpp"
#include "connectors/http_pool.hpp"
#include "connectors/public_address.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dastomized::connectors {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace wire = boost::beast::http;
using asio::use_awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

namespace {
class exchange;
constexpr std::uint32_t header_max = 64u << 10;
constexpr std::string_view shutting_down = "the http client is shutting down";
} // namespace

// Threads, pool and the list of what is pending.
class http_client::engine {
public:
  engine(http_client_settings, ssl::context);
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  // Answers what is pending and ends the threads.
  void stop();
  void send(http_request, std::function<void(http_outcome)> done);
  void forget(exchange*);

  asio::io_context io; // first: everything below refers to it
  ssl::context tls;
  const http_client_settings settings;
  http_pool pool;

private:
  void sweep();

  asio::steady_timer sweeping_{io};
  asio::executor_work_guard<asio::io_context::executor_type> busy_{
      io.get_executor()};
  std::mutex guard_;
  std::condition_variable all_answered_;
  std::unordered_map<exchange*, std::shared_ptr<exchange>> pending_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

namespace {

// One request on its way. Everything runs on its strand. It is answered as
// soon as the outcome is known; the coroutine may need a little longer to
// notice, a name look-up in particular can not be interrupted.
class exchange : public std::enable_shared_from_this<exchange> {
public:
  exchange(http_client::engine& e, http_request r,
           std::function<void(http_outcome)> done)
      : engine_(e), strand_(asio::make_strand(e.io)), timer_(strand_),
        resolver_(strand_), request_(std::move(r)), done_(std::move(done)),
        due_(clock::now() + request_.timeout) {}

  void start();
  void abort(std::string_view why);

private:
  using step = http_error::step;

  void begin();
  void now(step s, std::string_view act);
  asio::awaitable<void> run();
  asio::awaitable<error_code> attempt(bool fresh);
  asio::awaitable<void> connect();
  asio::awaitable<void> secure();
  template <class Stream>
  asio::awaitable<void> talk(Stream&);
  template <class Stream>
  asio::awaitable<void> read(Stream&);
  void adopt(wire::response<wire::string_body>&&);
  std::vector<tcp::endpoint>
  allowed(const tcp::resolver::results_type& found) const;

  bool repeatable() const;
  void wait_until(clock::time_point);
  std::string reason(error_code) const;
  void fail(std::string_view why, bool too_large = false);
  void finish(http_outcome);

  http_client::engine& engine_;
  asio::strand<asio::io_context::executor_type> strand_;
  asio::steady_timer timer_;
  tcp::resolver resolver_;
  http_request request_;
  std::function<void(http_outcome)> done_; // empty: answered
  clock::time_point due_;
  http_target to_;
  std::string bytes_;
  std::unique_ptr<http_wire> wire_;
  http_response response_;
  http_error::step step_ = http_error::step::preparing;
  std::string_view act_ = "prepare"; // for error texts
  bool sent_ = false;                // the first write has begun
  bool answered_ = false;            // the answer's header is complete
  bool keep_ = false;                // the connection can be used again
};

void exchange::start() {
  asio::post(strand_, [self = shared_from_this()] { self->begin(); });
}

void exchange::abort(std::string_view why) {
  asio::post(strand_, [self = shared_from_this(), why] { self->fail(why); });
}

void exchange::begin() {
  if (!done_)
    return;
  auto to = parse_target(request_.url);
  if (!to)
    return fail(to.error().what);
  auto bytes = serialized(request_, *to, engine_.settings.user_agent);
  if (!bytes)
    return fail(bytes.error().what);
  to_ = std::move(*to);
  to_.origin.public_only = request_.public_only;
  bytes_ = std::move(*bytes);
  now(step::connecting, "wait for a connection to");
  wait_until(due_);
  engine_.pool.enter(to_.origin, [self = shared_from_this()] {
    asio::co_spawn(
        self->strand_, [self] { return self->run(); },
        [self](const std::exception_ptr& broken) {
          if (broken)
            self->fail("internal error");
          self->wire_.reset();
          self->engine_.pool.leave(self->to_.origin);
        });
  });
}

void exchange::now(step s, std::string_view act) {
  step_ = s;
  act_ = act;
}

asio::awaitable<void> exchange::run() {
  if (!done_)
    co_return; // timed out while it waited
  wire_ = engine_.pool.take(to_.origin);
  const bool reused = wire_ != nullptr;
  auto ec = co_await attempt(!reused);
  // The server may close an idle connection just when we write to it.
  if (ec && done_ && reused && !answered_ && repeatable())
    ec = co_await attempt(true);
  if (!done_)
    co_return;
  if (ec)
    co_return fail(reason(ec), ec == wire::error::body_limit);
  if (keep_)
    engine_.pool.keep(to_.origin, std::move(wire_));
  finish(std::move(response_));
}

asio::awaitable<error_code> exchange::attempt(bool fresh) {
  try {
    if (fresh)
      co_await connect();
    wait_until(due_);
    if (wire_->tls)
      co_await talk(*wire_->tls);
    else
      co_await talk(wire_->socket);
  } catch (const boost::system::system_error& e) {
    co_return e.code();
  }
  co_return error_code{};
}

// What is connected to is what was looked at: a name that stands for another
// address a moment later changes nothing.
std::vector<tcp::endpoint>
exchange::allowed(const tcp::resolver::results_type& found) const {
  std::vector<tcp::endpoint> all;
  for (const auto& entry : found)
    if (!to_.origin.public_only || is_public(entry.endpoint().address()))
      all.push_back(entry.endpoint());
  return all;
}

asio::awaitable<void> exchange::connect() {
  wait_until(std::min(due_, clock::now() + engine_.settings.connect_timeout));
  now(step::resolving, "look up the host of");
  const auto found = allowed(co_await resolver_.async_resolve(
      to_.origin.host, to_.origin.port, use_awaitable));
  if (found.empty())
    fail("its address is not a public one");
  if (!done_)
    throw boost::system::system_error{asio::error::operation_aborted};
  now(step::connecting, "connect to");
  wire_ = std::make_unique<http_wire>(engine_.io);
  co_await asio::async_connect(wire_->socket, found, use_awaitable);
  wire_->socket.set_option(tcp::no_delay{true});
  if (to_.origin.tls)
    co_await secure();
}

asio::awaitable<void> exchange::secure() {
  now(step::securing, "shake hands with");
  const auto& host = to_.origin.host;
  auto& tls = wire_->tls.emplace(wire_->socket, engine_.tls);
  tls.set_verify_mode(ssl::verify_peer);
  tls.set_verify_callback(ssl::host_name_verification{host});
  error_code not_address;
  asio::ip::make_address(host, not_address);
  if (not_address) // server names are names only, says RFC 6066
    SSL_set_tlsext_host_name(tls.native_handle(), host.c_str());
  co_await tls.async_handshake(ssl::stream_base::client, use_awaitable);
}

template <class Stream>
asio::awaitable<void> exchange::talk(Stream& stream) {
  now(step::exchanging, "send to");
  sent_ = true;
  co_await asio::async_write(stream, asio::buffer(bytes_), use_awaitable);
  now(step::exchanging, "read the answer of");
  co_await read(stream);
}

template <class Stream>
asio::awaitable<void> exchange::read(Stream& stream) {
  boost::beast::flat_buffer buffer;
  while (true) {
    wire::response_parser<wire::string_body> parser;
    parser.header_limit(header_max);
    parser.body_limit(request_.body_max);
    parser.skip(request_.method == "HEAD");
    co_await wire::async_read_header(stream, buffer, parser, use_awaitable);
    const auto status = parser.get().result_int();
    if (status < 100)
      throw boost::system::system_error{
          make_error_code(wire::error::bad_status)};
    if (status / 100 == 1 && status != 101)
      continue; // early hints and the like: the answer is yet to come
    answered_ = true;
    now(step::exchanging, "read the body of");
    co_await wire::async_read(stream, buffer, parser, use_awaitable);
    keep_ = parser.keep_alive() && buffer.size() == 0;
    adopt(parser.release());
    co_return;
  }
}

void exchange::adopt(wire::response<wire::string_body>&& r) {
  response_.status = static_cast<int>(r.result_int());
  response_.reason = r.reason();
  for (const auto& field : r)
    response_.headers.emplace_back(field.name_string(), field.value());
  response_.body = std::move(r.body());
}

bool exchange::repeatable() const {
  return request_.method == "GET" || request_.method == "HEAD";
}

// OpenSSL's own error says no more than "certificate verify failed".
std::string exchange::reason(error_code ec) const {
  auto* tls = wire_ && wire_->tls ? wire_->tls->native_handle() : nullptr;
  const auto verified = tls ? SSL_get_verify_result(tls) : X509_V_OK;
  if (verified == X509_V_OK)
    return ec.message();
  return fmt::format("{}, {}", ec.message(),
                     X509_verify_cert_error_string(verified));
}

void exchange::wait_until(clock::time_point at) {
  timer_.expires_at(at);
  timer_.async_wait([self = shared_from_this(), at](error_code ec) {
    // Set anew while this call was already on its way?
    if (!ec && self->timer_.expiry() == at)
      self->fail("time-out");
  });
}

void exchange::fail(std::string_view why, bool too_large) {
  const auto at =
      sent_ ? http_error::stage::maybe_seen : http_error::stage::not_sent;
  finish(http_error{at,
                    fmt::format("{} {}: {}", act_, redacted(request_.url), why),
                    step_, too_large});
}

void exchange::finish(http_outcome outcome) {
  if (!done_)
    return;
  const auto done = std::exchange(done_, nullptr);
  timer_.cancel();
  resolver_.cancel();
  if (wire_) {
    error_code ignored;
    wire_->socket.close(ignored);
  }
  done(std::move(outcome));
  engine_.forget(this);
}

} // namespace

http_client::engine::engine(http_client_settings s, ssl::context t)
    : io(static_cast<int>(s.threads)), tls(std::move(t)),
      settings(std::move(s)), pool(settings.connections_max_per_host) {
  sweep();
  for (unsigned i = 0; i < settings.threads; ++i)
    threads_.emplace_back([this] { io.run(); });
}

void http_client::engine::stop() {
  std::unique_lock lock{guard_};
  stopping_ = true;
  for (const auto& [key, e] : pending_)
    e->abort(shutting_down);
  all_answered_.wait(lock, [this] { return pending_.empty(); });
  lock.unlock();
  io.stop();
  for (auto& t : threads_)
    t.join();
}

void http_client::engine::send(http_request r,
                               std::function<void(http_outcome)> done) {
  auto e = std::make_shared<exchange>(*this, std::move(r), std::move(done));
  const std::lock_guard lock{guard_};
  pending_.emplace(e.get(), e);
  if (stopping_)
    e->abort(shutting_down);
  else
    e->start();
}

void http_client::engine::forget(exchange* e) {
  const std::lock_guard lock{guard_};
  pending_.erase(e);
  if (pending_.empty())
    all_answered_.notify_all();
}

void http_client::engine::sweep() {
  sweeping_.expires_after(settings.idle_timeout / 2);
  sweeping_.async_wait([this](error_code ec) {
    if (ec)
      return;
    pool.close_unused_since(clock::now() - settings.idle_timeout);
    sweep();
  });
}

http_client::http_client(std::unique_ptr<engine> e) : engine_(std::move(e)) {}

http_client::~http_client() {
  engine_->stop();
}

void http_client::send(http_request r, std::function<void(http_outcome)> done) {
  engine_->send(std::move(r), std::move(done));
}

result<std::unique_ptr<http_client>>
http_client::start(http_client_settings s) {
  s.threads = std::max(1u, s.threads);
  s.connections_max_per_host =
      std::max(std::size_t{1}, s.connections_max_per_host);
  s.idle_timeout = std::max(milliseconds{2}, s.idle_timeout);
  if (s.user_agent.empty())
    s.user_agent = "dastomized/" DASTOMIZED_VERSION;
  ssl::context tls{ssl::context::tls_client};
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  error_code ec;
  tls.set_default_verify_paths(ec);
  if (!ec && s.ca_file)
    tls.load_verify_file(*s.ca_file, ec);
  if (ec)
    return failure{fault::invalid,
                   "load the certificates of authorities: " + ec.message()};
  return std::unique_ptr<http_client>{
      new http_client{std::make_unique<engine>(std::move(s), std::move(tls))}};
}

} // namespace dastomized::connectors

#include "http/connection.hpp"

#include "domain/address.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <sstream>
#include <string_view>
#include <utility>

namespace dastomized::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t read_large = 64u << 10;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

// The answer still owed to one request. Shared by the copies of a responder;
// the last one to go answers 500 if nobody did before.
class owed_answer {
public:
  owed_answer(std::weak_ptr<hub> h, std::weak_ptr<connection> c)
      : hub_(std::move(h)), to_(std::move(c)) {}
  owed_answer(const owed_answer&) = delete;
  owed_answer& operator=(const owed_answer&) = delete;

  ~owed_answer() {
    if (!given_)
      give(text_response(500, "text/plain", "no answer\n"));
  }

  void give(response r) {
    if (given_.exchange(true))
      return drop(r);
    // Declared in this order: the connection must go before the hub does.
    const auto keeps = hub_.lock();
    const auto to = keeps ? to_.lock() : nullptr;
    if (!to)
      return drop(r);
    to->answer(std::move(r));
  }

private:
  static void drop(const response& r) {
    if (r.rest)
      r.rest->close();
  }

  std::atomic<bool> given_ = false;
  std::weak_ptr<hub> hub_;
  std::weak_ptr<connection> to_;
};

bool bodyless(unsigned status) {
  return status < 200 || status == 204 || status == 304;
}

// As http/answers.hpp makes them, without its JSON: all of it is our own words.
response own_problem(wire::status status, const std::string& code) {
  const std::string reason(wire::obsolete_reason(status));
  auto r = text_response(
      static_cast<unsigned>(status), "application/problem+json",
      R"({"type":"urn:dastomized:problem:)" + code + R"(","title":")" + reason +
          R"(","status":)" + std::to_string(static_cast<unsigned>(status)) +
          R"(,"detail":"the server can not take this request: )" + reason +
          R"(","code":")" + code + R"("})");
  r.set(wire::field::cache_control, "no-store");
  r.set("X-Content-Type-Options", "nosniff");
  return r;
}

std::string address_of(const stream_socket& socket) {
  error_code ec;
  const auto peer = socket.remote_endpoint(ec);
  return ec ? std::string{} : peer.address().to_string();
}

} // namespace

hub::hub(const server_settings& s, handler h)
    : io(static_cast<int>(s.threads)), limits(s.limits), door(s.door),
      on_request(std::move(h)) {}

bool hub::admit(std::shared_ptr<connection> c) {
  const std::lock_guard lock{guard_};
  if (stopping_ || open_.size() >= limits.connections_max)
    return false;
  if (!c->counted_with().empty()) {
    auto& near = near_[c->counted_with()];
    if (near >= limits.connections_per_address_max)
      return false;
    ++near;
  }
  open_.insert(std::move(c));
  return true;
}

void hub::forget(const std::shared_ptr<connection>& c) {
  const std::lock_guard lock{guard_};
  if (open_.erase(c) == 0)
    return;
  if (auto near = near_.find(c->counted_with());
      near != near_.end() && --near->second == 0)
    near_.erase(near);
  if (open_.empty())
    empty_.notify_all();
}

std::vector<std::shared_ptr<connection>> hub::close_doors() {
  const std::lock_guard lock{guard_};
  stopping_ = true;
  return {open_.begin(), open_.end()};
}

void hub::wait_until_empty(milliseconds at_most) {
  std::unique_lock lock{guard_};
  empty_.wait_for(lock, at_most, [this] { return open_.empty(); });
}

void hub::clear() {
  const std::lock_guard lock{guard_};
  open_.clear();
}

connection::connection(stream_socket s, hub& h)
    : socket_(std::move(s)), timer_(socket_.get_executor()), hub_(h),
      buffer_(h.limits.header_max + 2 * read_large), peer_(address_of(socket_)),
      counted_with_(h.door.uncounted && !h.door.uncounted(peer_)
                        ? neighbourhood(peer_)
                        : std::string()) {}

connection::~connection() {
  if (response_.rest)
    response_.rest->close();
}

void connection::start() {
  asio::dispatch(socket_.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    self->socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    self->next_request();
    self->watch();
  });
}

void connection::retire() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    self->retiring_ = true;
    if (self->phase_ == phase::idle || self->phase_ == phase::lingering)
      self->close();
    else if (self->phase_ == phase::streaming)
      self->end_stream();
  });
}

void connection::next_request() {
  phase_ = phase::idle;
  if (retiring_)
    return close();
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(hub_.limits.header_max));
  parser_->body_limit(hub_.limits.body_max);
  if (buffer_.size() > 0) { // pipelined
    phase_ = phase::reading;
    due_in(hub_.limits.read_timeout);
    return feed();
  }
  // An idle connection keeps no buffer that a large body has grown.
  if (buffer_.capacity() > read_large / 2)
    buffer_.shrink_to_fit();
  due_in(hub_.limits.idle_timeout);
  read();
}

void connection::read() {
  const auto size = parser_->is_header_done() ? read_large : read_small;
  // Only a chunk header without an end lets the buffer grow this far.
  if (buffer_.size() + size > buffer_.max_size())
    return refuse(wire::status::bad_request, "malformed");
  socket_.async_read_some(
      buffer_.prepare(size),
      [self = shared_from_this()](error_code ec, std::size_t n) {
        self->on_read(ec, n);
      });
}

void connection::on_read(error_code ec, std::size_t n) {
  if (phase_ != phase::idle && phase_ != phase::reading)
    return; // timed out or closed meanwhile
  if (ec)
    return close();
  if (phase_ == phase::idle) {
    phase_ = phase::reading;
    due_in(hub_.limits.read_timeout);
  }
  buffer_.commit(n);
  feed();
}

void connection::feed() {
  if (!parser_->is_header_done()) {
    if (!put() || !allows_body())
      return;
    parser_->eager(true);
    if (!parser_->is_done() && wants_continue())
      return send_continue();
  }
  if (!parser_->is_done() && !put())
    return;
  if (parser_->is_done())
    return hand_over();
  read();
}

// Before the first byte of the body is kept.
bool connection::allows_body() {
  if (parser_->is_done() || !hub_.door.body_limit)
    return true;
  const auto most = std::min(
      hub_.limits.body_max, hub_.door.body_limit(parser_->get().base(), peer_));
  if (parser_->content_length().value_or(0) > most) {
    refuse(wire::error::body_limit);
    return false;
  }
  parser_->body_limit(most);
  return true;
}

bool connection::put() {
  error_code ec;
  buffer_.consume(parser_->put(buffer_.cdata(), ec));
  if (!ec)
    return true;
  if (ec == wire::error::need_more)
    read();
  else
    refuse(ec);
  return false;
}

bool connection::wants_continue() const {
  return buffer_.size() == 0 && parser_->get().version() >= 11 &&
         beast::iequals(parser_->get()[wire::field::expect], "100-continue");
}

void connection::send_continue() {
  phase_ = phase::continuing;
  asio::async_write(socket_, asio::buffer(go_on),
                    [self = shared_from_this()](error_code ec, std::size_t) {
                      if (self->phase_ != phase::continuing)
                        return;
                      if (ec)
                        return self->close();
                      self->phase_ = phase::reading;
                      self->read();
                    });
}

void connection::hand_over() {
  phase_ = phase::handling;
  deadline_ = clock::time_point::max();
  auto asked = parser_->release();
  keep_ = asked.keep_alive();
  head_ = asked.method() == wire::verb::head;
  version_ = asked.version();
  auto owed =
      std::make_shared<owed_answer>(hub_.weak_from_this(), weak_from_this());
  responder respond = [owed = std::move(owed)](response r) {
    owed->give(std::move(r));
  };
  try {
    hub_.on_request(std::move(asked), peer_, std::move(respond));
  } catch (const std::exception&) {
    // The responder went with the stack: the peer gets the 500.
  }
}

void connection::answer(response r) {
  asio::dispatch(socket_.get_executor(),
                 [self = shared_from_this(), r = std::move(r)]() mutable {
                   if (self->phase_ != phase::handling) {
                     if (r.rest)
                       r.rest->close();
                     return;
                   }
                   self->response_ = std::move(r);
                   self->response_.rest ? self->begin_stream() : self->write();
                 });
}

void connection::refuse(error_code ec) {
  if (ec == wire::error::header_limit)
    refuse(wire::status::request_header_fields_too_large, "header_too_large");
  else if (ec == wire::error::body_limit)
    refuse(wire::status::payload_too_large, "too_large");
  else
    refuse(wire::status::bad_request, "malformed");
}

// What follows in the stream can not be trusted: the connection ends here.
void connection::refuse(wire::status status, const char* code) {
  if (hub_.door.refused)
    hub_.door.refused(code, peer_);
  keep_ = false;
  head_ = false;
  version_ = 11;
  response_ = own_problem(status, code);
  write();
}

void connection::write() {
  phase_ = phase::writing;
  due_in(hub_.limits.idle_timeout);
  keep_ = keep_ && !retiring_ && response_.keep_alive();
  response_.version(version_);
  response_.keep_alive(keep_);
  if (bodyless(response_.result_int())) {
    response_.body().clear();
    response_.erase(wire::field::content_length);
  } else {
    if (!response_.fixed.empty())
      return write_fixed();
    response_.content_length(response_.body().size());
    if (head_)
      response_.body().clear();
  }
  wire::async_write(socket_, response_,
                    [self = shared_from_this()](error_code ec, std::size_t) {
                      self->on_written(ec);
                    });
}

void connection::write_fixed() {
  response_.content_length(response_.fixed.size());
  std::ostringstream head;
  head << response_.base();
  chunk_ = head.str();
  auto bytes = head_ ? std::string_view() : response_.fixed;
  asio::async_write(socket_,
                    std::array{asio::buffer(std::as_const(chunk_)),
                               asio::buffer(bytes.data(), bytes.size())},
                    [self = shared_from_this()](error_code ec, std::size_t) {
                      self->chunk_.clear();
                      self->on_written(ec);
                    });
}

void connection::on_written(error_code ec) {
  if (phase_ != phase::writing)
    return;
  if (ec)
    return close();
  if (keep_)
    return next_request();
  linger();
}

// Closing with unread bytes in the socket makes the kernel send a reset, and
// the peer may then lose the answer before it has read it.
bool connection::say_no_more() {
  error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  if (ec)
    return false;
  phase_ = phase::lingering;
  due_in(linger_max);
  watch();
  return true;
}

void connection::linger() {
  if (!say_no_more())
    return close();
  buffer_.consume(buffer_.size());
  drain();
}

void connection::drain() {
  socket_.async_read_some(
      buffer_.prepare(read_small),
      [self = shared_from_this()](error_code ec, std::size_t) {
        if (self->phase_ != phase::lingering)
          return;
        if (ec)
          return self->close();
        self->drain();
      });
}

void connection::close() {
  if (phase_ == phase::closed)
    return;
  phase_ = phase::closed;
  if (response_.rest)
    response_.rest->close();
  error_code ignored;
  timer_.cancel();
  socket_.close(ignored);
  hub_.forget(shared_from_this());
}

void connection::due_in(milliseconds time) {
  deadline_ = clock::now() + time;
}

// One wait outlasts many requests: it only looks whether the deadline has
// passed. It never reaches beyond the shortest limit, so a deadline set
// later is not missed. Setting the timer for every request costs more.
void connection::watch() {
  if (phase_ == phase::closed)
    return;
  const auto step =
      std::min(hub_.limits.read_timeout, hub_.limits.idle_timeout);
  timer_.expires_at(std::min(deadline_, clock::now() + step));
  timer_.async_wait([self = shared_from_this()](error_code ec) {
    if (!ec)
      self->on_tick();
  });
}

void connection::on_tick() {
  if (phase_ != phase::closed && clock::now() >= deadline_)
    expire();
  watch();
}

void connection::expire() {
  if (phase_ == phase::streaming)
    response_.rest->drop();
  if (phase_ != phase::reading)
    return close();
  error_code ignored;
  socket_.cancel(ignored);
  refuse(wire::status::request_timeout, "too_slow");
}

} // namespace dastomized::http

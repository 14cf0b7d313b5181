// An answer without an end: what its stream has is written as it comes.
#include "http/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <sstream>

namespace dastomized::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::string chunk_of(const std::string& bytes) {
  std::ostringstream out;
  out << std::hex << bytes.size() << "\r\n" << bytes << "\r\n";
  return out.str();
}

} // namespace

// The head goes out with the first bytes. Nothing comes after a stream, so
// whatever the peer says meanwhile is passed over.
void connection::begin_stream() {
  phase_ = phase::streaming;
  keep_ = false;
  response_.version(version_);
  response_.keep_alive(false);
  response_.chunked(version_ >= 11);
  std::ostringstream head;
  head << response_.base();
  chunk_ = head.str();
  if (head_)
    response_.rest->close();
  else if (retiring_)
    response_.rest->end();
  // As with a responder: this may run when connection and hub are gone.
  response_.rest->attach([h = hub_.weak_from_this(), c = weak_from_this()] {
    const auto keeps = h.lock();
    const auto to = keeps ? c.lock() : nullptr;
    if (to)
      asio::post(to->socket_.get_executor(), [to] { to->on_stream(); });
  });
  listen_for_end();
  write_chunk();
}

void connection::on_stream() {
  if (phase_ != phase::streaming)
    return;
  if (response_.rest->dropped())
    close();
  else if (chunk_.empty())
    flush();
}

void connection::flush() {
  auto more = response_.rest->take();
  if (!more)
    return response_.rest->ended() ? end_stream() : close();
  deadline_ = clock::time_point::max();
  if (more->empty())
    return;
  chunk_ = version_ >= 11 ? chunk_of(*more) : std::move(*more);
  write_chunk();
}

void connection::write_chunk() {
  due_in(hub_.limits.idle_timeout);
  asio::async_write(socket_, asio::buffer(chunk_),
                    [self = shared_from_this()](error_code ec, std::size_t) {
                      if (self->phase_ != phase::streaming)
                        return;
                      self->chunk_.clear();
                      ec ? self->close() : self->flush();
                    });
}

void connection::listen_for_end() {
  buffer_.consume(buffer_.size());
  socket_.async_read_some(
      buffer_.prepare(read_small),
      [self = shared_from_this()](error_code ec, std::size_t) {
        if (self->phase_ != phase::closed)
          ec ? self->close() : self->listen_for_end();
      });
}

// A server that stops waits for nobody.
void connection::end_stream() {
  response_.rest->close();
  if (!chunk_.empty())
    return close();
  phase_ = phase::writing;
  due_in(linger_max);
  watch();
  chunk_ = version_ >= 11 ? "0\r\n\r\n" : "";
  asio::async_write(socket_, asio::buffer(chunk_),
                    [self = shared_from_this()](error_code ec, std::size_t) {
                      if (self->phase_ != phase::writing)
                        return;
                      if (ec || self->retiring_ || !self->say_no_more())
                        self->close();
                    });
}

} // namespace dastomized::http

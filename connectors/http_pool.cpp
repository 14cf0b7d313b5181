#include "connectors/http_pool.hpp"

#include <cerrno>
#include <iterator>
#include <sys/socket.h>
#include <utility>

namespace dastomized::connectors {

bool http_wire::quiet() {
  if (!socket.is_open() || (tls && SSL_has_pending(tls->native_handle())))
    return false;
  char byte = 0;
  const auto n =
      ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void http_pool::enter(const http_origin& to, turn go) {
  {
    const std::lock_guard lock{guard_};
    auto& l = lanes_[to];
    if (l.in_flight >= per_host_max_) {
      l.waiting.push_back(std::move(go));
      return;
    }
    ++l.in_flight;
  }
  go();
}

void http_pool::leave(const http_origin& to) {
  turn next;
  {
    const std::lock_guard lock{guard_};
    auto& l = lanes_[to];
    if (l.waiting.empty()) {
      --l.in_flight;
      return;
    }
    next = std::move(l.waiting.front());
    l.waiting.pop_front();
  }
  next();
}

std::unique_ptr<http_wire> http_pool::take(const http_origin& to) {
  const std::lock_guard lock{guard_};
  auto& idle = lanes_[to].idle;
  while (!idle.empty()) {
    auto wire = std::move(idle.back().wire);
    idle.pop_back();
    if (wire->quiet())
      return wire;
  }
  return nullptr;
}

void http_pool::keep(const http_origin& to, std::unique_ptr<http_wire> wire) {
  const std::lock_guard lock{guard_};
  lanes_[to].idle.push_back({std::move(wire), clock::now()});
}

void http_pool::close_unused_since(clock::time_point limit) {
  const std::lock_guard lock{guard_};
  for (auto at = lanes_.begin(); at != lanes_.end();) {
    auto& l = at->second;
    while (!l.idle.empty() && l.idle.front().since <= limit)
      l.idle.pop_front();
    const bool unused = l.in_flight == 0 && l.idle.empty();
    at = unused ? lanes_.erase(at) : std::next(at);
  }
}

} // namespace dastomized::connectors

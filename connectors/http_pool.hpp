// Kept-alive connections, and who may open one: at most so many requests per
// server at a time, the others wait in order. Thread-safe.
#pragma once

#include "connectors/http_message.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace dastomized::connectors {

// One connection to a server. With TLS, everything goes through `tls`.
struct http_wire {
  explicit http_wire(boost::asio::io_context& io) : socket(io) {}

  // False if the peer has closed it or said something unasked.
  bool quiet();

  boost::asio::ip::tcp::socket socket;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls;
};

class http_pool {
public:
  using clock = std::chrono::steady_clock;
  using turn = std::function<void()>;

  explicit http_pool(std::size_t per_host_max) : per_host_max_(per_host_max) {}

  // Calls `go` (outside any lock) now or when an earlier request leaves.
  void enter(const http_origin&, turn go);
  void leave(const http_origin&);

  // An idle connection still alive, the most recently used first.
  std::unique_ptr<http_wire> take(const http_origin&);
  void keep(const http_origin&, std::unique_ptr<http_wire>);
  void close_unused_since(clock::time_point);

private:
  struct idle_wire {
    std::unique_ptr<http_wire> wire;
    clock::time_point since;
  };
  struct lane {
    std::size_t in_flight = 0;
    std::deque<turn> waiting;
    std::deque<idle_wire> idle; // oldest first
  };

  const std::size_t per_host_max_;
  std::mutex guard_;
  std::map<http_origin, lane> lanes_;
};

} // namespace dastomized::connectors

// The shop's background queue: one waiting delivery per webhook and order,
// rendered when it is sent, one after the other. Lives on the sandbox's
// thread; answers of the transport are posted back to it.
#pragma once

#include "connectors/http.hpp"
#include "sandbox/shop.hpp"

#include <boost/asio/io_context.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <string>

namespace dastomized::sandbox {

// What may go wrong between the shop and the listener.
struct webhook_faults {
  int lose_percent = 0;
  int duplicate_percent = 0;
  int reorder_percent = 0; // made now, sent after those of the next run
};

using note_line = std::function<void(std::string_view, json::object)>;

class webhook_queue {
public:
  webhook_queue(boost::asio::io_context& io, shop& s,
                std::shared_ptr<connectors::http_transport> client,
                note_line note, std::uint64_t seed);

  webhook_faults faults;

  // Queues a delivery for every active webhook of that topic.
  void announce(std::string_view topic, std::int64_t order);

  // Sends all that waits; `done` is called when nothing is left. A run
  // under way is joined.
  void run(std::function<void()> done);

  // The unsigned form post sent while a webhook is being created.
  void ping(const webhook& w, std::function<void()> done);

  std::size_t waiting() const { return waiting_.size(); }

private:
  struct delivery {
    std::int64_t hook = 0;
    std::int64_t order = 0;
    bool operator==(const delivery&) const = default;
  };

  void next();
  bool send_late();
  void send(const delivery& d, bool again);
  void answered(const delivery& d, bool delivered);
  connectors::http_request rendered(const webhook& w, std::int64_t order);
  bool chance(int percent);

  boost::asio::io_context& io_;
  shop& shop_;
  std::shared_ptr<connectors::http_transport> client_;
  note_line note_;
  std::mt19937_64 dice_;
  std::deque<delivery> waiting_;
  std::deque<connectors::http_request> late_, later_; // of this, the next run
  std::vector<std::function<void()>> done_;
  bool running_ = false;
};

} // namespace dastomized::sandbox

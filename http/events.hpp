// The live side of the API: a thread of its own that keeps the event streams
// told. Nothing happens while nobody listens. Internal to http/.
#pragma once

#include "http/event_hub.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>

namespace dastomized::http {

class events {
public:
  using health_text = std::function<std::string(const actors::health_report&)>;

  events(actors::front& front, storage::order_store& store, metrics& m,
         health_text health, actors::clock now);
  ~events() { stop(); }
  events(const events&) = delete;
  events& operator=(const events&) = delete;

  // Answers with the head of a stream, or that there are too many.
  void open(event_listener l, std::function<void(response)> answer);
  void end_of(const std::string& owner); // their session is over
  void end_the_unwelcome();              // rights have changed
  void stop();                           // ends all; blocks

private:
  using time = event_hub::time;
  event_source source(actors::front& front, storage::order_store& store,
                      actors::clock now);
  void changed();
  void run();
  void arm(time at);
  void keep_count();

  actors::front& front_;
  storage::order_store& store_;
  metrics& metrics_;
  health_text health_;
  bool ended_ = false; // by stop()
  // Only on its thread, from here …
  event_hub hub_;
  time next_ = time::max();
  bool stopped_ = false;
  std::uint64_t sent_ = 0, dropped_ = 0; // counted so far
  // … to here.
  std::atomic<bool> anybody_{false}, changed_{false};
  boost::asio::thread_pool own_{1};
  boost::asio::steady_timer timer_{own_};
};

} // namespace dastomized::http

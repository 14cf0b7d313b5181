// An answer without an end: what is pushed goes to the peer as it comes.
// Thread-safe. Made by a handler and given away with the head of its answer
// (response::rest); whoever keeps it pushes, the connection takes.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace dastomized::http {

class stream {
public:
  explicit stream(std::size_t room = 256u << 10) : room_(room) {}

  // False: it is over, also because more waits than there is room for: a peer
  // that reads too slowly is dropped.
  bool push(std::string_view bytes);
  // The peer gets what waits, and a proper end.
  void end();

  bool over() const;
  bool dropped() const; // over, because the peer did not read
  std::size_t waiting() const;

  // ---- for the connection ----

  // `wake` runs, on any thread, when there is something to do; at once if
  // there is already.
  void attach(std::function<void()> wake);
  // What to write next, which counts as waiting until the next call; empty:
  // nothing yet. Nothing: write no more, and close: properly if `ended`.
  std::optional<std::string> take();
  bool ended() const;
  void drop();  // the peer reads too slowly
  void close(); // the connection is gone

private:
  enum class state : unsigned char { open, ended, dropped, closed };
  void call_wake(std::unique_lock<std::mutex> lock);

  const std::size_t room_;
  mutable std::mutex mutex_;
  state state_ = state::open;
  std::string pending_;
  std::size_t taken_ = 0; // being written
  bool woken_ = false;    // and did not take yet
  std::function<void()> wake_;
};

} // namespace dastomized::http

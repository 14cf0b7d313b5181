#include "http/stream.hpp"

#include <utility>

namespace dastomized::http {

bool stream::push(std::string_view bytes) {
  std::unique_lock lock(mutex_);
  if (state_ != state::open)
    return false;
  const bool fits = bytes.size() <= room_ - taken_ - pending_.size();
  if (fits) {
    pending_ += bytes;
  } else {
    state_ = state::dropped;
    woken_ = false; // a connection that is busy writing is to give up
  }
  call_wake(std::move(lock));
  return fits;
}

void stream::end() {
  std::unique_lock lock(mutex_);
  if (state_ != state::open)
    return;
  state_ = state::ended;
  call_wake(std::move(lock));
}

// Once until the connection takes: a thousand pushes are one wake.
void stream::call_wake(std::unique_lock<std::mutex> lock) {
  if (!wake_ || std::exchange(woken_, true))
    return;
  const auto wake = wake_;
  lock.unlock();
  wake();
}

bool stream::over() const {
  const std::lock_guard lock(mutex_);
  return state_ != state::open;
}

bool stream::dropped() const {
  const std::lock_guard lock(mutex_);
  return state_ == state::dropped;
}

bool stream::ended() const {
  const std::lock_guard lock(mutex_);
  return state_ == state::ended;
}

std::size_t stream::waiting() const {
  const std::lock_guard lock(mutex_);
  return taken_ + pending_.size();
}

void stream::drop() {
  const std::lock_guard lock(mutex_);
  if (state_ == state::open || state_ == state::ended)
    state_ = state::dropped;
}

void stream::attach(std::function<void()> wake) {
  std::unique_lock lock(mutex_);
  wake_ = std::move(wake);
  if (state_ != state::open || !pending_.empty())
    call_wake(std::move(lock));
}

std::optional<std::string> stream::take() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  taken_ = pending_.size();
  if (!pending_.empty() && state_ != state::dropped)
    return std::exchange(pending_, {});
  return state_ == state::open ? std::optional(std::string()) : std::nullopt;
}

void stream::close() {
  const std::lock_guard lock(mutex_);
  if (state_ == state::open || state_ == state::ended)
    state_ = state::closed;
  pending_.clear();
  wake_ = nullptr;
}

} // namespace dastomized::http

// Of several that look at the same thing side by side, the one that began last
// has the last word, whoever ends last. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

namespace dastomized::actors {

class last_word {
public:
  std::uint64_t begin() {
    const std::lock_guard lock(mutex_);
    return ++begun_;
  }

  // Tells unless a later one was told already; nothing else is told meanwhile.
  void tell(std::uint64_t turn, const std::function<void()>& what) {
    const std::lock_guard lock(mutex_);
    if (turn < told_)
      return;
    told_ = turn;
    what();
  }

private:
  std::mutex mutex_;
  std::uint64_t begun_ = 0, told_ = 0;
};

} // namespace dastomized::actors

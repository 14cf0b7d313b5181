// One thread for work that may wait for the disk or burn time, so that
// actors never do. Jobs run in order; results go back by rt::tell.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace dastomized::actors {

enum class io_mode : std::uint8_t {
  threaded,
  inline_for_tests, // post() runs the job at once
  when_asked,       // run_next() does, on the caller's thread
};

// Makes the calling thread give way to those that serve the outside: a burst
// of deliveries is taken in first and worked off after.
void give_way();

class io_worker {
public:
  explicit io_worker(io_mode mode);
  ~io_worker();

  void post(std::function<void()> job);

  // With when_asked only.
  bool waiting();
  void run_next();

  // Ends the thread after the job at hand. What waits then, and what is posted
  // later, is dropped unrun. Not from a job.
  void stop();

private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool stop_ = false;
  io_mode mode_;
  std::thread thread_;
};

} // namespace dastomized::actors

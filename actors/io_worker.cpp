#include "actors/io_worker.hpp"

#include <spdlog/spdlog.h>

#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace dastomized::actors {

void give_way() {
  // Linux's nice value is a thread's own. A failure changes speed only.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 5);
}

io_worker::io_worker(io_mode mode) : mode_(mode) {
  if (mode_ == io_mode::threaded)
    thread_ = std::thread([this] { run(); });
}

io_worker::~io_worker() {
  stop();
}

void io_worker::stop() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable())
    thread_.join();
  // Jobs hold actors and what owns this worker: kept, neither would end.
  std::deque<std::function<void()>> dropped; // freed after the lock
  std::lock_guard lock(mutex_);
  dropped.swap(jobs_);
}

void io_worker::post(std::function<void()> job) {
  if (mode_ == io_mode::inline_for_tests)
    return job();
  {
    std::lock_guard lock(mutex_);
    if (stop_)
      return;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
}

bool io_worker::waiting() {
  std::lock_guard lock(mutex_);
  return !jobs_.empty();
}

void io_worker::run_next() {
  std::unique_lock lock(mutex_);
  auto job = std::move(jobs_.front());
  jobs_.pop_front();
  lock.unlock();
  job();
}

void io_worker::run() {
  give_way();
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
    if (stop_)
      return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    try {
      job();
    } catch (const std::exception& e) {
      spdlog::error("io.job_threw error=\"{}\"", e.what());
    }
    job = nullptr; // what it holds is freed on this thread, unlocked
    lock.lock();
  }
}

} // namespace dastomized::actors

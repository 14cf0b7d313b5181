#include "daemon/closing.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <future>
#include <thread>

namespace dastomized {

namespace {

// Ends the process if it lives longer than the step's limit.
class guard {
public:
  explicit guard(const closing_step& s)
      : thread_([&s, done = done_.get_future()] {
          if (done.wait_for(s.limit) == std::future_status::ready)
            return;
          spdlog::error("daemon.step_overran step={} limit_ms={}", s.name,
                        s.limit.count());
          std::_Exit(1);
        }) {}
  ~guard() {
    done_.set_value();
    thread_.join();
  }
  guard(const guard&) = delete;
  guard& operator=(const guard&) = delete;

private:
  std::promise<void> done_;
  std::thread thread_;
};

} // namespace

void close_down(const std::vector<closing_step>& steps) {
  for (const auto& s : steps) {
    guard g(s);
    s.run();
    spdlog::debug("daemon.step_closed step={}", s.name);
  }
}

} // namespace dastomized

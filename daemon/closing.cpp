#include "daemon/closing.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <future>

namespace dastomized {

void close_down(const std::vector<closing_step>& steps) {
  for (const auto& s : steps) {
    auto done = std::async(std::launch::async, s.run);
    if (done.wait_for(s.limit) == std::future_status::ready) {
      spdlog::debug("daemon.step_closed step={}", s.name);
      continue;
    }
    spdlog::error("daemon.step_overran step={} limit_ms={}", s.name,
                  s.limit.count());
    std::_Exit(1);
  }
}

} // namespace dastomized

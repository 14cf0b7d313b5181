// The process as the kernel sees it: signals, limits, permissions.
#pragma once

#include "domain/time.hpp"

#include <csignal>

namespace dastomized {

// Files for the owner only, no core dumps: they would hold keys and
// customers' data.
void harden_process();

// Signals that are waited for instead of interrupting. To be made before
// threads start, so that all of them have the signals blocked.
class signals {
public:
  signals(); // SIGTERM, SIGINT, SIGHUP; SIGPIPE is ignored

  // The next one, or 0 after the time.
  int wait(milliseconds at_most);

private:
  sigset_t set_{};
};

} // namespace dastomized

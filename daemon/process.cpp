#include "daemon/process.hpp"

#include <algorithm>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace dastomized {

void harden_process() {
  umask(0077);
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ // its leak check must look into the process
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

signals::signals() {
  (void)std::signal(SIGPIPE, SIG_IGN);
  sigemptyset(&set_);
  for (int s : {SIGTERM, SIGINT, SIGHUP})
    sigaddset(&set_, s);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
}

int signals::wait(milliseconds at_most) {
  timespec t{at_most.count() / 1000, at_most.count() % 1000 * 1'000'000};
  return std::max(sigtimedwait(&set_, nullptr, &t), 0);
}

} // namespace dastomized

#include "actors/crash_point.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <unistd.h>

namespace dastomized::actors {

namespace {

struct plan {
  std::string_view name;
  std::atomic<int> left{1};

  plan() {
    auto* text = std::getenv("DASTOMIZED_CRASH_AT");
    name = text ? text : "";
    if (auto colon = name.find(':'); colon != name.npos) {
      int n = 1;
      std::from_chars(name.data() + colon + 1, name.data() + name.size(), n);
      left = n;
      name = name.substr(0, colon);
    }
  }
};

} // namespace

void crash_point(std::string_view name) {
  static plan p;
  if (!p.name.empty() && p.name == name && --p.left == 0)
    kill(getpid(), SIGKILL);
}

} // namespace dastomized::actors

// The end as a list that can be read.
#pragma once

#include "domain/time.hpp"

#include <functional>
#include <string>
#include <vector>

namespace dastomized {

struct closing_step {
  std::string name;
  milliseconds limit;
  std::function<void()> run;
};

// Runs them in order, on the calling thread: CAF waits for ever when its actor
// system ends on another thread than it began on. A step that takes longer than
// its limit ends the process at once: what was acknowledged is on disk, and the
// next start takes up the rest.
void close_down(const std::vector<closing_step>& steps);

} // namespace dastomized

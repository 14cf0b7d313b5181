// What follows from an action, tried on a copy with a store that says yes to
// all it is asked and print files that are as good as when last seen.
#pragma once

#include "domain/advance.hpp"

#include <vector>

namespace dastomized {

// An action and all that follows from it until something leaves for a
// provider, or waits.
struct outlook {
  order after;
  std::vector<journal_entry> notes;
  std::vector<effect> left; // that nobody answered here
  bool looks_first = false; // at print files
};

outlook look_ahead(step first, const policy& p, instant now);

} // namespace dastomized

// check-config --online: do the addresses, keys and tokens work?
#pragma once

#include "actors/front.hpp"

namespace dastomized {

// Asks every store and provider something harmless and prints what came of
// it, a line each. Blocks.
bool all_reachable(const actors::setup& s);

} // namespace dastomized

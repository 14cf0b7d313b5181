// check-config --online: do the addresses, keys and tokens work?
#pragma once

#include "actors/front.hpp"

namespace dastomized {

// Looks at every store and provider and prints what it found and what to do
// about it. Blocks. false: something is broken.
bool examine_all(const actors::setup& s);

} // namespace dastomized

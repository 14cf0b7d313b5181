// Time as the whole project means it: wall-clock instants in milliseconds.
// The domain never reads a clock; every event brings its instant along.
#pragma once

#include <chrono>

namespace dastomized {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// UTC wall-clock time, milliseconds since 1970.
using instant = std::chrono::sys_time<milliseconds>;

} // namespace dastomized

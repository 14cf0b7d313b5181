// Named places where a test may have the process killed as by a power cut:
// DASTOMIZED_CRASH_AT=name or name:n for the n-th time. Without the variable
// it costs one comparison.
#pragma once

#include <string_view>

namespace dastomized::actors {

// intent.before_commit, intent.after_commit, provider.answered,
// inbox.appended, inbox.read, bulk.answered, bulk.refused
void crash_point(std::string_view name);

} // namespace dastomized::actors

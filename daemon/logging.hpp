// Where the log goes: lines on standard error.
#pragma once

#include "config/settings.hpp"

namespace dastomized {

// For the journal: a priority, no time. Else readable by itself.
void start_logging(const config::daemon_settings& s);
void set_log_level(config::log_level level);

} // namespace dastomized

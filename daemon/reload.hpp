// Whether a changed configuration can be taken over while running.
#pragma once

#include "config/settings.hpp"

#include <string>

namespace dastomized {

// Empty: it can. Else a sentence why it needs a restart as a whole: stores
// and providers do not come and go in a running daemon.
std::string why_not_now(const config::settings& old,
                        const config::settings& now);

} // namespace dastomized

// A roster as JSON: how it is kept.
#pragma once

#include "access/roster.hpp"

namespace dastomized::access {

std::string text_of(const roster& r);
// fault::storage names what is damaged: nobody is let in by a guess.
result<roster> roster_in(std::string_view text);

} // namespace dastomized::access

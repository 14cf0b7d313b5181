// Answers of somebody outside, written as text: a status line without the
// version, headers, an empty line, the body; "===" on a line of its own
// before the next answer. "broken" and "not sent" are exchanges that failed.
#pragma once

#include "connectors/http.hpp"

#include <string_view>
#include <vector>

namespace dastomized::fuzz {

std::vector<connectors::http_outcome> answers_in(std::string_view text);

// What a conversation wants to send must be sendable, and go where we said.
void require_sendable(const connectors::http_request& r,
                      std::string_view base_url);

} // namespace dastomized::fuzz

// Who may come in: tokens and secrets of paths.
#pragma once

#include "http/server.hpp"

#include <string>
#include <string_view>

namespace dastomized::http {

// Takes equally long wherever two texts begin to differ.
bool same_secret(std::string_view a, std::string_view b);

enum class entry : std::uint8_t { granted, no_token, wrong_token, not_local };

// With a token configured the request must bring it as bearer token. Without
// one only programs of this machine are let in: from loopback, asking for a
// loopback name (a web page that found its way to our port does not), not
// through a proxy.
entry admit(const request& r, const std::string& peer, std::string_view token);

} // namespace dastomized::http

// ShineOn, API v1, in two phases: an order is created held, looked for by
// our reference, and released once it is certain to be the only one.
#pragma once

#include "connectors/provider.hpp"

namespace dastomized::connectors {

std::unique_ptr<provider> make_shineon(provider_account account);

} // namespace dastomized::connectors

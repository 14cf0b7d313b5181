// CustomCat, API v1: one call per order under our own id in the path. The
// id is taken once; a repeat of the same bytes changes nothing.
#pragma once

#include "connectors/provider.hpp"

namespace dastomized::connectors {

std::unique_ptr<provider> make_customcat(provider_account account);

} // namespace dastomized::connectors

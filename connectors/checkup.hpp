// Does a provider know our key, and what may it do? Nothing is ordered. Pure.
#pragma once

#include "connectors/finding.hpp"
#include "connectors/provider.hpp"

#include <memory>

namespace dastomized::connectors {

std::unique_ptr<conversation<findings>>
make_checkup(std::shared_ptr<const provider> api);

} // namespace dastomized::connectors

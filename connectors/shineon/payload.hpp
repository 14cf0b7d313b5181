// The order as ShineOn wants it. Pure and deterministic: equal input gives
// equal bytes.
#pragma once

#include "connectors/provider.hpp"

namespace dastomized::connectors::shineon {

result<std::string> build(const provider_account& a, const order& o,
                          const part& p);

} // namespace dastomized::connectors::shineon

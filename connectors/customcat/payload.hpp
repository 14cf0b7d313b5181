// The order as CustomCat wants it. Pure and deterministic: equal input gives
// equal bytes.
#pragma once

#include "connectors/provider.hpp"

namespace dastomized::connectors::customcat {

// Without api_key, which must not be stored.
result<std::string> build(const provider_account& a, const order& o,
                          const part& p);

// The bytes that travel: `payload` with the key as its first member.
std::string with_key(const std::string& payload, const std::string& token);

} // namespace dastomized::connectors::customcat

// What CustomCat's answers mean. Pure; any bytes whatever are allowed.
#pragma once

#include "connectors/provider.hpp"

#include <optional>

namespace dastomized::connectors::customcat {

// To POST order/{reference}. Nullopt: "Duplicate Order", which says that
// it is there but not under which id.
std::optional<part_outcome> read_submission(const http_outcome& o,
                                            const std::string& reference,
                                            const provider_account& a);

// To GET order/status/{reference}.
look_up_outcome read_look_up(const http_outcome& o,
                             const std::string& reference,
                             const std::string& payload,
                             const provider_account& a);
tracking_outcome read_tracking(const http_outcome& o, const part& p,
                               const provider_account& a);

std::optional<notice> read_notice(const std::string& topic,
                                  const std::string& body,
                                  const provider_account& a);

} // namespace dastomized::connectors::customcat

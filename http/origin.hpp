// Where a request came from. Internal to http/.
#pragma once

#include "domain/address.hpp"
#include "http/server.hpp"

#include <string>
#include <vector>

namespace dastomized::http {

// Whether this peer's X-Forwarded-For is believed.
bool is_trusted(const std::string& peer,
                const std::vector<ip_network>& trusted);

// The address of the connection; of a trusted proxy, the last address it and
// the trusted ones before it were reached from: what stands further left,
// anybody may have written.
std::string origin_of(const request_head& r, const std::string& peer,
                      const std::vector<ip_network>& trusted);

} // namespace dastomized::http

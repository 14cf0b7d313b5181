// The bytes of an outbound HTTP/1.1 request, and where they go. No I/O.
#pragma once

#include "connectors/http.hpp"
#include "domain/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace dastomized::connectors {

// The server a URL names: requests to equal ones may share a connection.
struct http_origin {
  bool tls = true;
  std::string host; // lower case; IPv6 addresses without brackets
  std::string port; // digits
  // Only ever connected to at public addresses: shares nothing with others.
  bool public_only = false;
  auto operator<=>(const http_origin&) const = default;
};

struct http_target {
  http_origin origin;
  std::string host_header;
  std::string path; // with the query, without the fragment
};

// Refuses what could not be sent as it stands: other schemes, user names,
// white space. The failure's sentence holds no part of the URL.
result<http_target> parse_target(std::string_view url);

// The request as it goes over the wire. Host and User-Agent are ours unless
// the request brings its own; the framing headers always are. Refuses line
// breaks in names and values, which would smuggle in further headers.
result<std::string> serialized(const http_request&, const http_target&,
                               std::string_view user_agent);

} // namespace dastomized::connectors

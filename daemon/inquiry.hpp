// One question to a running daemon, or to a sandbox, over HTTP.
#pragma once

#include "connectors/http.hpp"
#include "domain/result.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace dastomized {

struct inquiry {
  std::string method = "GET";
  std::string url;
  std::string token; // empty: none is sent
  milliseconds timeout{5s};
};

// The answer's JSON; a failure with the other side's reason unless it is 2xx.
result<boost::json::object> inquire(connectors::http_transport& t, inquiry q);

// What a file with the API's token holds; empty without a file.
std::string token_in(const std::string& file);

} // namespace dastomized

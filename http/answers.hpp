// Responses of the API: JSON, and problem details after RFC 9457.
#pragma once

#include "domain/advance.hpp"
#include "domain/result.hpp"
#include "http/server.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace dastomized::http {

response json_response(unsigned status, const boost::json::value& body);

response no_content(); // 204

// `code` is stable and for programs, `detail` a sentence for people.
response problem(unsigned status, std::string_view code,
                 std::string_view detail);
response problem(const failure& f);
response problem(const denial& d);

// Bytes that are not UTF-8 replaced: JSON can not carry them.
std::string valid_utf8(std::string_view bytes);

} // namespace dastomized::http

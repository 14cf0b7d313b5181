// The actions of the API: a name in the path and a JSON body become what a
// person asks of an order. Pure.
#pragma once

#include "domain/event.hpp"
#include "domain/result.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::http {

// `by` is who asks. fault::not_found: there is no such action; invalid: its
// body is wrong.
result<person_asked> read_action(std::string_view name,
                                 const boost::json::object& body,
                                 const std::string& by, instant now);

std::vector<std::string_view> action_names();

} // namespace dastomized::http

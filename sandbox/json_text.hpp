// JSON as the simulated services write it, and lenient reading of members.
#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dastomized::sandbox {

namespace json = boost::json;

// As PHP's json_encode writes: "/" escaped, everything beyond ASCII as \u.
std::string php_json(const json::value& value);

// Parses a whole document; nullopt when it is not JSON.
std::optional<json::value> parsed_json(std::string_view text);

// The member as text: strings as they are, numbers and booleans printed,
// "" when absent, null or composite.
std::string text_at(const json::object& o, std::string_view key);

// The member as a number, also from a numeric string.
std::int64_t number_at(const json::object& o, std::string_view key,
                       std::int64_t otherwise = 0);

// The member if it is an array or object of that kind, else an empty one.
const json::array& array_at(const json::object& o, std::string_view key);
const json::object& object_at(const json::object& o, std::string_view key);

// Whole seconds since 1970 as 2026-11-23T00:16:05.
std::string date_text(std::int64_t seconds);
// Reads date_text's form with optional Z, offset or fraction; nullopt when
// it can not be read. `had_zone` tells whether the text named a zone.
std::optional<std::int64_t> read_date(std::string_view text, bool& had_zone);

// Money: "12.5" is 1250; text that is no number reads as 0.
std::int64_t cents(std::string_view text);
std::string money(std::int64_t cents); // two decimals

} // namespace dastomized::sandbox

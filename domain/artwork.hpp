// The files a provider prints from: which of an order's they are, and what a
// look at them told. Looks are taken by connectors/artwork.hpp; the rules of
// when are in artwork.cpp.
#pragma once

#include "domain/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dastomized {

// The URLs of a line's print files: the first of the front, and of the back.
struct print_files {
  std::string front, back;
};
print_files print_files_of(const line& l, const personalization_keys& keys);

// A submission of it could not go well; "unsure" is only a warning.
bool is_bad(artwork_verdict v);
// The blocker's code: "design.not_there" …; empty if there is none.
std::string_view blocker_code(artwork_verdict v);

// For people: what is behind the "?" may let others in.
std::string without_query(const std::string& url);

// "PNG, 4500 × 5400, 300 dpi", "is not there: HTTP 404" …
std::string described(const artwork_look& seen);

std::string_view name(artwork_verdict v); // "good", "not_there" …

} // namespace dastomized

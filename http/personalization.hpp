// What the buyer chose on a line, read from its meta by the store's
// personalization keys. Pure.
#pragma once

#include "domain/policy.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dastomized::http {

struct personalization {
  std::vector<std::pair<std::string, std::string>> options;     // name, value
  std::string preview;                                          // URL, or empty
  std::vector<std::pair<std::string, std::string>> print_files; // key, URL
  std::vector<std::string> client_images;
};

// What an entry is called, for people.
std::string entry_name(const meta_entry& m, const key_set& any);

personalization personalization_of(const line& l,
                                   const personalization_keys& keys);

// http or https with a host and nothing in it that ends an attribute or a
// line: fit to become a link.
bool is_link(std::string_view url);

} // namespace dastomized::http

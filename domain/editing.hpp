// Which of a line's words a person may change, and which they are. Pure.
#pragma once

#include "domain/policy.hpp"

#include <string>
#include <vector>

namespace dastomized {

// What the buyer chose: shown to people, and no file.
bool is_option(const meta_entry& m, const personalization_keys& keys);

// Its text can be changed: an option, a preview or a print file. What holds
// more than a text is the personalizer's own.
bool is_editable(const meta_entry& m, const personalization_keys& keys);

// The values of a line's print files, in their order.
std::vector<std::string> files_of(const line& l,
                                  const personalization_keys& keys);

// Its print files show what the line said before it was edited.
bool is_outdated(const order& o, const line& l,
                 const personalization_keys& keys);

} // namespace dastomized

// What a reload would change, for people.
#pragma once

#include "config/settings.hpp"

#include <string>
#include <vector>

namespace dastomized::config {

struct change {
  std::string what;     // "http.listen changes from … to …"; never a secret
  bool restart = false; // takes effect only after a restart

  bool operator==(const change&) const = default;
};

// Empty: nothing changes.
std::vector<change> plan(const settings& old, const settings& now);

// One line per change, with "(needs a restart)" where it does.
std::string to_string(const std::vector<change>& all);

} // namespace dastomized::config

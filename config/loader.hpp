// Reads the configuration: one TOML file plus conf.d/*.toml beside it.
#pragma once

#include "config/problem.hpp"
#include "config/settings.hpp"

#include <map>
#include <string>
#include <vector>

namespace dastomized::config {

// What the process was started with; secrets may come from here.
struct environment {
  std::map<std::string, std::string> variables;

  static environment of_process();
  std::string get(const std::string& name) const; // empty if not set
};

struct loaded {
  settings value;                // only to be used if ok()
  std::vector<problem> problems; // in the order of the files and lines

  bool ok() const; // there may still be warnings
};

// Never throws because of what the files say; all problems at once. Files
// named inside (secrets, SKU maps) are relative to the directory of `path`.
loaded load(const std::string& path, const environment& env);

// Every key there is, as "http.listen" or "store.countdown.delay".
std::vector<std::string> known_keys();

} // namespace dastomized::config

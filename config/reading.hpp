// The state of one reading: where we are and what was wrong so far.
#pragma once

#include "config/loader.hpp"

#include <map>
#include <string>
#include <vector>

namespace dastomized::config {

struct spot {
  place at;
  std::string section, key; // as problems show them
};

struct reading {
  const environment& env;
  std::string directory; // of the main file
  std::vector<problem> problems;
  std::map<std::string, spot> spots; // by path, "store[0].url"

  // A problem with a key of a table; it need not have been written.
  void report(severity s, const std::string& table, const std::string& key,
              std::string what, std::string hint = {});
  bool has(const std::string& path) const { return spots.contains(path); }
  // Relative names are relative to the main file's directory.
  std::string resolved(const std::string& file) const;
};

// A place in the tree during the descent.
struct cursor {
  reading& r;
  std::string path;
  spot here;

  void error(std::string what, std::string hint = {}) const;
  void warn(std::string what, std::string hint = {}) const;
  // A key of the table this cursor is at.
  cursor into(const std::string& key, const place& at) const;
};

} // namespace dastomized::config

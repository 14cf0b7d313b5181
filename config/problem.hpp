// What is wrong with a configuration, and where.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::config {

struct place {
  std::string file;
  std::uint32_t line = 0, column = 0; // 0: the file as a whole
};

enum class severity : std::uint8_t { warning, error };

struct problem {
  config::severity severity = config::severity::error;
  place at;
  std::string section; // `[http]`, `[[store]] "eu"`; empty: top level
  std::string key;     // empty: the section or file as a whole
  std::string what;    // never a secret
  std::string hint;    // how to mend it; may be empty
};

// path:line:column: error: [[store]] "eu": key: what (hint)
std::string to_string(const problem& p);

// One line per problem, with the line end.
std::string to_string(const std::vector<problem>& all);

// `did you mean "listen"?` if one of the names is close enough, else empty.
std::string suggestion(std::string_view written,
                       const std::vector<std::string>& names);

} // namespace dastomized::config

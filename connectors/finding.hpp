// What a look at an outside system found, for the person who can mend it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dastomized::connectors {

struct finding {
  enum class weight : std::uint8_t { fine, notice, warning, error };
  weight how = weight::fine;
  std::string layer; // dns, connect, tls, http, rest, auth, rights, clock,
                     // webhooks, tracking, token, mode
  std::string seen;  // what was seen; safe to log
  std::string means; // what it leads to; empty where all is well
  std::string todo;
};

using findings = std::vector<finding>;

constexpr const char* name_of(finding::weight w) {
  switch (w) {
  case finding::weight::fine:
    return "fine";
  case finding::weight::notice:
    return "notice";
  case finding::weight::warning:
    return "warning";
  case finding::weight::error:
    return "error";
  }
  return "";
}

} // namespace dastomized::connectors

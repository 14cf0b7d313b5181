// Counts what a provider accepted to print, per reference: the proof that
// nothing was printed twice.
#pragma once

#include "sandbox/json_text.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace dastomized::sandbox {

struct tally_line {
  std::int64_t accepted = 0;  // submissions that make a print
  std::int64_t cancelled = 0; // of those, taken back in time
  std::int64_t reposts = 0;   // the same again, which makes no print
  std::int64_t at_ms = 0;     // of the first acceptance

  void accept(std::int64_t now_ms) {
    if (++accepted == 1)
      at_ms = now_ms;
  }

  std::int64_t twice() const {
    return std::max<std::int64_t>(0, accepted - cancelled - 1);
  }
};

struct tally {
  std::map<std::string, tally_line> references;

  json::object counted(bool full) const {
    std::int64_t accepted = 0, distinct = 0, twice = 0, reposts = 0;
    json::object all;
    for (const auto& [reference, line] : references) {
      accepted += line.accepted;
      distinct += line.accepted > 0 ? 1 : 0;
      twice += line.twice();
      reposts += line.reposts;
      if (full)
        all[reference] = {{"accepted", line.accepted},
                          {"cancelled", line.cancelled},
                          {"reposts", line.reposts},
                          {"at_ms", line.at_ms},
                          {"twice", line.twice()}};
    }
    json::object out{{"accepted", accepted},
                     {"distinct", distinct},
                     {"twice", twice},
                     {"reposts", reposts}};
    if (full)
      out["references"] = all;
    return out;
  }

  void load(const json::object& counted) {
    for (const auto& [reference, line] : object_at(counted, "references"))
      references[reference] = {number_at(line.as_object(), "accepted"),
                               number_at(line.as_object(), "cancelled"),
                               number_at(line.as_object(), "reposts"),
                               number_at(line.as_object(), "at_ms")};
  }
};

} // namespace dastomized::sandbox

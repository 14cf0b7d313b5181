// Which refused requests get a line in the log: of each kind some in a while,
// so that a flood does not fill the disk. Not thread-safe; the clock is the
// caller's.
#pragma once

#include "domain/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dastomized::http {

class refusal_log {
public:
  static constexpr unsigned lines_max = 10; // of one code in `window`
  static constexpr milliseconds window{1min};

  // How many of this code got no line since the last that did; nullopt: nor
  // does this one. Codes are our own words.
  std::optional<unsigned> take(std::string_view code, instant now) {
    auto& k = kinds_[std::string(code)];
    if (now - k.begun >= window || k.begun > now) { // or a clock set back
      k.begun = now;
      k.lines = 0;
    }
    if (k.lines >= lines_max) {
      ++k.silent;
      return std::nullopt;
    }
    ++k.lines;
    return std::exchange(k.silent, 0u);
  }

private:
  struct kind {
    instant begun{};
    unsigned lines = 0, silent = 0;
  };
  std::map<std::string, kind> kinds_;
};

} // namespace dastomized::http

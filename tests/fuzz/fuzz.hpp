// What the harnesses share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// Each harness defines it; libFuzzer or replay.cpp calls it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size);

namespace dastomized::fuzz {

// Ends the program if something that must hold does not.
inline void require(bool holds, const char* what) {
  if (holds)
    return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The text up to `mark`, which is taken away with it; all of it if there is
// no mark. Inputs are text, so that seeds can be read and written by hand.
inline std::string_view next(std::string_view& rest, std::string_view mark) {
  auto end = rest.find(mark);
  auto one = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + mark.size());
  return one;
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

} // namespace dastomized::fuzz

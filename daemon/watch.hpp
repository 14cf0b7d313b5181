// dastomized watch: a live table of a running daemon, over its API.
#pragma once

#include <string>

namespace dastomized {

struct watch_options {
  std::string url = "http://127.0.0.1:8080";
  std::string token_file;
  std::string sandbox; // URL; empty: none
  unsigned seconds = 0;
};

// Until a signal or the time; prints the sums at the end. Answers 1 if the
// daemon could not be reached then, or if the sandbox counted anything twice.
int watch(const watch_options& o);

} // namespace dastomized

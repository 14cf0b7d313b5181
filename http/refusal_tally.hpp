// How refused requests come into the audit log. It keeps so many entries, so
// whoever can add one for nothing could push all others out: the first ones
// of a window are written one by one, the rest as one entry with their number
// when the window is over. Strangers together have a number of their own.
// Thread-safe; the clock is the caller's.
#pragma once

#include "storage/store.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace dastomized::http {

struct refusal_limits {
  unsigned of_one = 10;       // entries of one caller or neighbourhood
  unsigned of_strangers = 60; // of all whom nobody knows
  milliseconds window{1h};
};

class refusal_tally {
public:
  explicit refusal_tally(refusal_limits l = {}) : limits_(l) {}

  // What is to be written now: the entry itself, or nothing of it yet; before
  // that, what over() answers. `whose` is empty for a stranger, who is known
  // by the address.
  std::vector<storage::audit_entry> add(storage::audit_entry e,
                                        const std::string& whose);
  // Entries about what was only counted, of windows that are over.
  std::vector<storage::audit_entry> over(instant now);
  // The same of all windows.
  std::vector<storage::audit_entry> rest();

private:
  struct window {
    instant begun{};
    unsigned written = 0, counted = 0;
    storage::audit_entry last; // that was only counted
  };
  using windows = std::map<std::string, window>;
  static constexpr const char* elsewhere = ""; // strangers without a window

  bool is_over(instant begun, instant now) const;
  static void close(windows& all, const std::function<bool(instant)>& ends,
                    std::vector<storage::audit_entry>& to);
  std::vector<storage::audit_entry>
  close_all(const std::function<bool(instant)>& ends); // mutex_ held

  const refusal_limits limits_;
  std::mutex mutex_;
  windows known_;     // by principal
  windows strangers_; // by neighbourhood
  instant strangers_since_{};
  unsigned strangers_left_ = 0; // entries
};

} // namespace dastomized::http

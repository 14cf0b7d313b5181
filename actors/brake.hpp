// Counts what leaves each store within an hour, so that a run-away (a wrong
// rule, a bulk edit, a stolen card) freezes the store instead of going on.
// Kept in storage by the minute: a restart does not forget it. Thread-safe.
#pragma once

#include "actors/front.hpp"

#include <map>
#include <mutex>
#include <string>

namespace dastomized::actors {

class brake {
public:
  explicit brake(storage::order_store& store) : store_(store) {}

  // An order goes out now. Why the store is to be frozen; empty: go on.
  std::string count(const std::string& store, double amount,
                    const brake_limits& limits, instant now);
  // A person let the store go on: it begins at nothing.
  void reset(const std::string& store);

private:
  struct minute {
    std::uint32_t orders = 0;
    double amount = 0;
  };
  using hour = std::map<std::int64_t, minute>; // by minute since the epoch
  hour& of(const std::string& store);
  void save(const std::string& store);

  storage::order_store& store_;
  std::mutex mutex_;
  std::map<std::string, hour> hours_;
};

} // namespace dastomized::actors

// The freezes in force: those people and brakes make are kept in storage,
// those the daemon makes for a provider in trouble end with the process.
// Thread-safe.
#pragma once

#include "domain/freeze.hpp"
#include "domain/result.hpp"
#include "storage/store.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dastomized::actors {

class freezes {
public:
  // Reads what was kept. If that can not be read all is frozen: better none
  // than one too many.
  explicit freezes(storage::order_store& store);

  std::vector<freeze> all(instant now) const; // in force, oldest first
  std::uint64_t revision() const;             // grows with each change

  // `done` runs once it is on disk; it is in force at once.
  void add(freeze f, std::function<void(result<freeze>)> done);
  // nullopt: there is none with that id, or it ended by itself.
  std::optional<freeze> lift(std::uint64_t id,
                             std::function<void(result<bool>)> done);

  // A provider in trouble, until then at most; renews an earlier one.
  void halt(const std::string& provider, std::string by, std::string reason,
            instant now, instant until);
  void resume(const std::string& provider); // it works again

private:
  void save(std::function<void(result<bool>)> done); // under the lock

  storage::order_store& store_;
  mutable std::mutex mutex_;
  std::vector<freeze> all_;
  std::uint64_t last_id_ = 0, revision_ = 1;
};

} // namespace dastomized::actors

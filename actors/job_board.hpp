// Long work that people started: how far it is, and what came of it. Shared
// by the actors that do the work and those who look. Thread-safe. Every put
// is also written to storage, so that a restart goes on where it was.
#pragma once

#include "actors/front.hpp"

#include <map>
#include <mutex>

namespace dastomized::actors {

class job_board {
public:
  explicit job_board(storage::order_store& store) : store_(store) {}

  // Gives the next id and keeps the job.
  std::uint64_t add(import_job j);
  void put(const import_job& j);
  std::optional<import_job> find(std::uint64_t id) const;
  std::vector<import_job> all() const; // newest first

  // Reads what earlier runs left; the unfinished ones are to be taken up.
  result<std::vector<import_job>> load();

private:
  void save(const import_job& j);

  storage::order_store& store_;
  mutable std::mutex mutex_;
  std::map<std::uint64_t, import_job> jobs_;
  std::uint64_t last_ = 0;
};

} // namespace dastomized::actors

// Long work that people started: how far it is, and what came of it. Shared
// by the actors that do the work and those who look. Thread-safe. Every put
// is also written to storage, so that a restart goes on where it was. The
// oldest go once there are more than a few hundred.
#pragma once

#include "actors/front.hpp"

#include <map>
#include <mutex>

namespace dastomized::actors {

class job_board {
public:
  explicit job_board(storage::order_store& store) : store_(store) {}

  std::uint64_t next_id();
  // Keeps the job, under the next id if it has none. With `done`: it and the
  // orders of its set are on disk when that runs; if they can not be written
  // there is no such job.
  std::uint64_t add(job j);
  std::uint64_t add(job j, const std::vector<bulk_item>& set,
                    std::function<void(result<std::uint64_t>)> done);
  void put(const job& j);
  // As put(), and not yet written.
  void show(const job& j);
  // That it is to end; false: it has, or there is none.
  void cancel(std::uint64_t id, std::function<void(result<bool>)> done);
  std::optional<job> find(std::uint64_t id) const;
  std::vector<job> all() const; // newest first

  // Reads what earlier runs left; the unfinished ones are to be taken up. An
  // action on many orders that was begun before the data were restored from a
  // backup has ended: who knows what was done since.
  result<std::vector<job>> load(std::optional<instant> restored = std::nullopt);

private:
  void save(const job& j);
  void keep(const job& j);                      // mutex_ held
  std::vector<storage::named_value> outlived(); // mutex_ held
  result<std::vector<storage::named_value>> stored() const;

  storage::order_store& store_;
  mutable std::mutex mutex_;
  std::map<std::uint64_t, job> jobs_;
  std::uint64_t last_ = 0;
};

} // namespace dastomized::actors

// Orders whose countdown ended long ago (the daemon was down, a freeze was
// long) go one by one; after a long downtime a person is asked first. Shared
// by the due-clock, which hands out the turns, and those who look and answer.
// Thread-safe.
#pragma once

#include "actors/front.hpp"

#include <mutex>
#include <set>

namespace dastomized::actors {

class catch_up {
public:
  // What fell due before `started` did so while nobody was here.
  catch_up(storage::order_store& store, instant started);

  // An order waits for its turn since `due`. Asking twice is asking once.
  void wait(const order_key& key, instant due);
  // The next whose turn it is, by due time; nullopt: none, or all that wait
  // are a person's to decide.
  std::optional<order_key> next(const catch_up_limits& l);

  catch_up_view view(const catch_up_limits& l) const;
  // A person says: what waits by now may go.
  void approve(instant now, std::function<void(result<bool>)> done);

private:
  bool asks(const catch_up_limits& l) const; // under the lock
  bool missed(instant due) const { return due <= started_ && due > approved_; }

  storage::order_store& store_;
  const instant started_;
  mutable std::mutex mutex_;
  instant approved_{}; // what fell due until then was decided upon
  std::set<std::pair<instant, order_key>> waiting_;
  std::size_t missed_ = 0; // of those
};

} // namespace dastomized::actors

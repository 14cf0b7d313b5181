// What an action would do to many orders, and which ones they are: fixed here
// and kept in memory for a while, until somebody begins it. Thread-safe.
#pragma once

#include "actors/jobs.hpp"
#include "domain/policy.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace dastomized::actors {

class bulk_previews {
public:
  using rules_of =
      std::function<std::shared_ptr<const policy>(const std::string& store)>;

  // Reads every order of the wish; blocks. fault::refused: they are too many.
  result<bulk_preview> make(storage::order_store& store, const rules_of& rules,
                            const bulk_wish& wish, instant now,
                            const std::function<bool()>& abandoned);

  // What is needed to begin it; `job`: that did, or 0.
  struct plan {
    bulk_plan what;
    std::shared_ptr<const std::vector<bulk_item>> set;
    std::uint64_t job = 0;
    bool beginning = false;
  };
  // Calls f with the plan under the lock; false: there is none, or it expired.
  bool with(const std::string& id, instant now,
            const std::function<void(plan&)>& f);

private:
  struct kept {
    std::string id;
    instant expires{};
    plan what;
  };
  void keep(kept k, instant now);

  std::mutex mutex_;
  std::deque<kept> kept_; // oldest first
};

} // namespace dastomized::actors

// The same request asked twice under one Idempotency-Key is carried out once:
// the first answer is kept, on disk, and given again. Thread-safe.
#pragma once

#include "http/desk.hpp"

#include <deque>
#include <map>
#include <mutex>

namespace dastomized::http {

class first_answers {
public:
  first_answers(storage::order_store& store, actors::clock now)
      : store_(store), now_(std::move(now)) {}

  // Runs f on a thread that may read the storage.
  using later = std::function<void(std::function<void()>)>;

  // Calls go(), unless this request was answered before, is under way or has
  // no good key; then that is the answer. `who`: whose keys these are.
  void once(const call_ptr& c, std::string_view who, const later& reading,
            const std::function<void()>& go);

private:
  struct kept {
    std::string key; // in the storage
    std::string print;
    instant at{};
    std::size_t size = 0;
  };
  // Of an answer on disk. A scope has two if its key was used anew after a day,
  // or when the first answer did not come for long.
  struct turn {
    std::string scope, key;
    instant at{};
    std::size_t size = 0;
  };
  struct under_way {
    std::string print;
    instant since{};
  };

  bool recall(const storage::named_value& x);         // mutex_ held
  void remember(const std::string& scope, kept k);    // mutex_ held
  result<bool> load();                                // mutex_ held
  void trim(std::vector<storage::named_value>& gone); // mutex_ held
  std::optional<response> verdict(const std::string& scope,
                                  const std::string& print, std::string& again);
  void keep(const call_ptr& c, std::string scope, std::string print);
  void store(const std::string& scope, const std::string& print,
             const std::shared_ptr<response>& r,
             const std::function<void(response)>& answer);

  storage::order_store& store_;
  actors::clock now_;
  std::mutex mutex_;
  bool loaded_ = false;
  std::map<std::string, kept> kept_; // by scope
  std::deque<turn> oldest_;          // in the order they came
  std::size_t bytes_ = 0;
  std::map<std::string, under_way> under_way_; // by scope
};

// Whether requests to this route may bring a key.
bool takes_key(const route& r);

} // namespace dastomized::http

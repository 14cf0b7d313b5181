// What must be true after every step, whatever happened.
#pragma once

#include "tests/domain/story.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace dastomized::tests {

// Prints every payload it takes, without looking whether it has the
// reference already: a second print of one is the thing that must not be.
struct model_provider {
  std::map<std::string, std::vector<std::string>> prints; // by reference
  std::set<std::string> shipped, cancelled;

  bool has(const std::string& reference) const {
    return prints.contains(reference);
  }
};

class invariants {
public:
  void check(const order& before, const event& e, const step& s,
             const policy& rules);
  // No send may be under way for what follows.
  void check_truth(const order& o, const model_provider& provider,
                   const std::set<std::string>& under_way);
  void forget() { // what a restored backup does not know
    doubted_.clear();
    attempts_.clear();
  }
  void complain(std::string what) { complaints_.push_back(std::move(what)); }
  const std::vector<std::string>& complaints() const { return complaints_; }

private:
  void check_send(const order& before, const event& e, const step& s,
                  const send_part& x, const policy& rules);
  void check_restored(const order& before, const step& s, const policy& rules);
  void check_request(const order& before, const event& e, const order& next);
  void check_resend(const part& was, const event& e, const send_part& x);
  void check_store_allows(const order& next);
  void check_edits(const order& before, const order& next, const part& p,
                   const policy& rules);
  void check_files(const order& before, const event& e, const order& next,
                   const part& p, const policy& rules);
  void check_final(const order& before, const event& e, const order& next);
  void check_due(const order& before, const event& e, const order& next,
                 const policy& rules);
  void check_wake(const order& next);
  void check_repeat(const event& e, const step& s, const policy& rules);
  void check_stale(const order& before, const event& e, const step& s);
  void expect(bool good, std::string_view what);
  void remember_doubts(const order& next);

  std::set<std::string> doubted_; // unclear, and not cleared up since
  std::map<std::string, std::uint32_t> attempts_; // the last sent
  std::vector<std::string> complaints_;
};

} // namespace dastomized::tests

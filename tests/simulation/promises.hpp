// What was promised, checked against what was written and what was sent.
#pragma once

#include "domain/freeze.hpp"
#include "storage/engine.hpp"
#include "tests/simulation/outside.hpp"

#include <functional>
#include <map>
#include <set>

namespace dastomized::simulation {

class promises {
public:
  promises(outside& o, trace& t) : outside_(o), trace_(t) {}

  // What people froze long enough ago for everybody to know it.
  std::function<std::vector<freeze>()> freezes = [] {
    return std::vector<freeze>{};
  };

  void complain(std::string what);
  const std::vector<std::string>& complaints() const { return complaints_; }

  // A batch is on disk, written then.
  void written(const storage::write_batch& b, instant at);
  // The bytes of a submission leave.
  void sends(const std::string& reference, const std::string& body);
  // A copy that a printer held back is about to be made.
  void releases(const std::string& reference);
  // A printer has worked on a request about it.
  void worked_on(const std::string& reference);
  // A printer works on it after everybody gave up. It may then have it twice,
  // and by its own rules makes it once: nobody can do better.
  void acts_late(const std::string& reference) { late_.insert(reference); }
  // A leap of our clock may skip the wait until a printer lists what it took.
  void clock_leapt();
  bool acted_late(const std::string& reference) const {
    return late_.contains(reference);
  }
  // The daemon has read the order again.
  void read_again(std::int64_t order, std::string status);
  // A person asked for it.
  void remake_asked(const std::string& reference) {
    remakes_asked_.insert(reference);
  }

  const part* committed(const std::string& reference) const;
  std::uint64_t intentions() const { return intentions_; }

private:
  struct held {
    std::int64_t order = 0;
    part what;
  };

  void check_order(const order& before, const order& now, instant at);
  void check_intention(const order& o, const part* before, const part& now);
  void check_reading(const order& o, const part& now, instant at);

  outside& outside_;
  trace& trace_;
  std::vector<std::string> complaints_;
  std::map<std::int64_t, order> orders_; // as on disk
  std::map<std::string, held> parts_;
  std::map<std::int64_t, std::map<std::string, instant>> reads_; // by status
  std::set<std::string> remakes_asked_, late_;
  std::uint64_t intentions_ = 0;
};

} // namespace dastomized::simulation

// A small world around one order: a store, two providers, a person, time,
// and a process that dies now and then. All of it follows one seed.
#pragma once

#include "tests/domain/invariants.hpp"

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace dastomized::tests {

// How bad the world is, in percent.
struct mood {
  unsigned lost = 0;    // answers of providers and the store
  unsigned refused = 0; // parts, for good
  unsigned busy = 0;    // parts, for now
  unsigned down = 0;    // the store, while read or written
  unsigned no_file = 0; // print files, when looked at
};

// What the store holds, and what it wrote to us that has not arrived.
struct model_store {
  snapshot truth;
  bool gone = false;
  bool deleted = false;
  std::vector<event> mail;
};

class model_world {
public:
  explicit model_world(std::uint64_t seed);

  void stir();      // one thing happens
  void calm_down(); // all goes well from now on, until nothing is left to do

  std::vector<std::string> complaints() const { return judge_.complaints(); }
  const std::vector<std::string>& log() const { return log_; }

private:
  struct flight { // an effect under way
    effect what;
    std::optional<event> answer; // once it reached the other side
  };

  unsigned dice(unsigned sides) {
    return static_cast<unsigned>(random_() % sides);
  }
  bool happens(unsigned percent) { return dice(100) < percent; }

  void feed(event e);
  void write_down(const event& e, const step& s);

  void time_goes_on();
  void person_acts();
  void shop_changes();
  void mail_comes();
  void an_answer_comes();
  void an_answer_is_repeated();
  void process_dies();
  void provider_ships_or_cancels();
  void operator_acts();
  void restores_a_backup();

  bool edit(snapshot& s); // false: the order is not even there any more
  std::string some_status();
  std::string some_reference();
  void post(); // the store tells of its truth
  void throw_away();

  void reach(flight& f);
  event answer_to(const send_part& x);
  event answer_to(const look_up_part& x);
  event answer_to(const reread_order& x);
  event answer_to(const look_at_artwork& x);
  event answer_to(const push_status& x);
  event answer_to(const push_edit& x);
  event answer_to(const push_tracking& x);
  event answer_to(const poll_tracking& x);
  event answer_to(const ask_turn&) { return turn_came{now_}; }

  bool deliver_all();
  void expect_not_lost();

  std::mt19937_64 random_;
  mood mood_;
  instant now_ = noon;
  policy rules_ = usual_rules();
  model_store store_;
  order order_ = an_order("shop", 1042);
  order backup_ = order_;
  std::set<std::string> forgotten_; // printed, and not heard of since
  std::vector<flight> flights_;
  std::vector<event> heard_; // may be repeated any time
  model_provider provider_;
  invariants judge_;
  std::vector<std::string> log_;
};

} // namespace dastomized::tests

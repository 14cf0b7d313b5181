// One simulated life of the daemon and the world around it. Everything in it
// follows from the seed.
#pragma once

#include "tests/simulation/process.hpp"

#include <deque>
#include <memory>
#include <set>

namespace dastomized::simulation {

class life {
public:
  life(std::uint64_t seed, bool traced);

  // Things happen and go wrong.
  void storm(unsigned moves);
  // Nothing goes wrong any more: in the end all must be explained.
  void calm_down();

  const std::vector<std::string>& complaints() const {
    return promises_.complaints();
  }
  const std::vector<std::string>& lines() const { return trace_.lines; }
  trace& account() { return trace_; }
  unsigned moves() const { return moves_; } // made so far

  struct tally { // that the seeds reach what they are to test
    std::uint64_t orders = 0, taken = 0, intentions = 0, crashes = 0;
    void operator+=(const tally& x);
  };
  tally counted() const;

private:
  struct letter { // of the shop to us
    std::int64_t hook = 0, order = 0;
    std::string topic, body; // body: of a late one, as it was then
    instant at{};
  };

  bool over() const { return !complaints().empty(); }
  instant wall_clock() const { return trace_.now + skew_; }

  // Time and work.
  bool work();      // false: something came in between
  bool work_once(); // false: there is nothing to do now
  void advance(milliseconds span);
  instant next_event();
  void write_some();
  void die_and_rise();

  // What happens (life_acts.cpp).
  void move();
  void time_passes();
  void place_order();
  void shop_acts();
  void edit(sandbox::shop_order& o);
  void refund_a_piece(sandbox::shop_order& o);
  void person_acts();
  void choose_words(const order& o, person_asked& p);
  void person_asks_many();
  void person_freezes();
  void weather_changes();
  void clock_steps();
  void designer_acts();
  void printer_acts();

  // The shop's webhooks (life_mail.cpp).
  void announce(std::string_view topic, std::int64_t order);
  std::size_t letters_due() const;
  void post(std::size_t which);
  void delivered(std::int64_t hook, bool well);

  // At the end (life_end.cpp).
  std::vector<std::string> unexplained();
  void judge(const order& o, std::vector<std::string>& out);
  void judge_parts(const order& o, std::vector<std::string>& out);
  bool must_be_made(const order& o) const;
  void compare_with_shop(std::int64_t id, std::vector<std::string>& out);
  void check_indexes();
  void check_inbox();
  void judge_job(const actors::job& j, std::vector<std::string>& out);

  dice dice_;
  trace trace_;
  milliseconds skew_{0};
  outside outside_;
  promises promises_;
  network network_;
  disk disk_;
  actors::setup setup_;

  unsigned moves_ = 0, orders_max_;
  bool calm_ = false;
  std::uint64_t busy_ = 0; // steps since time moved
  std::uint64_t crashes_ = 0;
  std::optional<instant> write_at_;
  milliseconds disk_slowest_;
  std::deque<letter> letters_;
  unsigned letters_lost_, letters_late_, letters_twice_; // percent
  std::uint64_t last_letter_ = 0;
  std::map<std::uint64_t, std::int64_t> unacknowledged_; // letter → hook
  std::set<std::uint64_t> acknowledged_;                 // deliveries
  std::set<std::int64_t> touched_; // orders somebody interfered with
  std::set<std::int64_t> placed_;
  // Ends first: what it has under way still reaches the shop, which announces.
  std::unique_ptr<process> process_;
};

} // namespace dastomized::simulation

// The actors on a virtual clock: one thread, no waiting. settle() runs all
// that can run now; pass() walks through time timer by timer. Who wants to
// choose what runs next uses runnable(), run() and move_on() instead.
#pragma once

#include "actors/context.hpp"

#include <caf/detail/test_actor_clock.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <memory>

namespace dastomized::tests {

class stage {
public:
  stage() : config_(), system_(config_) {}

  caf::actor_system& system() { return system_; }
  instant now() const { return now_; }
  void begin_at(instant t) { now_ = t; }

  // Called between runs; true if it set something going.
  std::function<bool()> outside = [] { return false; };

  void settle() {
    do
      scheduler().run();
    while (outside());
  }

  void pass(milliseconds span) {
    auto end = now_ + span;
    while (now_ < end) {
      auto step = std::min<milliseconds>(end - now_, until_next_timer());
      move_on(step);
      settle();
    }
  }

  std::size_t runnable() { return scheduler().jobs.size(); }

  // One of the actors that have something to do handles a message or so.
  void run(std::size_t which) {
    auto& jobs = scheduler().jobs;
    std::swap(jobs.front(), jobs[which]);
    scheduler().run_once();
  }

  // No further than to the next timer.
  void move_on(milliseconds step) {
    now_ += step;
    scheduler().advance_time(step);
  }

  milliseconds until_next_timer() {
    auto& clock = scheduler().clock();
    if (clock.schedule().empty())
      return milliseconds{24h};
    auto wait = clock.schedule().begin()->first - clock.now();
    return std::max(std::chrono::ceil<milliseconds>(wait), milliseconds{1});
  }

private:
  struct config : caf::actor_system_config {
    config() {
      add_message_types<caf::id_block::dastomized>();
      set("scheduler.policy", caf::atom("testing"));
    }
  };

  caf::scheduler::test_coordinator& scheduler() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler());
  }

  config config_;
  caf::actor_system system_;
  instant now_{};
};

} // namespace dastomized::tests

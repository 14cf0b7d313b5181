// The daemon as one process: its actors, its storage and its I/O thread, run
// one small step at a time in whatever order is asked for. Destroyed, it has
// died: nothing it had in memory was said or written.
#pragma once

#include "actors/context.hpp"
#include "storage/keyed_store.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/network.hpp"
#include "tests/support/stage.hpp"

namespace dastomized::simulation {

class process {
public:
  process(disk& d, network& n, std::function<instant()> wall_clock,
          actors::setup s);
  ~process();

  // Steps that can be made now: of an actor or the I/O thread.
  std::size_t steps();
  void step(std::size_t which);

  milliseconds until_next_timer() { return stage_.until_next_timer(); }
  void move_on(milliseconds span) { stage_.move_on(span); }

  storage::keyed_store& store() { return *store_; }
  const actors::context_ptr& context() const { return ctx_; }

  void deliver(storage::delivery d,
               std::function<void(result<std::uint64_t>)> done);
  void ask(std::int64_t order, person_asked what,
           std::function<void(result<actors::ask_answer>)> done);
  void hint(const std::string& reference);
  // One action on many orders, previewed and begun in one breath.
  void ask_many(const actors::bulk_wish& wish,
                std::function<void(result<std::uint64_t>)> done);

private:
  void take_up_jobs();

  network& network_;
  std::unique_ptr<storage::keyed_store> store_;
  tests::stage stage_;
  actors::context_ptr ctx_;
  caf::actor steward_;
};

// What a shop with two providers is configured as.
actors::setup usual_setup(dice& d);

} // namespace dastomized::simulation

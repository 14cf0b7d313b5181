// What a process leaves behind when it dies: the bytes that were written.
// Reading and writing fail at times; a write that failed may turn out to
// have reached the disk after all, once it is read anew.
#pragma once

#include "storage/engine.hpp"
#include "tests/simulation/dice.hpp"

namespace dastomized::simulation {

class disk {
public:
  disk(dice& d, trace& t);

  unsigned write_fails = 0, read_fails = 0; // of 10,000
  // A batch is there, written then.
  std::function<void(const storage::write_batch&, instant)> written;

  std::unique_ptr<storage::engine> attach();
  void power_cut(); // what was under way is there afterwards, or not

private:
  class view;

  dice& dice_;
  trace& trace_;
  std::unique_ptr<storage::engine> bytes_;
  storage::write_batch doubtful_;
  instant doubtful_at_{};
};

} // namespace dastomized::simulation

// What waits for the worker when it ends.
#include "actors/io_worker.hpp"

#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace dastomized::actors {
namespace {

TEST(IoWorker, WhatWaitsWhenTheThreadEndsIsDroppedWithWhatItHolds) {
  io_worker io{io_mode::threaded};
  std::promise<void> entered, go_on;
  io.post([&] {
    entered.set_value();
    go_on.get_future().wait();
  });
  entered.get_future().wait(); // from here on jobs wait
  auto held = std::make_shared<int>(0);
  std::weak_ptr<int> still = held;
  // Run or dropped: its turn may come before the end is heard.
  io.post([h = std::move(held)] { EXPECT_EQ(*h, 0); });
  auto ended = std::async(std::launch::async, [&] { io.stop(); });
  go_on.set_value();
  ended.get();
  EXPECT_TRUE(still.expired());
  EXPECT_FALSE(io.waiting());
}

TEST(IoWorker, WhatNobodyAskedToRunIsDroppedToo) {
  io_worker io{io_mode::when_asked};
  bool ran = false;
  auto held = std::make_shared<int>(0);
  std::weak_ptr<int> still = held;
  io.post([&ran, h = std::move(held)] { ran = true; });
  ASSERT_TRUE(io.waiting());
  io.stop();
  EXPECT_TRUE(still.expired());
  EXPECT_FALSE(ran);
}

TEST(IoWorker, WhatIsPostedAfterTheEndIsNeitherRunNorKept) {
  io_worker io{io_mode::when_asked};
  io.stop();
  auto held = std::make_shared<int>(0);
  std::weak_ptr<int> still = held;
  io.post([h = std::move(held)] { FAIL() << "ran"; });
  EXPECT_FALSE(io.waiting());
  EXPECT_TRUE(still.expired());
}

} // namespace
} // namespace dastomized::actors

// Signed deliveries over many connections.
#pragma once

#include "bench/orders.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace dastomized::bench {

struct load {
  std::uint16_t port = 0;
  std::string path, secret;
  unsigned connections = 64;
  std::chrono::milliseconds lasting{5000};
  double per_second = 0; // 0: each connection as fast as it is answered
  std::int64_t first_id = 1;
};

struct outcome {
  std::uint64_t answered = 0; // with 200
  std::uint64_t failed = 0;
  double per_second = 0;
  std::vector<double> took_ms; // from the moment it should have been sent
};

// Runs on the calling thread.
outcome run(const load& l, const order_maker& orders);

} // namespace dastomized::bench

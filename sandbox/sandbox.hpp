// The whole sandbox: one port, one thread for all state. Requests are
// posted to that thread; see README.md for the routes.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace dastomized::sandbox {

struct options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 18080; // 0: any free one
  std::string store = "shop";
  std::string consumer_key = "ck_sandbox";
  std::string consumer_secret = "cs_sandbox";
  bool accept_basic = false;
  std::string customcat_key = "cc_rw_sandbox";
  std::string customcat_read_key = "cc_ro_sandbox";
  std::string shineon_token = "so_sandbox";
  milliseconds ship_after{20s};
  milliseconds queue_interval{1s};
  bool queue_needs_request = false;
  bool fulfillments = false;
  std::uint64_t seed = 1;
  bool still = false;  // nobody pays or cancels later
  unsigned orders = 0; // placed at the start
  unsigned rate_per_minute = 0;
  std::string state_file; // "": nothing is kept
};

class sandbox {
public:
  // Listens, or says why not.
  static result<std::unique_ptr<sandbox>> start(options set);
  virtual ~sandbox() = default;

  virtual std::uint16_t port() const = 0;

  // Stops listening and saves the state if a file was named.
  virtual result<void> stop() = 0;
};

} // namespace dastomized::sandbox

// The running daemon: owns the rooms, opens them in order and closes them in
// reverse.
#pragma once

#include "actors/front.hpp"
#include "config/settings.hpp"
#include "connectors/http_client.hpp"
#include "domain/result.hpp"
#include "http/api.hpp"
#include "http/server.hpp"
#include "storage/store.hpp"

#include <prometheus/registry.h>

#include <atomic>
#include <memory>

namespace dastomized {

// What the last health report said; written on the actors' threads.
struct pulse {
  std::atomic<bool> moving{false};
  std::atomic<std::uint64_t> awake{0};
};

class service {
public:
  // Opens everything or says what could not be opened.
  static result<std::unique_ptr<service>> start(config::settings s);
  ~service(); // see close_down()

  const config::settings& settings() const { return settings_; }
  // All of it or nothing.
  result<void> reconfigure(config::settings s);

  // True if the clocks moved since the last call; asks for the next report.
  bool beat();
  bool storage_healthy() const; // false: end, start again
  std::string status() const;   // a line for people

private:
  service() = default;
  result<void> open();

  config::settings settings_;
  std::shared_ptr<pulse> pulse_ = std::make_shared<pulse>();
  prometheus::Registry registry_;
  std::unique_ptr<storage::order_store> store_;
  std::unique_ptr<connectors::http_client> client_;
  std::unique_ptr<http::api> api_; // outlives the front's answers
  std::unique_ptr<actors::front> front_;
  std::unique_ptr<http::server> server_;
};

} // namespace dastomized

// Everything the sandbox simulates, and the one thread it lives on.
#pragma once

#include "connectors/http.hpp"
#include "sandbox/customcat.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/generator.hpp"
#include "sandbox/sandbox.hpp"
#include "sandbox/shineon.hpp"
#include "sandbox/shop_front.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>

namespace dastomized::sandbox {

class world {
public:
  world(boost::asio::io_context& io, options set,
        std::shared_ptr<connectors::http_transport> client);

  // Called once, when the port is known; `state` is what saved() gave
  // before, or null to begin anew.
  void begin(std::uint16_t port, const json::value& state);

  void handle(const call& c, reply done);

  json::object saved() const;

private:
  void load(const json::object& state);
  void route(const call& c, reply done);
  void note_write(const call& c, const answer& a);
  void after(std::int64_t ms, std::function<void()> what);
  void note(std::string_view what, json::object about);
  void push(const std::string& url, const json::value& body);
  void tick();
  void run_queue();
  const shop_order& place_one(const json::object& wish = {});
  void set_rate(std::int64_t per_minute);

  void control(const call& c, reply done);
  answer control_faults(const call& c, const json::object& body);
  answer control_shipping(const call& c, const json::object& body);
  answer control_orders(const json::object& body);
  answer control_webhooks(const json::object& body);
  answer control_shop(const json::object& body);
  answer control_log(const call& c) const;

  boost::asio::io_context& io_;
  options set_;
  std::shared_ptr<connectors::http_transport> client_;
  surroundings around_;
  fault_box faults_;
  shop shop_;
  webhook_queue queue_;
  shop_front front_;
  customcat customcat_;
  shineon shineon_;
  std::unique_ptr<generator> customers_;
  std::deque<json::object> log_;
  std::int64_t last_note_ = 0;
  std::int64_t rate_ = 0; // orders a minute
  std::int64_t next_order_ms_ = 0;
  bool requested_ = false;            // since the queue ran last
  std::int64_t statuses_written_ = 0; // by callers that sign
};

} // namespace dastomized::sandbox

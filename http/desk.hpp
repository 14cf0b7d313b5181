// Behind the API: one member function per route. Internal to http/.
#pragma once

#include "http/answers.hpp"
#include "http/api.hpp"
#include "http/metrics.hpp"
#include "http/target.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/json/object.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace dastomized::http {

// One request on its way through the house.
struct call {
  request asked;
  target where;
  std::vector<std::string> taken; // by the route's pattern
  std::function<void(response)> answer;

  std::string_view header(std::string_view name) const;
  const std::string* arg(const std::string& name) const;
};
using call_ptr = std::shared_ptr<call>;

class desk {
public:
  desk(actors::front& front, storage::order_store& store,
       prometheus::Registry& registry, api_settings s, actors::clock now);

  void handle(request r, const std::string& peer, responder done);
  void reconfigure(api_settings s);
  void stop();

  // hooks.cpp
  void store_hook(call_ptr c);
  void provider_hook(call_ptr c);

  // orders.cpp
  void list_orders(call_ptr c);
  void show_order(call_ptr c);
  void act(call_ptr c);

  // history.cpp
  void show_journal(call_ptr c);
  void show_ledger(call_ptr c);

  // evidence.cpp
  void explain_order(call_ptr c);
  void show_evidence(call_ptr c);

  // freezes.cpp
  void list_freezes(call_ptr c);
  void add_freeze(call_ptr c);
  void lift_freeze(call_ptr c);
  void show_catch_up(call_ptr c);
  void approve_catch_up(call_ptr c);

  // imports.cpp
  void import_orders(call_ptr c);
  void list_jobs(call_ptr c);
  void show_job(call_ptr c);
  void cancel_job(call_ptr c);

  // service.cpp
  void list_inbox(call_ptr c);
  void show_delivery(call_ptr c);
  void replay(call_ptr c);
  void show_health(call_ptr c);
  void examine_store(call_ptr c);
  void examine_provider(call_ptr c);
  void show_metrics(call_ptr c);
  void alive(call_ptr c);
  void ready(call_ptr c);
  void front_page(call_ptr c);

  // backups.cpp
  void make_backup(call_ptr c);

private:
  std::shared_ptr<const api_settings> settings() const;

  // Runs f on the reading thread; a throw or a failure is answered.
  void later(call_ptr c, std::function<void()> f);
  void read(call_ptr c, std::function<result<response>()> f);
  void with_health(call_ptr c,
                   std::function<response(const actors::health_report&)> f);
  result<order> known_order(const call& c);
  result<std::vector<order>> twins_of(const order& o, const policy& p);
  result<boost::json::object> order_page(const order& o);
  result<response> described(const order& o);
  result<boost::json::array> ledger_of(const order& o, bool with_payloads);

  actors::front& front_;
  storage::order_store& store_;
  metrics metrics_;
  actors::clock now_;
  mutable std::mutex mutex_; // of settings_
  std::shared_ptr<const api_settings> settings_;
  boost::asio::thread_pool readers_{1};
  boost::asio::thread_pool backups_{1};
  std::atomic<bool> backing_up_{false};
};

// What was sent and said, byte for byte, holds customers' data: not for
// everybody who may look at orders.
bool may_see_payloads(const call& c);

// The body as an object; an empty body is an empty one.
result<boost::json::object> json_body(const call& c);

// fault::invalid with the parameter's name if it is no number in the range.
result<std::uint64_t> number_arg(const call& c, const std::string& name,
                                 std::uint64_t otherwise, std::uint64_t most);
// The first parameter that is not among `known`.
std::optional<std::string>
unknown_arg(const call& c, std::initializer_list<std::string_view> known);

} // namespace dastomized::http

// Behind the API: one member function per route. Internal to http/.
#pragma once

#include "http/answers.hpp"
#include "http/api.hpp"
#include "http/events.hpp"
#include "http/metrics.hpp"
#include "http/refusal_log.hpp"
#include "http/refusal_tally.hpp"
#include "http/target.hpp"

#include <boost/asio/thread_pool.hpp>
#include <boost/json/object.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace dastomized::http {

// What the audit tells of a request beside the request itself. Whoever
// handles it fills in what it knows before it answers.
struct audit_note {
  std::optional<access::identity> who;
  std::string target, what; // empty: the path, the answer
  bool minor = false;       // may only be counted, also if carried out
  boost::json::value before = nullptr, after = nullptr;
};

// One request on its way through the house.
struct call {
  request asked;
  target where;
  std::vector<std::string> taken; // by the route's pattern
  std::function<void(response)> answer;
  access::identity who{}; // of routes that are not open
  std::string from{};     // the address it came from
  std::shared_ptr<audit_note> note = std::make_shared<audit_note>();

  std::string_view header(std::string_view name) const;
  const std::string* arg(const std::string& name) const;
};
using call_ptr = std::shared_ptr<call>;

class first_answers;

class desk {
public:
  desk(actors::front& front, storage::order_store& store,
       prometheus::Registry& registry, api_settings s, actors::clock now);
  ~desk();
  desk(const desk&) = delete;
  desk& operator=(const desk&) = delete;

  void handle(request r, const std::string& peer, responder done);
  // door.cpp: as doorman says.
  std::size_t body_limit(const request_head& head, const std::string& peer);
  bool is_uncounted(const std::string& peer) const;
  void note_refused(std::string_view code, std::string_view route,
                    const std::string& from);
  void reconfigure(api_settings s);
  void stop();

  // hooks.cpp
  void store_hook(call_ptr c);
  void provider_hook(call_ptr c);

  // session.cpp
  void sign_in(call_ptr c);
  void show_session(call_ptr c);
  void sign_out(call_ptr c);
  void change_password(call_ptr c);
  void show_preferences(call_ptr c);
  void keep_preferences(call_ptr c);

  // administration.cpp
  void make_login_link(call_ptr c);
  void list_users(call_ptr c);
  void add_user(call_ptr c);
  void change_user(call_ptr c);
  void remove_user(call_ptr c);
  void list_tokens(call_ptr c);
  void make_token(call_ptr c);
  void revoke_token(call_ptr c);

  // audit.cpp
  void list_audit(call_ptr c);

  // lists.cpp
  void list_orders(call_ptr c);
  void show_board(call_ptr c);

  // orders.cpp
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

  // events.cpp
  void stream_events(call_ptr c);

  // bulk.cpp
  void preview_bulk(call_ptr c);
  void begin_bulk(call_ptr c);

  // imports.cpp
  void import_orders(call_ptr c);

  // jobs.cpp
  void list_jobs(call_ptr c);
  void show_job(call_ptr c);
  void list_job_rows(call_ptr c);
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
  void list_routes(call_ptr c);

  // dashboard.cpp
  void first_file(call_ptr c);

  // backups.cpp
  void make_backup(call_ptr c);

private:
  std::shared_ptr<const api_settings> settings() const;

  // Runs f on the reading thread; a throw or a failure is answered. What was
  // committed before is seen on every thread.
  void later(call_ptr c, std::function<void()> f);
  static void later_on(boost::asio::thread_pool& where, call_ptr c,
                       std::function<void()> f);
  void read(call_ptr c, std::function<result<response>()> f);
  boost::json::object health_of(const actors::health_report& h) const;
  static void read_on(boost::asio::thread_pool& where, call_ptr c,
                      std::function<result<response>()> f);
  void with_health(call_ptr c,
                   std::function<response(const actors::health_report&)> f);
  // Runs f on the authenticator's thread; as read() does.
  void guarded(call_ptr c, std::function<result<response>()> f,
               errand what = errand::change);
  // The answer, or why this request is not let in.
  std::optional<response> turned_away(const route& r, const call& c,
                                      const admission& a) const;
  // An answer that is given once the audit has it.
  std::function<void(response)> audited(const call& c,
                                        std::function<void(response)> answer);
  // `done` hears whether all is on disk.
  void write_audit(std::vector<storage::audit_entry> all,
                   std::function<void(const result<bool>&)> done);
  std::function<bool()> right_to_listen(const call& c);
  void end_streams(access::entrance via, const std::string& name);
  // Whether the path's secret is right.
  bool opens_hook(const route& r, const std::vector<std::string>& taken) const;
  bool is_reserved(const std::string& name) const; // of a store, a provider
  response signed_in(const std::string& secret);
  result<response> by_password(call& c, const std::string& name,
                               const std::string& password);
  result<response> set_password(call& c, const std::string& old,
                                const std::string& fresh);
  result<response> by_link(call& c, const std::string& secret);
  result<order> known_order(const call& c);
  result<std::vector<order>> twins_of(const order& o, const policy& p);
  result<boost::json::object> order_page(const order& o);
  result<response> described(const order& o);
  result<boost::json::array> ledger_of(const order& o, bool with_payloads);

  actors::front& front_;
  storage::order_store& store_;
  metrics metrics_;
  events events_;
  actors::clock now_;
  authenticator authenticator_;
  mutable std::mutex mutex_; // of settings_
  std::shared_ptr<const api_settings> settings_;
  boost::asio::thread_pool readers_{1};
  boost::asio::thread_pool searchers_{1}; // may take longer than all else
  boost::asio::thread_pool backups_{1};
  boost::asio::thread_pool planners_{1}; // of actions on many orders
  std::atomic<bool> backing_up_{false}, leaving_{false};
  std::atomic<int> previewing_{0};
  std::unique_ptr<first_answers> first_answers_;
  refusal_tally refusals_;
  std::mutex log_mutex_;
  refusal_log refusal_log_;
};

// The route of a request, if there is one.
struct found_route {
  const route* at = nullptr;    // path and method match
  const route* other = nullptr; // the path does
  std::vector<std::string> taken;
  std::string allow;
};
found_route find_route(boost::beast::http::verb method,
                       const std::vector<std::string>& segments);

// 202, and where the job can be watched.
response job_begun(std::uint64_t id);

// What was sent and said, byte for byte, holds customers' data: not for
// everybody who may look at orders.
bool may_see_payloads(const call& c);

// Where in meta what this one keeps for the dashboard is.
std::string preferences_key(const access::identity& who);

// A file of the dashboard, if it is asked for one.
std::optional<response> file_of(const request& asked, const target& where);

// The body as an object; an empty body is an empty one.
result<boost::json::object> json_body(const call& c);

// fault::invalid with the parameter's name if it is no number in the range.
result<std::uint64_t> number_arg(const call& c, const std::string& name,
                                 std::uint64_t otherwise, std::uint64_t most);
// The same of a text.
result<std::uint64_t> number_in(const std::string& name, std::string_view text,
                                std::uint64_t least, std::uint64_t most);
// The values of a parameter, given several times or with commas; none is empty.
std::vector<std::string> list_arg(const call& c, const std::string& name);
// What a list is asked for; fault::invalid says which parameter is wrong.
result<storage::list_query> query_of(const call& c);
// The first parameter that is not among `known`.
std::optional<std::string>
unknown_arg(const call& c, std::initializer_list<std::string_view> known);

} // namespace dastomized::http

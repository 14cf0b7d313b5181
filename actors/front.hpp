// What http/ and daemon/ see of the actors: plain calls, safe from any
// thread. Answers come back on a thread of the actor system or of the
// storage; hand them over before doing anything slow.
#pragma once

#include "actors/jobs.hpp"
#include "connectors/artwork.hpp"
#include "connectors/finding.hpp"
#include "connectors/provider.hpp"
#include "connectors/woocommerce/woocommerce.hpp"
#include "domain/advance.hpp"
#include "domain/freeze.hpp"
#include "domain/policy.hpp"
#include "domain/result.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dastomized::actors {

// Where a store's tracking numbers go.
enum class tracking_wish : std::uint8_t {
  automatic, // the best the store has
  fulfillments,
  shipment_tracking,
  ast,
  note,
};

// What may leave a store within an hour before it is frozen.
struct brake_limits { // 0: none
  std::uint32_t orders_per_hour = 0;
  double amount_per_hour = 0; // of the orders' totals, in the store's currency
};

// One [[store]], as the actors need it. Swapped whole on reload.
struct store_setup {
  std::string name;
  connectors::woocommerce::account account;
  std::shared_ptr<const policy> rules;
  milliseconds poll_interval{30s};
  milliseconds poll_overlap{2min};
  unsigned in_flight_max = 4;
  double per_second = 5;
  brake_limits brakes{};
  // Where the store's webhooks go, path secret included; empty: the webhooks
  // are left alone. hook_base: begin of every URL that was ever ours.
  std::string hook_url{}, hook_base{}, hook_secret{};
  milliseconds hook_interval{10min}; // between looks after them
  milliseconds sweep_interval{24h};  // between comparisons of all orders
  tracking_wish tracking = tracking_wish::automatic;
};

// One [[provider]].
struct provider_setup {
  std::string name;
  std::shared_ptr<const connectors::provider> api;
  unsigned in_flight_max = 4;
  double per_second = 2;
  milliseconds watch_interval{15min}; // between questions what changed
  // After so many calls in a row that came to nothing it is left alone for a
  // while; 0: never.
  unsigned breaker_after = 5;
};

// How orders go whose countdown ended long ago.
struct catch_up_limits {
  unsigned per_minute = 60;
  // A person is asked if more than this fell due while the daemon was down,
  // or one by more than this.
  std::size_t ask_above = 50;
  milliseconds ask_age{24h};
};

struct setup {
  std::vector<store_setup> stores;
  std::vector<provider_setup> providers;
  milliseconds horizon{1h}; // orders due within are kept awake
  catch_up_limits catch_up{};
  unsigned threads = 2;
  connectors::artwork_limits artwork{};
};

// What a person's request came to.
struct ask_answer {
  std::optional<denial> denied;
  order now; // the order afterwards (unchanged if denied)
};

struct store_health {
  std::string name;
  bool reachable = true;
  std::string problem;
  instant last_poll{};
  std::uint64_t deliveries = 0, found_by_poll = 0, backlog = 0;
  std::uint64_t webhooks_repaired = 0;
  unsigned errors = 0, warnings = 0; // of the last examination
  milliseconds lag{0}; // of the last announced change, from store to us
};

// Orders that wait for their turn after a downtime or a freeze.
struct catch_up_view {
  bool asks = false;       // a person has to say that they may go
  std::size_t waiting = 0; // in all
  std::size_t missed = 0;  // fell due while the daemon was down
  std::optional<instant> oldest;
};

struct provider_health {
  std::string name;
  bool stopped = false; // account fault: a person must act
  std::string problem;
  std::uint64_t submitted = 0, refused = 0, unclear = 0, waiting = 0;
};

struct health_report {
  bool moving = false;     // clocks and storage made progress just now
  std::uint64_t awake = 0; // order actors alive
  std::vector<store_health> stores;
  std::vector<provider_health> providers;
  std::vector<freeze> freezes;
  catch_up_view catch_up;
};

class front {
public:
  virtual ~front() = default; // stops everything in order; blocks

  // Appends to the inbox; `done` runs once it is on disk. Processing follows
  // by itself.
  virtual void deliver(storage::delivery d,
                       std::function<void(result<std::uint64_t>)> done) = 0;

  // `seen`: the version of the order that the person looked at; if it is not
  // the newest any more the answer is the denial "stale".
  virtual void ask(const order_key& key, person_asked what,
                   std::optional<std::uint64_t> seen,
                   std::function<void(result<ask_answer>)> done) = 0;

  // A provider's notice: only a hint, the provider is asked.
  virtual void hint(const std::string& provider,
                    const connectors::notice& n) = 0;

  // Begins a job and answers its id.
  virtual result<std::uint64_t> import_orders(const std::string& store,
                                              import_plan plan,
                                              const std::string& by) = 0;
  // Tries an action on many orders without doing it, and fixes which ones.
  // Blocks for as long as it takes; `abandoned` is asked now and then.
  virtual result<bulk_preview>
  preview_bulk(const bulk_wish& wish,
               const std::function<bool()>& abandoned) = 0;
  // Begins what was previewed, once: asked again, it is the same job. The job
  // and its orders are on disk when `done` runs. fault::not_found: the preview
  // is gone.
  virtual void begin_bulk(const std::string& preview, const std::string& by,
                          std::function<void(result<std::uint64_t>)> done) = 0;

  virtual std::vector<job> jobs() = 0; // newest first
  // false: there is no such job, or it has ended; else it will end, also after
  // a restart.
  virtual void cancel_job(std::uint64_t id,
                          std::function<void(result<bool>)> done) = 0;

  virtual void health(std::function<void(result<health_report>)> done) = 0;

  // Freezes, see domain/freeze.hpp; `done` runs once it is on disk.
  virtual std::vector<freeze> freezes() = 0;
  virtual void add_freeze(freeze f,
                          std::function<void(result<freeze>)> done) = 0;
  virtual void lift_freeze(std::uint64_t id,
                           std::function<void(result<bool>)> done) = 0;
  // A person says that the orders that wait after a downtime may go.
  virtual void approve_catch_up(std::function<void(result<bool>)> done) = 0;
  // The rules in force for a store, its freezes among them.
  virtual std::shared_ptr<const policy> rules(const std::string& store) = 0;

  // Looks at a store or a provider from outside in, now; takes as long as
  // they take to answer.
  virtual void
  examine_store(const std::string& store,
                std::function<void(result<connectors::findings>)> done) = 0;
  virtual void
  examine_provider(const std::string& provider,
                   std::function<void(result<connectors::findings>)> done) = 0;

  // New rules, rates and credentials; stores and providers may not come or
  // go without a restart.
  virtual void reconfigure(setup s) = 0;
};

using clock = std::function<instant()>;

// Spawns the cast and takes up what a crash left behind. The store and the
// transport must outlive the front.
std::unique_ptr<front> start(setup s, storage::order_store& store,
                             connectors::http_transport& transport, clock now);

} // namespace dastomized::actors

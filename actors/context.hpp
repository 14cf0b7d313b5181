// What every actor of one process shares: the outside world and where the
// others are. Handles change when the steward restarts somebody, settings
// when the configuration is reloaded; both are read through a lock that is
// held for a copy only.
#pragma once

#include "actors/brake.hpp"
#include "actors/bulk_previews.hpp"
#include "actors/catch_up.hpp"
#include "actors/freezes.hpp"
#include "actors/io_worker.hpp"
#include "actors/job_board.hpp"
#include "actors/last_word.hpp"
#include "actors/protocol.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace dastomized::actors {

struct store_counters {
  std::atomic<std::uint64_t> deliveries{0}, found_by_poll{0}, backlog{0};
  std::atomic<std::uint64_t> waiting{0}; // requests, for their turn
  std::atomic<std::uint64_t> hooks_repaired{0};
  last_word examinations;
  std::atomic<unsigned> errors{0}, warnings{0}; // of the last examination
  std::atomic<std::int64_t> lag_ms{0};
  std::atomic<std::int64_t> last_poll_ms{0};
  std::atomic<bool> reachable{true};
};

struct provider_counters {
  std::atomic<std::uint64_t> submitted{0}, refused{0}, unclear{0}, waiting{0};
  std::atomic<unsigned> failures{0}; // in a row
  std::atomic<unsigned> openings{0}; // of the circuit, in a row
  std::atomic<std::int64_t> open_until_ms{0};
};

// What is wrong now, per store or provider and subject, for people.
class troubles {
public:
  void set(const std::string& whose, const std::string& subject,
           std::string what); // empty: all is well
  std::string of(const std::string& whose) const;

private:
  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, std::string>> all_;
};

class context {
public:
  context(setup s, storage::order_store& st, connectors::http_transport& t,
          clock c, io_mode mode = io_mode::threaded);

  storage::order_store& store;
  connectors::http_transport& transport;
  clock now;

  std::shared_ptr<const setup> settings() const;
  void replace(setup s);
  std::shared_ptr<const policy> rules(const std::string& store) const;
  // When the data came from a backup, if they did.
  std::optional<instant> restored_at() const { return restored_at_; }
  // The statuses the store said it knows, its own ones among them; until
  // then those of every WooCommerce. With trash, which is listed by name.
  std::vector<std::string> statuses(const std::string& store) const;
  void learn_statuses(const std::string& store, std::vector<std::string> all);
  // Those of the store's REST index, once it told them: which plugins it has.
  std::optional<std::vector<std::string>>
  namespaces(const std::string& store) const;
  void learn_namespaces(const std::string& store, std::vector<std::string> all);
  const store_setup* store_named(const setup& s, const std::string& n) const;
  const provider_setup* provider_named(const setup& s,
                                       const std::string& n) const;

  struct cast {
    directory_actor directory;
    due_clock_actor due_clock;
    std::map<std::string, importer_actor> importers;
    std::map<std::string, guardian_actor> guardians;
    std::map<std::string, sweeper_actor> sweepers;
    std::map<std::string, watcher_actor> watchers; // by provider
    std::map<std::string, gateway_actor> stores, providers;
    viewer_actor viewer;
    std::map<std::uint64_t, import_actor> imports; // those that may still run
    std::map<std::uint64_t, bulk_actor> bulks;
  };
  // Runs f on the cast under the lock.
  template <class F>
  auto with_cast(F f) const {
    std::lock_guard lock(mutex_);
    return f(cast_);
  }
  importer_actor importer(const std::string& store) const;
  gateway_actor store_gateway(const std::string& store) const;
  gateway_actor provider_gateway(const std::string& provider) const;
  directory_actor directory() const;
  viewer_actor viewer() const;

  // Keyed by name; made once, never removed.
  std::map<std::string, store_counters> store_stats;
  std::map<std::string, provider_counters> provider_stats;
  troubles trouble;
  job_board jobs;
  bulk_previews previews;
  actors::freezes freezes;
  actors::brake brake;
  actors::catch_up late;
  std::atomic<std::uint64_t> awake{0};
  std::atomic<std::uint64_t> looks_waiting{0}; // at print files
  std::atomic<std::int64_t> clock_moved_ms{0}; // when the due-clock last walked

  // Last: its thread ends before what its jobs use.
  io_worker io;

private:
  mutable std::mutex mutex_;
  std::shared_ptr<const setup> settings_;
  std::map<std::string, std::vector<std::string>> statuses_, namespaces_;
  std::optional<instant> restored_at_;
  mutable cast cast_;
  // Rules with the store's statuses, made anew when either changes.
  struct merged_rules {
    std::shared_ptr<const policy> from;
    std::vector<std::string> statuses;
    std::uint64_t freezes = 0; // their revision
    std::shared_ptr<const policy> rules;
  };
  mutable std::map<std::string, merged_rules> rules_;
};

using context_ptr = std::shared_ptr<context>;

// Appends to the inbox; `done` runs once it is on disk, or was not put there.
void take_in(const context_ptr& ctx, storage::delivery d,
             std::function<void(result<std::uint64_t>)> done);

// Has the order that owns the reference ask its provider about it; nothing
// happens if nobody does.
void hint_at(const context_ptr& ctx, const std::string& reference);

// Looks at a store from outside in and keeps what it found: its namespaces,
// and the counts and the trouble shown in the health report. `done` may run
// on a thread of the transport.
void examine_store(const context_ptr& ctx, const std::string& store,
                   std::function<void(result<connectors::findings>)> done);
void examine_provider(const context_ptr& ctx, const std::string& provider,
                      std::function<void(result<connectors::findings>)> done);

// The cast. The steward spawns and publishes all the others but the orders.
// `on_stage` runs once all of them are there.
caf::actor spawn_steward(caf::actor_system& sys, const context_ptr& ctx,
                         std::function<void()> on_stage);
order_actor spawn_order(caf::actor_system& sys, context_ptr ctx, order_key key);
directory_actor spawn_directory(caf::actor_system& sys, context_ptr ctx);
due_clock_actor spawn_due_clock(caf::actor_system& sys, context_ptr ctx);
importer_actor spawn_importer(caf::actor_system& sys, context_ptr ctx,
                              std::string store);
import_actor spawn_import(caf::actor_system& sys, context_ptr ctx, job j);
// It waits for bulk_stored.
bulk_actor spawn_bulk(caf::actor_system& sys, context_ptr ctx, job j);
// Begins what was previewed, as front::begin_bulk() does.
void begin_bulk(caf::actor_system& sys, const context_ptr& ctx,
                const std::string& preview, const std::string& by,
                std::function<void(result<std::uint64_t>)> done);
guardian_actor spawn_guardian(caf::actor_system& sys, context_ptr ctx,
                              std::string store);
sweeper_actor spawn_sweeper(caf::actor_system& sys, context_ptr ctx,
                            std::string store);
watcher_actor spawn_watcher(caf::actor_system& sys, context_ptr ctx,
                            std::string provider);
gateway_actor spawn_store_gateway(caf::actor_system& sys, context_ptr ctx,
                                  std::string store);
gateway_actor spawn_provider_gateway(caf::actor_system& sys, context_ptr ctx,
                                     std::string provider);
viewer_actor spawn_viewer(caf::actor_system& sys, context_ptr ctx);

// Sends a committed effect to whoever carries it out; its answer comes back
// to the order through the directory.
void carry_out(const context_ptr& ctx, const order& o, const effect& e);

} // namespace dastomized::actors

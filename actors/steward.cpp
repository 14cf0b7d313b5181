// Starts the long-lived actors and restarts whoever dies, each time a little
// later.
#include "actors/context.hpp"

#include <algorithm>
#include <cstdlib>

namespace dastomized::actors {

namespace {

using begin = std::function<caf::actor()>;

// Restarts the long-lived actors. Messages on their way to the dead are lost
// on purpose: the inbox, the due index and the orders' records bring the
// work back.
struct steward_state {
  static inline const char* name = "steward";

  struct role {
    std::function<caf::actor()> begin; // spawns it and publishes the handle
    unsigned deaths = 0;
  };
  std::map<std::string, role> roles;
  std::map<caf::actor_addr, std::string> who;
};

// What was being sent or written dies with it, and nobody else knows what
// that was. A new process looks everything up: so it ends, to be restarted.
bool holds_promises(const std::string& role) {
  return role == "1.directory" || role.starts_with("2.");
}

caf::behavior
steward_life(caf::stateful_actor<steward_state>* self,
             std::map<std::string, std::function<caf::actor()>> begins,
             const std::function<void()>& on_stage) {
  rt::harden(self);
  auto start = [self](const std::string& role) {
    auto a = self->state.roles[role].begin();
    self->monitor(a);
    self->state.who[a.address()] = role;
  };
  self->set_down_handler([self](const caf::down_msg& m) {
    auto it = self->state.who.find(m.source);
    if (it == self->state.who.end())
      return;
    auto role = it->second;
    self->state.who.erase(it);
    if (m.reason == caf::exit_reason::user_shutdown)
      return;
    if (holds_promises(role)) {
      spdlog::critical("actor.died role={} the process ends", role);
      spdlog::default_logger()->flush();
      std::abort();
    }
    auto deaths = ++self->state.roles[role].deaths;
    auto wait = milliseconds{100} * (1u << std::min(deaths, 9u));
    spdlog::error("actor.died role={} restart_in_ms={}", role, wait.count());
    self->delayed_send(self, wait, role);
  });
  for (auto& [role, spawn] : begins) {
    self->state.roles[role].begin = spawn;
    start(role);
  }
  on_stage();
  return {[start](const std::string& role) { start(role); }};
}

// Spawns by `make` and publishes the handle where `slot` says.
template <class Make, class Slot>
begin role(context_ptr ctx, Make make, Slot slot) {
  return [ctx, make, slot] {
    auto who = make();
    ctx->with_cast([&](context::cast& c) { slot(c) = who; });
    return caf::actor_cast<caf::actor>(who);
  };
}

std::map<std::string, begin> roles(caf::actor_system& sys,
                                   const context_ptr& ctx) {
  std::map<std::string, begin> out;
  using cast = context::cast;
  // Steward starts them in the order of these names.
  out["1.directory"] = role(
      ctx, [&sys, ctx] { return spawn_directory(sys, ctx); },
      [](cast & c) -> auto& { return c.directory; });
  auto all = ctx->settings();
  for (const auto& x : all->providers)
    out["2.provider." + x.name] = role(
        ctx,
        [&sys, ctx, n = x.name] { return spawn_provider_gateway(sys, ctx, n); },
        [n = x.name](cast & c) -> auto& { return c.providers[n]; });
  out["2.viewer"] = role(
      ctx, [&sys, ctx] { return spawn_viewer(sys, ctx); },
      [](cast & c) -> auto& { return c.viewer; });
  for (const auto& x : all->stores) {
    out["2.store." + x.name] = role(
        ctx,
        [&sys, ctx, n = x.name] { return spawn_store_gateway(sys, ctx, n); },
        [n = x.name](cast & c) -> auto& { return c.stores[n]; });
    out["3.importer." + x.name] = role(
        ctx, [&sys, ctx, n = x.name] { return spawn_importer(sys, ctx, n); },
        [n = x.name](cast & c) -> auto& { return c.importers[n]; });
  }
  for (const auto& x : all->stores)
    out["3.guardian." + x.name] = role(
        ctx, [&sys, ctx, n = x.name] { return spawn_guardian(sys, ctx, n); },
        [n = x.name](cast & c) -> auto& { return c.guardians[n]; });
  for (const auto& x : all->stores)
    out["3.sweeper." + x.name] = role(
        ctx, [&sys, ctx, n = x.name] { return spawn_sweeper(sys, ctx, n); },
        [n = x.name](cast & c) -> auto& { return c.sweepers[n]; });
  for (const auto& x : all->providers)
    out["3.watcher." + x.name] = role(
        ctx, [&sys, ctx, n = x.name] { return spawn_watcher(sys, ctx, n); },
        [n = x.name](cast & c) -> auto& { return c.watchers[n]; });
  out["4.due_clock"] = role(
      ctx, [&sys, ctx] { return spawn_due_clock(sys, ctx); },
      [](cast & c) -> auto& { return c.due_clock; });
  return out;
}

} // namespace

caf::actor spawn_steward(caf::actor_system& sys, const context_ptr& ctx,
                         std::function<void()> on_stage) {
  return sys.spawn(steward_life, roles(sys, ctx), std::move(on_stage));
}

} // namespace dastomized::actors

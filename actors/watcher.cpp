// One watcher per provider that lists what changed: asks for it now and then
// and hints at the orders concerned. The questions about single parts, which
// every provider answers, become rare where it does so.
#include "actors/context.hpp"

#include <map>

namespace dastomized::actors {

namespace {

using connectors::change_outcome;
using connectors::change_page;
using connectors::http_outcome;
using connectors::http_request;

constexpr milliseconds overlap = 5min;   // clocks differ
constexpr milliseconds first_look = 24h; // back, where nothing is kept
// Of one round. A provider that ignored the bound would list all it has; what
// is further back is left to the questions about each part.
constexpr unsigned pages_max = 20;

struct watcher_state {
  static inline const char* name = "watcher";

  context_ptr ctx;
  std::string provider;
  watcher_actor me;
  std::function<void(milliseconds, watch_now)> arm_timer;
  std::uint64_t generation = 0, round = 0;

  instant since{}, begun{}; // of the round
  unsigned page = 1;
  // What the round and the one before saw: a change is hinted at once.
  std::map<std::string, std::string> seen, seen_before;
  std::string last_problem;

  void look() {
    auto all = ctx->settings();
    auto* p = ctx->provider_named(*all, provider);
    arm_timer(p ? p->watch_interval : milliseconds{15min},
              watch_now{++generation});
    if (!p)
      return;
    ++round; // an answer to the one before comes too late
    begun = ctx->now();
    page = 1;
    seen.clear();
    auto kept = ctx->store.meta(meta_key());
    if (!kept)
      return; // the engine has told why
    since = (*kept ? instant{milliseconds{std::stoll(**kept)}}
                   : begun - first_look) -
            overlap;
    ask(*p);
  }

  std::string meta_key() const { return "changes/" + provider; }

  void ask(const provider_setup& p) {
    auto request = p.api->changes(since, page);
    if (!request)
      return; // this one lists nothing
    auto t = std::make_shared<talk>();
    t->lane = "changes";
    t->can_wait = true;
    t->next = [to = me, round = round, api = p.api, r = std::move(*request)](
                  const http_outcome* o) -> std::optional<http_request> {
      if (!o)
        return r;
      rt::tell(to, changes_came{round, std::make_shared<change_outcome>(
                                           api->read_changes(*o))});
      return std::nullopt;
    };
    rt::tell(ctx->provider_gateway(provider), say{std::move(t)});
  }

  void on_page(const changes_came& m) {
    if (m.round != round)
      return;
    auto* got = std::get_if<change_page>(m.page.get());
    tell(got ? "" : std::get<part_no_answer>(*m.page).words);
    if (!got)
      return;
    for (auto& [reference, mark] : got->changed) {
      auto before = seen_before.find(reference);
      if (before == seen_before.end() || before->second != mark)
        hint_at(ctx, reference);
      seen[std::move(reference)] = std::move(mark);
    }
    if (got->last || page >= pages_max)
      return end();
    ++page;
    auto all = ctx->settings();
    if (auto* p = ctx->provider_named(*all, provider))
      ask(*p);
  }

  void end() {
    seen_before = std::exchange(seen, {});
    ctx->store.put_meta(meta_key(),
                        std::to_string(begun.time_since_epoch().count()),
                        [](const result<bool>&) {});
  }

  void tell(const std::string& problem) {
    if (problem != last_problem && !problem.empty())
      spdlog::warn("provider.watch_failed provider={} problem=\"{}\"", provider,
                   problem);
    last_problem = problem;
    ctx->trouble.set(provider, "changes", problem);
  }
};

watcher_actor::behavior_type
watcher_life(watcher_actor::stateful_pointer<watcher_state> self,
             context_ptr ctx, std::string provider) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.provider = std::move(provider);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, watch_now m) {
    rt::tell_self_after(self, wait, m);
  };
  s.look();
  return {
      [self](watch_now m) {
        if (m.generation == self->state.generation)
          self->state.look();
      },
      [self](const changes_came& m) { self->state.on_page(m); },
  };
}

} // namespace

void hint_at(const context_ptr& ctx, const std::string& reference) {
  ctx->io.post([ctx, reference] {
    auto owner = ctx->store.owner_of(reference);
    if (!owner || !*owner)
      return; // not ours, or not to be told apart: the poll finds it
    event e = tracking_hinted{ctx->now(), reference};
    rt::tell(
        ctx->directory(),
        order_news{**owner, {std::make_shared<const event>(std::move(e)), 0}});
  });
}

watcher_actor spawn_watcher(caf::actor_system& sys, context_ptr ctx,
                            std::string provider) {
  return sys.spawn(watcher_life, std::move(ctx), std::move(provider));
}

} // namespace dastomized::actors

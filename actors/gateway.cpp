// A gateway to one store or one provider: how much at once, how fast, and
// never two talks about the same thing. What is said is in store_talks.cpp
// and provider_talks.cpp.
#include "actors/context.hpp"

#include <algorithm>
#include <deque>
#include <set>

namespace dastomized::actors {

namespace {

struct limits {
  unsigned in_flight_max = 4;
  double per_second = 0; // 0: no limit
};

// Every so many talks one that can wait goes first, so that it comes at all.
constexpr unsigned patient_share = 4;

// A restarted gateway must not mistake answers meant for its predecessor.
std::uint64_t first_id() {
  static std::atomic<std::uint64_t> lives{0};
  return ++lives << 40;
}

struct gateway_state {
  static inline const char* name = "gateway";

  context_ptr ctx;
  std::function<gateway_actor(const context&)> find_me;
  std::function<limits()> current_limits;
  std::function<connectors::http_request(connectors::http_request)> prepare;
  std::function<void(std::uint64_t)> report_waiting;
  std::function<void(milliseconds, allowed)> arm_timer;

  using line = std::deque<std::shared_ptr<talk>>;
  line urgent, patient;
  unsigned turn = 0;
  std::map<std::uint64_t, std::shared_ptr<talk>> running;
  std::set<std::string> lanes;
  std::uint64_t last_id = 0, generation = 0;
  instant next_slot{};

  void on_say(const say& m) {
    (m.what->can_wait ? patient : urgent).push_back(m.what);
    pump();
  }

  void pump() {
    auto l = current_limits();
    while (running.size() < l.in_flight_max) {
      bool yield = turn % patient_share == patient_share - 1;
      line& first = yield ? patient : urgent;
      line& second = yield ? urgent : patient;
      auto* from = &first;
      auto it = ready_in(first);
      if (it == first.end()) {
        from = &second;
        it = ready_in(second);
      }
      if (it == from->end() || !slot_free(l))
        break;
      ++turn;
      auto next = std::move(*it);
      from->erase(it);
      begin(std::move(next));
    }
    report_waiting(urgent.size() + patient.size());
  }

  line::iterator ready_in(line& l) {
    return std::ranges::find_if(
        l, [&](auto& t) { return !lanes.contains(t->lane); });
  }

  // Spaces talks evenly; when it is too early a timer pumps again.
  bool slot_free(const limits& l) {
    if (l.per_second <= 0)
      return true;
    auto now = ctx->now();
    auto gap = milliseconds{static_cast<int>(1000.0 / l.per_second)};
    if (now < next_slot && next_slot - now <= 2 * gap + milliseconds{1s}) {
      arm_timer(next_slot - now, allowed{++generation});
      return false;
    }
    next_slot = std::max(now, next_slot) + gap;
    if (next_slot > now + gap) // the clock was set back
      next_slot = now + gap;
    return true;
  }

  void begin(std::shared_ptr<talk> t) {
    lanes.insert(t->lane);
    auto id = ++last_id;
    running.emplace(id, std::move(t));
    go_on(id, nullptr);
  }

  void go_on(std::uint64_t id, const connectors::http_outcome* answer) {
    auto it = running.find(id);
    if (it == running.end())
      return;
    auto request = next_of(*it->second, answer);
    if (!request) {
      lanes.erase(it->second->lane);
      running.erase(it);
      return;
    }
    // The answer may come after everybody has left: nothing is held but a
    // way to ask who is there.
    std::weak_ptr<context> home = ctx;
    ctx->transport.send(
        prepare(std::move(*request)),
        [home, find = find_me, id](connectors::http_outcome o) {
          if (auto there = home.lock())
            rt::tell(find(*there),
                     heard{id, std::make_shared<connectors::http_outcome>(
                                   std::move(o))});
        });
  }

  // A talk that fails is over; the gateway and the other talks are not.
  static std::optional<connectors::http_request>
  next_of(const talk& t, const connectors::http_outcome* answer) {
    try {
      return t.next(answer);
    } catch (const std::exception& e) {
      spdlog::error("talk.failed lane={} error=\"{}\"", t.lane, e.what());
      if (t.failed)
        t.failed(e.what());
      return std::nullopt;
    }
  }

  void on_heard(const heard& m) {
    go_on(m.talk, m.what.get());
    pump();
  }
};

gateway_actor::behavior_type
gateway_life(gateway_actor::stateful_pointer<gateway_state> self,
             std::shared_ptr<gateway_state> made) {
  rt::harden(self);
  self->state = std::move(*made);
  self->state.arm_timer = [self](milliseconds wait, allowed m) {
    rt::tell_self_after(self, std::max(wait, milliseconds{1}), m);
  };
  return {
      [self](const say& m) { self->state.on_say(m); },
      [self](const heard& m) { self->state.on_heard(m); },
      [self](allowed m) {
        if (m.generation == self->state.generation)
          self->state.pump();
      },
  };
}

} // namespace

gateway_actor spawn_store_gateway(caf::actor_system& sys, context_ptr ctx,
                                  std::string store) {
  auto s = std::make_shared<gateway_state>();
  s->ctx = ctx;
  s->last_id = first_id();
  s->current_limits = [ctx, store] {
    auto all = ctx->settings();
    auto* x = ctx->store_named(*all, store);
    return x ? limits{x->in_flight_max, x->per_second} : limits{1, 1};
  };
  s->prepare = [ctx, store](connectors::http_request r) {
    auto all = ctx->settings();
    if (auto* x = ctx->store_named(*all, store))
      return connectors::woocommerce::authorised(
          std::move(r), x->account, ctx->now(),
          connectors::woocommerce::fresh_nonce());
    return r;
  };
  s->find_me = [store](const context& c) { return c.store_gateway(store); };
  s->report_waiting = [ctx, store](std::uint64_t n) {
    if (auto it = ctx->store_stats.find(store); it != ctx->store_stats.end())
      it->second.waiting = n;
  };
  return sys.spawn(gateway_life, std::move(s));
}

gateway_actor spawn_provider_gateway(caf::actor_system& sys, context_ptr ctx,
                                     std::string provider) {
  auto s = std::make_shared<gateway_state>();
  s->ctx = ctx;
  s->last_id = first_id();
  s->current_limits = [ctx, provider] {
    auto all = ctx->settings();
    auto* x = ctx->provider_named(*all, provider);
    return x ? limits{x->in_flight_max, x->per_second} : limits{1, 1};
  };
  s->find_me = [provider](const context& c) {
    return c.provider_gateway(provider);
  };
  s->prepare = [](connectors::http_request r) { return r; };
  s->report_waiting = [ctx, provider](std::uint64_t n) {
    if (auto it = ctx->provider_stats.find(provider);
        it != ctx->provider_stats.end())
      it->second.waiting = n;
  };
  return sys.spawn(gateway_life, std::move(s));
}

} // namespace dastomized::actors

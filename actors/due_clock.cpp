// Walks the due index and wakes resting orders before their time.
#include "actors/context.hpp"

#include <algorithm>

namespace dastomized::actors {

namespace {

constexpr std::size_t page_size = 500;
// After the start all that is late has asked before the first has its turn,
// so that a person is asked about the whole.
constexpr milliseconds settling = 15s;

struct due_clock_state {
  static inline const char* name = "due_clock";

  context_ptr ctx;
  due_clock_actor me;
  std::function<void(milliseconds, walk)> arm_timer;
  std::uint64_t generation = 0;
  instant until{};
  std::function<void(milliseconds, next_turn)> arm_turn;
  std::uint64_t turn_generation = 0;
  instant next_at{}; // no turn before

  void walk_index() {
    until = ctx->now() + ctx->settings()->horizon;
    read(std::nullopt);
  }

  void read(std::optional<storage::order_store::due_entry> after) {
    ctx->io.post([ctx = ctx, to = me, until = until, after] {
      using page = result<std::vector<storage::order_store::due_entry>>;
      rt::tell(to, walked{std::make_shared<page>(
                       ctx->store.due(until, after, page_size))});
    });
  }

  void on_page(const walked& m) {
    if (!*m.page) {
      spdlog::error("due_clock.read_failed error=\"{}\"", m.page->error().what);
      return again();
    }
    auto directory = ctx->directory();
    for (const auto& e : **m.page)
      rt::tell(directory, order_due{e.key});
    if ((*m.page)->size() == page_size)
      return read((*m.page)->back());
    again();
  }

  void on_late(const late_order& m) {
    ctx->late.wait(m.key, m.due);
    give_turns();
  }

  // One at a time, evenly spaced; timers are armed only while some wait.
  void give_turns() {
    auto now = ctx->now();
    auto limits = ctx->settings()->catch_up;
    auto gap = milliseconds{60'000 / std::max(limits.per_minute, 1u)};
    if (next_at - now > std::max(gap, settling)) // the clock was set back
      next_at = now + gap;
    while (next_at <= now) {
      auto key = ctx->late.next(limits);
      if (!key)
        return; // asked again with the next that comes
      next_at = std::max(next_at + gap, now + gap / 2);
      event e = turn_came{now};
      rt::tell(
          ctx->directory(),
          order_news{*key, {std::make_shared<const event>(std::move(e)), 0}});
    }
    arm_turn(next_at - now, next_turn{++turn_generation});
  }

  // Before the horizon is used up the next walk must have begun.
  void again() {
    ctx->clock_moved_ms = ctx->now().time_since_epoch().count();
    auto wait = std::clamp(ctx->settings()->horizon / 4, milliseconds{1s},
                           milliseconds{30s});
    arm_timer(wait, walk{++generation});
  }
};

due_clock_actor::behavior_type
due_clock_life(due_clock_actor::stateful_pointer<due_clock_state> self,
               context_ptr ctx) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, walk m) {
    rt::tell_self_after(self, wait, m);
  };
  s.arm_turn = [self](milliseconds wait, next_turn m) {
    rt::tell_self_after(self, wait, m);
  };
  s.next_at = s.ctx->now() + settling;
  s.walk_index();
  return {
      [self](walk m) {
        if (m.generation == self->state.generation)
          self->state.walk_index();
      },
      [self](const walked& m) { self->state.on_page(m); },
      [self](const late_order& m) { self->state.on_late(m); },
      [self](next_turn m) {
        if (m.generation == 0 || m.generation == self->state.turn_generation)
          self->state.give_turns();
      },
  };
}

} // namespace

due_clock_actor spawn_due_clock(caf::actor_system& sys, context_ptr ctx) {
  return sys.spawn(due_clock_life, std::move(ctx));
}

} // namespace dastomized::actors

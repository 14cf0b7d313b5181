// Walks the due index and wakes resting orders before their time.
#include "actors/context.hpp"

#include <algorithm>

namespace dastomized::actors {

namespace {

constexpr std::size_t page_size = 500;

struct due_clock_state {
  static inline const char* name = "due_clock";

  context_ptr ctx;
  due_clock_actor me;
  std::function<void(milliseconds, walk)> arm_timer;
  std::uint64_t generation = 0;
  instant until{};

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
  s.walk_index();
  return {
      [self](walk m) {
        if (m.generation == self->state.generation)
          self->state.walk_index();
      },
      [self](const walked& m) { self->state.on_page(m); },
  };
}

} // namespace

due_clock_actor spawn_due_clock(caf::actor_system& sys, context_ptr ctx) {
  return sys.spawn(due_clock_life, std::move(ctx));
}

} // namespace dastomized::actors

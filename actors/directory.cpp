// Which orders are awake. The only one to spawn and retire them, so there is
// never a second actor for one order.
#include "actors/context.hpp"

#include <map>

namespace dastomized::actors {

namespace {

struct directory_state {
  static inline const char* name = "directory";

  struct entry {
    order_actor who;
    std::uint64_t told = 0; // compared with what the order says it heard
  };

  context_ptr ctx;
  std::function<order_actor(order_key)> spawn;
  std::map<order_key, entry> awake;
  std::shared_ptr<std::function<void()>> closing;

  template <class Message>
  void pass_on(const order_key& key, Message m) {
    if (closing)
      return;
    auto& e = awake[key];
    if (!e.who)
      e.who = spawn(key);
    ++e.told;
    rt::tell(e.who, std::move(m));
    ctx->awake = awake.size();
  }

  void on_due(const order_due& m) {
    if (closing || awake.contains(m.key))
      return;
    awake[m.key].who = spawn(m.key); // what is due it sees when it loads
    ctx->awake = awake.size();
  }

  void on_rest(const wants_rest& m) {
    auto it = awake.find(m.key);
    if (it == awake.end() || it->second.told != m.heard)
      return; // something is on its way: it will ask again
    rt::tell(it->second.who, leave{});
    awake.erase(it);
    ctx->awake = awake.size();
  }

  // An order that died is not repaired: the next message, sent here at once,
  // loads it afresh from the store.
  void on_down(const caf::down_msg& m) {
    for (auto it = awake.begin(); it != awake.end(); ++it) {
      if (it->second.who.address() != m.source)
        continue;
      auto key = it->first;
      awake.erase(it);
      if (closing)
        return;
      spdlog::error("order.died order={}", to_string(key));
      pass_on(key,
              news{std::make_shared<const event>(time_passed{ctx->now(), true}),
                   0});
      return;
    }
  }

  void on_close(const close_down& m) {
    closing = m.done;
    for (auto& [key, e] : awake)
      rt::dismiss(e.who);
    awake.clear();
    (*closing)();
  }
};

directory_actor::behavior_type
directory_life(directory_actor::stateful_pointer<directory_state> self,
               context_ptr ctx) {
  rt::harden(self);
  self->state.ctx = ctx;
  self->state.spawn = [self, ctx](order_key key) {
    auto who = spawn_order(self->system(), ctx, std::move(key));
    self->monitor(who);
    return who;
  };
  self->set_down_handler([self](const caf::down_msg& m) {
    if (m.reason != caf::exit_reason::normal)
      self->state.on_down(m);
  });
  return {
      [self](order_news& m) {
        self->state.pass_on(m.key, std::move(m.message));
      },
      [self](order_petition& m) {
        self->state.pass_on(m.key, std::move(m.message));
      },
      [self](const order_due& m) { self->state.on_due(m); },
      [self](const wants_rest& m) { self->state.on_rest(m); },
      [self](const close_down& m) { self->state.on_close(m); },
  };
}

} // namespace

directory_actor spawn_directory(caf::actor_system& sys, context_ptr ctx) {
  return sys.spawn(directory_life, std::move(ctx));
}

} // namespace dastomized::actors

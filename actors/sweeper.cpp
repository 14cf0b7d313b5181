// One sweeper per store: learns which statuses the store knows, has it
// examined, and now and then compares every order we hold with the
// store's own list. It finds what nobody announces: orders deleted for good,
// and refunds taken back.
#include "actors/talks.hpp"

#include <algorithm>
#include <deque>
#include <set>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;
using connectors::http_outcome;
using connectors::http_request;

constexpr std::size_t doubts_at_once = 8;
// Longer than that and an answer was lost with a gateway that died.
constexpr milliseconds standing_max = 20min;

// What we hold of the orders on one page that the store shows otherwise.
std::vector<std::int64_t> doubtful(storage::order_store& store,
                                   const std::string& name,
                                   const std::vector<woo::order_mark>& marks,
                                   instant since) {
  std::vector<std::int64_t> out;
  for (const auto& m : marks) {
    auto held = store.load({name, m.id});
    if (!held)
      continue; // the engine has told why
    bool differs = *held ? (*held)->said.modified != m.modified ||
                               (*held)->said.status != m.status ||
                               (*held)->said.refunds.size() != m.refunds ||
                               (*held)->gone
                         : m.modified >= since;
    if (differs)
      out.push_back(m.id);
  }
  return out;
}

struct sweeper_state {
  static inline const char* name = "sweeper";

  context_ptr ctx;
  std::string store;
  sweeper_actor me;
  std::function<void(milliseconds, sweep_now)> arm_timer;
  std::uint64_t generation = 0;

  bool sweeping = false;
  instant moved{}; // when the sweep last went on
  std::uint32_t page = 1;
  std::set<std::int64_t> unseen; // we hold them, the store has not shown them
  std::deque<std::int64_t> doubts;
  std::set<std::int64_t> asked;
  std::size_t found = 0;
  unsigned failures = 0;

  std::string meta_key(const char* what) const {
    return std::string(what) + '/' + store;
  }

  instant kept(const char* what, instant otherwise) {
    auto text = ctx->store.meta(meta_key(what));
    if (text && *text)
      return instant{milliseconds{std::stoll(**text)}};
    keep(what, otherwise);
    return otherwise;
  }

  void keep(const char* what, instant t) {
    ctx->store.put_meta(meta_key(what),
                        std::to_string(t.time_since_epoch().count()),
                        [](const result<bool>&) {});
  }

  template <class Message, class Read>
  void ask(http_request r, Read read) {
    auto t = std::make_shared<talk>();
    t->lane = "sweep";
    t->can_wait = true;
    t->next = [to = me, r = std::move(r),
               read](const http_outcome* o) -> std::optional<http_request> {
      if (!o)
        return r;
      rt::tell(to, Message{std::make_shared<decltype(read(*o))>(read(*o))});
      return std::nullopt;
    };
    rt::tell(ctx->store_gateway(store), say{std::move(t)});
  }

  void wake() {
    auto all = ctx->settings();
    auto* s = ctx->store_named(*all, store);
    if (!s)
      return rest(milliseconds{10min});
    ask<statuses_came>(woo::get_statuses(s->account), woo::read_statuses);
    examine_store(ctx, store, [](const result<connectors::findings>&) {});
    auto due = kept("swept", ctx->now()) + s->sweep_interval;
    if (sweeping && ctx->now() - moved > standing_max)
      return end("the store did not answer");
    if (!sweeping && due <= ctx->now())
      begin_sweep();
    // What is broken is looked at again soon: it may be mended.
    milliseconds longest = ctx->store_stats[store].errors > 0 ? 1min : 30min;
    rest(sweeping ? longest
                  : std::clamp<milliseconds>(due - ctx->now(), 1s, longest));
  }

  void rest(milliseconds wait) { arm_timer(wait, sweep_now{++generation}); }

  void on_statuses(const statuses_came& m) {
    if (auto* all = std::get_if<std::vector<std::string>>(m.what.get()))
      ctx->learn_statuses(store, *all);
  }

  void begin_sweep() {
    sweeping = true;
    moved = ctx->now();
    page = 1;
    found = 0;
    unseen.clear();
    doubts.clear();
    asked.clear();
    ctx->io.post([ctx = ctx, store = store, to = me] {
      rt::tell(to, keys_read{std::make_shared<result<std::vector<order_key>>>(
                       ctx->store.keys(store))});
    });
  }

  void on_keys(const keys_read& m) {
    if (!*m.what)
      return end("the orders could not be listed: " + m.what->error().what);
    for (const auto& key : **m.what)
      unseen.insert(key.id);
    ask_page();
  }

  void ask_page() {
    auto all = ctx->settings();
    auto* s = ctx->store_named(*all, store);
    if (!s)
      return end("the store is not configured any more");
    ask<marks_came>(
        woo::get_order_marks(s->account, ctx->statuses(store), page),
        woo::read_order_marks);
  }

  void on_marks(const marks_came& m) {
    moved = ctx->now();
    if (auto* p = std::get_if<woo::problem>(m.what.get()))
      return end(p->what);
    auto marks = std::make_shared<std::vector<woo::order_mark>>(
        std::move(std::get<std::vector<woo::order_mark>>(*m.what)));
    for (const auto& x : *marks)
      unseen.erase(x.id);
    bool last = marks->size() < 100;
    auto since = kept("since", ctx->now());
    ctx->io.post([ctx = ctx, store = store, to = me, marks, since, last] {
      rt::tell(to, compared{doubtful(ctx->store, store, *marks, since), last});
    });
  }

  void on_compared(const compared& m) {
    doubts.insert(doubts.end(), m.doubtful.begin(), m.doubtful.end());
    if (m.last) // what was not shown is asked for one by one
      doubts.insert(doubts.end(), unseen.begin(), unseen.end());
    page = m.last ? 0 : page + 1;
    settle_doubts();
  }

  // The next page waits until this one's doubts are settled.
  void settle_doubts() {
    while (!doubts.empty() && asked.size() < doubts_at_once) {
      auto id = doubts.front();
      doubts.pop_front();
      asked.insert(id);
      auto t =
          read_talk(ctx, {store, id}, [to = me, id](woo::answer<snapshot> a) {
            rt::tell(to, doubt_read{id, std::make_shared<woo::answer<snapshot>>(
                                            std::move(a))});
          });
      t->can_wait = true;
      rt::tell(ctx->store_gateway(store), say{std::move(t)});
    }
    if (!asked.empty() || !doubts.empty())
      return;
    page == 0 ? end("") : ask_page();
  }

  void on_doubt(const doubt_read& m) {
    if (asked.erase(m.id) == 0)
      return;
    moved = ctx->now();
    if (auto* said = std::get_if<snapshot>(m.what.get()))
      tell(m.id, store_said{ctx->now(), std::move(*said), origin::reread, {}});
    else if (std::get<woo::problem>(*m.what).gone)
      tell(m.id, store_gone{ctx->now(), "deleted"});
    settle_doubts();
  }

  void tell(std::int64_t id, event e) {
    auto done = std::make_shared<const tell_outcome>([to = me](outcome o) {
      rt::tell(to, doubt_settled{o != outcome::unchanged});
    });
    rt::tell(
        ctx->directory(),
        order_news{{store, id},
                   {std::make_shared<const event>(std::move(e)), 0, done}});
  }

  void end(const std::string& problem) {
    sweeping = false;
    ctx->trouble.set(store, "sweep", problem);
    if (!problem.empty()) {
      spdlog::warn("store.sweep_failed store={} problem=\"{}\"", store,
                   problem);
      auto all = ctx->settings();
      auto* s = ctx->store_named(*all, store);
      // 1, 2, 4 … minutes, but no longer than from sweep to sweep.
      auto wait = milliseconds{1min} * (1 << std::min(failures++, 5u));
      return rest(s ? std::min(s->sweep_interval, wait) : wait);
    }
    failures = 0;
    spdlog::info("store.swept store={} found={}", store, found);
    keep("swept", ctx->now());
    rest(milliseconds{1s}); // looks up when the next one is due
  }
};

sweeper_actor::behavior_type
sweeper_life(sweeper_actor::stateful_pointer<sweeper_state> self,
             context_ptr ctx, std::string store) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.store = std::move(store);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, sweep_now m) {
    rt::tell_self_after(self, wait, m);
  };
  s.kept("since", s.ctx->now()); // older orders are brought by imports only
  s.wake();
  return {
      [self](sweep_now m) {
        if (m.generation == self->state.generation)
          self->state.wake();
      },
      [self](const statuses_came& m) { self->state.on_statuses(m); },
      [self](const keys_read& m) { self->state.on_keys(m); },
      [self](const marks_came& m) { self->state.on_marks(m); },
      [self](const compared& m) { self->state.on_compared(m); },
      [self](const doubt_read& m) { self->state.on_doubt(m); },
      [self](doubt_settled m) { self->state.found += m.changed ? 1 : 0; },
  };
}

} // namespace

sweeper_actor spawn_sweeper(caf::actor_system& sys, context_ptr ctx,
                            std::string store) {
  return sys.spawn(sweeper_life, std::move(ctx), std::move(store));
}

} // namespace dastomized::actors

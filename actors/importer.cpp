// One importer per store: takes deliveries from the inbox in order, polls
// the store for what webhooks missed.
#include "actors/crash_point.hpp"
#include "actors/talks.hpp"

#include <algorithm>
#include <map>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;

constexpr std::size_t outstanding_max = 256; // deliveries with orders
constexpr std::size_t read_max = 64;
constexpr milliseconds outstanding_max_age = 10min;
constexpr milliseconds round_max = 10min; // a poll that takes longer is lost
constexpr std::uint32_t per_page_max = 100;
constexpr unsigned good_rounds_for_more = 100; // larger pages are tried again
constexpr milliseconds announce_max = 10min;   // a quiet shop's queue is slow

inbox_read::item read_delivery(const storage::delivery& d, instant now) {
  inbox_read::item out;
  out.seq = d.seq;
  auto decoded = woo::decode_order(d.body);
  if (auto* said = std::get_if<snapshot>(&decoded)) {
    out.key = {d.store, said->id};
    out.what = store_said{now, std::move(*said), origin::webhook, {}};
  } else if (auto* gone = std::get_if<woo::deleted>(&decoded)) {
    out.key = {d.store, gone->id};
    out.what = store_gone{now, "trash"};
  } else if (auto* e = std::get_if<woo::rest_error>(&decoded)) {
    out.reason = "the store sent an error instead of an order: " + e->code;
  } else {
    out.reason = std::get<woo::foreign>(decoded).what;
  }
  return out;
}

struct importer_state {
  static inline const char* name = "importer";

  context_ptr ctx;
  std::string store;
  importer_actor me;
  std::function<void(milliseconds, poll_now)> arm_timer;

  std::uint64_t read_up_to = 0;
  bool reading = false, more = true;
  std::map<std::uint64_t, instant> outstanding; // deliveries, since when

  std::map<std::int64_t, instant> unannounced; // changes, and when found
  std::uint64_t generation = 0;
  bool polling = false;
  bool once_more = false; // asked while a round was under way, too late for it
  std::uint64_t round = 0;
  std::size_t round_left = 0; // orders of it that are not on disk yet
  bool last_page_read = false, round_failed = false;
  instant cursor{}, from{}, newest{};
  std::uint32_t page = 1, per_page = per_page_max, failures = 0;
  unsigned good_rounds = 0; // since a page failed
  milliseconds slowest{0};  // answer of the round

  store_counters& stats() { return ctx->store_stats[store]; }

  void tell_order(const order_key& key, event e, std::uint64_t seq = 0);
  void read_inbox();
  void on_inbox(const inbox_read& m);
  void on_settled(const settled& m);
  void begin_poll();
  void take_up_inbox();
  bool find_cursor();
  void save_cursor();
  void ask_page(const woo::account& account);
  void next_page();
  void end_round();
  void on_page(const polled& m);
  void again(bool failed);
  void on_took(const news_took& m);
};

void importer_state::tell_order(const order_key& key, event e,
                                std::uint64_t seq) {
  std::shared_ptr<const tell_outcome> done;
  if (auto* said = std::get_if<store_said>(&e))
    done = std::make_shared<const tell_outcome>(
        [to = me,
         took = news_took{key.id, said->from == origin::poll,
                          said->said.modified, round}](outcome o) mutable {
          took.changed = o == outcome::created || o == outcome::updated;
          took.failed = o == outcome::failed;
          rt::tell(to, took);
        });
  rt::tell(ctx->directory(),
           order_news{
               key, {std::make_shared<const event>(std::move(e)), seq, done}});
}

// A change the poll found first should be announced soon after. What never is
// tells of a webhook that does not work.
void importer_state::on_took(const news_took& m) {
  if (m.polled && m.round == round && round_left > 0) {
    --round_left;
    round_failed = round_failed || m.failed;
    end_round();
  }
  auto now = ctx->now();
  if (!m.polled) {
    unannounced.erase(m.order);
    if (m.changed)
      stats().lag_ms = std::max(now - m.modified, milliseconds{0}).count();
  } else if (m.changed) {
    unannounced.emplace(m.order, now);
  }
  std::erase_if(unannounced, [&](const auto& x) {
    bool missed = now - x.second > announce_max;
    stats().found_by_poll += missed ? 1 : 0;
    return missed;
  });
}

void importer_state::read_inbox() {
  if (reading || !more || outstanding.size() + read_max > outstanding_max)
    return;
  reading = true;
  more = false;
  ctx->io.post([ctx = ctx, store = store, after = read_up_to, to = me] {
    auto pending = ctx->store.pending(store, after, read_max);
    auto out = std::make_shared<result<std::vector<inbox_read::item>>>(
        std::vector<inbox_read::item>{});
    if (!pending)
      *out = pending.error();
    else
      for (const auto& d : *pending)
        (*out)->push_back(read_delivery(d, ctx->now()));
    if (pending && !pending->empty())
      crash_point("inbox.read");
    rt::tell(to, inbox_read{out});
  });
}

void importer_state::on_inbox(const inbox_read& m) {
  reading = false;
  if (!*m.items) {
    spdlog::error("inbox.read_failed store={} error=\"{}\"", store,
                  m.items->error().what);
    return;
  }
  for (auto& x : **m.items) {
    read_up_to = x.seq;
    if (!x.what) {
      spdlog::info("inbox.set_aside store={} seq={} reason=\"{}\"", store,
                   x.seq, x.reason);
      ctx->store.settle(x.seq, storage::verdict::set_aside, x.reason,
                        [](const result<bool>&) {});
      continue;
    }
    if (!outstanding.emplace(x.seq, ctx->now()).second)
      continue; // its order has it still
    tell_order(x.key, std::move(*x.what), x.seq);
  }
  stats().backlog = outstanding.size();
  if ((*m.items)->size() == read_max)
    more = true;
  read_inbox();
}

void importer_state::on_settled(const settled& m) {
  outstanding.erase(m.seq);
  stats().backlog = outstanding.size();
  read_inbox();
}

void importer_state::begin_poll() {
  take_up_inbox();
  auto all = ctx->settings();
  auto* x = ctx->store_named(*all, store);
  if (!x || !find_cursor())
    return again(true);
  ++round;
  polling = true;
  last_page_read = false;
  round_failed = false;
  round_left = 0;
  slowest = milliseconds{0};
  page = 1;
  from = cursor - x->poll_overlap;
  newest = cursor;
  // Should the answer get lost with a gateway that died.
  arm_timer(round_max, poll_now{++generation});
  ask_page(x->account);
}

// What an order that failed to load or commit left pending comes again, and
// so does what an order that died took with it.
void importer_state::take_up_inbox() {
  auto now = ctx->now();
  std::erase_if(outstanding, [&](const auto& x) {
    return now - x.second > outstanding_max_age;
  });
  if (outstanding.empty())
    read_up_to = 0;
  more = true;
  read_inbox();
}

// False: the storage did not tell; a cursor of now would lose what was
// changed before.
bool importer_state::find_cursor() {
  if (cursor != instant{})
    return true;
  auto saved = ctx->store.meta("poll/" + store);
  if (!saved)
    return false;
  cursor = *saved ? instant{milliseconds{std::stoll(**saved)}} : ctx->now();
  if (!*saved)
    save_cursor(); // also when the store can not be reached for long
  return true;
}

void importer_state::save_cursor() {
  ctx->store.put_meta("poll/" + store,
                      std::to_string(cursor.time_since_epoch().count()),
                      [](const result<bool>&) {});
}

void importer_state::ask_page(const woo::account& account) {
  woo::list_orders q;
  q.statuses = ctx->statuses(store);
  q.modified_after = from;
  q.page = page;
  q.per_page = per_page;
  auto t = std::make_shared<talk>();
  t->lane = "poll";
  t->next = [ctx = ctx, to = me, round = round, account, q,
             sent = instant{}](const connectors::http_outcome* o) mutable
      -> std::optional<connectors::http_request> {
    if (!o) {
      sent = ctx->now();
      return woo::get_orders(account, q);
    }
    rt::tell(to, polled{round,
                        std::make_shared<woo::answer<woo::order_page>>(
                            woo::read_orders(*o)),
                        ctx->now() - sent});
    return std::nullopt;
  };
  rt::tell(ctx->store_gateway(store), say{std::move(t)});
}

void importer_state::on_page(const polled& m) {
  if (m.round != round || !polling)
    return;
  if (auto* p = std::get_if<woo::problem>(m.page.get())) {
    ctx->trouble.set(store, "poll", p->what);
    if (failures++ == 0)
      spdlog::warn("store.poll_failed store={} problem=\"{}\"", store, p->what);
    stats().reachable = false;
    // A page may be too much for the store, or too big for us.
    per_page = std::max(per_page / 2, 1u);
    good_rounds = 0;
    return again(true);
  }
  stats().reachable = true;
  slowest = std::max(slowest, m.took);
  ctx->trouble.set(store, "poll", "");
  failures = 0;
  auto& got = std::get<woo::order_page>(*m.page);
  for (auto& why : got.unreadable)
    spdlog::warn("store.poll_unreadable store={} reason=\"{}\"", store, why);
  for (auto& said : got.orders) {
    newest = std::max(newest, said.modified);
    order_key key{store, said.id};
    ++round_left;
    tell_order(key, store_said{ctx->now(), std::move(said), origin::poll, {}});
  }
  last_page_read = got.orders.size() + got.unreadable.size() < per_page;
  last_page_read ? end_round() : next_page();
}

// Orders that change meanwhile move to the end of the list and pull others
// from one page to the one before. So each page begins where the last one
// ended; only within one second are there pages to be counted.
void importer_state::next_page() {
  auto all = ctx->settings();
  auto* x = ctx->store_named(*all, store);
  if (!x)
    return again(true);
  auto begin = newest - milliseconds{1s};
  page = begin > from ? 1 : page + 1;
  from = std::max(from, begin);
  ask_page(x->account);
}

// The cursor moves on when every order of the round is on disk.
void importer_state::end_round() {
  if (!polling || !last_page_read || round_left > 0)
    return;
  stats().last_poll_ms = ctx->now().time_since_epoch().count();
  if (!round_failed) {
    cursor = std::min(newest, ctx->now()); // a shop's clock may run ahead
    save_cursor();
    if (++good_rounds % good_rounds_for_more == 0)
      per_page = std::min(per_page * 2, per_page_max);
  }
  again(round_failed);
}

void importer_state::again(bool failed) {
  polling = false;
  auto all = ctx->settings();
  auto* x = ctx->store_named(*all, store);
  // A store that answers slowly is asked less often.
  auto wait = std::max(x ? x->poll_interval : milliseconds{30s},
                       std::min<milliseconds>(10 * slowest, 10min));
  if (failed) // 2, 4, 8 … times as long, at most ten minutes
    wait = std::min(wait * (1 << std::min(failures, 6u)), milliseconds{10min});
  else if (std::exchange(once_more, false))
    wait = 0ms;
  arm_timer(wait, poll_now{++generation});
}

importer_actor::behavior_type
importer_life(importer_actor::stateful_pointer<importer_state> self,
              context_ptr ctx, std::string store) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.store = std::move(store);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, poll_now m) {
    rt::tell_self_after(self, wait, m);
  };
  s.begin_poll();
  return {
      [self](arrived) {
        self->state.more = true;
        self->state.read_inbox();
      },
      [self](const inbox_read& m) { self->state.on_inbox(m); },
      [self](settled m) { self->state.on_settled(m); },
      [self](poll_now m) {
        if (m.generation == self->state.generation)
          self->state.begin_poll();
      },
      [self](poll_soon) {
        if (self->state.polling)
          self->state.once_more = true;
        else
          self->state.begin_poll();
      },
      [self](const polled& m) { self->state.on_page(m); },
      [self](const news_took& m) { self->state.on_took(m); },
  };
}

} // namespace

importer_actor spawn_importer(caf::actor_system& sys, context_ptr ctx,
                              std::string store) {
  return sys.spawn(importer_life, std::move(ctx), std::move(store));
}

} // namespace dastomized::actors

// The order actor: asks the pure rules what an event means, commits, then
// acts. One commit at a time; what arrives meanwhile is folded into the next.
#include "actors/context.hpp"
#include "actors/crash_point.hpp"
#include "domain/artwork.hpp"
#include "domain/twin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace dastomized::actors {

namespace {

// No timer reaches further: it counts by a clock that does not step when the
// wall clock does.
constexpr milliseconds wait_max = 30s;

struct order_state {
  static inline const char* name = "order";

  context_ptr ctx;
  order_key key;
  std::function<void(milliseconds, look_again)> arm_timer;
  order_actor me;

  bool ready = false;   // the record was read
  bool saving = false;  // a commit is under way
  bool seeking = false; // the twin search is under way
  bool sought = false;  // … and told what to think of the first news
  instant last_look{};  // when time_passed was last considered
  std::optional<instant> armed_for;
  std::uint64_t heard = 0;
  std::uint64_t generation = 0;
  order base;
  std::deque<news> queue;
  std::deque<petition> petitions;

  // Of the commit under way.
  order next;
  std::vector<effect> effects;
  std::size_t notes = 0;
  std::vector<std::uint64_t> deliveries;
  std::vector<std::pair<std::shared_ptr<const tell_outcome>, outcome>> told;
  std::vector<std::pair<petition, std::optional<denial>>> answers;

  void load();
  void on_loaded(const loaded& m);
  void on_twin(const twin_sought& m);
  void on_saved(const saved& m);
  void on_timer(const look_again& m);
  void pump();

private:
  const store_said* unsought(const order& known) const;
  bool seek_twin();
  bool put_off(news& n);
  void fold(storage::change& c);
  void fold_news(storage::change& c, const news& n);
  void fold_one(storage::change& c, const event& e,
                std::optional<denial>* denied);
  std::optional<denial> stale(const petition& p) const;
  void fold_petition(storage::change& c, petition p);
  void commit(storage::change c);
  void finish(); // after the commit, or when there was nothing to commit
  void settle_unchanged();
  void give_back();
  void release_deliveries();
  void rest_or_wait();
};

bool in_flight(const order& o) {
  auto busy = [](const part& p) { return p.state == part_state::intended; };
  auto looked_at = [](const artwork_file& f) { return f.asked > 0; };
  return (o.request && !o.request->next_try) ||
         std::ranges::any_of(o.artwork, looked_at) ||
         (o.intent && !o.intent->next_try) || o.stray || o.tracking.in_flight ||
         std::ranges::any_of(o.parts, busy);
}

bool tells_of_store(const news& n) {
  auto* said = std::get_if<store_said>(n.what.get());
  return said ? said->from != origin::reread
              : std::holds_alternative<store_gone>(*n.what);
}

// What the provider will print from, for whoever asks later which file it was.
std::string print_files_told(const order& o) {
  constexpr std::size_t told_max = 64u << 10;
  std::string out;
  for (const auto& f : o.artwork)
    if (!f.seen.sha256.empty() && out.size() < told_max)
      out +=
          fmt::format("{}{}: {}, sha256 {}", out.empty() ? "" : "\n",
                      without_query(f.url), described(f.seen), f.seen.sha256);
  return out.substr(0, told_max);
}

storage::ledger_entry intent_entry(const order& o, const send_part& s,
                                   instant now) {
  storage::ledger_entry e;
  e.reference = s.reference;
  e.provider = s.provider;
  e.key = o.key;
  e.at = now;
  e.kind = "intended";
  e.payload = s.payload;
  e.attempt = s.attempt;
  e.words = print_files_told(o);
  if (auto* p = find_part(o, s.reference)) {
    e.payload_hash = p->payload_hash;
    e.trigger = p->requested_by;
  }
  return e;
}

// On the I/O thread.
result<std::optional<order_key>> find_twin(const context& ctx, const order& o,
                                           milliseconds window) {
  constexpr std::size_t looked_at = 20;
  std::pair<std::string, milliseconds> prints[] = {
      {purchase_fingerprint(o.said), window},
      {payment_fingerprint(o.said), payment_window}};
  for (const auto& [print, span] : prints) {
    if (print.empty())
      continue;
    auto at = o.said.created;
    auto found =
        ctx.store.twins(o.key.store, print, at - span, at + span, looked_at);
    if (!found)
      return found.error();
    for (const auto& key : *found) {
      auto other = ctx.store.load(key);
      if (!other)
        return other.error();
      if (*other && held_by(o, **other))
        return std::optional(key);
    }
  }
  return std::optional<order_key>();
}

void order_state::load() {
  ctx->io.post([ctx = ctx, key = key, to = me] {
    rt::tell(to, loaded{std::make_shared<result<std::optional<order>>>(
                     ctx->store.load(key))});
  });
}

void order_state::on_loaded(const loaded& m) {
  if (!*m.what) {
    spdlog::error("order.load_failed order={} error=\"{}\"", to_string(key),
                  m.what->error().what);
    for (auto& p : petitions)
      (*p.done)(m.what->error());
    petitions.clear();
    return give_back(); // tried again when the timer comes
  }
  ready = true;
  saving = false;
  base = (*m.what)->value_or(order{});
  base.key = key;
  if (base.version > 0) { // whatever was in flight then is lost
    last_look = ctx->now();
    queue.push_front(
        {std::make_shared<const event>(time_passed{last_look, true}), 0});
  }
  pump();
}

// The first sight of an order, and the read before it goes out, compare it
// with earlier ones.
const store_said* order_state::unsought(const order& known) const {
  auto* said = queue.empty()
                   ? nullptr
                   : std::get_if<store_said>(queue.front().what.get());
  bool wants =
      said && !said->twin && !known.twin_of &&
      (known.said.id == 0 || (said->from == origin::reread && known.request)) &&
      ctx->rules(key.store)->twin_window > 0ms;
  return wants ? said : nullptr;
}

bool order_state::seek_twin() {
  auto* said = unsought(base);
  if (!said)
    return false;
  order o = base;
  o.said = said->said;
  if (purchase_fingerprint(o.said).empty() &&
      payment_fingerprint(o.said).empty())
    return false;
  seeking = true;
  auto window = ctx->rules(key.store)->twin_window;
  ctx->io.post([ctx = ctx, to = me, o = std::move(o), window] {
    rt::tell(to, twin_sought{std::make_shared<result<std::optional<order_key>>>(
                     find_twin(*ctx, o, window))});
  });
  return true;
}

void order_state::on_twin(const twin_sought& m) {
  seeking = false;
  sought = true;
  auto& front = queue.front();
  auto said = std::get<store_said>(*front.what);
  if (*m.what) {
    said.twin = **m.what;
    front.what = std::make_shared<const event>(std::move(said));
  } else if (said.from == origin::reread) { // not sent unless it is known
    front.what = std::make_shared<const event>(
        reread_failed{said.at, "earlier orders: " + m.what->error().what});
  }
  pump();
}

void order_state::pump() {
  if (!ready || saving || seeking)
    return;
  if (queue.empty() && petitions.empty())
    return rest_or_wait();
  if (!sought && seek_twin())
    return;
  sought = false;
  storage::change c;
  c.was_due = next_wake(base);
  next = base;
  fold(c);
  if (next == base && c.ledger.empty() && c.notes.empty() && c.marks.empty())
    return settle_unchanged(); // what it asks for stands on disk already
  commit(std::move(c));
}

void order_state::fold_one(storage::change& c, const event& e,
                           std::optional<denial>* denied) {
  auto s = advance(next, e, *ctx->rules(key.store));
  if (denied)
    *denied = s.denied;
  if (s.denied)
    return; // nothing changed
  next = std::move(s.next);
  std::ranges::move(s.notes, std::back_inserter(c.notes));
  for (auto& x : s.effects) {
    if (auto* send = std::get_if<send_part>(&x))
      c.ledger.push_back(intent_entry(next, *send, ctx->now()));
    effects.push_back(std::move(x));
  }
}

void order_state::fold_news(storage::change& c, const news& n) {
  auto before = n.done ? next : order{};
  fold_one(c, *n.what, nullptr);
  if (n.delivery)
    deliveries.push_back(n.delivery);
  if (n.done)
    told.emplace_back(n.done, next == before        ? outcome::unchanged
                              : before.said.id == 0 ? outcome::created
                                                    : outcome::updated);
}

// Nothing leaves on the strength of what is known to be out of date: what
// would send waits until the store's later words were heard. True if it does.
bool order_state::put_off(news& n) {
  if (std::ranges::none_of(queue, tells_of_store))
    return false;
  auto s = advance(next, *n.what, *ctx->rules(key.store));
  if (std::ranges::none_of(s.effects, [](const effect& e) {
        return std::holds_alternative<send_part>(e);
      }))
    return false;
  if (auto* read = std::get_if<store_said>(n.what.get()))
    n.what = std::make_shared<const event>(
        reread_failed{read->at, "it told something else meanwhile"});
  queue.push_back(std::move(n));
  return true;
}

// What the person looked at, if nothing else happened to it meanwhile.
std::optional<denial> order_state::stale(const petition& p) const {
  if (!p.seen || (*p.seen == base.version && next == base))
    return std::nullopt;
  return denial{"stale", fmt::format("the order changed since it was looked "
                                     "at: look again, it was at version {}",
                                     *p.seen)};
}

void order_state::fold_petition(storage::change& c, petition p) {
  auto there = [&](const storage::named_value& m) {
    return std::ranges::find(c.marks, m.key, &storage::named_value::key) !=
           c.marks.end();
  };
  if (std::ranges::any_of(p.marks, there))
    return; // its twin will be answered
  auto denied = stale(p);
  if (!denied)
    fold_one(c, event{*p.what}, &denied);
  if (!denied)
    std::ranges::copy(p.marks, std::back_inserter(c.marks));
  answers.emplace_back(std::move(p), std::move(denied));
}

void order_state::fold(storage::change& c) {
  for (bool first = true; !queue.empty(); first = false) {
    if (!first && unsought(next))
      return; // after this commit
    auto n = std::move(queue.front());
    queue.pop_front();
    if (!put_off(n))
      fold_news(c, n);
  }
  while (!petitions.empty()) {
    auto p = std::move(petitions.front());
    petitions.pop_front();
    fold_petition(c, std::move(p));
  }
}

void order_state::commit(storage::change c) {
  saving = true;
  notes = c.notes.size();
  c.next = next;
  c.inbox_done = deliveries;
  bool sends = !c.ledger.empty();
  if (sends)
    crash_point("intent.before_commit");
  ctx->store.commit(std::move(c), [to = me](result<std::uint64_t> version) {
    rt::tell(
        to, saved{std::make_shared<result<std::uint64_t>>(std::move(version))});
  });
}

void order_state::on_saved(const saved& m) {
  saving = false;
  if (!*m.version) {
    auto f = m.version->error();
    spdlog::error("order.commit_failed order={} error=\"{}\"", to_string(key),
                  f.what);
    for (auto& [p, denied] : answers)
      (*p.done)(f);
    answers.clear();
    effects.clear();
    for (auto& [done, came_to] : std::exchange(told, {}))
      (*done)(outcome::failed);
    release_deliveries(); // still pending in the inbox, come again
    ready = false;
    if (f.kind == fault::conflict)
      return load();
    // It is loaded again; a store that is ill stays so until the restart.
    return arm_timer(ctx->store.healthy() ? milliseconds{10s} : wait_max,
                     look_again{++generation});
  }
  if (next_wake(next) != next_wake(base))
    last_look = {}; // nobody has looked at that instant yet
  base = std::move(next);
  base.version = **m.version;
  base.notes += notes;
  finish();
}

// The record can not be read: what came is told to come again.
void order_state::give_back() {
  for (const auto& n : std::exchange(queue, {})) {
    if (n.delivery)
      deliveries.push_back(n.delivery);
    if (n.done)
      (*n.done)(outcome::failed);
  }
  release_deliveries();
  arm_timer(milliseconds{10s}, look_again{++generation});
}

void order_state::release_deliveries() {
  if (deliveries.empty())
    return;
  auto importer = ctx->importer(key.store);
  for (auto seq : std::exchange(deliveries, {}))
    rt::tell(importer, settled{seq});
}

void order_state::settle_unchanged() {
  for (auto seq : deliveries)
    ctx->store.settle(seq, storage::verdict::unchanged, "",
                      [](const result<bool>&) {});
  finish();
}

void order_state::finish() {
  auto todo = std::exchange(effects, {});
  auto replies = std::exchange(answers, {});
  bool sends = std::ranges::any_of(
      todo, [](auto& e) { return std::holds_alternative<send_part>(e); });
  if (sends)
    crash_point("intent.after_commit");
  for (const auto& e : todo)
    carry_out(ctx, base, e);
  release_deliveries();
  for (auto& [done, came_to] : std::exchange(told, {}))
    (*done)(came_to);
  for (auto& [p, denied] : replies)
    (*p.done)(ask_answer{std::move(denied), base});
  pump();
}

void order_state::rest_or_wait() {
  auto wake = next_wake(base);
  auto now = ctx->now();
  bool busy = in_flight(base);
  if (!busy && (!wake || *wake > now + ctx->settings()->horizon))
    return rt::tell(ctx->directory(), wants_rest{key, heard});
  // A wake that was looked at already means an effect in flight or a freeze:
  // look again before long, not at once.
  auto until = wake ? std::min(*wake, now + wait_max) : now + wait_max;
  if (until <= last_look)
    until = now + 10s;
  if (armed_for && *armed_for > now && *armed_for <= until)
    return; // the timer that runs comes in time
  armed_for = until;
  arm_timer(std::max(until - now, milliseconds{1}), look_again{++generation});
}

void order_state::on_timer(const look_again& m) {
  if (m.generation != generation)
    return;
  armed_for.reset();
  if (!ready)
    return load();
  last_look = ctx->now();
  queue.push_back(
      {std::make_shared<const event>(time_passed{last_look, false}), 0});
  pump();
}

order_actor::behavior_type
order_life(order_actor::stateful_pointer<order_state> self, context_ptr ctx,
           order_key key) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.key = std::move(key);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, look_again m) {
    rt::tell_self_after(self, wait, m);
  };
  s.load();
  return {
      [self](news& m) {
        ++self->state.heard;
        self->state.queue.push_back(std::move(m));
        self->state.pump();
      },
      [self](petition& m) {
        ++self->state.heard;
        self->state.petitions.push_back(std::move(m));
        self->state.pump();
      },
      [self](const loaded& m) { self->state.on_loaded(m); },
      [self](const twin_sought& m) { self->state.on_twin(m); },
      [self](const saved& m) { self->state.on_saved(m); },
      [self](const look_again& m) { self->state.on_timer(m); },
      [self](leave) {
        self->state.me = nullptr;
        self->quit();
      },
  };
}

} // namespace

order_actor spawn_order(caf::actor_system& sys, context_ptr ctx,
                        order_key key) {
  return sys.spawn(order_life, std::move(ctx), std::move(key));
}

} // namespace dastomized::actors

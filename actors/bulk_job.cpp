// One action on many orders: row by row through the directory, as a person's
// own wish for one order would go, a few at a time. An order writes its row in
// the very commit that grants the wish, so no row comes about twice, whoever
// dies when. What the rules refuse is written here.
#include "actors/bulk_text.hpp"
#include "actors/context.hpp"
#include "actors/crash_point.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::actors {

namespace {

constexpr std::size_t rows_at_once = 16;
constexpr std::uint64_t saved_every = 200; // rows
constexpr milliseconds tick = 200ms;
// An order that died took the wish with it: ask again.
constexpr milliseconds patience = 10min;
constexpr unsigned tries_max = 5; // ever later
constexpr milliseconds later = 2s;
// Ordinary work comes first: what a row sets going must not pile up.
constexpr std::uint64_t queue_max = 32; // requests that wait
constexpr std::uint64_t awake_max = 2'000;

struct bulk_state {
  static inline const char* name = "bulk";

  struct open_row {
    instant asked{};
    unsigned tries = 0;
    bool again = false; // it came to nothing

    bool due(instant now) const {
      return asked + (again ? later * tries : patience) <= now;
    }
  };

  context_ptr ctx;
  actors::job job;
  bulk_actor me;
  std::function<void(milliseconds, bulk_goes_on)> arm_timer;
  std::function<void()> leave;

  std::vector<bulk_item> set; // row n is set[n - 1]
  std::vector<bool> settled;
  std::uint64_t next = 1;
  std::map<std::uint64_t, open_row> open;
  std::uint64_t generation = 0;
  unsigned reads = 0;               // of the set, that came to nothing
  bool ready = false, over = false; // ready: the set was read

  void on_stored(const bulk_stored& m);
  void read();
  void on_read(const bulk_read& m);
  void on_answered(const bulk_answered& m);
  void on_settled(const bulk_settled& m);
  void on_tick(const bulk_goes_on& m);
  void pump();
  void ask(std::uint64_t n);
  void write(bulk_row r);
  void look_up(std::uint64_t n);
  bool cancelled() const;
  void ask_again();
  void try_again(std::uint64_t n, const failure& why);
  void count(std::uint64_t n, row_outcome o);
  void finish(job_state how, std::string problem);
  bulk_row row_of(std::uint64_t n, row_outcome o) const;
  std::string obstacle() const;
};

std::string_view done_words(dastomized::ask a) {
  switch (a) {
  case dastomized::ask::submit:
    return "its submission was asked for";
  case dastomized::ask::hold:
    return "it is put on hold";
  case dastomized::ask::release:
    return "its hold is ended";
  default:
    return "it is tried again";
  }
}

void bulk_state::on_stored(const bulk_stored& m) {
  if (m.well)
    return read();
  over = true;
  leave();
}

void bulk_state::read() {
  ctx->io.post([ctx = ctx, to = me, id = job.id, total = *job.total] {
    auto all = read_set(ctx->store, id, total);
    auto rows = read_rows(ctx->store, id, 0, total);
    if (all && !rows)
      all = rows.error();
    rt::tell(to, bulk_read{std::make_shared<result<std::vector<bulk_item>>>(
                               std::move(all)),
                           rows ? std::move(*rows) : std::vector<bulk_row>{}});
  });
}

void bulk_state::on_read(const bulk_read& m) {
  if (ready || over)
    return;
  if (!*m.set && ++reads < tries_max) { // it may be readable again in a while
    job.problem = m.set->error().what;
    ctx->jobs.show(job);
    return arm_timer(later * reads, bulk_goes_on{generation});
  }
  if (!*m.set)
    return finish(job_state::failed, m.set->error().what);
  set = std::move(**m.set);
  settled.assign(set.size(), false);
  ready = true;
  job.tally = {};
  job.done = job.rows_done = 0;
  for (const auto& r : m.rows)
    if (r.n <= set.size())
      count(r.n, r.outcome);
  on_tick({generation});
}

// Why nothing more is begun now; empty: nothing is in the way.
std::string bulk_state::obstacle() const {
  if (!ctx->store.healthy())
    return "the storage failed to write: it goes on after a restart";
  if (ctx->awake >= awake_max)
    return "waits until fewer orders are at work";
  if (ctx->looks_waiting >= queue_max)
    return "waits for the print files of other orders to be looked at";
  for (const auto& [which, s] : ctx->store_stats)
    if (s.waiting >= queue_max)
      return fmt::format("waits for the queue of the store {}", which);
  for (const auto& [which, p] : ctx->provider_stats)
    if (p.waiting >= queue_max)
      return fmt::format("waits for the queue of the provider {}", which);
  return {};
}

void bulk_state::pump() {
  if (over || !ready)
    return;
  bool ends = cancelled();
  job.problem = ends ? "" : obstacle();
  while (!ends && job.problem.empty() && open.size() < rows_at_once &&
         next <= set.size()) {
    if (!settled[next - 1])
      ask(next);
    ++next;
    job.problem = obstacle();
  }
  ctx->jobs.show(job);
  if (open.empty() && (ends || next > set.size()))
    finish(ends && job.done < set.size() ? job_state::cancelled
                                         : job_state::done,
           "");
}

bulk_row bulk_state::row_of(std::uint64_t n, row_outcome o) const {
  bulk_row r;
  r.n = n;
  r.of = set[n - 1];
  r.outcome = o;
  return r;
}

void bulk_state::ask(std::uint64_t n) {
  auto& row = open[n];
  row.asked = ctx->now();
  row.again = false;
  person_asked what;
  what.at = row.asked;
  what.what = job.bulk.action;
  what.by = fmt::format("{} (bulk job {})", job.by, job.id);
  what.reason = job.bulk.reason;
  auto done = row_of(n, row_outcome::done);
  done.what = done_words(job.bulk.action);
  petition p{
      std::make_shared<const person_asked>(std::move(what)),
      std::make_shared<std::function<void(result<ask_answer>)>>(
          [to = me, n](result<ask_answer> a) {
            rt::tell(to, bulk_answered{n, std::make_shared<result<ask_answer>>(
                                              std::move(a))});
          }),
      {},
      {text_of(job.id, done)}};
  rt::tell(ctx->directory(), order_petition{set[n - 1].key, std::move(p)});
}

void bulk_state::on_answered(const bulk_answered& m) {
  if (over || !open.contains(m.n))
    return;
  const auto& a = *m.what;
  if (a && !a->denied) {
    crash_point("bulk.answered");
    count(m.n, row_outcome::done);
    return pump();
  }
  if (a) {
    crash_point("bulk.refused");
    auto r = row_of(m.n, row_outcome::skipped);
    r.code = a->denied->code;
    r.what = a->denied->what;
    return write(std::move(r));
  }
  if (a.error().kind == fault::conflict)
    return look_up(m.n); // an earlier wish may have been granted
  try_again(m.n, a.error());
}

// The outcome that is on disk; an error: it can not be read.
result<std::optional<row_outcome>>
outcome_of(storage::order_store& store, std::uint64_t id, std::uint64_t n) {
  auto rows = read_rows(store, id, n - 1, 1);
  if (!rows)
    return rows.error();
  if (rows->empty() || rows->front().n != n)
    return std::optional<row_outcome>{};
  return std::optional<row_outcome>{rows->front().outcome};
}

// Not over the row of a wish that was granted unheard. All that was committed
// before is on disk once an empty write is through.
void bulk_state::write(bulk_row r) {
  auto put = [to = me, id = job.id, r = std::move(r)](storage::order_store& s) {
    auto there = outcome_of(s, id, r.n);
    if (!there || *there)
      return rt::tell(to, bulk_settled{r.n, there ? *there : std::nullopt});
    s.put_metas({text_of(id, r)}, [to, n = r.n,
                                   o = r.outcome](const result<bool>& done) {
      rt::tell(to, bulk_settled{n, done ? std::optional(o) : std::nullopt});
    });
  };
  // Whoever has left by then is not held.
  ctx->store.put_metas(
      {}, [home = std::weak_ptr<context>(ctx), put](const result<bool>&) {
        if (auto there = home.lock())
          there->io.post([there, put] { put(there->store); });
      });
}

void bulk_state::look_up(std::uint64_t n) {
  ctx->io.post([ctx = ctx, to = me, id = job.id, n] {
    auto there = outcome_of(ctx->store, id, n);
    rt::tell(to, bulk_settled{n, there ? *there : std::nullopt});
  });
}

bool bulk_state::cancelled() const {
  auto now = ctx->jobs.find(job.id);
  return now && now->cancelling;
}

void bulk_state::on_settled(const bulk_settled& m) {
  if (over || !open.contains(m.n))
    return;
  if (m.outcome)
    count(m.n, *m.outcome);
  else if (cancelled())
    open.erase(m.n);
  else
    return try_again(m.n, {fault::conflict, "it changed all the time"});
  pump();
}

void bulk_state::try_again(std::uint64_t n, const failure& why) {
  auto& row = open[n];
  row.again = true;
  if (!ctx->store.healthy() || ++row.tries < tries_max)
    return;
  row.again = false;
  auto r = row_of(n, row_outcome::failed);
  r.code = why.kind == fault::storage ? "storage" : "conflict";
  r.what = why.what;
  write(std::move(r));
}

void bulk_state::on_tick(const bulk_goes_on& m) {
  if (over || m.generation != generation)
    return;
  if (!ready)
    return read();
  if (ctx->store.healthy())
    ask_again();
  pump();
  if (!over)
    arm_timer(tick, bulk_goes_on{++generation});
}

// One who cancelled wants nothing more: what came about unheard is counted.
void bulk_state::ask_again() {
  bool ends = cancelled();
  for (auto& [n, row] : open) {
    bool due = row.due(ctx->now());
    if (ends && (due || row.again))
      look_up(n);
    else if (due)
      ask(n);
  }
}

void bulk_state::count(std::uint64_t n, row_outcome o) {
  open.erase(n);
  if (settled[n - 1])
    return;
  settled[n - 1] = true;
  ++(o == row_outcome::done      ? job.tally.succeeded
     : o == row_outcome::skipped ? job.tally.skipped
                                 : job.tally.failed);
  while (job.rows_done < set.size() && settled[job.rows_done])
    ++job.rows_done;
  if (++job.done % saved_every == 0)
    ctx->jobs.put(job);
}

void bulk_state::finish(job_state how, std::string problem) {
  over = true;
  job.state = how;
  job.problem = std::move(problem);
  job.ended = ctx->now();
  ctx->jobs.put(job);
  spdlog::info("bulk.ended job={} action={} state={} succeeded={} skipped={} "
               "failed={}",
               job.id, bulk_name(job.bulk.action), name_of(how),
               job.tally.succeeded, job.tally.skipped, job.tally.failed);
  leave();
}

bulk_actor::behavior_type
bulk_life(bulk_actor::stateful_pointer<bulk_state> self, context_ptr ctx,
          job j) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.job = std::move(j);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, bulk_goes_on m) {
    rt::tell_self_after(self, wait, m);
  };
  s.leave = [self] {
    auto& gone = self->state;
    gone.me = nullptr;
    gone.ctx->with_cast([&](context::cast& c) { c.bulks.erase(gone.job.id); });
    self->quit();
  };
  return {
      [self](const bulk_stored& m) { self->state.on_stored(m); },
      [self](const bulk_read& m) { self->state.on_read(m); },
      [self](const bulk_answered& m) { self->state.on_answered(m); },
      [self](const bulk_settled& m) { self->state.on_settled(m); },
      [self](const bulk_goes_on& m) { self->state.on_tick(m); },
      [self](give_up) { self->state.pump(); },
  };
}

// The job of a plan nobody began yet; else what to answer at once.
std::optional<result<std::uint64_t>>
take_up(bulk_previews::plan& p, actors::job& j,
        std::shared_ptr<const std::vector<bulk_item>>& set) {
  if (p.beginning)
    return failure{fault::conflict, "it is being begun just now"};
  if (p.job)
    return p.job;
  if (p.set->empty())
    return failure{fault::refused, "there is no order that it would change"};
  p.beginning = true;
  set = p.set;
  j.kind = job_kind::bulk;
  j.bulk = p.what;
  j.total = set->size();
  return std::nullopt;
}

} // namespace

void begin_bulk(caf::actor_system& sys, const context_ptr& ctx,
                const std::string& preview, const std::string& by,
                std::function<void(result<std::uint64_t>)> done) {
  actors::job j;
  std::shared_ptr<const std::vector<bulk_item>> set;
  std::optional<result<std::uint64_t>> settled;
  auto at = ctx->now();
  bool there = ctx->previews.with(
      preview, at, [&](auto& p) { settled = take_up(p, j, set); });
  if (!there)
    return done(failure{fault::not_found, "the preview is gone, it is kept for "
                                          "15 minutes: preview again"});
  if (settled)
    return done(*settled);
  j.by = by;
  j.begun = at;
  j.id = ctx->jobs.next_id();
  auto who = spawn_bulk(sys, ctx, j);
  ctx->with_cast([&](context::cast& c) { c.bulks[j.id] = who; });
  ctx->jobs.add(j, *set, [=](const result<std::uint64_t>& r) {
    ctx->previews.with(preview, at, [&](auto& p) {
      p.beginning = false;
      p.job = r ? *r : 0;
    });
    rt::tell(who, bulk_stored{r.has_value()});
    done(r);
  });
}

bulk_actor spawn_bulk(caf::actor_system& sys, context_ptr ctx, job j) {
  return sys.spawn(bulk_life, std::move(ctx), std::move(j));
}

} // namespace dastomized::actors

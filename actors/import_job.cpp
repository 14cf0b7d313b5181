// One import: pages of the store's orders, or orders by id or number, with a
// few pages under way at a time. What is done is checkpointed page by page.
#include "actors/talks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;
using connectors::http_outcome;

// Asked for, or on their way to disk; the gateway bounds what the store sees.
constexpr std::uint32_t pages_at_once = 6;
constexpr std::size_t ids_a_page = 20;
constexpr std::size_t failures_told = 1000;
// A gateway or an order that died took the question with it: ask again.
constexpr milliseconds patience = 10min;

struct import_state {
  static inline const char* name = "import";

  struct page {
    std::uint64_t ticket = 0;
    std::size_t left = 0; // orders that have not answered
    import_report counted{};
    bool done = false;
  };

  context_ptr ctx;
  actors::job job;
  import_actor me;
  std::function<void(milliseconds, ask_again)> arm_timer;
  std::function<void()> leave;

  std::optional<std::uint32_t> pages; // not known before the first answer
  std::map<std::uint32_t, page> open; // asked, or waiting for orders
  std::uint64_t last_ticket = 0;
  unsigned failures = 0;
  bool over = false;

  void set_out();
  void pump();
  void ask(std::uint32_t n);
  void ask_page(page_ask a);
  void ask_ids(page_ask a);
  void ask_order(page_ask a, std::int64_t id);
  bool current(const page_ask& a) const;
  void on_page(const import_page& m);
  void on_order(const import_order& m);
  void on_took(const import_took& m);
  void on_again(const ask_again& m);
  void tell_order(page_ask a, snapshot said);
  void count(std::uint32_t n, std::int64_t id, std::string why);
  void settle(std::uint32_t n);
  void finish(job_state how, std::string problem);
  woo::list_orders query(std::uint32_t n) const;
};

woo::list_orders import_state::query(std::uint32_t n) const {
  const auto& p = job.plan;
  woo::list_orders q;
  q.statuses = ctx->statuses(job.store);
  std::erase(q.statuses, "trash"); // what is thrown away is not brought
  q.orderby = "id"; // new orders come at the end: pages do not shift
  q.page = n;
  q.shop_time = p.shop_time;
  if (p.by_modified) {
    q.modified_after = p.from;
    q.modified_before = p.to;
  } else {
    q.created_after = p.from;
    q.created_before = p.to;
  }
  return q;
}

void import_state::set_out() {
  if (job.plan.kind == import_kind::ids) {
    auto n = job.plan.ids.size();
    pages = static_cast<std::uint32_t>((n + ids_a_page - 1) / ids_a_page);
    job.total = n;
  }
  pump();
}

// Pages before job.pages_done are done; the first one tells how many there
// are.
void import_state::pump() {
  if (over)
    return;
  auto next = job.pages_done + 1;
  for (; open.size() < (pages ? pages_at_once : 1); ++next) {
    if (pages && next > *pages)
      break;
    if (!open.contains(next))
      ask(next);
  }
  if (pages && open.empty())
    finish(job_state::done, "");
}

void import_state::ask(std::uint32_t n) {
  page_ask a{n, ++last_ticket};
  open[n] = page{a.ticket};
  arm_timer(patience, ask_again{a});
  job.plan.kind == import_kind::ids ? ask_ids(a) : ask_page(a);
}

bool import_state::current(const page_ask& a) const {
  auto it = open.find(a.page);
  return !over && it != open.end() && it->second.ticket == a.ticket &&
         !it->second.done;
}

void import_state::ask_page(page_ask a) {
  auto all = ctx->settings();
  auto* s = ctx->store_named(*all, job.store);
  if (!s)
    return finish(job_state::failed, "there is no such store any more");
  auto t = std::make_shared<talk>();
  t->can_wait = true;
  t->lane = fmt::format("import/{}/{}", job.id, a.page % pages_at_once);
  t->next =
      [to = me, a, account = s->account, q = query(a.page)](
          const http_outcome* o) -> std::optional<connectors::http_request> {
    if (!o)
      return woo::get_orders(account, q);
    rt::tell(to, import_page{a, std::make_shared<woo::answer<woo::order_page>>(
                                    woo::read_orders(*o))});
    return std::nullopt;
  };
  rt::tell(ctx->store_gateway(job.store), say{std::move(t)});
}

void import_state::ask_ids(page_ask a) {
  const auto& ids = job.plan.ids;
  auto from = (a.page - 1) * ids_a_page;
  auto to = std::min(from + ids_a_page, ids.size());
  open[a.page].left = to - from;
  for (auto i = from; i < to; ++i)
    ask_order(a, ids[i]);
}

void import_state::ask_order(page_ask a, std::int64_t id) {
  auto t = find_talk(
      ctx, {job.store, id}, [to = me, a, id](woo::answer<snapshot> got) {
        rt::tell(to, import_order{a, id,
                                  std::make_shared<woo::answer<snapshot>>(
                                      std::move(got))});
      });
  t->can_wait = true;
  rt::tell(ctx->store_gateway(job.store), say{std::move(t)});
}

void import_state::on_page(const import_page& m) {
  if (!current(m.of))
    return;
  if (auto* p = std::get_if<woo::problem>(m.what.get())) {
    if (!p->again)
      return finish(job_state::failed, p->what);
    job.problem = p->what;
    ctx->jobs.put(job);
    auto wait = milliseconds{2s} * (1 << std::min(failures++, 5u));
    return arm_timer(p->retry_after.value_or(wait), ask_again{m.of});
  }
  failures = 0;
  job.problem.clear();
  auto& got = std::get<woo::order_page>(*m.what);
  if (!pages || got.pages)
    pages = static_cast<std::uint32_t>(
        std::max<std::uint64_t>(got.pages.value_or(m.of.page), m.of.page));
  if (got.total && *got.total > 0)
    job.total = *got.total;
  open[m.of.page].left = got.orders.size() + got.unreadable.size();
  for (auto& why : got.unreadable)
    count(m.of.page, 0, std::move(why));
  for (auto& said : got.orders)
    tell_order(m.of, std::move(said));
  settle(m.of.page);
}

void import_state::on_again(const ask_again& m) {
  if (current(m.of))
    ask(m.of.page);
}

void import_state::on_order(const import_order& m) {
  if (!current(m.of))
    return;
  if (auto* p = std::get_if<woo::problem>(m.what.get())) {
    count(m.of.page, m.id, p->what);
    return settle(m.of.page);
  }
  auto& said = std::get<snapshot>(*m.what);
  if (said.id != m.id)
    ++open[m.of.page].counted.by_number;
  tell_order(m.of, said);
}

void import_state::tell_order(page_ask a, snapshot said) {
  auto id = said.id;
  auto done = std::make_shared<const tell_outcome>([to = me, a, id](outcome o) {
    rt::tell(to, import_took{a, id, o});
  });
  event e = store_said{ctx->now(), std::move(said), origin::import, {}};
  rt::tell(ctx->directory(),
           order_news{{job.store, id},
                      {std::make_shared<const event>(std::move(e)), 0, done}});
}

void import_state::on_took(const import_took& m) {
  if (!current(m.of))
    return;
  auto& p = open[m.of.page];
  if (m.what == outcome::failed) {
    count(m.of.page, m.id, "it could not be stored");
    return settle(m.of.page);
  }
  ++(m.what == outcome::created   ? p.counted.created
     : m.what == outcome::updated ? p.counted.updated
                                  : p.counted.unchanged);
  --p.left;
  settle(m.of.page);
}

void import_state::count(std::uint32_t n, std::int64_t id, std::string why) {
  auto& p = open[n];
  ++p.counted.failures;
  p.counted.failed.emplace_back(id, std::move(why));
  --p.left;
}

// Adds pages to the report in their order, so that a checkpoint stands for
// all before it.
void import_state::settle(std::uint32_t n) {
  if (open[n].left > 0)
    return;
  open[n].done = true;
  for (auto it = open.find(job.pages_done + 1);
       it != open.end() && it->second.done;
       it = open.find(job.pages_done + 1)) {
    add(job.report, std::move(it->second.counted), failures_told);
    open.erase(it);
    ++job.pages_done;
  }
  job.done = orders_in(job.report);
  ctx->jobs.put(job);
  pump();
}

void import_state::finish(job_state how, std::string problem) {
  if (over)
    return;
  over = true;
  job.state = how;
  job.problem = std::move(problem);
  job.ended = ctx->now();
  ctx->jobs.put(job);
  spdlog::info("import.ended job={} store={} state={} orders={} failures={}",
               job.id, job.store, name_of(how), job.done, job.report.failures);
  leave();
}

import_actor::behavior_type
import_life(import_actor::stateful_pointer<import_state> self, context_ptr ctx,
            job j) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.job = std::move(j);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, ask_again m) {
    rt::tell_self_after(self, wait, m);
  };
  s.leave = [self] {
    self->state.me = nullptr;
    self->quit();
  };
  s.set_out();
  return {
      [self](const import_page& m) { self->state.on_page(m); },
      [self](const import_order& m) { self->state.on_order(m); },
      [self](const import_took& m) { self->state.on_took(m); },
      [self](const ask_again& m) { self->state.on_again(m); },
      [self](give_up) { self->state.finish(job_state::cancelled, ""); },
  };
}

} // namespace

import_actor spawn_import(caf::actor_system& sys, context_ptr ctx, job j) {
  return sys.spawn(import_life, std::move(ctx), std::move(j));
}

} // namespace dastomized::actors

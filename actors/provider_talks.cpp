#include "actors/crash_point.hpp"
#include "actors/talks.hpp"
#include "domain/digest.hpp"

#include <fmt/format.h>

namespace dastomized::actors {

namespace {

using connectors::http_error;
using connectors::http_outcome;
using connectors::http_request;
using connectors::http_response;

constexpr std::size_t words_max = 64u << 10;

// The provider's connector together with what keeps it alive.
std::shared_ptr<const connectors::provider> api_of(const context_ptr& ctx,
                                                   const std::string& name) {
  auto all = ctx->settings();
  auto* x = ctx->provider_named(*all, name);
  return x ? x->api : nullptr;
}

storage::ledger_entry heard_entry(const context_ptr& ctx, const order_key& key,
                                  std::string_view kind, const http_outcome& o,
                                  const connectors::provider& api) {
  storage::ledger_entry e;
  e.key = key;
  e.at = ctx->now();
  e.kind = kind;
  if (auto* r = std::get_if<http_response>(&o)) {
    e.status = r->status;
    e.words = r->body.substr(0, words_max);
  } else {
    e.words = std::get<http_error>(o).what;
  }
  e.words = api.redacted(std::move(e.words));
  return e;
}

void record(const context_ptr& ctx, storage::ledger_entry e) {
  ctx->store.record(std::move(e), [](const result<bool>& done) {
    if (!done)
      spdlog::error("ledger.write_failed error=\"{}\"", done.error().what);
  });
}

// A provider in trouble is left alone for a while as a whole, instead of
// being tried with one order after the other.
class circuit {
public:
  circuit(const context_ptr& c, const std::string& p)
      : ctx(c), provider(p), stats(c->provider_stats.at(p)) {}

  void sent(const connectors::provider& api, const part_outcome& o) {
    if (std::holds_alternative<part_accepted>(o)) {
      ++stats.submitted;
      works();
    } else if (auto* no = std::get_if<part_refused>(&o)) {
      ++stats.refused;
      refused(api, *no);
    } else {
      ++stats.unclear;
      failed(std::get<part_unclear>(o).words);
    }
  }

private:
  static constexpr milliseconds account_wait = 15min, busy_max = 24h,
                                breaker_wait = 30s, breaker_max = 10min;

  unsigned failures_max() const {
    auto all = ctx->settings();
    auto* p = ctx->provider_named(*all, provider);
    return p ? p->breaker_after : 0;
  }

  void works() {
    stats.failures = 0;
    stats.openings = 0;
    ctx->freezes.resume(provider);
  }

  void refused(const connectors::provider& api, const part_refused& no) {
    if (api.account_fault(no))
      halt("account", no.words, account_wait);
    else if (no.retry_after)
      halt("busy", no.words, std::min(*no.retry_after, busy_max));
    else if (no.transient)
      failed(no.words);
    else
      works();
  }

  // What was under way when it opened does not open it further.
  void failed(const std::string& words) {
    auto n = ++stats.failures;
    auto now = ctx->now();
    auto most = failures_max();
    if (most == 0 || n < most ||
        now < instant{milliseconds{stats.open_until_ms}})
      return;
    auto doublings = std::min(stats.openings++, 8u);
    auto wait = std::min(breaker_wait * (1u << doublings), breaker_max);
    stats.open_until_ms = (now + wait).time_since_epoch().count();
    halt("breaker",
         fmt::format("{} calls in a row came to nothing, the last: {}", n,
                     words),
         wait);
  }

  void halt(std::string by, std::string reason, milliseconds wait) {
    auto now = ctx->now();
    ctx->freezes.halt(provider, std::move(by), std::move(reason), now,
                      now + wait);
  }

  const context_ptr& ctx;
  const std::string& provider;
  provider_counters& stats;
};

// Leads a conversation to its outcome, writing down each exchange.
template <class Outcome>
std::shared_ptr<talk>
lead(const context_ptr& ctx, const order_key& key, std::string provider,
     std::shared_ptr<const connectors::provider> api, std::string reference,
     std::uint32_t attempt, std::string kind,
     std::shared_ptr<connectors::conversation<Outcome>> conversation,
     std::function<void(Outcome)> done,
     std::function<Outcome(std::string)> lost) {
  auto t = std::make_shared<talk>();
  t->lane = reference;
  t->failed = [done, lost](const std::string& what) {
    done(lost("an answer could not be dealt with: " + what));
  };
  t->next = [=](const http_outcome* answer) -> std::optional<http_request> {
    if (answer) {
      crash_point("provider.answered");
      auto e = heard_entry(ctx, key, kind, *answer, *api);
      e.provider = provider;
      e.reference = reference;
      e.attempt = attempt;
      record(ctx, std::move(e));
    }
    auto move = answer ? conversation->next(*answer) : conversation->start();
    if (auto* request = std::get_if<http_request>(&move))
      return std::move(*request);
    done(std::get<Outcome>(std::move(move)));
    return std::nullopt;
  };
  return t;
}

} // namespace

std::shared_ptr<talk> send_talk(const context_ptr& ctx, const order& o,
                                const send_part& e, tell_order done) {
  auto api = api_of(ctx, e.provider);
  if (!api) { // taken out of the configuration between commit and act
    done(part_answered{
        ctx->now(), e.reference, e.attempt,
        part_refused{
            "provider.missing", "the provider is not configured", true, {}}});
    return nullptr;
  }
  auto finish = [ctx, api, e, done](part_outcome outcome) {
    circuit(ctx, e.provider).sent(*api, outcome);
    done(part_answered{ctx->now(), e.reference, e.attempt, std::move(outcome)});
  };
  return lead<part_outcome>(
      ctx, o.key, e.provider, api, e.reference, e.attempt, "answer",
      api->submit(e.reference, e.payload), finish,
      [](std::string words) { return part_unclear{std::move(words)}; });
}

std::shared_ptr<talk> look_up_talk(const context_ptr& ctx, const order& o,
                                   const look_up_part& e, tell_order done) {
  auto api = api_of(ctx, e.provider);
  if (!api) {
    done(part_looked_up{ctx->now(), e.reference, e.attempt,
                        part_no_answer{"the provider is not configured"}});
    return nullptr;
  }
  auto finish = [ctx, e, done](look_up_outcome outcome) {
    done(
        part_looked_up{ctx->now(), e.reference, e.attempt, std::move(outcome)});
  };
  return lead<look_up_outcome>(
      ctx, o.key, e.provider, api, e.reference, e.attempt, "look_up",
      api->look_up(e.reference, e.payload, e.may_release), finish,
      [](std::string words) { return part_no_answer{std::move(words)}; });
}

std::shared_ptr<talk> poll_talk(const context_ptr& ctx, const order& o,
                                const poll_tracking& e, tell_order done) {
  auto api = api_of(ctx, e.provider);
  auto* p = find_part(o, e.reference);
  if (!api || !p)
    return nullptr; // asked again at the next interval
  auto t = std::make_shared<talk>();
  t->lane = e.reference;
  t->can_wait = true;
  t->failed = [ctx, e, done](const std::string& what) {
    done(tracking_failed{ctx->now(), e.reference, what});
  };
  t->next = [ctx, api, e, part = *p,
             done](const http_outcome* answer) -> std::optional<http_request> {
    if (!answer)
      return api->tracking(e.reference, e.provider_order_id);
    auto read = api->read_tracking(*answer, part);
    if (auto* r = std::get_if<connectors::tracking_report>(&read))
      done(tracking_seen{ctx->now(), e.reference, std::move(r->shipments),
                         r->all_shipped, r->cancelled, std::move(r->words)});
    else
      done(tracking_failed{ctx->now(), e.reference,
                           std::get<part_no_answer>(read).words});
    return std::nullopt;
  };
  return t;
}

} // namespace dastomized::actors

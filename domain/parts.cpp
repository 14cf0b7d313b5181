// One part at its provider: intended, answered, looked up, retried. The
// rules that keep a shirt from being printed twice live here.
#include "domain/digest.hpp"
#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::rules {

namespace {

constexpr std::uint32_t tries_max = 8;          // transient refusals …
constexpr milliseconds tries_span = 24h;        // … within
constexpr std::uint32_t unclear_rounds_max = 3; // then a person decides
constexpr auto not_there = "not_there";         // reason_code
constexpr milliseconds read_lag = 2s; // a provider may list an order late

part* find(draft& d, const std::string& reference) {
  auto it = std::ranges::find(d.o().parts, reference, &part::reference);
  return it == d.o().parts.end() ? nullptr : &*it;
}

void refuse(draft& d, part& p, std::string code, std::string words,
            std::string by) {
  p.state = part_state::refused;
  p.transient = false;
  p.next_try.reset();
  p.reason_code = std::move(code);
  p.reason = std::move(words);
  d.attend("refused", fmt::format("{}: {}", p.provider, p.reason));
  d.note("part.refused",
         fmt::format("{} refused {}: {}", p.provider, p.reference, p.reason),
         std::move(by));
}

bool any(const order& o, part_state s) {
  return std::ranges::find(o.parts, s, &part::state) != o.parts.end();
}

bool all_done(const order& o) {
  return std::ranges::all_of(o.parts, [](const part& p) {
    return p.state == part_state::accepted || p.state == part_state::cancelled;
  });
}

void settle_unknown(draft& d) {
  auto open = [](const part& p) { return p.state == part_state::unknown; };
  if (std::ranges::none_of(d.o().parts, open))
    d.settle("unknown");
}

void accept(draft& d, part& p, std::string id, std::string_view how,
            std::string by) {
  p.state = part_state::accepted;
  p.transient = false;
  p.provider_order_id = std::move(id);
  p.reason.clear();
  p.reason_code.clear();
  p.next_try.reset();
  auto rules = d.rules.providers.find(p.provider);
  p.next_tracking = d.now + (rules == d.rules.providers.end()
                                 ? milliseconds{15min}
                                 : rules->second.tracking_interval);
  if (!d.o().sent_as)
    d.o().sent_as = d.o().said;
  if (!any(d.o(), part_state::refused)) {
    d.settle("refused");
    d.settle("account");
  }
  if (any(d.o(), part_state::none))
    d.attend("drift.lines", "items were added that nobody submitted yet");
  d.note("part.accepted",
         fmt::format("{} has {} as {}{}", p.provider, p.reference,
                     p.provider_order_id, how),
         std::move(by));
  settle_unknown(d);
  if (all_done(d.o()))
    stop(d, "already submitted", p.provider);
}

void doubt(draft& d, part& p, const std::string& words, milliseconds wait) {
  p.state = part_state::unknown;
  p.transient = false;
  p.look_ups = 0;
  p.reason_code = "unknown";
  p.reason = words;
  p.next_try = d.now + wait;
  d.attend("unknown", fmt::format("{} may or may not have {}: {}", p.provider,
                                  p.reference, words));
  d.note("part.unknown",
         fmt::format("no clear answer for {}: {}", p.reference, words),
         p.provider);
}

void put_off(draft& d, part& p, const part_refused& r) {
  if (!p.first_try)
    p.first_try = d.now;
  if (++p.tries >= tries_max || d.now - *p.first_try > tries_span)
    return refuse(d, p, r.code, r.words, p.provider);
  auto wait = backoff(p.tries, 15s, 4, 6h, p.reference);
  if (r.retry_after)
    wait = std::max(wait, std::min(*r.retry_after, milliseconds{24h}));
  p.state = part_state::refused;
  p.transient = true;
  p.reason_code = r.code;
  p.reason = r.words;
  p.next_try = d.now + wait;
  d.note("part.put_off",
         fmt::format("{} could not take {} now ({}); tried again in {} s",
                     p.provider, p.reference, r.words, wait.count() / 1000),
         p.provider);
}

// Nothing is wrong with the order: it goes when a person has put the account
// right, however long that takes.
void wait_for_account(draft& d, part& p, const part_refused& r) {
  p.state = part_state::refused;
  p.transient = true;
  p.first_try.reset();
  p.reason_code = r.code;
  p.reason = r.words;
  p.next_try = d.now + 10min;
  d.attend("account", fmt::format("{}: {}", p.provider, r.words));
  d.note("part.put_off",
         fmt::format("{} does not serve our account ({}); {} waits", p.provider,
                     r.words, p.reference),
         p.provider);
}

void block(draft& d, part& p, std::vector<blocker> found) {
  p.state = part_state::blocked;
  p.transient = false;
  p.next_try.reset();
  p.blockers = std::move(found);
  d.attend("blocked", p.blockers.front().what);
  d.note("submission.blocked", p.blockers.front().what, p.requested_by);
}

// A completed order is submitted by hand only.
bool may_repeat(const order& o, const part& p) {
  return may_go_on(o) &&
         (p.requested_by != "countdown" || o.said.status == "processing");
}

// The order may go on later: on hold, unpaid, a change under way.
bool waits(const order& o, const part& p) {
  return !may_repeat(o, p) && !o.gone && phase_of(o.said.status) != phase::over;
}

constexpr milliseconds look_again = 60s; // while it is frozen

// Definitely not taken: goes again as the order is now.
void send_anew(draft& d, part& p) {
  if (auto found = preflight(d.o(), d.rules); !found.empty())
    return block(d, p, std::move(found));
  send(d, p);
}

// Whether it was taken was unclear, and it was not: the very same bytes.
void send_again(draft& d, part& p) {
  if (waits(d.o(), p))
    return p.next_try.reset(); // until wake_parts()
  if (!may_repeat(d.o(), p))
    return refuse(d, p, "order.changed",
                  "not at the provider, and the order may no longer be "
                  "submitted",
                  "rules");
  if (frozen(d.o(), d.rules)) {
    p.next_try = d.now + look_again;
    return;
  }
  if (p.state == part_state::refused)
    return send_anew(d, p);
  ++p.attempt;
  p.state = part_state::intended;
  p.next_try = d.now;
  d.note("part.intended",
         fmt::format("{} is sent again, unchanged (attempt {})", p.reference,
                     p.attempt),
         p.requested_by);
  d.act(send_part{p.provider, p.reference, p.payload, p.attempt});
}

void on_not_there(draft& d, part& p) {
  if (p.state == part_state::unknown) {
    d.note("part.not_there",
           fmt::format("{} does not know {}", p.provider, p.reference),
           p.provider);
    p.reason_code = not_there; // said about this very attempt
    if (frozen(d.o(), d.rules) || waits(d.o(), p))
      return send_again(d, p); // without using up its rounds
    if (++p.unclear_rounds >= unclear_rounds_max) {
      refuse(d, p, "provider.error", p.reason, p.provider);
      return settle_unknown(d);
    }
  }
  send_again(d, p);
  settle_unknown(d);
}

void on_found(draft& d, part& p, const part_found& f) {
  if (!f.cancelled) {
    accept(d, p, f.provider_order_id, " (found by our reference)", p.provider);
    if (!f.differs.empty())
      d.attend("drift.provider",
               fmt::format("{} holds something else for {}: {}", p.provider,
                           p.reference, f.differs));
    return;
  }
  p.state = part_state::cancelled;
  p.provider_order_id = f.provider_order_id;
  p.next_try.reset();
  d.attend("provider.cancelled",
           fmt::format("{} cancelled {}", p.provider, p.reference));
  d.note("part.cancelled",
         fmt::format("{} holds {} as cancelled", p.provider, p.reference),
         p.provider);
  settle_unknown(d);
}

void on_no_answer(draft& d, part& p, const std::string&) {
  if (p.transient && p.first_try && d.now - *p.first_try > tries_span)
    return refuse(d, p, p.reason_code, p.reason, p.provider);
  ++p.look_ups;
  p.next_try = d.now + backoff(p.look_ups, 5s, 2, 15min, p.reference);
}

bool asks(const part& p) { // by looking up
  return p.state == part_state::unknown ||
         (p.state == part_state::refused && p.transient);
}

// The provider may still turn out to have it.
bool open(const part& p) {
  return p.attempt > 0 && p.state != part_state::accepted &&
         p.state != part_state::cancelled;
}

void check_part(draft& d, part& p, bool fresh) {
  if (p.state == part_state::intended && fresh)
    doubt(d, p, "the daemon stopped before the answer was saved", read_lag);
  if (!asks(p) || !p.next_try || *p.next_try > d.now)
    return;
  if (p.state == part_state::refused && waits(d.o(), p))
    return p.next_try.reset(); // until wake_parts()
  if (p.state == part_state::refused && !may_repeat(d.o(), p))
    return refuse(d, p, "order.changed", "the order may no longer be submitted",
                  "rules");
  // Moved on now, so that an answer that never comes is asked for again.
  p.next_try = d.now + backoff(p.look_ups + 1, 60s, 2, 30min, p.reference);
  // What the provider holds back may leave only if it could be sent now.
  bool may_release = may_repeat(d.o(), p) && !frozen(d.o(), d.rules);
  d.act(
      look_up_part{p.provider, p.reference, p.attempt, p.payload, may_release});
}

} // namespace

void send(draft& d, part& p) {
  auto it = d.rules.providers.find(p.provider);
  auto payload = it == d.rules.providers.end() || !it->second.build
                     ? result<std::string>(
                           failure{fault::invalid, "provider not configured"})
                     : it->second.build(d.o(), p);
  if (!payload)
    return block(
        d, p,
        {{"payload", payload.error().what, "correct the order in the store"}});
  p.payload = std::move(*payload);
  p.payload_hash = sha256_hex(p.payload);
  p.blockers.clear();
  p.transient = false;
  p.reason.clear();
  p.reason_code.clear();
  ++p.attempt;
  p.state = part_state::intended;
  p.next_try = d.now;
  d.note("part.intended",
         fmt::format("{} goes to {} (attempt {}, sha256 {})", p.reference,
                     p.provider, p.attempt, p.payload_hash.substr(0, 12)),
         p.requested_by);
  d.act(send_part{p.provider, p.reference, p.payload, p.attempt});
}

void on_answer(draft& d, const part_answered& e) {
  auto* p = find(d, e.reference);
  if (!p || !open(*p) || e.attempt > p->attempt)
    return;
  // A definite yes counts however late; anything else only in its time.
  if (auto* yes = std::get_if<part_accepted>(&e.outcome))
    return accept(d, *p, yes->provider_order_id, "", p->provider);
  if (p->state != part_state::intended || p->attempt != e.attempt)
    return;
  if (auto* no = std::get_if<part_refused>(&e.outcome)) {
    if (no->code.starts_with("account."))
      wait_for_account(d, *p, *no);
    else if (no->transient)
      put_off(d, *p, *no);
    else
      refuse(d, *p, no->code, no->words, p->provider);
  } else {
    doubt(d, *p, std::get<part_unclear>(e.outcome).words, read_lag);
  }
}

void on_looked_up(draft& d, const part_looked_up& e) {
  auto* p = find(d, e.reference);
  if (!p || !open(*p) || e.attempt > p->attempt)
    return;
  auto* f = std::get_if<part_found>(&e.outcome);
  if (f && !f->cancelled) // as definite as a yes
    return on_found(d, *p, *f);
  if (p->attempt != e.attempt || !asks(*p))
    return;
  if (f)
    on_found(d, *p, *f);
  else if (std::holds_alternative<part_not_there>(e.outcome))
    on_not_there(d, *p);
  else
    on_no_answer(d, *p, std::get<part_no_answer>(e.outcome).words);
}

void check_parts(draft& d, bool fresh) {
  for (auto& p : d.o().parts)
    check_part(d, p, fresh);
}

void wake_parts(draft& d) {
  for (auto& p : d.o().parts)
    if (asks(p) && !p.next_try && !waits(d.o(), p))
      p.next_try = d.now;
}

void resolve_unknown(draft& d, const person_asked& e) {
  auto* p = find(d, e.reference);
  if (!p || p->state != part_state::unknown)
    return d.deny("not_unknown", "that part has no unknown outcome");
  if (e.text.empty())
    return d.deny("invalid", "a reason is needed");
  if (!e.there && p->reason_code != not_there)
    return d.deny("not_looked_up", "the provider has not yet said that it "
                                   "does not have it");
  d.note("part.resolved", fmt::format("{}: {}", p->reference, e.text), e.by);
  if (e.there)
    return accept(d, *p, p->reference, " (said by a person)", e.by);
  refuse(d, *p, "person", e.text, e.by);
  settle_unknown(d);
}

namespace {

// Why it can not be made again; empty code: it can. Asked twice, it is made
// once: the next remake is one of the remake.
denial remake_hindrance(draft& d, const part* p, const person_asked& e) {
  const auto& o = d.o();
  if (!p || p->lines.empty() ||
      (p->state != part_state::accepted && p->state != part_state::cancelled))
    return {"not_submitted", "only a submitted part can be remade"};
  if (e.text.empty())
    return {"invalid", "a remake needs a reason"};
  if (any(o, part_state::unknown))
    return {"unknown_outcome", "a part is being looked up"};
  for (const auto& x : o.parts)
    if (x.remake_of == e.reference && !x.lines.empty())
      return {"already_remade", fmt::format("was made again as {}; remake that "
                                            "one if need be",
                                            x.reference)};
  if (!may_go_on(o))
    return {"status", "the order's status does not allow it"};
  if (frozen(o, d.rules))
    return {"frozen", "submissions are frozen"};
  if (auto found = part_blockers(o, *p, d.rules); !found.empty())
    return {"blocked", found.front().what};
  return {};
}

} // namespace

void remake(draft& d, const person_asked& e) {
  auto* p = find(d, e.reference);
  if (auto no = remake_hindrance(d, p, e); !no.code.empty())
    return d.deny(no.code, no.what);
  part copy;
  copy.provider = p->provider;
  copy.lines = p->lines;
  copy.remake_of = p->reference;
  copy.remake_reason = e.text;
  copy.requested_by = e.by;
  for (const auto& x : d.o().parts)
    if (x.provider == copy.provider)
      copy.revision = std::max(copy.revision, x.revision + 1);
  copy.reference = reference_of(d.o().key, copy.provider, copy.revision);
  d.note("part.remake",
         fmt::format("{} is made again as {}: {}", copy.remake_of,
                     copy.reference, e.text),
         e.by);
  send(d, d.o().parts.emplace_back(std::move(copy)));
}

} // namespace dastomized::rules

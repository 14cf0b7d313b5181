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
constexpr milliseconds look_again = 60s;
constexpr milliseconds read_lag = 2s; // a provider may list an order late

bool any(const order& o, part_state s) {
  return std::ranges::find(o.parts, s, &part::state) != o.parts.end();
}

bool all_done(const order& o) {
  return std::ranges::all_of(o.parts, [](const part& p) {
    return p.state == part_state::accepted || p.state == part_state::cancelled;
  });
}

} // namespace

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

void settle_unknown(draft& d) {
  auto open = [](const part& p) { return p.state == part_state::unknown; };
  if (std::ranges::any_of(d.o().parts, open))
    return;
  d.settle("unknown");
  d.settle("account.moved");
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

// When a provider in trouble is tried again, not everybody is the first.
instant look_again_at(draft& d, const freeze& f) {
  if (!f.until)
    return d.now + look_again;
  auto dice = static_cast<unsigned char>(sha256(to_string(d.o().key))[0]);
  auto spread = f.by_itself ? look_again * dice / 256 : milliseconds{0};
  auto at = std::max(*f.until, d.now + 1s) + spread;
  return f.by_itself ? at : std::min(at, d.now + look_again);
}

const freeze* frozen(draft& d, const part& p) {
  return freeze_on(d.o(), p, d.rules.freezes, d.now);
}

// Another account than the one it was sent with can not tell whether it is
// there: its "no" would have it made a second time.
bool account_moved(draft& d, const part& p) {
  auto it = d.rules.providers.find(p.provider);
  return it != d.rules.providers.end() && !p.account.empty() &&
         !it->second.account.empty() && it->second.account != p.account;
}

namespace {

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
  if (p.state == part_state::refused && edit_under_way(o))
    return true;
  return !may_repeat(o, p) && !o.gone && phase_of(o.said.status) != phase::over;
}

constexpr milliseconds read_fresh = 60s; // the store's word holds that long
constexpr milliseconds not_there_fresh = 2min;

void intend(draft& d, part& p, std::string_view how) {
  ++p.attempt;
  p.state = part_state::intended;
  p.not_there_at.reset();
  p.next_try = d.now;
  d.note("part.intended",
         fmt::format("{} goes to {}{} (attempt {}, sha256 {})", p.reference,
                     p.provider, how, p.attempt, p.payload_hash.substr(0, 12)),
         p.requested_by);
  d.act(send_part{p.provider, p.reference, p.payload, p.attempt});
}

// Definitely not taken: goes again as the order is now.
void send_anew(draft& d, part& p) {
  if (auto found = preflight(d.o(), d.rules); !found.empty())
    return block(d, p, std::move(found));
  send(d, p);
}

void read_store(draft& d) {
  auto reads = [](const effect& e) {
    return std::holds_alternative<reread_order>(e);
  };
  if (std::ranges::none_of(d.out.effects, reads))
    d.act(reread_order{});
}

// The provider does not have it. Whether it was taken was unclear: the very
// same bytes go again. It was definitely not taken: as the order is now.
void send_again(draft& d, part& p) {
  if (waits(d.o(), p)) {
    p.not_there_at.reset();
    return p.next_try.reset(); // until wake_parts()
  }
  if (!may_repeat(d.o(), p))
    return refuse(d, p, "order.changed",
                  "not at the provider, and the order may no longer be "
                  "submitted",
                  "rules");
  if (auto* f = frozen(d, p)) {
    p.not_there_at.reset();
    p.next_try = look_again_at(d, *f);
    return;
  }
  if (p.state == part_state::refused && looks_first(d, p)) {
    p.next_try = d.now + look_again;
    return;
  }
  if (d.now - p.read_at > read_fresh) { // goes on in read_for_parts()
    p.next_try = d.now + look_again;
    return read_store(d);
  }
  if (p.state == part_state::refused)
    return send_anew(d, p);
  if (++p.unclear_rounds >= unclear_rounds_max)
    return refuse(d, p, "provider.error", p.reason, p.provider);
  intend(d, p, " again, unchanged");
}

void on_not_there(draft& d, part& p) {
  if (p.not_there_at && d.now - *p.not_there_at < look_again) {
    // The store is being read; that read may have died with a process.
    auto again = *p.not_there_at + look_again;
    p.next_try = std::min(p.next_try.value_or(again), again);
    return;
  }
  if (p.state == part_state::unknown) {
    d.note("part.not_there",
           fmt::format("{} does not know {}", p.provider, p.reference),
           p.provider);
    p.reason_code = not_there; // said about this very attempt
  }
  p.not_there_at = d.now;
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
  return (p.attempt > 0 || asks(p)) && p.state != part_state::accepted &&
         p.state != part_state::cancelled;
}

void wait_for_old_account(draft& d, part& p) {
  p.next_try = d.now + 10min;
  d.attend("account.moved",
           fmt::format("{} may have {}, sent with other credentials: give "
                       "those back until it is settled, or look there and "
                       "resolve it by hand",
                       p.provider, p.reference));
}

void check_part(draft& d, part& p, bool fresh) {
  if (p.state == part_state::intended && fresh)
    doubt(d, p, "the daemon stopped before the answer was saved", read_lag);
  else if (p.state == part_state::unknown && fresh && p.next_try)
    // The answer to a look-up under way is lost as well.
    p.next_try = std::min(*p.next_try, d.now + read_lag);
  if (!asks(p) || !p.next_try || *p.next_try > d.now)
    return;
  if (p.state == part_state::refused && waits(d.o(), p))
    return p.next_try.reset(); // until wake_parts()
  if (p.state == part_state::refused && !may_repeat(d.o(), p))
    return refuse(d, p, "order.changed", "the order may no longer be submitted",
                  "rules");
  if (p.state == part_state::unknown && account_moved(d, p))
    return wait_for_old_account(d, p);
  auto* f = frozen(d, p);
  bool stays = f && !f->by_itself;
  if (stays && p.state == part_state::refused) { // nobody is asked in vain
    p.next_try = look_again_at(d, *f);
    return;
  }
  // Moved on now, so that an answer that never comes is asked for again.
  p.next_try = d.now + backoff(p.look_ups + 1, 60s, 2, 30min, p.reference);
  // What the provider holds back may leave only if it could be sent now; that
  // the provider is in trouble is no objection.
  bool may_release = may_repeat(d.o(), p) && !stays;
  d.act(
      look_up_part{p.provider, p.reference, p.attempt, p.payload, may_release});
}

// A part that the lost days may have sent: nobody remembers, the provider
// does.
bool forgotten(const draft& d, const part& p) {
  auto since = d.rules.restored_at;
  return since && d.out.next.said.created < *since &&
         (!p.not_there_at || *p.not_there_at < *since);
}

void ask_before_sending(draft& d, part& p) {
  p.state = part_state::refused;
  p.transient = true;
  p.reason_code = "restored";
  p.reason = "the data were restored from a backup: the provider is asked "
             "first whether it has it";
  p.next_try = d.now;
  d.note("part.asked_first", p.reason, "rules");
  check_part(d, p, false);
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
  p.account = it->second.account;
  p.blockers.clear();
  if (forgotten(d, p))
    return ask_before_sending(d, p);
  p.transient = false;
  p.reason.clear();
  p.reason_code.clear();
  intend(d, p, "");
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

void read_for_parts(draft& d) {
  for (auto& p : d.o().parts) {
    if (!asks(p) || !p.not_there_at ||
        d.now - *p.not_there_at > not_there_fresh)
      continue;
    p.read_at = d.now;
    send_again(d, p);
  }
  settle_unknown(d);
}

void wake_parts(draft& d) {
  for (auto& p : d.o().parts)
    if (asks(p) && !p.next_try && !waits(d.o(), p))
      p.next_try = d.now;
}

} // namespace dastomized::rules

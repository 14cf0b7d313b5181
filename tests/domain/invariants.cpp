#include "tests/domain/invariants.hpp"

#include "domain/editing.hpp"

#include <algorithm>

namespace dastomized::tests {

namespace {

using enum part_state;

// The model freezes all or a provider, without end.
bool frozen(const order& o, const policy& p, std::string_view provider = "") {
  return std::ranges::any_of(p.freezes, [&](const freeze& f) {
    if (f.scope == freeze_scope::all || provider == f.name)
      return true;
    return provider.empty() && std::ranges::any_of(o.parts, [&](const part& x) {
             return x.provider == f.name && x.state != accepted &&
                    x.state != cancelled;
           });
  });
}

// Says this event that the provider does not have this attempt?
bool clears(const event& e, const std::string& reference,
            std::uint32_t attempt) {
  auto* l = std::get_if<part_looked_up>(&e);
  return l && l->reference == reference && l->attempt == attempt &&
         std::holds_alternative<part_not_there>(l->outcome);
}

bool pending(const order& o) {
  // A repeat of an order that is on hold waits for the store's news.
  bool held = o.said.status != "processing" || (o.twin_of && !o.twin_cleared);
  auto wants = [held](const part& p) {
    bool asks = p.state == unknown || (p.state == refused && p.transient);
    return p.state == intended || (asks && (p.next_try || !held));
  };
  auto looked_at = [](const artwork_file& f) { return f.asked > 0; };
  auto unwritten = [](const shipment& s) {
    return s.push == push_state::pending;
  };
  bool edited = o.edit && !o.edit->refused;
  return o.request || o.intent || edited ||
         std::ranges::any_of(o.parts, wants) ||
         std::ranges::any_of(o.artwork, looked_at) ||
         (!o.gone && std::ranges::any_of(o.shipments, unwritten)) ||
         o.count.state == countdown_state::running ||
         (o.count.state == countdown_state::paused && o.count.hold_until);
}

} // namespace

void invariants::expect(bool good, std::string_view what) {
  if (!good)
    complain(std::string(what));
}

void invariants::check(const order& before, const event& e, const step& s,
                       const policy& rules) {
  if (s.denied)
    expect(s.next == before && s.notes.empty() && s.effects.empty(),
           "denied, yet something changed");
  if (auto* p = std::get_if<person_asked>(&e);
      p && p->what == ask::resolve_unknown && !p->there && !s.denied)
    doubted_.erase(p->reference);
  for (const auto& p : before.parts)
    if (clears(e, p.reference, p.attempt))
      doubted_.erase(p.reference);
  check_restored(before, s, rules);
  for (const auto& x : s.effects) {
    if (auto* send = std::get_if<send_part>(&x))
      check_send(before, e, s, *send, rules);
    if (auto* push = std::get_if<push_status>(&x))
      expect(push->to != s.next.said.status, "writes a status that is there");
  }
  remember_doubts(s.next);
  check_final(before, e, s.next);
  check_due(before, e, s.next, rules);
  check_wake(s.next);
  check_stale(before, e, s);
  check_repeat(e, s, rules);
}

void invariants::check_send(const order& before, const event& e, const step& s,
                            const send_part& x, const policy& rules) {
  auto* next = find_part(s.next, x.reference);
  expect(next && next->state == intended && next->payload == x.payload &&
             next->attempt == x.attempt,
         "sends what is not intended");
  expect(x.attempt > attempts_[x.reference], "an attempt number came twice");
  attempts_[x.reference] = x.attempt;
  expect(!doubted_.contains(x.reference),
         "sends again what may be at the provider");
  expect(!next || next->requested_by != "countdown" ||
             s.next.said.status == "processing",
         "submits by itself what is " + s.next.said.status);
  if (auto* was = find_part(before, x.reference))
    check_resend(*was, e, x);
  auto open = [](const part& p) { return p.state == unknown; };
  expect(std::holds_alternative<part_looked_up>(e) ||
             std::holds_alternative<store_said>(e) ||
             std::ranges::none_of(before.parts, open),
         "submits while a part is unknown");
  check_request(before, e, s.next);
  check_store_allows(s.next);
  if (next && rules.check_artwork)
    check_files(before, e, s.next, *next, rules);
  expect(!next || !frozen(s.next, rules, next->provider), "sends while frozen");
  if (next)
    check_edits(before, s.next, *next, rules);
}

// What a restored backup may have forgotten is looked up first.
void invariants::check_restored(const order& before, const step& s,
                                const policy& rules) {
  for (const auto& x : s.effects) {
    auto* send = std::get_if<send_part>(&x);
    auto* was = send ? find_part(before, send->reference) : nullptr;
    if (send && rules.restored_at && s.next.said.created < *rules.restored_at)
      expect(was && (was->attempt > 0 || was->reason_code == "restored" ||
                     was->not_there_at >= rules.restored_at),
             "sends what may have been sent before the restore");
  }
}

void invariants::check_resend(const part& was, const event& e,
                              const send_part& x) {
  expect(was.state != accepted && was.state != cancelled &&
             was.state != intended,
         "sends what was sent");
  bool retry = was.state == unknown || (was.state == refused && was.transient);
  auto* said = std::get_if<store_said>(&e);
  bool read_since = said && said->from == origin::reread && was.not_there_at;
  if (retry)
    expect(clears(e, x.reference, was.attempt) || read_since,
           "tries again without a look-up that says not there");
  expect(at(e) - was.read_at <= 1min || !retry || read_since,
         "tries again without reading the order");
  if (was.state == unknown)
    expect(was.payload == x.payload, "other bytes under the same reference");
}

// Nothing goes while what it is to say is being changed, or with files from
// before; but for the same bytes again, and what was sent already.
void invariants::check_edits(const order& before, const order& next,
                             const part& p, const policy& rules) {
  auto* was = find_part(before, p.reference);
  if ((was && was->state == unknown) || !p.remake_of.empty())
    return;
  for (const auto& pl : p.lines) {
    auto* l = find_line(next.said, pl.line_id);
    expect(!next.edit || next.edit->line_id != pl.line_id,
           "sends what is being changed");
    expect(!l || !is_outdated(next, *l, rules.personalization),
           "sends an outdated print file");
  }
}

// Nothing goes with a file that was found wrong or was looked at long ago;
// but for the same bytes again, and what a person has made once more.
void invariants::check_files(const order& before, const event& e,
                             const order& next, const part& p,
                             const policy& rules) {
  auto* was = find_part(before, p.reference);
  if (was && was->state == unknown)
    return;
  for (const auto& pl : p.lines) {
    auto* l = find_line(next.said, pl.line_id);
    auto url = l ? print_files_of(*l, rules.personalization).front : "";
    if (url.empty())
      continue;
    auto f = std::ranges::find(next.artwork, url, &artwork_file::url);
    bool known = f != next.artwork.end() && f->look > 0;
    expect(!known || !is_bad(f->seen.verdict), "sends a file that is bad");
    expect(!was || (known && at(e) - f->checked_at <= 15min),
           "sends a file nobody looked at");
  }
}

// What the countdown asked for goes after zero and a fresh read only.
void invariants::check_request(const order& before, const event& e,
                               const order& next) {
  if (!before.request || !before.request->automatic)
    return;
  auto* said = std::get_if<store_said>(&e);
  bool by_person = std::holds_alternative<person_asked>(e);
  bool retry = std::holds_alternative<part_looked_up>(e);
  expect(by_person || retry || (said && said->from == origin::reread),
         "submits by itself without reading the order again");
  if (said)
    expect(next.count.state == countdown_state::elapsed,
           "submits by itself before zero");
}

void invariants::check_store_allows(const order& next) {
  expect(next.said.status == "processing" || next.said.status == "completed",
         "sends an order that is " + next.said.status);
  expect(!next.gone, "sends an order that is gone");
  expect(!next.intent || next.intent->to == "processing",
         "sends while a person's change is under way");
  expect(!next.twin_of || next.twin_cleared, "sends a twin");
}

void invariants::remember_doubts(const order& next) {
  for (const auto& p : next.parts) {
    if (p.state == unknown && !p.not_there_at)
      doubted_.insert(p.reference);
    if (p.state == accepted)
      doubted_.erase(p.reference);
  }
}

void invariants::check_final(const order& before, const event& e,
                             const order& next) {
  for (const auto& was : before.parts) {
    if (was.state != accepted && was.state != cancelled)
      continue;
    auto* is = find_part(next, was.reference);
    auto* t = std::get_if<tracking_seen>(&e);
    bool withdrawn = was.state == cancelled && was.lines.empty();
    if (withdrawn)
      continue;
    expect(is != nullptr, "forgot what was accepted");
    if (is)
      expect(is->state == was.state ||
                 (t && t->cancelled && is->state == cancelled),
             "what was accepted is not any more");
  }
}

void invariants::check_due(const order& before, const event& e,
                           const order& next, const policy& rules) {
  if (before.count.state == next.count.state ||
      next.count.state != countdown_state::elapsed)
    return;
  expect(before.count.state == countdown_state::running &&
             before.count.due <= at(e),
         "reached zero before its time");
  expect(!frozen(before, rules), "reached zero while frozen");
}

void invariants::check_wake(const order& next) {
  if (pending(next))
    expect(next_wake(next).has_value(), "something waits and nothing wakes it");
}

// An answer to an attempt before the present one, and nothing but a yes.
void invariants::check_stale(const order& before, const event& e,
                             const step& s) {
  auto stale = [&](const std::string& reference, std::uint32_t attempt) {
    auto* p = find_part(before, reference);
    return !p || p->attempt != attempt || p->state == accepted;
  };
  bool old = false;
  if (auto* a = std::get_if<part_answered>(&e))
    old = stale(a->reference, a->attempt) &&
          !std::holds_alternative<part_accepted>(a->outcome);
  if (auto* l = std::get_if<part_looked_up>(&e))
    old = stale(l->reference, l->attempt) &&
          !std::holds_alternative<part_found>(l->outcome);
  if (auto* a = std::get_if<artwork_seen>(&e))
    old = !std::ranges::count(before.artwork, a->number, &artwork_file::asked);
  if (auto* t = std::get_if<status_pushed>(&e))
    old = !t->said && (!before.intent || before.intent->number != t->number) &&
          (!before.stray || before.stray->number != t->number);
  if (auto* x = std::get_if<edit_pushed>(&e))
    old = !x->said && (!before.edit || before.edit->number != x->number);
  if (old)
    expect(s.next == before && s.effects.empty(),
           "a stale answer did something");
}

void invariants::check_repeat(const event& e, const step& s,
                              const policy& rules) {
  auto again = advance(s.next, e, rules);
  bool answer = std::holds_alternative<part_answered>(e) ||
                std::holds_alternative<part_looked_up>(e) ||
                std::holds_alternative<tracking_seen>(e) ||
                std::holds_alternative<artwork_seen>(e) ||
                std::holds_alternative<tracking_pushed>(e);
  if (answer)
    expect(again.effects.empty(), "a repeated answer has effects");
  for (const auto& x : again.effects)
    expect(!std::holds_alternative<send_part>(x), "a repeated event sends");
}

void invariants::check_truth(const order& o, const model_provider& provider,
                             const std::set<std::string>& under_way) {
  for (const auto& [reference, payloads] : provider.prints)
    expect(payloads.size() == 1, "printed twice");
  for (const auto& p : o.parts) {
    bool there = provider.has(p.reference);
    if (p.state == accepted)
      expect(there, "accepted, but the provider does not have it");
    if (!under_way.contains(p.reference) &&
        (p.state == none || p.state == blocked || p.state == refused))
      expect(!there, "the provider has what we take for not submitted");
  }
}

} // namespace dastomized::tests

#include "domain/advance.hpp"

#include "domain/digest.hpp"
#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized {

namespace rules {

void draft::note(std::string kind, std::string text, std::string by) {
  out.notes.push_back({now, std::move(kind), std::move(text), std::move(by)});
}

void draft::deny(std::string code, std::string what) {
  out.denied = denial{std::move(code), std::move(what)};
}

void draft::attend(std::string code, std::string what) {
  auto& all = o().attentions;
  auto it = std::ranges::find(all, code, &attention::code);
  if (it == all.end())
    all.push_back({std::move(code), std::move(what), now});
  else
    it->what = std::move(what);
}

void draft::settle(std::string_view code) {
  std::erase_if(o().attentions,
                [code](const attention& a) { return a.code == code; });
}

milliseconds backoff(std::uint32_t n, milliseconds base, unsigned factor,
                     milliseconds cap, std::string_view seed) {
  auto wait = base;
  for (std::uint32_t i = 1; i < n && wait < cap; ++i)
    wait *= factor;
  wait = std::min(wait, cap);
  auto hash = sha256(fmt::format("{}/{}", seed, n));
  auto dice = static_cast<unsigned char>(hash[0]);
  return wait + wait * dice / 1024;
}

namespace {

constexpr std::uint32_t doubts_max = 2;

// Older or equally old news with other content is settled by reading again;
// a read that is older itself crossed with newer news and is repeated, until
// the store insists (it may have been restored from a backup).
bool doubtful(draft& d, const store_said& e) {
  auto& o = d.o();
  bool settles = e.from == origin::reread || e.from == origin::answer;
  bool returns = o.gone && !settles; // only newer news brings it back
  if (o.said.id == 0 || (!returns && same_content(o.said, e.said)))
    return false;
  bool older = e.said.modified < o.said.modified;
  if (settles && older && e.at > o.doubted_at) { // a repeat counts once
    ++o.doubts;
    o.doubted_at = e.at;
  }
  if (settles && (!older || o.doubts > doubts_max))
    return false;
  if (!older && e.said.modified != o.said.modified)
    return false;
  d.act(reread_order{});
  return true;
}

void first_sight(draft& d, const store_said& e) {
  d.note("order.seen",
         fmt::format("order {} is {}", e.said.number, e.said.status), "store");
}

void find_twin(draft& d, const order_key& other) {
  d.o().twin_of = other;
  d.attend("twin",
           fmt::format("looks like the same purchase as {}", to_string(other)));
  d.note("twin.found", to_string(other), "rules");
}

void renew_type(draft& d) {
  auto& o = d.o();
  auto before = type_of(o);
  o.type = decide_type(o.said, d.rules);
  if (type_of(o) != before)
    follow_type(d);
}

void mark_gone(draft& d, std::string_view how) {
  auto& o = d.o();
  if (o.gone)
    return;
  o.gone = true;
  d.note("order.gone", fmt::format("the store says: {}", how), "store");
  stop(d, std::string(how), "store");
  o.edit.reset();
  d.settle("edit");
  if (o.request)
    drop_request(d, "the order is gone");
}

void on_status_change(draft& d, const std::string& before) {
  auto& o = d.o();
  d.note("status.changed", fmt::format("{} → {}", before, o.said.status),
         "store");
  d.settle("dropped");
  if (o.stray && o.said.status != o.stray->to && o.said.status != o.stray->back)
    o.stray->back.clear(); // the store's own change is not undone
  follow_status(d, before);
  bool by_hand = o.request && !o.request->automatic; // allows "completed"
  if (o.request &&
      (!may_go_on(o) || (!by_hand && o.said.status != "processing")))
    drop_request(d, fmt::format("the store says {}", o.said.status));
}

void take_news(draft& d, const snapshot& before) {
  auto& o = d.o();
  bool back = o.gone && o.said.status != "trash";
  if (back) {
    o.gone = false;
    d.note("order.restored", "the order is back", "store");
  }
  renew_type(d);
  if (before.id == 0)
    follow_status(d, "");
  else if (before.status != o.said.status)
    on_status_change(d, before.status);
  else if (back)
    follow_status(d, "");
  if (before.id != 0) {
    if (before.status == o.said.status && !same_content(before, o.said))
      d.note("order.changed", "the store changed the order", "store");
    check_drift(d, before);
  }
  refresh_parts(d);
  settle_intent(d);
  settle_edit(d);
  if (before.id != 0)
    revive(d);
  if (o.said.status == "trash")
    mark_gone(d, "trash");
}

} // namespace

// Only a re-read knows how many pieces of a line were refunded; other news
// keeps what was read.
static void keep_refunds(const snapshot& from, snapshot& to) {
  for (auto& l : to.lines)
    if (auto* held = find_line(from, l.id))
      l.refunded = std::max(l.refunded, held->refunded);
}

void adopt(draft& d, store_said e) {
  auto& o = d.o();
  bool first = o.said.id == 0;
  if (e.from != origin::reread)
    keep_refunds(o.said, e.said);
  if (doubtful(d, e))
    return;
  o.doubts = 0;
  auto before = o.said;
  bool same = same_content(before, e.said);
  o.said = e.said;
  if (same) // a late repeat must not make old news look new
    o.said.modified = std::max(before.modified, e.said.modified);
  if (first)
    first_sight(d, e);
  if (first || o.gone || !same)
    take_news(d, before);
  if (e.twin && !o.twin_of)
    find_twin(d, *e.twin);
  if (e.from != origin::reread)
    return;
  read_for_parts(d);
  if (reads_first(o))
    go_on_with_request(d);
}

namespace {

void on(draft& d, const store_said& e) {
  adopt(d, e);
}

void on(draft& d, const store_gone& e) {
  if (d.o().said.id == 0)
    return;
  if (e.how == "trash")
    d.o().said.status = "trash";
  bool sent = !d.o().gone && d.o().sent_as;
  mark_gone(d, e.how);
  d.o().intent.reset();
  d.o().stray.reset();
  d.o().tracking.in_flight = false; // this may be the answer to it
  if (sent)
    d.attend("drift.status", "the store removed it after submission");
}

void on(draft& d, const reread_failed& e) {
  auto& r = d.o().request;
  if (!r)
    return;
  ++r->tries;
  r->next_try = d.now + backoff(r->tries, 5s, 2, 5min, to_string(d.o().key));
  if (r->tries == 1)
    d.note("submission.waits",
           fmt::format("the store could not be read: {}", e.what), "store");
}

void on(draft& d, const time_passed& e) {
  if (e.fresh)
    forget_looks(d);
  check_parts(d, e.fresh); // before a request makes new ones
  check_request(d, e.fresh);
  check_intent(d, e.fresh);
  check_edit(d, e.fresh);
  check_tracking(d, e.fresh);
  check_countdown(d);
}

void set_type(draft& d, const person_asked& e) {
  auto type = parse_order_type(e.text);
  if (!type)
    return d.deny("invalid", fmt::format("there is no type {}", e.text));
  d.o().type_override = type;
  d.note("type.set", e.text, e.by);
  follow_type(d);
}

void clear_twin(draft& d, const person_asked& e) {
  if (!d.o().twin_of)
    return d.deny("no_twin", "the order has no twin");
  d.o().twin_cleared = true;
  d.settle("twin");
  d.note("twin.cleared", "both orders are real", e.by);
  revive(d);
}

bool held(const order& o) { // or about to be
  return o.intent ? o.intent->to == "on-hold" : o.said.status == "on-hold";
}

void hold(draft& d, const person_asked& e) {
  auto& o = d.o();
  if (keep_stray(d, "on-hold", e.by))
    return;
  if (held(o))
    return d.deny("same_status", "the order already is on hold");
  if (phase_of(o.said.status) == phase::over)
    return d.deny("status", fmt::format("an order that is {} can not be held",
                                        o.said.status));
  ask_status(d, "on-hold", e.by);
}

// The countdown ends the hold, so there must be one.
void hold_until(draft& d, const person_asked& e) {
  auto& c = d.o().count;
  bool asked = c.state == countdown_state::elapsed && d.o().request &&
               d.o().request->by == "countdown";
  if (c.state != countdown_state::running &&
      c.state != countdown_state::paused && !asked)
    return d.deny("not_counting", "the order has no countdown to change");
  if (e.until <= d.now)
    return d.deny("invalid", "the hold must end in the future");
  if (!keep_stray(d, "on-hold", e.by) && !held(d.o()))
    hold(d, e);
  if (d.out.denied)
    return;
  c.hold_until = e.until;
  d.note("hold.until", "the hold ends by itself", e.by);
}

// What is unpaid, failed or over was not held: to make it "processing" is
// another wish, said by that name.
bool releasable(const order& o) {
  auto now = phase_of(o.said.status);
  return o.said.status == "processing" || o.said.status == "on-hold" ||
         (now == phase::interrupted && o.said.status != "failed");
}

void release(draft& d, const person_asked& e) {
  auto& o = d.o();
  bool going = o.said.status == "processing";
  if (o.intent && (going || o.intent->to == "on-hold"))
    return cancel_intent(d, e.by);
  if (going && o.count.state == countdown_state::paused)
    return resume(d, e.by);
  if (!o.gone && !releasable(o))
    return d.deny("not_held", fmt::format("an order that is {} is not on hold",
                                          o.said.status));
  ask_status(d, "processing", e.by);
}

void carry_out(draft& d, const person_asked& e) {
  switch (e.what) {
  case ask::submit:
    return ask_submission(d, e);
  case ask::hold:
    return hold(d, e);
  case ask::hold_until:
    return hold_until(d, e);
  case ask::release:
    return release(d, e);
  case ask::extend:
  case ask::restart:
    return adjust_countdown(d, e);
  case ask::set_status:
    return e.text == "on-hold" ? hold(d, e) : ask_status(d, e.text, e.by);
  case ask::set_type:
    return set_type(d, e);
  case ask::resolve_unknown:
    return resolve_unknown(d, e);
  case ask::remake:
    return remake(d, e);
  case ask::clear_twin:
    return clear_twin(d, e);
  case ask::cancel_intent:
    return cancel_intent(d, e.by);
  case ask::retry:
    return retry(d, e);
  case ask::edit:
    return ask_edit(d, e);
  case ask::cancel_edit:
    return cancel_edit(d, e);
  }
}

void on(draft& d, const person_asked& e) {
  if (d.o().said.id == 0)
    return d.deny("not_found", "there is no such order");
  carry_out(d, e);
  if (!d.out.denied && !e.reason.empty())
    d.note("reason", e.reason, e.by);
}

void on(draft& d, const part_answered& e) {
  on_answer(d, e);
}
void on(draft& d, const part_looked_up& e) {
  on_looked_up(d, e);
}

void on(draft& d, const status_pushed& e) {
  expect_stray(d, e);
  if (e.said)
    adopt(d, {e.at, *e.said, origin::answer, {}});
  auto& i = d.o().intent; // an answer that settles nothing is a failure
  if (!e.said || (i && i->number == e.number))
    on_status_pushed(d, e);
  on_stray(d, e);
}

void on(draft& d, const edit_pushed& e) {
  if (e.said)
    adopt(d, {e.at, *e.said, origin::answer, {}});
  on_edit_pushed(d, e);
}

void on(draft& d, const tracking_seen& e) {
  on_tracking(d, e);
}
void on(draft& d, const tracking_hinted& e) {
  on_hint(d, e.reference);
}
void on(draft&, const tracking_failed&) {} // the next poll is already set
void on(draft& d, const tracking_pushed& e) {
  on_tracking_pushed(d, e);
}
void on(draft& d, const turn_came&) {
  on_turn(d);
}
void on(draft& d, const artwork_seen& e) {
  on_artwork(d, e);
}

} // namespace
} // namespace rules

instant at(const event& e) {
  return std::visit([](const auto& x) { return x.at; }, e);
}

step advance(order o, const event& e, const policy& p) {
  rules::draft d{{std::move(o), {}, {}, {}}, p, at(e)};
  std::visit([&](const auto& x) { rules::on(d, x); }, e);
  rules::wake_parts(d);
  if (!d.out.denied)
    rules::tend_artwork(d, std::holds_alternative<time_passed>(e));
  if (!std::holds_alternative<person_asked>(e))
    d.out.denied.reset(); // nobody asked
  return std::move(d.out);
}

} // namespace dastomized

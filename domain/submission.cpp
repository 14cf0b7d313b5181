// From "submit this order" to its parts: who may, when, and what blocks.
#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::rules {

namespace {

// Overdue by more than this (the daemon was down, a freeze was long), orders
// go one by one instead of all at once.
constexpr milliseconds late_after = 5min;
constexpr milliseconds edit_wait = 1min;

bool any(const order& o, part_state s) {
  return std::ranges::any_of(o.parts,
                             [s](const part& p) { return p.state == s; });
}

// A part without lines was withdrawn before anything of it was taken.
bool all_accepted(const order& o) {
  auto done = [](const part& p) {
    return p.state == part_state::accepted || p.state == part_state::cancelled;
  };
  auto had_lines = [](const part& p) { return !p.lines.empty(); };
  return std::ranges::all_of(o.parts, done) &&
         std::ranges::any_of(o.parts, had_lines);
}

// Why this order can not be submitted whoever asks; empty code: it can.
denial hindrance(const order& o) {
  if (o.gone)
    return {"gone", "the order is in the trash or deleted"};
  if (amazon_fulfilled(o.said))
    return {"amazon_afn", "Amazon fulfils this order itself"};
  if (o.twin_of && !o.twin_cleared)
    return {"twin", fmt::format("looks like the same purchase as {}; say that "
                                "both are real first",
                                to_string(*o.twin_of))};
  if (o.said.status != "processing" && o.said.status != "completed")
    return {"status", fmt::format("an order that is {} can not be submitted",
                                  o.said.status)};
  if (o.intent && o.intent->to != "processing")
    return {"status", fmt::format("a change to {} is under way", o.intent->to)};
  return {};
}

denial closed_path(const order& o) {
  if (any(o, part_state::unknown))
    return {"unknown_outcome",
            "a part may already be at the provider; it is being looked up"};
  if (any(o, part_state::intended))
    return {"submitting", "the order is being submitted"};
  if (all_accepted(o))
    return {"already_submitted", "the order was already submitted"};
  return {};
}

void block(draft& d, const std::vector<blocker>& found) {
  auto& o = d.o();
  for (auto& p : o.parts)
    if (p.state == part_state::none || p.state == part_state::blocked ||
        p.state == part_state::refused) {
      p.state = part_state::blocked;
      p.transient = false;
      p.blockers = found;
    }
  std::string why;
  for (const auto& b : found)
    why += (why.empty() ? "" : "; ") + b.what;
  d.attend("blocked", why);
  d.note("submission.blocked", why, o.request ? o.request->by : "preflight");
  o.request.reset();
}

// Whether it was taken was never told by the provider's own refusal.
bool was_unclear(const part& p) {
  return p.attempt > 0 &&
         (p.reason_code == "provider.error" || p.reason_code == "person" ||
          p.reason_code == "order.changed");
}

} // namespace

const freeze* frozen(draft& d) {
  return freeze_on(d.o(), d.rules.freezes, d.now);
}

bool may_go_on(const order& o) {
  return hindrance(o).code.empty();
}

// Only a re-read tells which pieces were refunded.
bool reads_first(const order& o) {
  return o.request && !o.request->late &&
         (o.request->automatic || !o.said.refunds.empty());
}

void ask_submission(draft& d, const person_asked& e) {
  auto& o = d.o();
  if (auto no = closed_path(o); !no.code.empty())
    return d.deny(no.code, no.what);
  if (auto no = hindrance(o); !no.code.empty())
    return d.deny(no.code, no.what);
  if (o.said.status == "completed")
    d.note("submission.warned", "the store already calls it completed", e.by);
  o.request =
      submission_request{e.by, d.now, false, 0, {}, false, false, o.looks};
  d.settle("dropped");
  d.note("submission.requested", "submission was asked for", e.by);
  prepare(d);
}

// The artwork first: the store's word is the last that is heard.
void prepare(draft& d) {
  if (looks_first(d))
    return;
  if (reads_first(d.o()))
    return d.act(reread_order{});
  go_on_with_request(d);
}

// Whatever waits for its next try, or for a person to say so.
void retry(draft& d, const person_asked& e) {
  auto& o = d.o();
  auto sooner = [&](std::string_view what) {
    d.note("retry", fmt::format("{} is tried again now", what), e.by);
    return d.now;
  };
  bool unshown = std::ranges::any_of(o.shipments, [](const shipment& s) {
    return s.push == push_state::pending;
  });
  if (any(o, part_state::refused) || any(o, part_state::blocked))
    return ask_submission(d, e);
  if (o.request && o.request->tries > 0 && o.request->next_try) {
    o.request->next_try = sooner("reading the store");
    return check_request(d, false);
  }
  if (o.intent && o.intent->next_try) {
    o.intent->next_try = sooner("the status");
    return check_intent(d, false);
  }
  if (o.edit && o.edit->next_try) {
    o.edit->next_try = sooner("changing the personalization");
    return check_edit(d, false);
  }
  if (unshown && o.tracking.next_try && !o.gone) {
    o.tracking.next_try = sooner("writing tracking numbers");
    return check_tracking(d, false);
  }
  d.deny("nothing_failed", "nothing failed that could be tried again");
}

void request_by_countdown(draft& d) {
  auto& o = d.o();
  o.count.state = countdown_state::elapsed;
  if (auto no = closed_path(o); !no.code.empty())
    return d.note("countdown.elapsed", no.what, "countdown");
  if (any(o, part_state::refused) && !any(o, part_state::none) &&
      !any(o, part_state::blocked))
    return d.note("countdown.elapsed", "what was refused is not asked again",
                  "countdown");
  bool late = d.now - o.count.due > late_after;
  o.request =
      submission_request{"countdown", d.now, true, 0, {}, late, false, o.looks};
  d.settle("dropped");
  if (late) {
    d.note("countdown.elapsed", "reached zero long ago; waits for its turn",
           "countdown");
    return d.act(ask_turn{o.count.due});
  }
  d.note("countdown.elapsed", "reached zero; the store is read once more",
         "countdown");
  prepare(d);
}

void go_on_with_request(draft& d) {
  auto& o = d.o();
  if (auto no = hindrance(o); !no.code.empty())
    return drop_request(d, no.what);
  if (auto no = closed_path(o); !no.code.empty())
    return drop_request(d, no.what);
  refresh_parts(d);
  if (auto* f = frozen(d)) { // looked at again until it is lifted
    o.request->next_try = look_again_at(d, *f);
    return d.note(
        "submission.frozen",
        fmt::format("waits until the freeze is lifted: {}", f->reason),
        o.request->by);
  }
  if (edit_under_way(o)) { // it calls when it is settled
    o.request->next_try = d.now + edit_wait;
    return d.note("submission.waits",
                  "until the store has the change of the personalization",
                  o.request->by);
  }
  if (looks_first(d)) // the store named other files, or the read took long
    return;
  if (auto found = preflight(o, d.rules); !found.empty())
    return block(d, found);
  d.settle("blocked");
  d.settle("refused");
  auto by = o.request->by;
  o.request.reset();
  for (auto& p : o.parts)
    if (p.state == part_state::none || p.state == part_state::blocked ||
        p.state == part_state::refused) {
      p.requested_by = by;
      p.tries = p.unclear_rounds = p.look_ups = 0;
      p.first_try.reset();
      p.read_at = d.now;
      if (p.transient || was_unclear(p)) { // looked up first
        p.state = part_state::refused;
        p.transient = true;
        p.next_try = d.now;
      } else
        send(d, p);
    }
  check_parts(d, false);
}

void check_request(draft& d, bool fresh) {
  auto& r = d.o().request;
  if (r && r->late) // asked again and again: the one who hands out turns
    return d.act(ask_turn{d.o().count.due}); // may have forgotten
  bool due = r && (r->next_try ? *r->next_try <= d.now : fresh);
  if (!due)
    return;
  if (auto* f = frozen(d)) { // the store is not asked for nothing
    r->next_try = look_again_at(d, *f);
    return;
  }
  if (edit_under_way(d.o())) {
    r->next_try = d.now + edit_wait;
    return;
  }
  r->next_try.reset();
  prepare(d);
}

void on_turn(draft& d) {
  auto& r = d.o().request;
  if (!r || !r->late)
    return;
  r->late = false;
  prepare(d);
}

void drop_request(draft& d, std::string why) {
  auto& o = d.o();
  auto by = o.request->by;
  o.request.reset();
  // Nothing else brings it back: a person is told.
  if (!o.gone && phase_of(o.said.status) == phase::processing)
    d.attend("dropped", fmt::format("was not submitted: {}", why));
  d.note("submission.dropped", std::move(why), std::move(by));
}

} // namespace dastomized::rules

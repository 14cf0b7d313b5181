#include "domain/rules.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::rules {

namespace {

using enum countdown_state;

bool applies(const order& o, const policy& p) {
  return p.auto_submit && !o.gone && type_of(o) == order_type::in_app &&
         o.said.created >= p.auto_submit_since && !amazon_fulfilled(o.said);
}

bool nothing_submitted(const order& o) {
  return std::ranges::none_of(o.parts, [](const part& p) {
    return p.state == part_state::accepted || p.state == part_state::unknown ||
           p.state == part_state::intended;
  });
}

void bind(countdown& c, const policy& p) {
  c.delay = p.delay;
  c.grace = p.grace;
  c.resume_grace = p.resume_grace;
}

void run_until(draft& d, instant due, std::string kind, std::string by) {
  auto& c = d.o().count;
  c.state = running;
  c.due = due;
  c.remaining = milliseconds{0};
  c.why.clear();
  c.hold_until.reset();
  d.note(std::move(kind), fmt::format("counts down to {} UTC", utc_text(due)),
         std::move(by));
}

void begin(draft& d) {
  auto& o = d.o();
  bind(o.count, d.rules);
  auto from = o.said.paid.value_or(o.said.created);
  run_until(d, std::max(from + o.count.delay, d.now + o.count.grace),
            "countdown.started", "store");
}

void begin_again(draft& d) {
  bind(d.o().count, d.rules);
  run_until(d, d.now + d.o().count.delay, "countdown.started", "store");
}

bool counting(const countdown& c) {
  return c.state == running || c.state == paused || c.state == waiting;
}

// From none: where a countdown of this order stands at first sight.
void enter(draft& d) {
  auto& o = d.o();
  switch (phase_of(o.said.status)) {
  case phase::processing:
    return begin(d);
  case phase::over:
    o.count.state = stopped;
    o.count.why = o.said.status;
    return;
  default:
    o.count.state = waiting;
  }
}

void to_processing(draft& d) {
  auto& c = d.o().count;
  if (c.state == none || c.state == waiting)
    begin(d);
  else if (c.state == paused)
    resume(d, "store");
  else if (c.state == stopped && c.why != "person" && nothing_submitted(d.o()))
    begin_again(d);
}

} // namespace

phase phase_of(std::string_view status) {
  if (status == "processing")
    return phase::processing;
  if (status == "pending" || status == "checkout-draft" ||
      status == "auto-draft")
    return phase::unpaid;
  if (status == "cancelled" || status == "refunded" || status == "trash" ||
      status == "completed")
    return phase::over;
  return phase::interrupted;
}

std::string why_no_countdown(const order& o, const policy& p) {
  if (!p.auto_submit)
    return "automatic submission is switched off.";
  if (amazon_fulfilled(o.said))
    return "Amazon fulfils this order itself.";
  if (type_of(o) != order_type::in_app)
    return fmt::format("only personalized orders count down, this one is {}.",
                       name(type_of(o)));
  if (o.said.created < p.auto_submit_since)
    return "it is older than the store's auto_submit_since.";
  return "its parts were submitted before.";
}

void follow_status(draft& d, std::string_view) {
  auto& o = d.o();
  if (!applies(o, d.rules) && o.count.state == none)
    return;
  if (o.count.state == none)
    return enter(d);
  switch (phase_of(o.said.status)) {
  case phase::processing:
    return to_processing(d);
  case phase::over:
    return stop(d, o.said.status, "store");
  default:
    return pause(d, o.said.status, "store");
  }
}

void follow_type(draft& d) {
  auto& o = d.o();
  bool should = applies(o, d.rules);
  if (should && o.count.state == none && nothing_submitted(o))
    enter(d);
  else if (!should && counting(o.count)) {
    o.count = {};
    d.note("countdown.ended", "this type of order does not count down",
           "store");
  }
  if (!should && o.request && o.request->automatic)
    drop_request(d, "this type of order is not submitted by itself");
}

void pause(draft& d, std::string why, std::string by) {
  auto& c = d.o().count;
  // A person may have asked while the countdown's own request was under way.
  bool asked = c.state == elapsed && d.o().request &&
               (d.o().request->by == "countdown" || nothing_submitted(d.o()));
  if (c.state != running && !asked)
    return;
  c.remaining =
      asked ? milliseconds{0} : std::max(c.due - d.now, milliseconds{0});
  c.state = paused;
  c.why = std::move(why);
  d.note("countdown.paused",
         fmt::format("paused ({}) with {} s left", c.why,
                     c.remaining.count() / 1000),
         std::move(by));
}

void resume(draft& d, std::string by) {
  auto& c = d.o().count;
  if (c.state != paused)
    return;
  run_until(d, d.now + std::max(c.remaining, c.resume_grace),
            "countdown.resumed", std::move(by));
}

void stop(draft& d, std::string why, std::string by) {
  auto& c = d.o().count;
  bool asked = c.state == elapsed && d.o().request;
  if (!counting(c) && !asked)
    return;
  c.state = stopped;
  c.remaining = milliseconds{0};
  c.hold_until.reset();
  c.why = std::move(why);
  d.settle("dropped");
  d.note("countdown.stopped", fmt::format("stopped: {}", c.why), std::move(by));
}

namespace {

// Ends only what the hold began: another change that is under way, or a
// status the store took up meanwhile, stays.
void end_hold(draft& d) {
  auto& o = d.o();
  o.count.hold_until.reset();
  d.note("hold.ended", "the hold ended at its time", "countdown");
  bool mine = !o.intent || o.intent->to == "on-hold";
  if (o.said.status == "processing" && !o.intent)
    resume(d, "countdown");
  else if (mine &&
           (o.said.status == "processing" || o.said.status == "on-hold"))
    ask_status(d, "processing", "countdown");
}

} // namespace

void check_countdown(draft& d) {
  auto& o = d.o();
  if (o.count.state == paused && o.count.hold_until &&
      *o.count.hold_until <= d.now)
    end_hold(d);
  // Switched off, it stays due: switched on again, it fires.
  if (o.count.state == running && o.count.due <= d.now && d.rules.auto_submit &&
      !frozen(d))
    request_by_countdown(d);
}

void revive(draft& d) {
  auto& o = d.o();
  auto any = [&](part_state s) {
    return std::ranges::find(o.parts, s, &part::state) != o.parts.end();
  };
  bool blocked = any(part_state::blocked) ||
                 (nothing_submitted(o) && !any(part_state::refused));
  if (o.count.state != elapsed || o.request || !blocked || o.gone ||
      phase_of(o.said.status) != phase::processing)
    return;
  run_until(d, d.now + o.count.resume_grace, "countdown.resumed", "store");
}

void adjust_countdown(draft& d, const person_asked& e) {
  auto& c = d.o().count;
  if (d.o().gone)
    return d.deny("gone", "the order is in the trash or deleted");
  bool active = c.state == running || c.state == paused;
  if (!active &&
      !(e.what == ask::restart && c.state == stopped &&
        d.o().said.status == "processing" && nothing_submitted(d.o())))
    return d.deny("not_counting", "the order has no countdown to change");
  if (e.what == ask::extend && e.span <= milliseconds{0})
    return d.deny("invalid", "extend needs a positive time");
  if (e.what == ask::extend && c.state == paused) {
    c.remaining += e.span;
    d.note("countdown.extended", "more time was given", e.by);
  } else if (e.what == ask::extend) {
    run_until(d, c.due + e.span, "countdown.extended", e.by);
  } else if (c.state == paused) {
    c.remaining = c.delay;
    d.note("countdown.restarted", "the full delay counts again", e.by);
  } else {
    if (c.delay == milliseconds{0})
      bind(c, d.rules);
    run_until(d, d.now + c.delay, "countdown.restarted", e.by);
  }
}

} // namespace dastomized::rules

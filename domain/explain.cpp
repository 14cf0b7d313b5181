#include "domain/explain.hpp"

#include "domain/artwork.hpp"
#include "domain/rules.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dastomized {

namespace {

std::string shown(instant t) {
  return utc_text(t) + " UTC";
}

std::string shown(milliseconds span) {
  return span_text(span);
}

// ---- how it stands ----------------------------------------------------------

std::string countdown_sentence(const order& o, const policy& p, instant now) {
  const auto& c = o.count;
  switch (c.state) {
  case countdown_state::none:
    return "No countdown: " + rules::why_no_countdown(o, p);
  case countdown_state::waiting:
    return fmt::format("The countdown begins when the order is paid; the "
                       "store says {}.",
                       o.said.status);
  case countdown_state::running:
    if (c.due > now)
      return fmt::format("Counts down to {}, {} from now.", shown(c.due),
                         shown(c.due - now));
    return fmt::format("Due since {}.", shown(c.due));
  case countdown_state::paused:
    return fmt::format("The countdown is paused ({}) with {} left.", c.why,
                       shown(c.remaining));
  case countdown_state::elapsed:
    return "The countdown reached zero.";
  case countdown_state::stopped:
    return fmt::format("The countdown was stopped: {}.", c.why);
  }
  return {};
}

std::string request_sentence(const submission_request& r) {
  if (r.late)
    return "Its countdown ended long ago: it waits for its turn among those "
           "that are overdue.";
  return fmt::format("A submission was asked for by {} at {}{}.", r.by,
                     shown(r.at),
                     r.looking     ? "; its print files are being looked at"
                     : r.tries > 0 ? "; the store could not be read yet"
                                   : "");
}

std::string edit_sentence(const line_edit& e) {
  return fmt::format("A change of the personalization {} for {}{}.",
                     e.refused ? "was refused by the store"
                               : "is being written to the store",
                     e.by, e.problem.empty() ? "" : ": " + e.problem);
}

std::string part_sentence(const part& p) {
  auto text =
      fmt::format("{} at {} is {}", p.reference, p.provider, name(p.state));
  if (p.state == part_state::accepted)
    text += " as " + p.provider_order_id;
  if (!p.reason.empty())
    text += ": " + p.reason;
  for (const auto& b : p.blockers)
    text += fmt::format(": {} ({})", b.what, b.todo);
  return text + ".";
}

std::string artwork_sentence(const artwork_file& f) {
  auto file = without_query(f.url);
  if (f.look == 0)
    return fmt::format("The print file {} was not looked at yet.", file);
  return fmt::format("The print file {} {}{} (looked at {}{}).", file,
                     f.seen.verdict == artwork_verdict::good ? "is a " : "",
                     described(f.seen), shown(f.checked_at),
                     f.asked ? ", being looked at again" : "");
}

void tell_state(explanation& out, const order& o, const policy& p,
                instant now) {
  if (o.gone)
    out.now.push_back("The order is in the store's trash or deleted.");
  out.now.push_back(countdown_sentence(o, p, now));
  if (o.count.hold_until)
    out.now.push_back("The hold ends by itself at " +
                      shown(*o.count.hold_until) + ".");
  if (auto* f = freeze_on(o, p.freezes, now))
    out.now.push_back(
        fmt::format("Frozen since {} by {}: {}{}.", shown(f->since), f->by,
                    f->reason, f->until ? ", until " + shown(*f->until) : ""));
  if (o.request)
    out.now.push_back(request_sentence(*o.request));
  if (o.intent)
    out.now.push_back(
        fmt::format("The status {} is being written to the store for {}{}.",
                    o.intent->to, o.intent->by,
                    o.intent->problem.empty() ? "" : ": " + o.intent->problem));
  if (o.edit)
    out.now.push_back(edit_sentence(*o.edit));
  if (o.twin_of && !o.twin_cleared)
    out.now.push_back("It looks like the same purchase as " +
                      to_string(*o.twin_of) + ".");
  for (const auto& f : o.artwork)
    out.now.push_back(artwork_sentence(f));
  for (const auto& x : o.parts)
    if (x.state != part_state::none)
      out.now.push_back(part_sentence(x));
}

// ---- what happens next ------------------------------------------------------

std::string effect_sentence(const effect& e) {
  struct teller {
    std::string operator()(const reread_order&) const {
      return "the store is read again";
    }
    std::string operator()(const send_part& x) const {
      return fmt::format("{} is sent to {}", x.reference, x.provider);
    }
    std::string operator()(const look_up_part& x) const {
      return fmt::format("{} is asked whether it has {}", x.provider,
                         x.reference);
    }
    std::string operator()(const push_status& x) const {
      return fmt::format("the status {} is written to the store", x.to);
    }
    std::string operator()(const push_edit&) const {
      return "the changed personalization is written to the store";
    }
    std::string operator()(const push_tracking&) const {
      return "tracking numbers are written to the store";
    }
    std::string operator()(const poll_tracking& x) const {
      return fmt::format("{} is asked for tracking of {}", x.provider,
                         x.reference);
    }
    std::string operator()(const ask_turn&) const {
      return "it waits for its turn among those that are overdue";
    }
    std::string operator()(const look_at_artwork&) const {
      return "the print files are looked at";
    }
  };
  return std::visit(teller{}, e);
}

std::vector<std::string> told(const step& s) {
  std::vector<std::string> all;
  for (const auto& n : s.notes)
    all.push_back(n.text);
  for (const auto& e : s.effects)
    all.push_back(effect_sentence(e));
  return all;
}

void tell_next(explanation& out, const order& o, const policy& p, instant now) {
  auto wake = next_wake(o);
  if (!wake)
    return;
  auto then = std::max(*wake, now);
  if (auto* f = freeze_on(o, p.freezes, then); f && f->until)
    then = std::max(then, *f->until);
  out.next_at = then;
  out.next = told(advance(o, time_passed{then}, p));
}

// ---- what a person can do ---------------------------------------------------

constexpr std::array<std::pair<ask, std::string_view>, 15> asks{{
    {ask::submit, "submit"},
    {ask::hold, "hold"},
    {ask::release, "release"},
    {ask::extend, "extend"},
    {ask::hold_until, "hold_until"},
    {ask::restart, "restart"},
    {ask::set_status, "set_status"},
    {ask::set_type, "set_type"},
    {ask::resolve_unknown, "resolve_unknown"},
    {ask::remake, "remake"},
    {ask::clear_twin, "clear_twin"},
    {ask::cancel_intent, "cancel_intent"},
    {ask::retry, "retry"},
    {ask::edit, "edit"},
    {ask::cancel_edit, "cancel_edit"},
}};

// Those that need no further word to be tried.
constexpr std::array plain{ask::submit,  ask::hold,       ask::release,
                           ask::restart, ask::clear_twin, ask::cancel_intent,
                           ask::retry,   ask::cancel_edit};

void tell_choices(explanation& out, const order& o, const policy& p,
                  instant now) {
  for (auto what : plain) {
    auto s =
        advance(o, person_asked{now, what, "you", {}, {}, {}, {}, false}, p);
    explanation::choice c{what, !s.denied, "", ""};
    if (s.denied) {
      c.code = s.denied->code;
      c.then = s.denied->what;
    } else {
      c.then = fmt::format("{}", fmt::join(told(s), "; "));
    }
    out.choices.push_back(std::move(c));
  }
}

} // namespace

explanation explain(const order& o, const policy& p, instant now) {
  explanation out;
  out.rules = p.revision;
  tell_state(out, o, p, now);
  out.blockers = preflight(o, p);
  tell_next(out, o, p, now);
  tell_choices(out, o, p, now);
  return out;
}

std::string sentence(const effect& e) {
  return effect_sentence(e);
}

std::string span_text(milliseconds span) {
  auto minutes = std::chrono::floor<std::chrono::minutes>(span).count();
  if (minutes < 1)
    return fmt::format("{} s", span.count() / 1000);
  if (minutes < 120)
    return fmt::format("{} min", minutes);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string_view name(ask a) {
  auto it =
      std::ranges::find(asks, a, &std::pair<ask, std::string_view>::first);
  return it == asks.end() ? "?" : it->second;
}

} // namespace dastomized

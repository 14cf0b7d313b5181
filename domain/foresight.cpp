// What an action leads to, in words: the order before it beside the order
// after it, when the store has said yes.
#include "domain/choices.hpp"
#include "domain/explain.hpp"
#include "domain/outlook.hpp"
#include "domain/rules.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized {

namespace {

// ---- in words ---------------------------------------------------------------

using sentences = std::vector<std::string>;

std::string minute(instant t) {
  return utc_text(t).substr(0, sizeof "2026-01-31 08:00" - 1) + " UTC";
}

std::string end_of(const countdown& c, instant now) {
  return fmt::format("ends at {}, {} from now", minute(c.due),
                     span_text(c.due - now));
}

bool counts(const countdown& c) {
  return c.state == countdown_state::running ||
         c.state == countdown_state::paused ||
         c.state == countdown_state::waiting;
}

std::string tell_running(const countdown& a, const countdown& b, instant now) {
  if (a.state == countdown_state::running)
    return a.due == b.due ? ""
                          : fmt::format("the countdown {} instead of at {}",
                                        end_of(b, now), minute(a.due));
  return fmt::format("{} {}",
                     a.state == countdown_state::paused
                         ? "the countdown goes on and"
                         : "a countdown begins and",
                     end_of(b, now));
}

std::string tell_paused(const countdown& a, const countdown& b) {
  if (a.state != countdown_state::paused)
    return fmt::format("the countdown stops with {} left",
                       span_text(b.remaining));
  if (a.remaining == b.remaining)
    return {};
  return fmt::format("the countdown, which is paused, has {} left instead of "
                     "{}",
                     span_text(b.remaining), span_text(a.remaining));
}

std::string tell_countdown(const countdown& a, const countdown& b,
                           instant now) {
  switch (b.state) {
  case countdown_state::running:
    return tell_running(a, b, now);
  case countdown_state::paused:
    return tell_paused(a, b);
  case countdown_state::waiting:
    return a.state == b.state ? "" : "a countdown begins once it is paid";
  default:
    return counts(a) ? "the countdown ends" : "";
  }
}

void tell_status(sentences& out, const order& a, const order& b) {
  if (a.said.status != b.said.status)
    out.push_back(fmt::format("the store's order becomes {}",
                              status_title(b.said.status)));
  else if (a.intent && !b.intent)
    out.push_back(fmt::format("the change to {} is withdrawn",
                              status_title(a.intent->to)));
}

int pieces(const part& p) {
  int all = 0;
  for (const auto& l : p.lines)
    all += l.quantity;
  return all;
}

std::string tell_sending(const send_part& e, const order& b) {
  auto* p = find_part(b, e.reference);
  auto n = p ? pieces(*p) : 0;
  return fmt::format(
      "{} {} to {} {}", n, n == 1 ? "piece goes" : "pieces go", e.provider,
      p && !p->remake_of.empty() ? "to be made once more" : "to be made");
}

void tell_effects(sentences& out, const outlook& then) {
  bool sends = std::ranges::any_of(then.left, [](const effect& e) {
    return std::holds_alternative<send_part>(e);
  });
  if (then.looks_first && sends)
    out.push_back("the print files are looked at first");
  for (const auto& e : then.left)
    if (auto* send = std::get_if<send_part>(&e))
      out.push_back(tell_sending(*send, then.after));
    else
      out.push_back(sentence(e));
}

void tell_parts(sentences& out, const order& a, const order& b) {
  for (const auto& p : b.parts) {
    auto* was = find_part(a, p.reference);
    if (p.state == part_state::blocked) {
      for (const auto& x : p.blockers)
        out.push_back(fmt::format("nothing is sent: {} ({})", x.what, x.todo));
      return; // all parts are blocked by the same
    }
    if (!was || was->state == p.state)
      continue;
    if (p.state == part_state::accepted)
      out.push_back(fmt::format("{} counts as taken by {} and is never sent "
                                "again",
                                p.reference, p.provider));
    else if (was->state == part_state::unknown)
      out.push_back(fmt::format("{} counts as not taken: it can be submitted "
                                "again",
                                p.reference));
  }
}

void tell_request(sentences& out, const order& a, const outlook& then,
                  const policy& p, instant now) {
  const auto& b = then.after;
  if (a.request && !b.request && then.left.empty())
    out.push_back("the submission that was asked for is given up");
  if (b.request && b.request != a.request)
    if (auto* f = freeze_on(b, p.freezes, now))
      out.push_back(fmt::format(
          "nothing is sent until the freeze is lifted: {}", f->reason));
}

std::string joined(sentences all, const outlook& then) {
  std::erase(all, "");
  if (all.empty())
    for (const auto& n : then.notes)
      all.push_back(n.text);
  if (all.empty())
    return "Nothing changes.";
  auto text = fmt::format("{}.", fmt::join(all, "; "));
  if (text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

} // namespace

choice foresee(const order& o, const person_asked& asked, const policy& p) {
  auto first = advance(o, asked, p);
  if (first.denied)
    return {false, first.denied->code, first.denied->what, {}};
  auto then = look_ahead(std::move(first), p, asked.at);
  const auto& b = then.after;
  sentences all{tell_countdown(o.count, b.count, asked.at)};
  if (b.count.hold_until && b.count.hold_until != o.count.hold_until)
    all.push_back(fmt::format("the hold ends by itself at {}",
                              minute(*b.count.hold_until)));
  tell_status(all, o, b);
  if (type_of(o) != type_of(b))
    all.push_back(fmt::format("it is treated as {}", name(type_of(b))));
  if (b.twin_cleared && !o.twin_cleared)
    all.push_back("both orders count as real");
  tell_parts(all, o, b);
  tell_effects(all, then);
  tell_request(all, o, then, p, asked.at);
  return {true, {}, {}, joined(std::move(all), then)};
}

} // namespace dastomized

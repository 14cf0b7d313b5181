// Store status, both ways: ours are intents until the store answers.
#include "domain/rules.hpp"

#include <fmt/format.h>

namespace dastomized::rules {

namespace {

// What is under way can not be called back.
void let_stray(draft& d, std::string back, std::string by) {
  auto& o = d.o();
  if (o.intent && !o.intent->next_try)
    o.stray = {o.intent->number, o.intent->to, std::move(back), std::move(by)};
}

void intend(draft& d, const std::string& to, const std::string& by) {
  auto& o = d.o();
  o.intent = {to, o.said.status, by, d.now, ++o.intents, 0, {}, {}};
  d.note("status.intended", fmt::format("{} → {}", o.said.status, to), by);
  d.act(push_status{to, o.intent->number});
  if (to == "processing")
    return;
  pause(d, to, by); // the safe direction needs no answer
  if (o.request)
    drop_request(d, fmt::format("a change to {} was asked for", to));
}

} // namespace

bool keep_stray(draft& d, std::string_view to, const std::string& by) {
  auto& o = d.o();
  if (o.intent || !o.stray || o.stray->back.empty() || o.said.status != to)
    return false;
  o.stray->back.clear();
  d.note("status.kept", fmt::format("it stays {}", to), by);
  return true;
}

void ask_status(draft& d, std::string to, std::string by) {
  auto& o = d.o();
  if (o.gone)
    return d.deny("gone", "the order is in the trash or deleted");
  if (to == "trash" ||
      (!d.rules.statuses.empty() && !d.rules.statuses.contains(to)))
    return d.deny("invalid_status",
                  fmt::format("the store knows no status {}", to));
  if (keep_stray(d, to, by))
    return;
  if (!o.intent && o.said.status == to)
    return d.deny("same_status", fmt::format("the order already is {}", to));
  if (o.intent && o.said.status == to) // back to what the store has
    return cancel_intent(d, std::move(by));
  let_stray(d, "", by);
  if (o.stray)
    o.stray->back.clear(); // this is what is wanted now
  intend(d, to, by);
}

void cancel_intent(draft& d, std::string by) {
  auto& o = d.o();
  if (!o.intent)
    return d.deny("no_intent", "no status change is pending");
  d.note("status.withdrawn",
         fmt::format("the change to {} was withdrawn", o.intent->to), by);
  let_stray(d, o.said.status, by);
  o.intent.reset();
  d.settle("status");
  if (o.said.status == "processing")
    resume(d, std::move(by));
}

void settle_intent(draft& d) {
  auto& o = d.o();
  if (!o.intent)
    return;
  if (o.said.status == o.intent->to) {
    d.note("status.written", fmt::format("the store says {}", o.said.status),
           o.intent->by);
  } else if (o.stray && o.said.status == o.stray->to) {
    return; // ours or the store's own: the answer will tell
  } else if (o.said.status != o.intent->base) {
    d.note("status.overtaken",
           fmt::format("the store changed to {} meanwhile and wins over {}",
                       o.said.status, o.intent->to),
           "store");
  } else {
    return;
  }
  o.intent.reset();
  d.settle("status");
}

void expect_stray(draft& d, const status_pushed& e) {
  auto& o = d.o();
  if (!o.stray || e.number > o.stray->number || !e.said || !e.written)
    return;
  // It may be the answer of an earlier one. No wish is overtaken by it.
  o.stray->to = e.said->status;
  if (o.intent)
    o.intent->base = e.said->status;
}

void on_stray(draft& d, const status_pushed& e) {
  auto& o = d.o();
  if (!o.stray || e.number > o.stray->number)
    return;
  auto stray = *o.stray;
  if (e.number == stray.number)
    o.stray.reset();
  if (o.intent) {
    if (e.number == stray.number)
      settle_intent(d); // what was not ours is the store's own
    return;
  }
  // What the store changed since is its own, too.
  bool ours = e.said && e.written && o.said.status == stray.to &&
              o.said.modified <= e.said->modified;
  if (!ours || stray.back.empty() || stray.back == stray.to || o.gone)
    return;
  if (o.stray)
    o.stray->back.clear();
  d.note("status.taken_back",
         fmt::format("the change to {} was withdrawn too late and is undone",
                     stray.to),
         stray.by);
  intend(d, stray.back, stray.by);
}

void on_status_pushed(draft& d, const status_pushed& e) {
  auto& o = d.o();
  if (!o.intent || o.intent->number != e.number)
    return;
  if (e.said && !e.written && e.said->status == o.intent->base)
    return d.act(push_status{o.intent->to, e.number}); // another base by now
  o.intent->problem = e.problem;
  if (e.permanent) {
    d.attend("status",
             fmt::format("the store refused {}: {}", o.intent->to, e.problem));
    d.note("status.refused", e.problem, "store");
    o.intent.reset();
    return;
  }
  ++o.intent->tries;
  o.intent->next_try =
      d.now + backoff(o.intent->tries, 5s, 2, 10min, to_string(o.key));
  if (o.intent->tries == 1)
    d.note(
        "status.put_off",
        fmt::format("the store could not be told: {}; tried again", e.problem),
        "store");
}

void check_intent(draft& d, bool fresh) {
  if (fresh && d.o().stray) { // nobody will answer any more
    d.o().stray.reset();
    settle_intent(d);
  }
  auto& i = d.o().intent;
  if (!i || !(i->next_try ? *i->next_try <= d.now : fresh))
    return;
  i->next_try.reset();
  d.act(push_status{i->to, i->number});
}

} // namespace dastomized::rules

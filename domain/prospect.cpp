#include "domain/prospect.hpp"

#include "domain/outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dastomized {

namespace {

// By the code of a denial; what is missing has nothing to be done.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> todos{{
    {"already_submitted", "have it made once more from the order's own page"},
    {"unknown_outcome", "find out on the order's page whether its provider has "
                        "it"},
    {"twin", "say on the order's page whether both orders are real"},
    {"status", "change its status first"},
    {"submitting", "wait for its provider's answer"},
    {"gone", "restore it at the store first"},
    {"not_held", "change its status on the order's page if it is to go on"},
    {"invalid_status", "give the store this status, or use another"},
}};

std::string todo_of(std::string_view code) {
  auto it = std::ranges::find(todos, code, [](auto& t) { return t.first; });
  return it == todos.end() ? std::string() : std::string(it->second);
}

bool sends(const outlook& then) {
  return std::ranges::any_of(then.left, [](const effect& e) {
    return std::holds_alternative<send_part>(e);
  });
}

const journal_entry* blocked(const outlook& then) {
  auto it =
      std::ranges::find(then.notes, "submission.blocked", &journal_entry::kind);
  return it == then.notes.end() ? nullptr : &*it;
}

prospect of_blockers(const std::vector<blocker>& found,
                     const journal_entry& told) {
  if (found.empty())
    return {false, "blocked", told.text, {}};
  return {false, found[0].code, found[0].what, found[0].todo};
}

// Submit, retry and whatever else makes a request of it.
std::optional<prospect> of_request(const order& o, const outlook& then,
                                   const policy& p, instant now) {
  const auto& after = then.after;
  // History that was made elsewhere looks just so: counted apart.
  if (sends(then) && o.said.status == "completed")
    return prospect{true,
                    "sent_completed",
                    "go to their providers although the store calls them "
                    "completed",
                    {}};
  if (sends(then))
    return prospect{true, "sent", "go to their providers", {}};
  if (auto* why = blocked(then))
    return of_blockers(preflight(after, p), *why);
  if (!after.request || after.request == o.request)
    return std::nullopt;
  if (auto* f = freeze_on(after, p.freezes, now))
    return prospect{true,
                    "frozen",
                    fmt::format("go once the freeze is lifted: {}", f->reason),
                    {}};
  return prospect{true, "asked", "are prepared to go to their providers", {}};
}

prospect of_hold(const order& o, const order& after) {
  bool stops = o.count.state == countdown_state::running &&
               after.count.state == countdown_state::paused;
  return stops ? prospect{true,
                          "countdown_stops",
                          "are put on hold, and their countdowns stop",
                          {}}
               : prospect{true, "held", "are put on hold", {}};
}

prospect of_release(const order& o, const outlook& then) {
  if (sends(then))
    return {true, "sent", "are released and go to their providers", {}};
  bool counts = o.count.state != countdown_state::running &&
                then.after.count.state == countdown_state::running;
  return counts ? prospect{true,
                           "countdown_runs",
                           "are released, and their countdowns run",
                           {}}
                : prospect{true, "released", "are released", {}};
}

} // namespace

prospect prospect_of(const order& o, const person_asked& asked,
                     const policy& p) {
  auto first = advance(o, asked, p);
  if (first.denied)
    return {false, first.denied->code, first.denied->what,
            todo_of(first.denied->code)};
  auto then = look_ahead(std::move(first), p, asked.at);
  if (asked.what == ask::hold)
    return of_hold(o, then.after);
  if (asked.what == ask::release)
    return of_release(o, then);
  return of_request(o, then, p, asked.at)
      .value_or(prospect{true, "tried_again", "are tried again now", {}});
}

} // namespace dastomized

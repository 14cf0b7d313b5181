#include "domain/choices.hpp"

#include "domain/editing.hpp"
#include "domain/rules.hpp"
#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dastomized {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> titles{{
    {"pending", "Pending payment"},
    {"processing", "Processing"},
    {"on-hold", "On hold"},
    {"completed", "Completed"},
    {"cancelled", "Cancelled"},
    {"refunded", "Refunded"},
    {"failed", "Failed"},
    {"checkout-draft", "Draft"},
    {"trash", "Trash"},
}};

person_asked asks_for(ask what, instant now) {
  person_asked a;
  a.at = now;
  a.what = what;
  a.by = "you";
  a.text = "as foreseen"; // the reason, where one is needed
  return a;
}

choice plain(ask what, const order& o, const policy& p, instant now) {
  return foresee(o, asks_for(what, now), p);
}

choice hold_for_a_day(const order& o, const policy& p, instant now) {
  auto a = asks_for(ask::hold_until, now);
  a.until = now + 24h;
  return foresee(o, a, p);
}

choice extend_by_an_hour(const order& o, const policy& p, instant now) {
  auto a = asks_for(ask::extend, now);
  a.span = 1h;
  return foresee(o, a, p);
}

choice any_status(const order& o, const policy& p, instant now) {
  if (!status_choices(o, p, now).empty())
    return {true, {}, {}, "The store is asked to give it the status you name."};
  auto a = asks_for(ask::set_status, now);
  a.text = o.said.status;
  auto no = foresee(o, a, p);
  no.allowed = false;
  return no;
}

choice any_type(const order&, const policy&, instant) {
  return {true,
          {},
          {},
          "It is treated as you say, whatever the rules find; only in-app "
          "orders count down."};
}

// The first part with which it works; else why it does not with the last.
template <class Get>
choice with_any_part(const order& o, const policy& p, instant now, choice no,
                     Get get) {
  for (const auto& x : o.parts) {
    auto c = get(choices_of(x, o, p, now));
    if (c.allowed)
      return c;
    no = std::move(c);
  }
  return no;
}

choice resolve(const order& o, const policy& p, instant now) {
  choice no{false, "not_unknown", "no part has an unknown outcome", {}};
  return with_any_part(o, p, now, std::move(no), [](part_choices c) {
    return c.resolve_not_there.allowed ? c.resolve_not_there : c.resolve_there;
  });
}

choice remake(const order& o, const policy& p, instant now) {
  choice no{false, "not_submitted", "only a submitted part can be remade", {}};
  return with_any_part(o, p, now, std::move(no),
                       [](part_choices c) { return c.remake; });
}

choice edit(const order& o, const policy& p) {
  choice no{false, "no_line", "the order has no lines", {}};
  for (const auto& l : o.said.lines) {
    no = edit_choice(l, o, p);
    if (no.allowed)
      break;
  }
  return no;
}

bool any(const order& o, part_state s) {
  return std::ranges::find(o.parts, s, &part::state) != o.parts.end();
}

} // namespace

std::string status_title(std::string_view status) {
  for (const auto& [slug, title] : titles)
    if (slug == status)
      return std::string(title);
  std::string title(status);
  std::ranges::replace(title, '-', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z')
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

std::vector<status_choice> status_choices(const order& o, const policy& p,
                                          instant now) {
  auto offered = p.statuses;
  if (offered.empty()) // the store was not asked yet
    for (const auto& [slug, title] : titles)
      if (slug != "checkout-draft")
        offered.emplace(slug);
  std::vector<status_choice> all;
  for (const auto& status : offered) {
    auto a = asks_for(ask::set_status, now);
    a.text = status;
    if (auto c = foresee(o, a, p); c.allowed)
      all.push_back({status, std::move(c.effect)});
  }
  return all;
}

part_choices choices_of(const part& x, const order& o, const policy& p,
                        instant now) {
  auto tried = [&](ask what, bool there) {
    auto a = asks_for(what, now);
    a.reference = x.reference;
    a.there = there;
    return foresee(o, a, p);
  };
  return {tried(ask::resolve_unknown, true), tried(ask::resolve_unknown, false),
          tried(ask::remake, false)};
}

choice edit_choice(const line& l, const order& o, const policy& p) {
  auto no = rules::closed_to_edits(o, l.id);
  if (no.code.empty() && std::ranges::none_of(l.meta, [&](const auto& m) {
        return is_editable(m, p.personalization);
      }))
    no = {"not_editable", "the line has nothing that could be changed here"};
  if (!no.code.empty())
    return {false, no.code, no.what, {}};
  return {true,
          {},
          {},
          "The store is asked to change its order. Nothing is sent until it "
          "has, and the countdown goes on."};
}

std::vector<named_choice> choices_of(const order& o, const policy& p,
                                     instant now) {
  return {{"submit", plain(ask::submit, o, p, now)},
          {"retry", plain(ask::retry, o, p, now)},
          {"hold", plain(ask::hold, o, p, now)},
          {"hold_until", hold_for_a_day(o, p, now)},
          {"release", plain(ask::release, o, p, now)},
          {"extend", extend_by_an_hour(o, p, now)},
          {"restart", plain(ask::restart, o, p, now)},
          {"status", any_status(o, p, now)},
          {"cancel-status", plain(ask::cancel_intent, o, p, now)},
          {"type", any_type(o, p, now)},
          {"resolve", resolve(o, p, now)},
          {"remake", remake(o, p, now)},
          {"clear-twin", plain(ask::clear_twin, o, p, now)},
          {"edit", edit(o, p)},
          {"cancel-edit", plain(ask::cancel_edit, o, p, now)}};
}

std::string primary_action(const order& o, const policy& p, instant now) {
  using enum submit_status;
  auto stands = status_of(o);
  if (stands == unknown)
    return "resolve";
  if (stands == submitting || stands == queued)
    return {};
  if (stands == submitted || (o.gone && any(o, part_state::accepted)))
    return "view_at_provider";
  if (o.gone || rules::phase_of(o.said.status) == rules::phase::over)
    return {};
  if (o.twin_of && !o.twin_cleared)
    return "clear-twin";
  if (rules::phase_of(o.said.status) == rules::phase::unpaid)
    return {};
  if (!preflight(o, p).empty())
    return "fix";
  if (o.said.status == "on-hold")
    return "release";
  if (!plain(ask::submit, o, p, now).allowed)
    return {};
  return stands == failed ? "retry" : "submit";
}

} // namespace dastomized

#include "domain/rules.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized {

namespace rules {

namespace {

using blockers = std::vector<blocker>;

void require(blockers& out, bool present, std::string code,
             std::string_view what) {
  if (!present)
    out.push_back({"address." + code, fmt::format("{} is missing", what),
                   "complete the address in the store's order"});
}

bool given(std::string_view text) {
  return !trimmed(text).empty();
}

bool iso_country(std::string_view c) {
  auto upper = [](char x) { return x >= 'A' && x <= 'Z'; };
  return c.size() == 2 && std::ranges::all_of(c, upper);
}

void check_recipient(blockers& out, const snapshot& s,
                     const provider_rules& r) {
  const auto& to = empty(s.shipping) ? s.billing : s.shipping;
  auto named = [](const address& a) {
    return given(a.first_name) || given(a.last_name) || given(a.company);
  };
  require(out, named(to), "name", "the recipient's name");
  require(out, given(to.line1) || given(to.line2), "street", "the street");
  require(out, given(to.city), "city", "the city");
  require(out, given(to.postcode), "postcode", "the postcode");
  require(out, iso_country(to.country), "country", "the two-letter country");
  if (r.states_for.contains(to.country))
    require(out, given(to.state), "state", "the state");
  if (r.needs_phone)
    require(out,
            given(to.phone) || given(s.billing.phone) ||
                given(r.fallback_phone),
            "phone", "a phone number (or a configured fallback)");
  if (r.needs_email)
    require(out, given(s.billing.email) || given(r.fallback_email), "email",
            "an e-mail address (or a configured fallback)");
}

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

// Only a personalized line owes a print file: a plain product of the
// provider's own app carries its artwork there.
void check_design(blockers& out, const line& l, const policy& p) {
  const auto& keys = p.personalization;
  bool personal = false, file = false;
  for (const auto& m : l.meta) {
    bool print = keys.print_file.matches(m.key);
    personal = personal || print || keys.any.matches(m.key) ||
               keys.preview.matches(m.key);
    file = file || (print && is_url(trimmed(m.value)));
  }
  if (personal && !file)
    out.push_back({"design.missing",
                   fmt::format("the final design of \"{}\" is not there yet",
                               plain_text(l.name)),
                   "wait for the personalizer to render it, or define it",
                   l.id});
}

void check_engraving(blockers& out, const line& l) {
  for (const auto& m : l.meta)
    if (lower(m.key).starts_with("engraving line 1") && !given(m.value))
      out.push_back({"personalization.empty",
                     fmt::format("\"{}\" has an engraving without text and "
                                 "would ship blank",
                                 plain_text(l.name)),
                     "enter the text in the store's order", l.id});
}

} // namespace

std::vector<blocker> part_blockers(const order& o, const part& p,
                                   const policy& rules) {
  blockers out;
  auto it = rules.providers.find(p.provider);
  if (it == rules.providers.end()) {
    out.push_back({"provider.missing",
                   fmt::format("provider {} is not configured", p.provider),
                   "add the [[provider]] or change the route"});
    return out;
  }
  check_recipient(out, o.said, it->second);
  for (const auto& pl : p.lines)
    if (auto* l = find_line(o.said, pl.line_id)) {
      if (it->second.needs_print_file)
        check_design(out, *l, rules);
      if (rules.check_artwork)
        check_artwork(out, *l, o, rules);
      check_engraving(out, *l);
      check_edited(out, *l, o, rules);
    }
  return out;
}

} // namespace rules

std::vector<blocker> preflight(const order& o, const policy& p) {
  auto [parts, out] = rules::route_lines(o, p);
  if (rules::amazon_fulfilled(o.said))
    out.push_back({"amazon.afn", "Amazon fulfils this order itself",
                   "nothing to do: it must not be submitted"});
  if (parts.empty() && out.empty())
    out.push_back({"lines.none", "no line is left to fulfil",
                   "check quantities, refunds and routes"});
  for (const auto& fresh : parts) {
    auto it = std::ranges::find(o.parts, fresh.provider, &part::provider);
    if (it != o.parts.end() && it->state == part_state::accepted)
      continue;
    for (auto& b : rules::part_blockers(o, fresh, p))
      if (std::ranges::find(out, b) == out.end())
        out.push_back(std::move(b));
  }
  return out;
}

} // namespace dastomized

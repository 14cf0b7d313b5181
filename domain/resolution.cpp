// What only a person can decide about a part: what an unknown outcome was,
// and that it is to be made once more.
#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::rules {

void resolve_unknown(draft& d, const person_asked& e) {
  auto* p = find(d, e.reference);
  if (!p || p->state != part_state::unknown)
    return d.deny("not_unknown", "that part has no unknown outcome");
  if (e.text.empty())
    return d.deny("invalid", "a reason is needed");
  if (!e.there && p->reason_code != not_there && !account_moved(d, *p))
    return d.deny("not_looked_up", "the provider has not yet said that it "
                                   "does not have it");
  d.note("part.resolved", fmt::format("{}: {}", p->reference, e.text), e.by);
  if (e.there)
    return accept(d, *p, p->reference, " (said by a person)", e.by);
  refuse(d, *p, "person", e.text, e.by);
  settle_unknown(d);
}

namespace {

// Why it can not be made again; empty code: it can. Asked twice, it is made
// once: the next remake is one of the remake.
denial remake_hindrance(draft& d, const part* p, const person_asked& e) {
  const auto& o = d.o();
  if (!p || p->lines.empty() ||
      (p->state != part_state::accepted && p->state != part_state::cancelled))
    return {"not_submitted", "only a submitted part can be remade"};
  if (e.text.empty())
    return {"invalid", "a remake needs a reason"};
  if (std::ranges::find(o.parts, part_state::unknown, &part::state) !=
      o.parts.end())
    return {"unknown_outcome", "a part is being looked up"};
  for (const auto& x : o.parts)
    if (x.remake_of == e.reference && !x.lines.empty())
      return {"already_remade", fmt::format("was made again as {}; remake that "
                                            "one if need be",
                                            x.reference)};
  if (!may_go_on(o))
    return {"status", "the order's status does not allow it"};
  if (auto* f = frozen(d, *p))
    return {"frozen", fmt::format("submissions are frozen: {}", f->reason)};
  if (auto found = part_blockers(o, *p, d.rules); !found.empty())
    return {"blocked", found.front().what};
  return {};
}

} // namespace

void remake(draft& d, const person_asked& e) {
  auto* p = find(d, e.reference);
  if (auto no = remake_hindrance(d, p, e); !no.code.empty())
    return d.deny(no.code, no.what);
  part copy;
  copy.provider = p->provider;
  copy.lines = p->lines;
  copy.remake_of = p->reference;
  copy.remake_reason = e.text;
  copy.requested_by = e.by;
  copy.read_at = d.now;
  for (const auto& x : d.o().parts)
    if (x.provider == copy.provider)
      copy.revision = std::max(copy.revision, x.revision + 1);
  copy.reference = reference_of(d.o().key, copy.provider, copy.revision);
  d.note("part.remake",
         fmt::format("{} is made again as {}: {}", copy.remake_of,
                     copy.reference, e.text),
         e.by);
  send(d, d.o().parts.emplace_back(std::move(copy)));
}

} // namespace dastomized::rules

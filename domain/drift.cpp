// What changed in the store after something was sent: shown, never sent.
#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::rules {

namespace {

bool anything_sent(const order& o) {
  return std::ranges::any_of(o.parts, [](const part& p) {
    return p.state == part_state::accepted || p.state == part_state::unknown ||
           p.state == part_state::intended ||
           (p.state == part_state::cancelled && !p.lines.empty());
  });
}

std::string place(const snapshot& s) {
  const auto& a = empty(s.shipping) ? s.billing : s.shipping;
  return fmt::format("{} {}, {} {}, {} {} {} {}", a.first_name, a.last_name,
                     a.line1, a.line2, a.postcode, a.city, a.state, a.country);
}

// What the buyer chose; the shop's own book-keeping does not count.
std::vector<meta_entry> choices(const line& l) {
  auto all = l.meta;
  std::erase_if(all, [](const meta_entry& m) {
    return m.key == "_reduced_stock" || m.key == "_restock_refunded_items";
  });
  return all;
}

bool same_lines(const snapshot& a, const snapshot& b) {
  return std::ranges::equal(a.lines, b.lines, [](const line& x, const line& y) {
    return x.id == y.id && x.sku == y.sku && x.quantity == y.quantity &&
           x.refunded == y.refunded && choices(x) == choices(y);
  });
}

void raise(draft& d, std::string code, std::string what) {
  d.note("drift", what, "store");
  d.attend("drift." + std::move(code), std::move(what));
}

} // namespace

void check_drift(draft& d, const snapshot& before) {
  auto& o = d.o();
  if (!anything_sent(o))
    return;
  if (place(before) != place(o.said))
    raise(d, "address",
          fmt::format("address changed after submission: \"{}\" → \"{}\"",
                      place(before), place(o.said)));
  if (!same_lines(before, o.said))
    raise(d, "lines", "items changed after submission");
  if (before.refunds.size() < o.said.refunds.size())
    raise(d, "refund", "a refund was made after submission");
  if (before.status != o.said.status &&
      (o.said.status == "cancelled" || o.said.status == "refunded" ||
       o.said.status == "trash"))
    raise(d, "status",
          fmt::format("the store says {} but it was submitted", o.said.status));
}

} // namespace dastomized::rules

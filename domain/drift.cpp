// What changed in the store after something was sent: shown, never sent.
#include "domain/drift.hpp"

#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace dastomized {

namespace rules {

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

} // namespace rules

namespace {

struct comparison {
  std::vector<difference> found;

  void field(std::string name, std::int64_t line_id, std::string label,
             std::string sent, std::string now) {
    if (sent != now)
      found.push_back({std::move(name), line_id, std::move(label),
                       std::move(sent), std::move(now)});
  }
};

void compare_places(comparison& c, const snapshot& a, const snapshot& b) {
  struct part_of_it {
    const char *name, *label;
    std::string address::*text;
  };
  constexpr part_of_it parts[] = {
      {"first_name", "first name", &address::first_name},
      {"last_name", "last name", &address::last_name},
      {"company", "company", &address::company},
      {"line1", "street", &address::line1},
      {"line2", "street, second line", &address::line2},
      {"city", "city", &address::city},
      {"state", "state", &address::state},
      {"postcode", "postcode", &address::postcode},
      {"country", "country", &address::country},
      {"phone", "phone", &address::phone}};
  const auto& from = empty(a.shipping) ? a.billing : a.shipping;
  const auto& to = empty(b.shipping) ? b.billing : b.shipping;
  for (const auto& p : parts)
    c.field(fmt::format("shipping.{}", p.name), 0, p.label, from.*p.text,
            to.*p.text);
  c.field("billing.email", 0, "e-mail", a.billing.email, b.billing.email);
}

// By key: what has the same key twice belongs together.
std::map<std::string, std::string> chosen(const line& l) {
  std::map<std::string, std::string> all;
  for (const auto& m : rules::choices(l)) {
    auto& text = all[m.key];
    text += (text.empty() ? "" : ", ") + m.value;
  }
  return all;
}

void compare_choices(comparison& c, const line& a, const line& b) {
  auto from = chosen(a), to = chosen(b);
  for (const auto& [key, value] : from)
    c.field("line.meta", a.id, key, value,
            to.contains(key) ? to.at(key) : std::string());
  for (const auto& [key, value] : to)
    if (!from.contains(key))
      c.field("line.meta", a.id, key, {}, value);
}

std::string told(const line& l) {
  return fmt::format("{} × {}", l.quantity, l.name);
}

void compare_lines(comparison& c, const snapshot& a, const snapshot& b) {
  for (const auto& was : a.lines) {
    auto* is = find_line(b, was.id);
    if (!is) {
      c.field("line", was.id, "item", told(was), {});
      continue;
    }
    c.field("line.sku", was.id, "SKU", was.sku, is->sku);
    c.field("line.quantity", was.id, "quantity", std::to_string(was.quantity),
            std::to_string(is->quantity));
    c.field("line.refunded", was.id, "refunded pieces",
            std::to_string(was.refunded), std::to_string(is->refunded));
    compare_choices(c, was, *is);
  }
  for (const auto& is : b.lines)
    if (!find_line(a, is.id))
      c.field("line", is.id, "item", {}, told(is));
}

std::string refunds(const snapshot& s) {
  std::string all;
  for (const auto& r : s.refunds)
    all += (all.empty() ? "" : ", ") + r.total;
  return all;
}

// An order that goes on in its own way did not drift.
void compare_status(comparison& c, const order& o) {
  const auto& is = o.said.status;
  if (o.gone || is == "cancelled" || is == "refunded" || is == "trash")
    c.field("status", 0, "status", o.sent_as->status, o.gone ? "trash" : is);
}

std::string allowed(const part& p, const policy& rules) {
  if (p.state == part_state::cancelled)
    return "It was cancelled: nothing will be made of it.";
  if (p.state != part_state::accepted)
    return fmt::format("It is not known yet whether {} has it.", p.provider);
  if (p.all_shipped)
    return "It has left: nothing of it can be changed any more.";
  auto it = rules.providers.find(p.provider);
  return it != rules.providers.end() && !it->second.afterwards.empty()
             ? it->second.afterwards
             : fmt::format("Ask {} what can still be done.", p.provider);
}

} // namespace

std::vector<difference> drift_of(const order& o) {
  if (!o.sent_as)
    return {};
  comparison c;
  compare_places(c, *o.sent_as, o.said);
  compare_lines(c, *o.sent_as, o.said);
  c.field("refunds", 0, "refunds", refunds(*o.sent_as), refunds(o.said));
  compare_status(c, o);
  return std::move(c.found);
}

std::vector<allowance> still_allowed(const order& o, const policy& p) {
  std::vector<allowance> all;
  for (const auto& x : o.parts)
    if (x.attempt > 0 && !x.lines.empty() && x.state != part_state::refused &&
        x.state != part_state::blocked && x.state != part_state::none)
      all.push_back({x.reference, x.provider, allowed(x, p)});
  return all;
}

} // namespace dastomized

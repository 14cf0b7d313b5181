#include "domain/text.hpp"
#include "storage/store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::storage {

namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto p : parts)
    if (!p.empty())
      out += (out.empty() ? "" : ", ") + std::string(p);
  return out;
}

void add_once(std::vector<std::string>& all, const std::string& x) {
  if (!x.empty() && std::find(all.begin(), all.end(), x) == all.end())
    all.push_back(x);
}

std::string name_of(const address& a) {
  std::string full(trimmed(a.first_name));
  full += ' ';
  full += trimmed(a.last_name);
  return plain_text(trimmed(full));
}

std::string problem_of(const order& o) {
  std::string out;
  for (const auto& p : o.parts) {
    if (p.state == part_state::refused || p.state == part_state::unknown)
      out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", p.provider,
                         p.reason);
    if (p.state == part_state::blocked && out.empty())
      for (const auto& b : p.blockers)
        out += (out.empty() ? "" : "; ") + b.what;
  }
  return out;
}

} // namespace

row row_of(const order& o) {
  const auto& s = o.said;
  const auto& to = empty(s.shipping) ? s.billing : s.shipping;
  row r;
  r.key = o.key;
  r.number = s.number;
  r.status = s.status;
  r.customer = name_of(to);
  if (auto buyer = name_of(s.billing); lower(buyer) != lower(r.customer))
    r.buyer = buyer;
  r.place = plain_text(joined({to.city, to.state, to.country}));
  r.email = s.billing.email;
  r.total = s.total;
  r.currency = s.currency;
  r.payment = plain_text(s.payment_title);
  r.created = s.created;
  r.modified = s.modified;
  r.type = type_of(o);
  r.submit = status_of(o);
  r.count = o.count.state;
  if (o.count.state == countdown_state::running)
    r.due = o.count.due;
  r.remaining = o.count.remaining;
  for (const auto& l : s.lines) {
    r.items += static_cast<std::uint32_t>(std::max(l.quantity, 0));
    add_once(r.skus, l.sku);
  }
  for (const auto& p : o.parts)
    add_once(r.providers, p.provider);
  for (const auto& x : o.shipments)
    add_once(r.tracking, x.number);
  r.problem = problem_of(o);
  r.needs_attention = !o.attentions.empty();
  r.gone = o.gone;
  r.fulfilled = fulfilled(o);
  for (const auto& a : o.attentions)
    r.attentions.push_back(a.code);
  return r;
}

} // namespace dastomized::storage

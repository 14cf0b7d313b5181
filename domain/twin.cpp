#include "domain/twin.hpp"

#include "domain/digest.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace dastomized {

namespace {

constexpr std::size_t print_size = 16;
constexpr std::size_t transaction_min = 6; // "0", "free", "n/a" name none

bool sent(const order& o) {
  return std::ranges::any_of(o.parts, [](const part& p) {
    return p.state == part_state::accepted || p.state == part_state::intended ||
           p.state == part_state::unknown;
  });
}

// Not paid, or given up.
bool comes_to_nothing(const order& o) {
  constexpr std::array<std::string_view, 7> dead{
      "pending", "failed",         "cancelled", "refunded",
      "trash",   "checkout-draft", "auto-draft"};
  return o.gone || std::ranges::find(dead, o.said.status) != dead.end();
}

} // namespace

std::string purchase_fingerprint(const snapshot& s) {
  const auto& to = empty(s.shipping) ? s.billing : s.shipping;
  auto who = s.customer_id ? std::to_string(s.customer_id)
                           : lower(trimmed(s.billing.email));
  if (who.empty() || s.lines.empty() || empty(to))
    return {};
  std::vector<std::string> lines;
  for (const auto& l : s.lines) {
    auto text = fmt::format("{}|{}|{}|{}", l.product_id, l.variation_id, l.sku,
                            l.quantity);
    for (const auto& m : l.meta)
      text += fmt::format("|{}={}", m.key, m.value);
    lines.push_back(std::move(text));
  }
  std::ranges::sort(lines);
  auto place = lower(fmt::format("{}|{}|{}|{}|{}|{}", to.last_name, to.line1,
                                 to.line2, to.postcode, to.city, to.country));
  return sha256(fmt::format("{}\n{}\n{}", who, place, fmt::join(lines, "\n")))
      .substr(0, print_size);
}

std::string payment_fingerprint(const snapshot& s) {
  auto id = trimmed(s.transaction_id);
  if (id.size() < transaction_min)
    return {};
  return sha256(fmt::format("paid\n{}\n{}", s.payment_method, id))
      .substr(0, print_size);
}

bool held_by(const order& o, const order& other) {
  if (other.key == o.key || other.twin_of == o.key)
    return false;
  auto age = [](const order& x) { return std::tie(x.said.created, x.key.id); };
  return sent(other) || (age(other) < age(o) && !comes_to_nothing(other));
}

} // namespace dastomized

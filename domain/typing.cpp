#include "domain/rules.hpp"

#include <algorithm>

namespace dastomized {

bool key_set::matches(std::string_view key) const {
  return std::ranges::find(keys, key) != keys.end() ||
         std::ranges::any_of(prefixes, [key](const std::string& prefix) {
           return !prefix.empty() && key.starts_with(prefix);
         });
}

namespace rules {

namespace {

bool personalized(const line& l, const policy& p) {
  const auto& k = p.personalization;
  auto counts = [&](const meta_entry& m) {
    return k.any.matches(m.key) || k.preview.matches(m.key) ||
           k.print_file.matches(m.key) || k.client_image.matches(m.key);
  };
  return (!l.sku.empty() && p.catalogue.contains(l.sku)) ||
         std::ranges::any_of(l.meta, counts);
}

bool shineon_sku(const line& l, const policy& p) {
  return std::ranges::any_of(
      p.shineon_prefixes,
      [&](const std::string& prefix) { return l.sku.starts_with(prefix); });
}

} // namespace

order_type decide_type(const snapshot& s, const policy& p) {
  if (s.created_via == "amazon" || find_meta(s.meta, "_wpla_amazon_order_id"))
    return order_type::amazon;
  if (std::ranges::any_of(s.lines,
                          [&](const line& l) { return personalized(l, p); }))
    return order_type::in_app;
  if (std::ranges::any_of(s.lines,
                          [&](const line& l) { return shineon_sku(l, p); }))
    return order_type::shineon;
  return order_type::other;
}

bool amazon_fulfilled(const snapshot& s) {
  auto* channel = find_meta(s.meta, "_wpla_amazon_fulfillment_channel");
  return channel && channel->value == "AFN";
}

} // namespace rules
} // namespace dastomized

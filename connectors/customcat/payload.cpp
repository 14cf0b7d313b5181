#include "connectors/customcat/payload.hpp"

#include "connectors/customcat/kit.hpp"
#include "domain/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <charconv>

namespace dastomized::connectors::customcat {

namespace {

namespace json = boost::json;

failure invalid(std::string what) {
  return {fault::invalid, std::move(what)};
}

// "48146-front" names the blank 48146.
std::string catalog_sku(const std::string& sku) {
  auto digits = sku.substr(0, sku.find('-'));
  bool plain = !digits.empty() &&
               digits.find_first_not_of("0123456789") == std::string::npos;
  return plain ? digits : sku;
}

std::optional<int> preset(const line& l) {
  auto* m = find_meta(l.meta, "_dastomize_preset");
  if (!m)
    return std::nullopt;
  auto text = trimmed(m->value);
  int id = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (ec != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return id;
}

// Artwork given with the order. A file for the back alone stays at the back.
json::object printed_item(const part_line& p, const line& l,
                          const kit::artwork& art) {
  json::object item{{"catalog_sku", catalog_sku(p.provider_sku)}};
  auto put = [&](const char* key, const std::string& url) {
    if (!url.empty())
      item[key] = url;
  };
  put("design_url", art.front);
  put("design_url_back", art.back);
  put("mockup_url", art.mockup);
  put("mockup_url_back", art.mockup_back);
  if (auto id = preset(l))
    item["preset_id"] = *id;
  item["quantity"] = p.quantity;
  return item;
}

result<json::object> item_of(const provider_account& a, const order& o,
                             const part_line& p) {
  auto* l = kit::line_of(o, p);
  if (!l)
    return invalid(fmt::format("line {} is gone from the order", p.line_id));
  if (p.quantity < 1 || p.provider_sku.empty())
    return invalid(fmt::format("\"{}\" has no quantity or no CustomCat SKU",
                               plain_text(l->name)));
  auto art = kit::artwork_of(*l, a.personalization);
  if (!art.front.empty() || !art.back.empty())
    return printed_item(p, *l, art);
  if (art.personal)
    return invalid(fmt::format("the print file of \"{}\" is not there yet",
                               plain_text(l->name)));
  // A product of CustomCat's own app: the artwork lives there.
  return json::object{{"sku", p.provider_sku}, {"quantity", p.quantity}};
}

result<json::array> items_of(const provider_account& a, const order& o,
                             const part& p) {
  json::array items;
  for (const auto& l : p.lines) {
    auto item = item_of(a, o, l);
    if (!item)
      return item.error();
    items.push_back(std::move(*item));
  }
  if (items.empty())
    return invalid("the part has no lines");
  return items;
}

// CustomCat has no field for a company: it goes before the second line.
std::string second_line(const kit::recipient& to) {
  if (to.company.empty() || to.company == to.name)
    return to.line2;
  return to.line2.empty() ? to.company : to.company + ", " + to.line2;
}

json::object head(const provider_account& a, const kit::recipient& to) {
  json::object out;
  if (a.sandbox)
    out["sandbox"] = "1";
  out["shipping_first_name"] = to.first;
  out["shipping_last_name"] = to.last;
  out["shipping_address1"] = to.line1;
  if (auto second = second_line(to); !second.empty())
    out["shipping_address2"] = second;
  out["shipping_city"] = to.city;
  out["shipping_state"] = to.state;
  out["shipping_zip"] = to.postcode;
  out["shipping_country"] = to.country;
  out["shipping_email"] = to.email;
  out["shipping_phone"] = to.phone;
  out["shipping_method"] = a.shipping_method;
  return out;
}

} // namespace

result<std::string> build(const provider_account& a, const order& o,
                          const part& p) {
  auto to = kit::recipient_of(o.said, a);
  if (to.first.empty())
    return invalid("CustomCat needs the recipient's name");
  if (to.phone.empty()) // answered with a bare 500 otherwise
    return invalid("CustomCat needs a phone number (or a configured fallback)");
  if (to.email.empty())
    return invalid("CustomCat needs an e-mail address (or a configured "
                   "fallback)");
  if (a.shipping_method.empty())
    return invalid("CustomCat needs a configured shipping_method");
  auto items = items_of(a, o, p);
  if (!items)
    return items.error();
  auto out = head(a, to);
  out["items"] = std::move(*items);
  return json::serialize(out);
}

std::string with_key(const std::string& payload, const std::string& token) {
  return fmt::format("{{\"api_key\":{},{}",
                     json::serialize(json::string(token)),
                     std::string_view(payload).substr(1));
}

} // namespace dastomized::connectors::customcat

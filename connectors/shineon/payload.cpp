#include "connectors/shineon/payload.hpp"

#include "connectors/customcat/kit.hpp"
#include "domain/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <array>

namespace dastomized::connectors::shineon {

namespace {

namespace json = boost::json;

failure invalid(std::string what) {
  return {fault::invalid, std::move(what)};
}

// "Size (US):", "_size_us" and "pa_size-us" are one name.
std::string snake(std::string_view name) {
  std::string out;
  for (char c : lower(plain_text(name))) {
    bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (word)
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  if (out.ends_with('_'))
    out.pop_back();
  return out.starts_with("pa_") ? out.substr(3) : out;
}

// What the customer entered under that name, by key or by label.
std::string entered(const line& l, std::string_view name) {
  for (const auto& m : l.meta) {
    auto text = trimmed(m.value);
    bool structured = m.is_json && (text.starts_with('{') ||
                                    text.starts_with('[') || text == "null");
    if (structured || (snake(m.key) != name && snake(m.label) != name))
      continue;
    auto value = plain_text(text);
    if (!trimmed(value).empty())
      return std::string(trimmed(value));
  }
  return {};
}

json::object properties_of(const line& l, const std::string& print_url) {
  constexpr std::array<std::pair<const char*, const char*>, 4> names{
      {{"Engraving Line 1", "engraving_line_1"},
       {"Engraving Line 2", "engraving_line_2"},
       {"Engraving Font", "engraving_font"},
       {"Size (US)", "size_us"}}};
  json::object out;
  if (!print_url.empty())
    out["print_url"] = print_url;
  for (auto [name, alias] : names)
    if (auto value = entered(l, alias); !value.empty())
      out[name] = value;
  return out;
}

// A template (PT-…) takes its artwork with the order; a SKU (SO-…) may
// have it, may be engraved, or may be plain goods.
result<json::object> item_of(const provider_account& a, const order& o,
                             const part_line& p) {
  auto* l = kit::line_of(o, p);
  if (!l)
    return invalid(fmt::format("line {} is gone from the order", p.line_id));
  auto name = plain_text(l->name);
  if (p.quantity < 1 || p.provider_sku.empty())
    return invalid(
        fmt::format("\"{}\" has no quantity or no ShineOn SKU", name));
  auto art = kit::artwork_of(*l, a.personalization);
  auto properties = properties_of(*l, art.front.empty() ? art.back : art.front);
  bool is_template = lower(p.provider_sku).starts_with("pt-");
  if (is_template && !properties.contains("print_url"))
    return invalid(
        fmt::format("the print file of \"{}\" is not there yet", name));
  if (art.personal && properties.empty())
    return invalid(fmt::format("\"{}\" is personalized, but has neither a "
                               "print file nor a text: it would ship blank",
                               name));
  json::object item{{"store_line_item_id", std::to_string(p.line_id)},
                    {is_template ? "product_template" : "sku", p.provider_sku},
                    {"quantity", p.quantity}};
  if (!properties.empty())
    item["properties"] = std::move(properties);
  return item;
}

// Countries without provinces get the city there, as a working client does
// for Israel.
json::object address_of(const kit::recipient& to) {
  json::object out{{"name", to.name}, {"address1", to.line1}};
  auto put = [&](const char* key, const std::string& value) {
    if (!value.empty())
      out[key] = value;
  };
  put("address2", to.line2);
  out["city"] = to.city;
  out["zip"] = to.postcode;
  out["country_code"] = to.country;
  put("province", to.state.empty() ? to.city : to.state);
  put("province_code", to.state);
  put("phone", to.phone);
  put("company", to.company);
  return out;
}

json::object head(const provider_account& a, const part& p,
                  const kit::recipient& to) {
  json::object out{
      {"source_id", p.reference}, {"ready", 0}, {"test", a.sandbox}};
  if (!to.email.empty())
    out["email"] = to.email;
  out["shipment_notification_url"] = a.notice_url;
  if (!a.shipping_method.empty())
    out["shipping_method"] = a.shipping_method;
  return out;
}

} // namespace

result<std::string> build(const provider_account& a, const order& o,
                          const part& p) {
  auto to = kit::recipient_of(o.said, a);
  if (to.name.empty())
    return invalid("ShineOn needs the recipient's name");
  if (a.notice_url.empty()) // refused with 406 otherwise
    return invalid("ShineOn demands an address for its shipment notices: "
                   "configure http.public_url and the provider's path_secret");
  auto out = head(a, p, to);
  json::array items;
  for (const auto& l : p.lines) {
    auto item = item_of(a, o, l);
    if (!item)
      return item.error();
    items.push_back(std::move(*item));
  }
  if (items.empty())
    return invalid("the part has no lines");
  out["line_items"] = std::move(items);
  out["shipping_address"] = address_of(to);
  return json::serialize(json::object{{"order", std::move(out)}});
}

} // namespace dastomized::connectors::shineon

#include "connectors/woocommerce/tracking.hpp"

#include "connectors/woocommerce/asking.hpp"
#include "connectors/woocommerce/reading.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dastomized::connectors::woocommerce {

namespace {

using boost::json::object;
using boost::json::value;
using json::array;
using json::integer;
using json::text;

// Each entry needs "id":0, or the shop drops it without a word.
object meta(std::string_view key, value v) {
  return {{"id", 0}, {"key", key}, {"value", std::move(v)}};
}

// Slugs WooCommerce ships; all else is a carrier named by hand.
void add_carrier(boost::json::array& out, const std::string& carrier) {
  constexpr std::array known{"usps", "ups", "fedex", "dhl"};
  auto slug = lower(carrier);
  if (std::ranges::find(known, slug) != known.end()) {
    out.push_back(meta("_shipment_provider", value(slug)));
    return;
  }
  out.push_back(meta("_shipment_provider", "other"));
  out.push_back(meta("_provider_name", value(carrier)));
}

value fulfillment(const parcel& p) {
  boost::json::array all, items;
  for (auto [line, quantity] : p.items)
    items.push_back(object{{"item_id", line}, {"qty", quantity}});
  all.push_back(meta("_tracking_number", value(p.number)));
  all.push_back(meta("_tracking_url", value(p.url)));
  add_carrier(all, p.carrier);
  all.push_back(meta("_shipping_option", "manual-entry"));
  all.push_back(meta("_items", std::move(items)));
  return object{{"status", "fulfilled"},
                {"is_fulfilled", true},
                {"notify_customer", true},
                {"meta_data", std::move(all)}};
}

parcel read_fulfillment(const value& v) {
  parcel p;
  for (const auto& m : array(v, "meta_data")) {
    auto key = text(m, "key");
    if (key == "_tracking_number")
      p.number = text(m, "value");
    else if (key == "_tracking_url")
      p.url = text(m, "value");
    else if (key == "_shipment_provider" && p.carrier.empty())
      p.carrier = text(m, "value");
    else if (key == "_provider_name")
      p.carrier = text(m, "value");
    else if (key == "_items")
      for (const auto& i : array(m, "value"))
        p.items.emplace_back(integer(i, "item_id"), json::pieces(i, "qty"));
  }
  return p;
}

// Both plugins take a carrier in words, whether they know it or not. AST
// reads a date in the order of its own settings, so it is left to today.
value plugin_entry(tracking_home h, const parcel& p) {
  object body{
      {"custom_tracking_provider", p.carrier.empty() ? "Other" : p.carrier},
      {"custom_tracking_link", p.url},
      {"tracking_number", p.number}};
  if (h == tracking_home::shipment_tracking && p.shipped != instant{})
    body["date_shipped"] = utc_text(p.shipped).substr(0, 10);
  return body;
}

std::string plugin_path(tracking_home h, std::int64_t order) {
  return fmt::format(
      "/{}/orders/{}/shipment-trackings",
      h == tracking_home::ast ? "wc-ast/v3" : "wc-shipment-tracking/v3", order);
}

parcel read_entry(const value& v) {
  return {text(v, "tracking_number"),
          text(v, "tracking_link"),
          text(v, "tracking_provider"),
          {},
          {}};
}

} // namespace

std::string_view name_of(tracking_home h) {
  switch (h) {
  case tracking_home::fulfillments:
    return "fulfillments";
  case tracking_home::shipment_tracking:
    return "Shipment Tracking";
  case tracking_home::ast:
    return "Advanced Shipment Tracking";
  }
  return "";
}

// AST answers under the other plugin's name as well, but then it is listed
// with its own.
std::optional<tracking_home>
plugin_among(const std::vector<std::string>& namespaces) {
  auto has = [&](std::string_view n) {
    return std::ranges::find(namespaces, n) != namespaces.end();
  };
  if (has("wc-ast/v3"))
    return tracking_home::ast;
  if (has("wc-shipment-tracking/v3"))
    return tracking_home::shipment_tracking;
  return std::nullopt;
}

http_request get_parcels(const account& a, tracking_home h,
                         std::int64_t order) {
  return get(a, h == tracking_home::fulfillments
                    ? order_path(order, "/fulfillments")
                    : plugin_path(h, order));
}

answer<std::vector<parcel>> read_parcels(tracking_home h,
                                         const http_outcome& o) {
  return read_list<parcel>(
      o, h == tracking_home::fulfillments ? read_fulfillment : read_entry);
}

http_request post_parcel(const account& a, tracking_home h, std::int64_t order,
                         const parcel& p) {
  if (h == tracking_home::fulfillments)
    return send(a, "POST", order_path(order, "/fulfillments"), fulfillment(p));
  return send(a, "POST", plugin_path(h, order), plugin_entry(h, p));
}

} // namespace dastomized::connectors::woocommerce

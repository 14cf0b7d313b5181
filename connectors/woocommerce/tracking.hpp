// The places in which a shop keeps tracking numbers, one way of asking and
// telling for all of them. Pure.
#pragma once

#include "connectors/woocommerce/woocommerce.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dastomized::connectors::woocommerce {

enum class tracking_home : std::uint8_t {
  fulfillments,      // WooCommerce's own; off unless the shop switched it on
  shipment_tracking, // the plugin "Shipment Tracking"
  ast,               // the plugin "Advanced Shipment Tracking"
};

std::string_view name_of(tracking_home h); // for people

// The plugin among the namespaces of the shop's REST index.
std::optional<tracking_home>
plugin_among(const std::vector<std::string>& namespaces);

struct parcel {
  std::string number, url, carrier;
  instant shipped{};
  std::vector<std::pair<std::int64_t, int>> items{}; // line id, quantity
};

// What the shop has for an order. A shop without that home answers with a
// problem of layer not_found that is not `gone`.
http_request get_parcels(const account& a, tracking_home h, std::int64_t order);
answer<std::vector<parcel>> read_parcels(tracking_home h,
                                         const http_outcome& o);

// Adds one; mails the customer as the shop is set up to.
http_request post_parcel(const account& a, tracking_home h, std::int64_t order,
                         const parcel& p);

} // namespace dastomized::connectors::woocommerce

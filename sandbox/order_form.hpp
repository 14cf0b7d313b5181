// The form of an order as WooCommerce 10.5 writes it: every member, in its
// order, with the values of an empty order.
#pragma once

#include "sandbox/json_text.hpp"

namespace dastomized::sandbox {

json::object blank_order();
json::object blank_line();
json::object blank_shipping_line();
std::string_view currency_symbol(std::string_view currency);

// Recomputes totals from lines and shipping.
void add_up(json::object& order);

} // namespace dastomized::sandbox

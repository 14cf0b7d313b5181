#include "sandbox/order_form.hpp"

namespace dastomized::sandbox {

namespace {

constexpr std::string_view order_text = R"({"id":0,"parent_id":0,
"status":"pending","currency":"USD","version":"10.5.0",
"prices_include_tax":false,"date_created":null,"date_modified":null,
"discount_total":"0.00","discount_tax":"0.00","shipping_total":"0.00",
"shipping_tax":"0.00","cart_tax":"0.00","total":"0.00","total_tax":"0.00",
"customer_id":0,"order_key":"","billing":{"first_name":"","last_name":"",
"company":"","address_1":"","address_2":"","city":"","state":"",
"postcode":"","country":"","email":"","phone":""},"shipping":{
"first_name":"","last_name":"","company":"","address_1":"","address_2":"",
"city":"","state":"","postcode":"","country":"","phone":""},
"payment_method":"","payment_method_title":"","transaction_id":"",
"customer_ip_address":"","customer_user_agent":"","created_via":"rest-api",
"customer_note":"","date_completed":null,"date_paid":null,"cart_hash":"",
"number":"","meta_data":[],"line_items":[],"tax_lines":[],
"shipping_lines":[],"fee_lines":[],"coupon_lines":[],"refunds":[],
"payment_url":"","is_editable":true,"needs_payment":true,
"needs_processing":true,"date_created_gmt":null,"date_modified_gmt":null,
"date_completed_gmt":null,"date_paid_gmt":null,"currency_symbol":"$",
"_links":{}})";

constexpr std::string_view line_text = R"({"id":0,"name":"","product_id":0,
"variation_id":0,"quantity":1,"tax_class":"","subtotal":"0.00",
"subtotal_tax":"0.00","total":"0.00","total_tax":"0.00","taxes":[],
"meta_data":[],"sku":"","global_unique_id":"","price":0,
"image":{"id":"","src":""},"parent_name":null})";

constexpr std::string_view shipping_text = R"({"id":0,"method_title":"",
"method_id":"flat_rate","instance_id":"1","total":"0.00",
"total_tax":"0.00","taxes":[],"tax_status":"taxable","meta_data":[]})";

std::int64_t sum_of(const json::object& order, std::string_view list,
                    std::string_view member) {
  std::int64_t sum = 0;
  for (const auto& line : array_at(order, list))
    sum += cents(text_at(line.as_object(), member));
  return sum;
}

} // namespace

json::object blank_order() {
  return json::parse(order_text).as_object();
}
json::object blank_line() {
  return json::parse(line_text).as_object();
}
json::object blank_shipping_line() {
  return json::parse(shipping_text).as_object();
}

std::string_view currency_symbol(std::string_view currency) {
  if (currency == "EUR")
    return "€";
  if (currency == "GBP")
    return "£";
  return currency == "JPY" ? "¥" : "$";
}

void add_up(json::object& order) {
  auto lines = sum_of(order, "line_items", "total");
  auto full = sum_of(order, "line_items", "subtotal");
  auto tax = sum_of(order, "line_items", "total_tax");
  auto shipping = sum_of(order, "shipping_lines", "total");
  auto fees = sum_of(order, "fee_lines", "total");
  order["discount_total"] = money(full - lines);
  order["shipping_total"] = money(shipping);
  order["cart_tax"] = money(tax);
  order["total_tax"] = money(tax);
  order["total"] = money(lines + shipping + fees + tax);
}

} // namespace dastomized::sandbox

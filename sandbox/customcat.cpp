#include "sandbox/customcat.hpp"

#include "sandbox/signing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dastomized::sandbox {

namespace {

constexpr std::array shipping_names{"Economy", "Ground", "2 Day",
                                    "Standard Overnight",
                                    "International Priority"};
constexpr std::size_t parcel_lines = 4;

answer plain(unsigned code, json::object body) {
  answer a;
  a.status = code;
  a.content_type = "application/json";
  a.body = json::serialize(body);
  return a;
}

// A guid that follows from the id, so that a restart gives the same.
std::string guid_of(const std::string& id) {
  auto h = hex_digest(id);
  return fmt::format("{}-{}-4{}-8{}-{}", h.substr(0, 8), h.substr(8, 4),
                     h.substr(12, 3), h.substr(15, 3), h.substr(18, 12));
}

std::string key_in(const call& c, const json::object& body) {
  auto key = c.arg("api_key");
  return key.empty() ? text_at(body, "api_key") : key;
}

bool is_number(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char ch) {
    return ch >= '0' && ch <= '9';
  });
}

} // namespace

customcat::customcat(surroundings& around, customcat_keys keys)
    : around_(around), keys_(std::move(keys)) {}

std::string customcat::kind_of(const call& c) {
  if (c.part(3) == "webhook")
    return "webhook";
  if (c.part(3) != "order")
    return "other";
  if (c.part(4) == "status")
    return "lookup";
  return c.method == "DELETE" ? "cancel" : "submit";
}

answer customcat::failed(unsigned code, std::string_view message) const {
  auto a = plain(code, {{"error_description", message}});
  a.headers.emplace_back("X-FAIL-MESSAGE", message);
  a.reason = message;
  return a;
}

answer customcat::handle(const call& c) {
  if (c.part(1) != "api" || c.part(2) != "v1")
    return failed(404, "Not Found");
  auto parsed = parsed_json(c.body.empty() ? "{}" : c.body);
  if (!parsed || !parsed->is_object())
    return failed(500, "Internal Server Error"); // malformed data, measured
  const auto& body = parsed->get_object();
  auto key = key_in(c, body);
  if (key != keys_.write && key != keys_.read)
    return failed(401, "Invalid API key");
  if (key != keys_.write && c.method != "GET")
    return failed(403, "Read only key");
  auto what = c.part(3), id = c.part(4);
  if (what == "webhook")
    return webhooks(c, body);
  if (what == "shipping" && c.method == "GET") {
    json::array all;
    for (const char* name : shipping_names)
      all.push_back({{"SHIPPING_ID", all.size() + 1}, {"SHIPPING_NAME", name}});
    auto a = plain(200, {});
    a.body = json::serialize(all);
    return a;
  }
  if (what != "order" || id.empty())
    return failed(404, "Not Found");
  if (id == "status" && c.method == "GET")
    return status(c.part(5), c);
  if (c.method == "POST")
    return submit(id, c);
  return c.method == "DELETE" ? cancel(id) : failed(405, "Method Not Allowed");
}

answer customcat::check_body(const json::object& body) const {
  if (text_at(body, "shipping_phone").empty())
    return failed(500, "Internal Server Error"); // measured: not a 400
  if (text_at(body, "shipping_email").empty())
    return failed(400, "Customer Email Required");
  auto method = text_at(body, "shipping_method");
  if (std::find(shipping_names.begin(), shipping_names.end(), method) ==
      shipping_names.end())
    return failed(400, "Invalid Shipping Method");
  auto country = text_at(body, "shipping_country");
  auto street = text_at(body, "shipping_address1");
  if (country.size() != 2)
    return failed(400, "Invalid Country");
  if (country == "US" && !known_us_state(text_at(body, "shipping_state")))
    return failed(400, "Invalid state");
  if (undeliverable(street, text_at(body, "shipping_zip"), country) ||
      text_at(body, "shipping_city").empty()) {
    auto a = failed(400, "Invalid Shipping Address");
    a.body = json::serialize(
        json::object{{"error_description", "Invalid Shipping Address"},
                     {"suggestions", json::array()}});
    return a;
  }
  if (text_at(body, "shipping_last_name").empty())
    return failed(400, "Invalid Shipping Address");
  const auto& items = array_at(body, "items");
  for (const auto& item : items) {
    const auto& one = item.as_object();
    auto sku =
        text_at(one, one.contains("catalog_sku") ? "catalog_sku" : "sku");
    if (sku.empty() || sku == "00000" || number_at(one, "quantity") < 1)
      return failed(400, "There is an issue with the order. SKU: " + sku);
  }
  return items.empty() ? failed(400, "There is an issue with the order. SKU: ")
                       : plain(200, {});
}

answer customcat::submit(const std::string& id, const call& c) {
  auto body = json::parse(c.body.empty() ? "{}" : c.body).as_object();
  if (auto checked = check_body(body); checked.status != 200) {
    around_.note(
        "customcat.refused",
        {{"reference", id}, {"why", checked.header("X-FAIL-MESSAGE")}});
    return checked;
  }
  return accept(id, c, std::move(body));
}

// Until it is in production the id works like an upsert: the same body again
// changes nothing, another one would be printed as well.
answer customcat::accept(const std::string& id, const call& c,
                         json::object body) {
  auto digest = hex_digest(c.body);
  auto [it, fresh] = orders_.try_emplace(id);
  auto& o = it->second;
  if (!fresh && o.status != "Pending" && o.status != "Cancelled") {
    ++counts.references[id].reposts;
    return failed(400, "Duplicate Order");
  }
  if (!fresh && o.status == "Pending" && o.digest == digest) {
    ++counts.references[id].reposts;
    around_.note("customcat.posted_again", {{"reference", id}});
  } else {
    o = {guid_of(id),
         digest,
         "Pending",
         std::move(body),
         {},
         around_.now_ms(),
         around_.now_ms() + around_.ship_after_ms};
    due_.emplace(o.placed_ms + around_.ship_after_ms / 2, id);
    due_.emplace(o.ship_at_ms, id);
    counts.references[id].accept(around_.now_ms());
    around_.note("customcat.accepted", {{"reference", id}});
  }
  return plain(200, {{"ORDER_ID", id},
                     {"MSG", "Order added successfully"},
                     {"CUSTOMCAT_ORDER_ID", o.guid}});
}

answer customcat::status(const std::string& id, const call& c) const {
  auto it = orders_.find(id);
  bool test = c.arg("sandbox") == "1";
  if (it == orders_.end() ||
      test != (text_at(it->second.body, "sandbox") == "1"))
    return failed(404, "Order not found");
  const auto& o = it->second;
  json::array lines;
  for (const auto& item : array_at(o.body, "items"))
    lines.push_back({{"STATUS", o.status == "Pending"    ? "Processing"
                                : o.status == "Verified" ? "Printed"
                                                         : o.status},
                     {"PRODUCT_NAME", text_at(item.as_object(), "catalog_sku")},
                     {"PRODUCT_COLOR_ID", 1}});
  auto b = [&](const char* key) { return text_at(o.body, key); };
  return plain(200, {{"ORDER_ID", id},
                     {"CUSTOMCAT_ORDER_ID", o.guid},
                     {"ORDER_DATE", date_text(o.placed_ms / 1000)},
                     {"ORDER_STATUS", o.status},
                     {"ORDER_TOTAL", 14.5 * static_cast<double>(lines.size())},
                     {"CUSTOMER_NAME",
                      b("shipping_first_name") + " " + b("shipping_last_name")},
                     {"CUSTOMER_ADDRESS1", b("shipping_address1")},
                     {"CUSTOMER_ADDRESS2", b("shipping_address2")},
                     {"CUSTOMER_CITY", b("shipping_city")},
                     {"CUSTOMER_STATE", b("shipping_state")},
                     {"CUSTOMER_ZIP", b("shipping_zip")},
                     {"CUSTOMER_COUNTRY", b("shipping_country")},
                     {"LINE_ITEMS", lines},
                     {"SHIPMENTS", o.shipments}});
}

answer customcat::cancel(const std::string& id) {
  auto it = orders_.find(id);
  if (it == orders_.end())
    return failed(404, "Order not found");
  if (it->second.status == "Pending") {
    it->second.status = "Cancelled";
    ++counts.references[id].cancelled;
    around_.note("customcat.cancelled", {{"reference", id}});
  } else if (it->second.status != "Cancelled") {
    return failed(400, "Order already in production");
  }
  return plain(200, {{"ORDER_ID", id}, {"MSG", "Order cancelled"}});
}

void customcat::tick() {
  while (!due_.empty() && due_.begin()->first <= around_.now_ms()) {
    auto id = due_.begin()->second;
    due_.erase(due_.begin());
    auto it = orders_.find(id);
    if (it == orders_.end())
      continue;
    auto& o = it->second;
    if (o.ship_at_ms <= around_.now_ms())
      ship(id, o);
    else if (o.status == "Pending")
      o.status = "Verified";
  }
}

bool customcat::ship_now(std::string_view reference) {
  auto it = orders_.find(std::string(reference));
  if (it == orders_.end() || it->second.status == "Cancelled" ||
      it->second.status == "Shipped")
    return false;
  ship(it->first, it->second);
  return true;
}

// Four lines go in one parcel; each parcel has its own number and notice.
void customcat::ship(const std::string& id, order& o) {
  if (o.status == "Shipped" || o.status == "Cancelled")
    return;
  o.status = "Shipped";
  auto lines = array_at(o.body, "items").size();
  auto parcels = (lines + parcel_lines - 1) / parcel_lines;
  for (std::size_t n = 0; n < parcels; ++n) {
    auto count = std::min(parcel_lines, lines - n * parcel_lines);
    auto number = tracking_number("9400", fmt::format("{}#{}", id, n));
    o.shipments.push_back({{"TRACKING_ID", number},
                           {"METHOD", text_at(o.body, "shipping_method")},
                           {"VENDOR", "USPS"},
                           {"NUMBER_ITEMS", count}});
    json::object body{
        {"api_key", keys_.read},
        {"order_id", id},
        {"customcat_order_id", o.guid},
        {"tracker_number", number},
        {"tracking_url",
         "https://tools.usps.com/go/TrackConfirmAction?tLabels=" + number}};
    bool last = n + 1 == parcels;
    if (!last)
      body["items_remaining"] = lines - (n + 1) * parcel_lines;
    tell(last ? "order-shipped" : "order-partial-shipment", body);
  }
  around_.note("customcat.shipped", {{"reference", id}});
}

bool customcat::reject_design(std::string_view reference,
                              std::string_view reason) {
  auto it = orders_.find(std::string(reference));
  if (it == orders_.end())
    return false;
  auto& o = it->second;
  json::array items;
  std::string url;
  for (const auto& item : array_at(o.body, "items")) {
    url = text_at(item.as_object(), "design_url");
    items.push_back({{"catalog_sku", text_at(item.as_object(), "catalog_sku")},
                     {"quantity", number_at(item.as_object(), "quantity")}});
  }
  json::object about{{"order_id", it->first},
                     {"customcat_order_id", o.guid},
                     {"items", items}};
  json::array orders;
  orders.push_back(about);
  tell("design-rejected",
       {{"design_url", url}, {"reason", reason}, {"orders", orders}});
  return true;
}

void customcat::tell(std::string_view topic, const json::value& body) {
  for (const auto& [id, w] : webhooks_)
    if (text_at(w, "topic") == topic)
      around_.push(text_at(w, "url"), body);
}

answer customcat::webhooks(const call& c, const json::object& body) {
  auto with_id = c.part(4);
  if (c.method == "GET") {
    json::array all;
    for (const auto& [id, w] : webhooks_)
      all.push_back(w);
    auto a = plain(200, {});
    a.body = json::serialize(all);
    return a;
  }
  std::int64_t id = 0;
  if (is_number(with_id))
    std::from_chars(with_id.data(), with_id.data() + with_id.size(), id);
  if (c.method == "POST")
    id = ++last_webhook_;
  else if (webhooks_.count(id) == 0)
    return failed(404, "Webhook not found");
  if (c.method == "DELETE") {
    webhooks_.erase(id);
    return plain(200, {{"MSG", "Webhook deleted"}});
  }
  webhooks_[id] = {{"id", id},
                   {"topic", text_at(body, "topic")},
                   {"url", text_at(body, "url")}};
  return plain(200, webhooks_[id]);
}

json::object customcat::saved() const {
  json::object all, hooks;
  for (const auto& [id, o] : orders_)
    all[id] = {{"digest", o.digest},       {"status", o.status},
               {"body", o.body},           {"shipments", o.shipments},
               {"placed_ms", o.placed_ms}, {"ship_at_ms", o.ship_at_ms}};
  for (const auto& [id, w] : webhooks_)
    hooks[std::to_string(id)] = w;
  return {
      {"orders", all}, {"webhooks", hooks}, {"counts", counts.counted(true)}};
}

void customcat::load(const json::object& state) {
  counts.load(object_at(state, "counts"));
  for (const auto& [key, saved] : object_at(state, "orders")) {
    const auto& s = saved.as_object();
    std::string id = key;
    orders_[id] = {guid_of(id),
                   text_at(s, "digest"),
                   text_at(s, "status"),
                   object_at(s, "body"),
                   array_at(s, "shipments"),
                   number_at(s, "placed_ms"),
                   number_at(s, "ship_at_ms")};
    if (text_at(s, "status") != "Shipped")
      due_.emplace(number_at(s, "ship_at_ms"), id);
  }
  for (const auto& [id, w] : object_at(state, "webhooks")) {
    last_webhook_ = std::max(last_webhook_, number_at(w.as_object(), "id"));
    webhooks_[number_at(w.as_object(), "id")] = w.as_object();
  }
}

} // namespace dastomized::sandbox

#include "sandbox/shineon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace dastomized::sandbox {

namespace {

answer plain(unsigned code, const json::value& body) {
  answer a;
  a.status = code;
  a.content_type = "application/json";
  a.body = json::serialize(body);
  return a;
}

answer failed(unsigned code, std::string_view message) {
  return plain(code, json::object{{"error", message}});
}

answer shown(unsigned code, const json::object& doc) {
  return plain(code, json::object{{"order", doc}});
}

std::string stamp(std::int64_t ms) {
  return date_text(ms / 1000) + "Z";
}

bool listed(const std::string& list, const std::string& one) {
  return ("," + list + ",").find("," + one + ",") != std::string::npos;
}

std::int64_t whole(const std::string& text, std::int64_t otherwise) {
  std::int64_t n = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

} // namespace

shineon::shineon(surroundings& around, std::string token)
    : around_(around), token_(std::move(token)) {}

std::string shineon::kind_of(const call& c) {
  if (c.part(2) != "orders")
    return "other";
  auto verb = c.part(4);
  if (verb == "ready")
    return "release";
  if (!verb.empty())
    return verb; // hold, cancel
  if (c.method == "POST")
    return "submit";
  return c.method == "GET" ? "lookup" : "edit";
}

answer shineon::handle(const call& c) {
  if (c.part(1) != "v1" && c.part(1) != "v2")
    return failed(404, "Not Found");
  if (c.authorization != "Bearer " + token_)
    return failed(401, "Unauthenticated.");
  if (c.part(2) == "whoami" && c.method == "GET")
    return plain(
        200,
        {{"user",
          {{"id", 1}, {"name", "Sandbox"}, {"email", "sandbox@example.com"}}}});
  if (c.part(2) != "orders")
    return failed(404, "Not Found");
  auto parsed = parsed_json(c.body.empty() ? "{}" : c.body);
  if (!parsed || !parsed->is_object())
    return failed(400, "Malformed JSON");
  const auto& given = object_at(parsed->get_object(), "order");
  if (c.parts.size() == 3)
    return c.method == "POST" ? create(given) : list(c);
  auto it = orders_.find(whole(c.part(3), 0));
  if (it == orders_.end())
    return failed(404, "Order not found");
  if (c.parts.size() > 4 && c.method == "POST")
    return act(it->second, c.part(4));
  if (c.method == "PUT")
    return edit(it->second, given);
  return shown(200, it->second.doc);
}

answer shineon::check(const json::object& given) const {
  if (text_at(given, "source_id").empty())
    return failed(422, "The order.source_id field is required.");
  if (text_at(given, "shipment_notification_url").empty())
    return failed(406, "shipment_notification_url is required");
  const auto& lines = array_at(given, "line_items");
  if (lines.empty())
    return failed(422, "The order.line_items field is required.");
  for (const auto& line : lines) {
    auto sku = text_at(line.as_object(), "sku");
    if (sku.empty() && text_at(line.as_object(), "product_template").empty())
      return failed(422, "A line item needs a sku or a product_template.");
    if (!sku.empty() && !sku.starts_with("SO-") && !sku.starts_with("PT-"))
      return failed(422, "Unknown sku " + sku);
    if (number_at(line.as_object(), "quantity") < 1)
      return failed(422, "The quantity must be at least 1.");
  }
  const auto& to = object_at(given, "shipping_address");
  auto country = text_at(to, "country_code");
  if (text_at(to, "name").empty() || country.size() != 2 ||
      undeliverable(text_at(to, "address1"), text_at(to, "zip"), country))
    return failed(422, "Invalid Shipping Address");
  return plain(200, nullptr);
}

// Takes over what the client gave; lines get ids and empty tracking.
void shineon::fill(json::object& doc, const json::object& given) {
  for (const char* key : {"shipment_notification_url", "shipping_method",
                          "email", "note", "shipping_address"})
    if (given.contains(key))
      doc[key] = given.at(key);
  json::array lines;
  for (const auto& entry : array_at(given, "line_items")) {
    auto line = entry.as_object();
    line["id"] = ++last_line_;
    line["store_line_item_id"] = text_at(line, "store_line_item_id");
    line["price"] = "12.00";
    line["tracking_company"] = nullptr;
    line["tracking_number"] = nullptr;
    lines.push_back(line);
  }
  doc["line_items"] = lines;
}

answer shineon::create(const json::object& given) {
  auto reference = text_at(given, "source_id");
  if (auto no = check(given); no.status != 200) {
    around_.note("shineon.refused",
                 {{"reference", reference}, {"why", no.body}});
    return no;
  }
  auto id = ++last_id_;
  auto& o = orders_[id];
  auto now = around_.now_ms();
  o.doc = {{"id", id},
           {"status", "on_hold"},
           {"on_hold_reason", "Created with ready: 0"},
           {"store_order_id", reference},
           {"source_id", reference},
           {"name", fmt::format("SHINE-{}", id - 4'471'216)},
           {"test", text_at(given, "test") == "true"},
           {"shipment_notification_url", ""},
           {"subtotal_price", "12.00"},
           {"total_shipping", "4.00"},
           {"total_tax", "0.00"},
           {"total_price", "16.00"},
           {"currency", "USD"},
           {"created_at", stamp(now)},
           {"updated_at", stamp(now)},
           {"cancelled_at", nullptr},
           {"cancel_reason", nullptr},
           {"line_items", json::array()},
           {"shipping_address", json::object()}};
  fill(o.doc, given);
  o.updated_ms = now;
  around_.note("shineon.created", {{"reference", reference}, {"id", id}});
  if (number_at(given, "ready", 1) == 1)
    release(o);
  return shown(201, o.doc);
}

void shineon::set(order& o, std::string_view status) {
  o.doc["status"] = status;
  o.updated_ms = around_.now_ms();
  o.doc["updated_at"] = stamp(o.updated_ms);
  if (status != "on_hold")
    o.doc["on_hold_reason"] = nullptr;
}

// From here on it will be billed and made.
void shineon::release(order& o) {
  set(o, "awaiting_payment");
  o.ship_at_ms = o.updated_ms + around_.ship_after_ms;
  due_.emplace(o.updated_ms + around_.ship_after_ms / 2,
               number_at(o.doc, "id"));
  due_.emplace(o.ship_at_ms, number_at(o.doc, "id"));
  auto reference = text_at(o.doc, "source_id");
  if (!std::exchange(o.counted, true))
    counts.references[reference].accept(around_.now_ms());
  around_.note("shineon.accepted",
               {{"reference", reference}, {"id", o.doc["id"]}});
}

answer shineon::act(order& o, std::string_view what) {
  auto status = text_at(o.doc, "status");
  bool open = status == "on_hold" || status == "awaiting_payment";
  if (what == "ready") {
    if (status == "on_hold")
      release(o);
    else if (status == "cancelled")
      return failed(422, "The order is cancelled.");
    return shown(200, o.doc);
  }
  if (what == "hold") {
    if (!open)
      return failed(422, "The order can not be held any more.");
    set(o, "on_hold");
    o.doc["on_hold_reason"] = "Held by seller";
    o.ship_at_ms = 0;
    return shown(200, o.doc);
  }
  if (what != "cancel")
    return failed(404, "Not Found");
  if (!open && status != "cancelled")
    return failed(422, "The order can not be cancelled any more.");
  if (open) {
    set(o, "cancelled");
    o.doc["cancel_reason"] = "canceled_by_seller";
    o.doc["cancelled_at"] = o.doc["updated_at"];
    o.ship_at_ms = 0;
    if (std::exchange(o.counted, false))
      ++counts.references[text_at(o.doc, "source_id")].cancelled;
    around_.note("shineon.cancelled", {{"reference", o.doc["source_id"]}});
  }
  auto done = plain(202, nullptr);
  done.body.clear(); // sometimes empty: always so here
  return done;
}

answer shineon::edit(order& o, const json::object& given) {
  auto status = text_at(o.doc, "status");
  if (status != "on_hold" && status != "awaiting_payment")
    return failed(422, "The order can not be edited any more.");
  if (auto no = check(given); no.status != 200)
    return no;
  fill(o.doc, given);
  set(o, status);
  return shown(200, o.doc);
}

bool shineon::selected(const order& o, const call& c) const {
  for (auto [filter, member] : {std::pair{"ids", "id"},
                                {"source_ids", "source_id"},
                                {"status", "status"}})
    if (c.has(filter) && !listed(c.arg(filter), text_at(o.doc, member)))
      return false;
  for (auto [filter, member] : {std::pair{"updated_at_min", "updated_at"},
                                {"created_at_min", "created_at"}}) {
    bool zone = false;
    auto bound = read_date(c.arg(filter), zone);
    if (bound && *read_date(text_at(o.doc, member), zone) < *bound)
      return false;
  }
  return true;
}

answer shineon::list(const call& c) const {
  auto limit = std::clamp<std::int64_t>(whole(c.arg("limit"), 50), 1, 250);
  auto skip = (std::max<std::int64_t>(whole(c.arg("page"), 1), 1) - 1) * limit;
  json::array found;
  for (const auto& [id, o] : orders_) {
    if (!selected(o, c))
      continue;
    if (skip-- > 0)
      continue;
    if (static_cast<std::int64_t>(found.size()) == limit)
      break;
    found.push_back(o.doc);
  }
  return plain(200, json::object{{"orders", found}});
}

void shineon::tick() {
  while (!due_.empty() && due_.begin()->first <= around_.now_ms()) {
    auto it = orders_.find(due_.begin()->second);
    due_.erase(due_.begin());
    if (it == orders_.end() || it->second.ship_at_ms == 0)
      continue;
    if (it->second.ship_at_ms <= around_.now_ms())
      ship(it->second);
    else if (text_at(it->second.doc, "status") == "awaiting_payment")
      set(it->second, "in_production");
  }
}

bool shineon::ship_now(std::string_view reference) {
  for (auto& [id, o] : orders_)
    if (text_at(o.doc, "source_id") == reference && o.ship_at_ms != 0) {
      ship(o);
      return true;
    }
  return false;
}

// The notice carries an empty source_id, as measured.
void shineon::ship(order& o) {
  set(o, "shipped");
  o.ship_at_ms = 0;
  auto reference = text_at(o.doc, "source_id");
  auto number = tracking_number("9400", reference + text_at(o.doc, "id"));
  json::array told;
  for (auto& entry : o.doc["line_items"].as_array()) {
    auto& line = entry.as_object();
    line["tracking_company"] = "USPS";
    line["tracking_number"] = number;
    told.push_back({{"id", line["id"]},
                    {"store_line_item_id", line["store_line_item_id"]},
                    {"sku", text_at(line, "sku")},
                    {"quantity", line["quantity"]},
                    {"tracking_company", "USPS"},
                    {"tracking_number", number}});
  }
  json::object body{{"id", o.doc["id"]},
                    {"source_id", ""},
                    {"store_order_id", reference},
                    {"line_items", told}};
  around_.push(text_at(o.doc, "shipment_notification_url"),
               json::object{{"order", body}});
  around_.note("shineon.shipped", {{"reference", reference}});
}

json::object shineon::saved() const {
  json::array all;
  for (const auto& [id, o] : orders_)
    all.push_back({{"doc", o.doc},
                   {"counted", o.counted},
                   {"updated_ms", o.updated_ms},
                   {"ship_at_ms", o.ship_at_ms}});
  return {{"orders", all},
          {"last_line", last_line_},
          {"counts", counts.counted(true)}};
}

void shineon::load(const json::object& state) {
  counts.load(object_at(state, "counts"));
  last_line_ = number_at(state, "last_line", last_line_);
  for (const auto& entry : array_at(state, "orders")) {
    const auto& s = entry.as_object();
    auto id = number_at(object_at(s, "doc"), "id");
    orders_[id] = {object_at(s, "doc"), number_at(s, "counted") == 1,
                   number_at(s, "updated_ms"), number_at(s, "ship_at_ms")};
    last_id_ = std::max(last_id_, id);
    if (orders_[id].ship_at_ms != 0)
      due_.emplace(orders_[id].ship_at_ms, id);
  }
}

} // namespace dastomized::sandbox

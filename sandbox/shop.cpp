#include "sandbox/shop.hpp"

#include "sandbox/order_form.hpp"
#include "sandbox/signing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dastomized::sandbox {

namespace {

constexpr std::array statuses{"auto-draft", "pending",   "processing",
                              "on-hold",    "completed", "cancelled",
                              "refunded",   "failed",    "checkout-draft"};

json::value date_or_null(std::int64_t at, std::int64_t offset) {
  return at == 0 ? json::value(nullptr) : json::value(date_text(at + offset));
}

json::object link_to(std::string href, bool hints, bool delete_only = false) {
  json::object link{{"href", std::move(href)}};
  if (hints && delete_only)
    link["targetHints"] = {{"allow", {"GET", "DELETE"}}};
  else if (hints)
    link["targetHints"] = {
        {"allow", {"GET", "POST", "PUT", "PATCH", "DELETE"}}};
  return link;
}

// Copies the members the template has, keeping its order.
void overlay(json::object& to, const json::object& from) {
  for (auto& [key, value] : to)
    if (const auto* given = from.if_contains(key);
        given != nullptr && !given->is_null())
      value = *given;
}

bool one_of(std::string_view s, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), s) != list.end();
}

json::object* by_id(json::array& list, std::int64_t id) {
  for (auto& entry : list)
    if (number_at(entry.as_object(), "id") == id)
      return &entry.as_object();
  return nullptr;
}

} // namespace

refusal refused(unsigned status, std::string_view code,
                std::string_view message) {
  return {
      status,
      {{"code", code}, {"message", message}, {"data", {{"status", status}}}}};
}

refusal bad_param(std::string_view param, std::string_view message,
                  std::string_view code) {
  auto r = refused(400, "rest_invalid_param",
                   fmt::format("Invalid parameter(s): {}", param));
  json::value data = nullptr;
  if (code == "rest_invalid_type")
    data = {{"param", fmt::format("{}[0]", param)}};
  json::object details{{"code", code}, {"message", message}, {"data", data}};
  auto& about = r.body["data"].as_object();
  about["params"] = json::object{{param, message}};
  about["details"] = json::object{{param, details}};
  return r;
}

bool shop::knows_status(std::string_view status) const {
  return std::find(statuses.begin(), statuses.end(), status) !=
             statuses.end() ||
         own_statuses.contains(status);
}

shop_order* shop::find(std::int64_t id) {
  auto it = orders.find(id);
  return it == orders.end() ? nullptr : &it->second;
}

// Meta values: booleans come back as "1" or "", numbers as text.
void shop::put_meta(json::array& list, const json::object& entry,
                    bool display) {
  auto id = number_at(entry, "id");
  auto key = text_at(entry, "key");
  auto it = std::find_if(list.begin(), list.end(), [&](const json::value& m) {
    return id != 0 ? number_at(m.as_object(), "id") == id
                   : text_at(m.as_object(), "key") == key;
  });
  const auto* given = entry.if_contains("value");
  if (given == nullptr || given->is_null()) {
    if (it != list.end())
      list.erase(it);
    return;
  }
  json::value value = *given;
  if (value.is_bool())
    value = value.get_bool() ? "1" : "";
  else if (value.is_number())
    value = text_at(entry, "value");
  if (it == list.end())
    it = list.insert(list.end(), json::object{{"id", ++last_meta_}});
  auto& meta = it->as_object();
  if (!key.empty())
    meta["key"] = key;
  meta["value"] = value;
  if (display) {
    meta["display_key"] = text_at(meta, "key");
    meta["display_value"] = value;
  }
}

json::object shop::line_from(const json::object& given) {
  auto line = blank_line();
  auto metas = array_at(given, "meta_data");
  auto price = number_at(given, "price");
  overlay(line, given);
  line["id"] = ++last_item_;
  line["meta_data"] = json::array();
  for (const auto& meta : metas)
    put_meta(line["meta_data"].as_array(), meta.as_object(), true);
  if (text_at(line, "name").empty())
    line["name"] = fmt::format("Product {}", number_at(line, "product_id"));
  auto quantity = std::max<std::int64_t>(1, number_at(line, "quantity", 1));
  if (!given.contains("total"))
    line["total"] =
        money(cents(price == 0 ? "49.50" : text_at(given, "price")) * quantity);
  line["total"] = money(cents(text_at(line, "total")));
  if (!given.contains("subtotal"))
    line["subtotal"] = line["total"];
  line["price"] =
      static_cast<double>(cents(text_at(line, "total")) / quantity) / 100.0;
  return line;
}

void shop::take_lines(json::object& doc, const json::object& body) {
  for (const auto& given : array_at(body, "line_items"))
    doc["line_items"].as_array().push_back(line_from(given.as_object()));
  for (const auto& given : array_at(body, "shipping_lines")) {
    auto line = blank_shipping_line();
    overlay(line, given.as_object());
    line["id"] = ++last_item_;
    line["total"] = money(cents(text_at(line, "total")));
    doc["shipping_lines"].as_array().push_back(line);
  }
  for (const auto& meta : array_at(body, "meta_data"))
    put_meta(doc["meta_data"].as_array(), meta.as_object(), false);
}

shop_order& shop::place(const json::object& body, std::int64_t now) {
  auto id = next_id();
  auto& o = orders[id];
  o.id = id;
  o.doc = blank_order();
  for (const char* key :
       {"currency", "customer_id", "payment_method", "payment_method_title",
        "transaction_id", "created_via", "customer_note"})
    if (body.contains(key))
      o.doc[key] = body.at(key);
  overlay(o.doc["billing"].as_object(), object_at(body, "billing"));
  overlay(o.doc["shipping"].as_object(), object_at(body, "shipping"));
  take_lines(o.doc, body);
  add_up(o.doc);
  o.doc["id"] = id;
  o.doc["number"] = std::to_string(id);
  o.doc["order_key"] =
      "wc_order_" + hex_digest(fmt::format("{}{}", name, id)).substr(0, 13);
  o.created = now;
  auto status = text_at(body, "status");
  bool paid = number_at(body, "set_paid") == 1;
  o.doc["status"] = !status.empty() ? status : paid ? "processing" : "pending";
  status = text_at(o.doc, "status");
  if (paid || one_of(status, {"processing", "completed"}))
    o.paid = now;
  if (status == "completed")
    o.completed = now;
  touch(o, now);
  announce("order.created", id);
  announce("order.updated", id);
  return o;
}

std::optional<refusal> shop::change_lines(json::object& doc,
                                          const json::array& given) {
  for (const auto& entry : given) {
    const auto& wanted = entry.as_object();
    if (!wanted.contains("id")) {
      doc["line_items"].as_array().push_back(line_from(wanted));
      continue;
    }
    auto* line = by_id(doc["line_items"].as_array(), number_at(wanted, "id"));
    if (line == nullptr)
      return refused(400, "woocommerce_rest_invalid_item_id",
                     "Order item ID provided is not associated with order.");
    for (const auto& meta : array_at(wanted, "meta_data"))
      put_meta((*line)["meta_data"].as_array(), meta.as_object(), true);
    for (const char* key : {"quantity", "name"})
      if (wanted.contains(key))
        (*line)[key] = wanted.at(key);
    for (const char* key : {"total", "subtotal"})
      if (wanted.contains(key))
        (*line)[key] = money(cents(text_at(wanted, key)));
  }
  return std::nullopt;
}

std::optional<refusal> shop::change(shop_order& o, const json::object& body,
                                    std::int64_t now) {
  auto status = text_at(body, "status");
  if (!status.empty() && !knows_status(status))
    return bad_param("status",
                     "status is not one of auto-draft, pending, processing, "
                     "on-hold, completed, cancelled, refunded, failed, and "
                     "checkout-draft.");
  const auto* lines = body.if_contains("line_items");
  if (lines != nullptr &&
      (!lines->is_array() ||
       !std::all_of(lines->get_array().begin(), lines->get_array().end(),
                    [](auto& l) { return l.is_object(); })))
    return bad_param("line_items", "line_items[0] is not of type object.",
                     "rest_invalid_type");
  auto doc = o.doc;
  if (auto no = change_lines(doc, array_at(body, "line_items")))
    return no;
  for (const auto& meta : array_at(body, "meta_data"))
    if (meta.is_object())
      put_meta(doc["meta_data"].as_array(), meta.as_object(), false);
  for (const char* key : {"customer_note", "payment_method", "transaction_id",
                          "payment_method_title"})
    if (body.contains(key))
      doc[key] = body.at(key);
  overlay(doc["billing"].as_object(), object_at(body, "billing"));
  overlay(doc["shipping"].as_object(), object_at(body, "shipping"));
  add_up(doc);
  o.doc = std::move(doc);
  bool was_trashed = text_at(o.doc, "status") == "trash";
  if (!status.empty())
    set_status(o, status, now);
  else
    touch(o, now);
  if (!was_trashed)
    announce("order.updated", o.id);
  return std::nullopt;
}

void shop::set_status(shop_order& o, std::string_view status,
                      std::int64_t now) {
  auto before = text_at(o.doc, "status");
  o.doc["status"] = status;
  if (o.paid == 0 && one_of(status, {"processing", "completed"}))
    o.paid = now;
  if (status == "completed" && before != "completed")
    o.completed = now;
  if (before != status && before != "trash")
    add_note(o,
             fmt::format("Order status changed from {} to {}.", before, status),
             false, "WooCommerce", now);
  touch(o, now);
}

void shop::trash(shop_order& o, std::int64_t now) {
  o.before_trash = text_at(o.doc, "status");
  o.doc["status"] = "trash";
  touch(o, now);
  announce("order.deleted", o.id);
}

void shop::restore(shop_order& o, std::int64_t now) {
  if (text_at(o.doc, "status") != "trash")
    return;
  o.doc["status"] = o.before_trash;
  touch(o, now);
  announce("order.restored", o.id);
}

json::object shop::add_note(shop_order& o, std::string_view text, bool customer,
                            std::string_view author, std::int64_t now) {
  auto id = next_id();
  auto base = fmt::format("{}/wp-json/wc/v3/orders/{}", url, o.id);
  auto self = link_to(fmt::format("{}/notes/{}", base, id), true, true);
  json::object note{
      {"id", id},
      {"author", author},
      {"date_created", date_text(now + offset)},
      {"date_created_gmt", date_text(now)},
      {"note", text},
      {"customer_note", customer},
      {"_links",
       {{"self", json::array{self}},
        {"collection", json::array{link_to(base + "/notes", false)}},
        {"up", json::array{link_to(base, false)}}}}};
  o.notes.push_back(note);
  return note;
}

void shop::touch(shop_order& o, std::int64_t now) {
  o.modified = now;
  ++revision;
  refresh(o);
}

// Writes the members that follow from others.
void shop::refresh(shop_order& o) {
  auto& d = o.doc;
  auto status = text_at(d, "status");
  auto base = url + "/wp-json/wc/v3";
  for (const auto& [key, at] : {std::pair{"date_created", o.created},
                                {"date_modified", o.modified},
                                {"date_paid", o.paid},
                                {"date_completed", o.completed}}) {
    d[key] = date_or_null(at, offset);
    d[std::string(key) + "_gmt"] = date_or_null(at, 0);
  }
  d["is_editable"] = one_of(status, {"pending", "on-hold", "auto-draft"});
  d["needs_payment"] = one_of(status, {"pending", "failed"});
  d["currency_symbol"] = currency_symbol(text_at(d, "currency"));
  d["payment_url"] =
      fmt::format("{}/checkout/order-pay/{}/?pay_for_order=true&key={}", url,
                  o.id, text_at(d, "order_key"));
  auto self = fmt::format("{}/orders/{}", base, o.id);
  auto mails = link_to(self + "/actions/email_templates", false);
  json::object links{
      {"self", json::array{link_to(self, true)}},
      {"collection", json::array{link_to(base + "/orders", false)}},
      {"email_templates",
       json::array{{{"embeddable", true}, {"href", mails.at("href")}}}}};
  if (auto customer = number_at(d, "customer_id"); customer != 0)
    links["customer"] = json::array{
        link_to(fmt::format("{}/customers/{}", base, customer), false)};
  d["_links"] = links;
}

} // namespace dastomized::sandbox

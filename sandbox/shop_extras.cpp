// What hangs on an order (refunds, fulfillments), webhooks as documents,
// and the shop on disk.
#include "sandbox/order_form.hpp"
#include "sandbox/shop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace dastomized::sandbox {

namespace {

json::array hooks_of(std::string_view topic) {
  if (topic == "order.created")
    return {"woocommerce_new_order"};
  if (topic == "order.updated")
    return {"woocommerce_update_order", "woocommerce_order_refunded"};
  if (topic == "order.deleted")
    return {"wp_trash_post", "woocommerce_trash_order"};
  return {"untrashed_post", "woocommerce_untrash_order"};
}

json::value date_or_null(std::int64_t at, std::int64_t offset) {
  return at == 0 ? json::value(nullptr) : json::value(date_text(at + offset));
}

std::string spaced(std::string date) {
  std::replace(date.begin(), date.end(), 'T', ' ');
  return date;
}

json::object saved_webhook(const webhook& w) {
  return {{"id", w.id},
          {"name", w.name},
          {"status", w.status},
          {"topic", w.topic},
          {"url", w.delivery_url},
          {"secret", w.secret},
          {"created", w.created},
          {"modified", w.modified},
          {"failures", w.failures}};
}

webhook loaded_webhook(const json::object& s) {
  return {number_at(s, "id"),
          text_at(s, "name"),
          text_at(s, "status"),
          text_at(s, "topic"),
          text_at(s, "url"),
          text_at(s, "secret"),
          number_at(s, "created"),
          number_at(s, "modified"),
          static_cast<int>(number_at(s, "failures"))};
}

json::object saved_order(const shop_order& o) {
  return {{"doc", o.doc},
          {"created", o.created},
          {"modified", o.modified},
          {"paid", o.paid},
          {"completed", o.completed},
          {"before_trash", o.before_trash},
          {"notes", o.notes},
          {"refunds", o.refunds},
          {"fulfillments", o.fulfillments},
          {"trackings", o.trackings}};
}

shop_order loaded_order(const json::object& s) {
  const auto& doc = object_at(s, "doc");
  return {number_at(doc, "id"),       doc,
          number_at(s, "created"),    number_at(s, "modified"),
          number_at(s, "paid"),       number_at(s, "completed"),
          text_at(s, "before_trash"), array_at(s, "notes"),
          array_at(s, "refunds"),     array_at(s, "fulfillments"),
          array_at(s, "trackings")};
}

} // namespace

json::object shop::webhook_doc(const webhook& w) const {
  auto base = url + "/wp-json/wc/v3/webhooks";
  auto dot = w.topic.find('.');
  json::object self{
      {"href", fmt::format("{}/{}", base, w.id)},
      {"targetHints", {{"allow", {"GET", "POST", "PUT", "PATCH", "DELETE"}}}}};
  return {{"id", w.id},
          {"name", w.name},
          {"status", w.status},
          {"topic", w.topic},
          {"resource", w.topic.substr(0, dot)},
          {"event", w.topic.substr(dot + 1)},
          {"hooks", hooks_of(w.topic)},
          {"delivery_url", w.delivery_url},
          {"date_created", date_or_null(w.created, offset)},
          {"date_created_gmt", date_or_null(w.created, 0)},
          {"date_modified", date_or_null(w.modified, offset)},
          {"date_modified_gmt", date_or_null(w.modified, 0)},
          {"_links",
           {{"self", json::array{self}},
            {"collection", json::array{{{"href", base}}}}}}};
}

std::optional<refusal> shop::refund(shop_order& o, const json::object& body,
                                    std::int64_t now) {
  auto amount = cents(text_at(body, "amount"));
  auto left = cents(text_at(o.doc, "total"));
  for (const auto& r : o.refunds)
    left -= cents(text_at(r.as_object(), "amount"));
  if (amount <= 0 || amount > left) {
    auto no = refused(500, "woocommerce_rest_cannot_create_order_refund",
                      "Invalid refund amount.");
    no.body["data"] = 500; // not {"status":500}: as recorded
    return no;
  }
  auto id = next_id();
  auto up = fmt::format("{}/wp-json/wc/v3/orders/{}", url, o.id);
  json::object self{{"href", fmt::format("{}/refunds/{}", up, id)},
                    {"targetHints", {{"allow", {"GET", "DELETE"}}}}};
  json::object kind{{"id", ++last_meta_},
                    {"key", "_refund_type"},
                    {"value", amount == left ? "full" : "partial"}};
  o.refunds.push_back(
      {{"id", id},
       {"date_created", date_text(now + offset)},
       {"date_created_gmt", date_text(now)},
       {"amount", money(amount)},
       {"reason", text_at(body, "reason")},
       {"refunded_by", 1},
       {"refunded_payment", false},
       {"meta_data", json::array{kind}},
       {"line_items", json::array()},
       {"shipping_lines", json::array()},
       {"tax_lines", json::array()},
       {"fee_lines", json::array()},
       {"_links",
        {{"self", json::array{self}},
         {"collection", json::array{{{"href", up + "/refunds"}}}},
         {"up", json::array{{{"href", up}}}}}}});
  o.doc["refunds"].as_array().push_back({{"id", id},
                                         {"reason", text_at(body, "reason")},
                                         {"total", money(-amount)}});
  if (amount == left)
    set_status(o, "refunded", now);
  touch(o, now);
  announce("order.updated", o.id);
  return std::nullopt;
}

std::optional<refusal> shop::fulfil(shop_order& o, const json::object& body,
                                    std::int64_t now) {
  if (!body.contains("meta_data")) {
    auto no = refused(400, "rest_missing_callback_param",
                      "Missing parameter(s): meta_data");
    no.body["data"].as_object()["params"] = {"meta_data"};
    return no;
  }
  json::array metas;
  bool items = false;
  for (const auto& given : array_at(body, "meta_data")) {
    const auto& entry = given.as_object();
    if (!entry.contains("id"))
      continue; // dropped without a word, as the shop does
    items = items || text_at(entry, "key") == "_items";
    metas.push_back({{"id", ++last_meta_},
                     {"key", text_at(entry, "key")},
                     {"value", entry.contains("value") ? entry.at("value")
                                                       : json::value()}});
  }
  if (!items) {
    auto no =
        refused(400, "", "The fulfillment should contain at least one item.");
    no.body["code"] = 0;
    return no;
  }
  bool done = number_at(body, "is_fulfilled") == 1;
  auto when = spaced(date_text(now + offset));
  if (done)
    metas.push_back(
        {{"id", ++last_meta_}, {"key", "_date_fulfilled"}, {"value", when}});
  o.fulfillments.push_back(
      {{"id", static_cast<std::int64_t>(o.fulfillments.size()) + 1},
       {"entity_type", "WC_Order"},
       {"entity_id", std::to_string(o.id)},
       {"is_fulfilled", done},
       {"status", done ? "fulfilled" : "unfulfilled"},
       {"date_updated", when},
       {"meta_data", metas}});
  put_meta(o.doc["meta_data"].as_array(),
           {{"key", "_fulfillment_status"},
            {"value", done ? "fulfilled" : "unfulfilled"}},
           false);
  touch(o, now);
  announce("order.updated", o.id);
  return std::nullopt;
}

// As the plugins' own documents and sources have it; never recorded. AST
// looks at the number and words its refusal like a missing order.
std::optional<refusal> shop::track(shop_order& o, const json::object& body,
                                   std::int64_t now) {
  auto number = text_at(body, "tracking_number");
  if (number.empty()) {
    auto no = refused(400, "rest_missing_callback_param",
                      "Missing parameter(s): tracking_number");
    no.body["data"].as_object()["params"] = {"tracking_number"};
    return no;
  }
  bool plain = std::ranges::all_of(number, [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == ' ';
  });
  if (tracking_plugin == "wc-ast/v3" && !plain)
    return refused(404, "woocommerce_rest_order_invalid_id",
                   "Special character not allowd in tracking number");
  auto given = text_at(body, "date_shipped");
  o.trackings.push_back(
      {{"tracking_id", fmt::format("{:032x}", next_id())},
       {"tracking_provider", text_at(body, "custom_tracking_provider")},
       {"tracking_link", text_at(body, "custom_tracking_link")},
       {"tracking_number", number},
       {"date_shipped", given.empty() ? date_text(now).substr(0, 10) : given}});
  touch(o, now);
  announce("order.updated", o.id);
  return std::nullopt;
}

json::object shop::saved() const {
  json::array all, hooks;
  for (const auto& [id, o] : orders)
    all.push_back(saved_order(o));
  for (const auto& [id, w] : webhooks)
    hooks.push_back(saved_webhook(w));
  return {{"name", name},
          {"orders", all},
          {"webhooks", hooks},
          {"last_id", last_id_},
          {"last_item", last_item_},
          {"last_meta", last_meta_}};
}

void shop::load(const json::object& state) {
  ++revision;
  last_id_ = number_at(state, "last_id", last_id_);
  last_item_ = number_at(state, "last_item", last_item_);
  last_meta_ = number_at(state, "last_meta", last_meta_);
  for (const auto& s : array_at(state, "orders")) {
    auto o = loaded_order(s.as_object());
    refresh(o); // the port may be another one now
    orders[o.id] = std::move(o);
  }
  for (const auto& s : array_at(state, "webhooks")) {
    auto w = loaded_webhook(s.as_object());
    webhooks[w.id] = w;
  }
}

} // namespace dastomized::sandbox

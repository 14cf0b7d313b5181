#include "sandbox/shop_front.hpp"

#include "sandbox/catalog.hpp"
#include "sandbox/order_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace dastomized::sandbox {

namespace {

answer no_route() {
  return refusal_answer(
      refused(404, "rest_no_route",
              "No route was found matching the URL and request method."));
}

std::optional<std::int64_t> as_id(const std::string& text) {
  std::int64_t n = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (ec != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return n;
}

answer not_allowed(const call& c) {
  bool one = as_id(c.part(5)).has_value();
  if (c.method == "POST" && !one)
    return refusal_answer(
        refused(401, "woocommerce_rest_cannot_create",
                "Sorry, you are not allowed to create resources."));
  if (c.method == "PUT" || c.method == "POST" || c.method == "PATCH")
    return refusal_answer(
        refused(401, "woocommerce_rest_cannot_edit",
                "Sorry, you are not allowed to edit this resource."));
  if (c.method == "DELETE")
    return refusal_answer(
        refused(401, "woocommerce_rest_cannot_delete",
                "Sorry, you are not allowed to delete this resource."));
  return refusal_answer(refused(401, "woocommerce_rest_cannot_view",
                                one ? "Sorry, you cannot view this resource."
                                    : "Sorry, you cannot list resources."));
}

answer bad_json() {
  auto no = refused(400, "rest_invalid_json", "Invalid JSON body passed.");
  auto& data = no.body["data"].as_object();
  data["json_error_code"] = 4;
  data["json_error_message"] = "Syntax error";
  return refusal_answer(no);
}

bool truthy(const std::string& text) {
  return text == "true" || text == "1";
}

// A member read as the shop reads booleans: true, 1, "1", "true".
bool flag(const json::object& o, std::string_view key) {
  return truthy(text_at(o, key));
}

} // namespace

shop_front::shop_front(shop& s, webhook_queue& queue, key_checker keys)
    : shop_(s), queue_(queue), keys_(std::move(keys)) {}

std::string shop_front::kind_of(const call& c) {
  auto what = c.part(4), under = c.part(6);
  bool read = c.method == "GET" || c.method == "HEAD";
  if (what == "webhooks")
    return "webhook";
  if (under == "shipment-trackings")
    return read ? "trackings" : "tracking";
  if (what != "orders")
    return what.empty() ? "index" : "other";
  if (under == "notes" || under == "refunds" || under == "fulfillments")
    return read ? under : under.substr(0, under.size() - 1);
  if (!read)
    return "write";
  return c.parts.size() > 5 ? "lookup" : "list";
}

void shop_front::handle(const call& c, std::int64_t now, reply done) {
  if (c.part(1) != "wp-json")
    return done(no_route());
  if (c.parts.size() == 2)
    return done(index());
  auto space = c.part(2) + "/" + c.part(3);
  if (space != "wc/v3" &&
      (shop_.tracking_plugin.empty() || space != shop_.tracking_plugin))
    return done(no_route());
  std::string why;
  auto keys = keys_.check(c, now, why);
  if (keys == verdict::wrong)
    return done(refusal_answer(
        refused(401, "woocommerce_rest_authentication_error", why)));
  if (keys == verdict::none)
    return done(not_allowed(c));
  if (!c.body.empty() && !parsed_json(c.body))
    return done(bad_json());
  if (space != "wc/v3")
    return done(trackings(c, now));
  if (c.part(4) == "webhooks")
    return webhooks(c, now, std::move(done));
  if (c.part(4) == "products")
    return done(products(c));
  done(c.part(4) == "orders" ? orders(c, now) : no_route());
}

answer shop_front::index() const {
  json::array spaces{"wc/v3",    "wc/v1", "wc-admin",
                     "wc/store", "wc/v2", "wp/v2"};
  if (!shop_.tracking_plugin.empty())
    spaces.emplace_back(shop_.tracking_plugin);
  return json_answer(200, {{"name", "Sandbox &amp; Co"},
                           {"description", ""},
                           {"url", shop_.url},
                           {"home", shop_.url},
                           {"gmt_offset", shop_.offset / 3600},
                           {"timezone_string", ""},
                           {"namespaces", spaces},
                           {"authentication", json::object()},
                           {"routes", json::object()}});
}

answer shop_front::with_location(answer a, const std::string& path) const {
  a.headers.emplace_back("Location", shop_.url + "/wp-json/wc/v3/" + path);
  return a;
}

answer shop_front::orders(const call& c, std::int64_t now) {
  if (c.parts.size() == 5)
    return c.method == "POST"                        ? create_order(c, now)
           : c.method == "GET" || c.method == "HEAD" ? list_orders(shop_, c)
                                                     : no_route();
  if (c.part(5) == "statuses")
    return json_answer(200, order_statuses(shop_.own_statuses));
  if (!as_id(c.part(5)))
    return no_route();
  if (c.parts.size() > 6)
    return under_order(c, now);
  auto* o = shop_.find(*as_id(c.part(5)));
  if (o == nullptr) // 400 for a change, 404 for a look or a deletion
    return refusal_answer(refused(
        c.method == "PUT" || c.method == "POST" || c.method == "PATCH" ? 400
                                                                       : 404,
        "woocommerce_rest_shop_order_invalid_id", "Invalid ID."));
  return one_order(c, *o, now);
}

answer shop_front::one_order(const call& c, shop_order& o, std::int64_t now) {
  if (c.method == "DELETE")
    return delete_order(c, o, now);
  if (c.method == "GET" || c.method == "HEAD")
    return json_answer(200, narrowed(o.doc, c, true));
  return put_order(c, o, now);
}

answer shop_front::put_order(const call& c, shop_order& o, std::int64_t now) {
  auto body = parsed_json(c.body).value_or(json::object());
  static const json::object nothing;
  if (auto no =
          shop_.change(o, body.is_object() ? body.get_object() : nothing, now))
    return refusal_answer(*no);
  return json_answer(200, narrowed(o.doc, c, true));
}

answer shop_front::delete_order(const call& c, shop_order& o,
                                std::int64_t now) {
  auto before = json_answer(200, o.doc);
  if (truthy(c.arg("force"))) {
    shop_.orders.erase(o.id); // no webhook for this, as measured
    ++shop_.revision;
    return before;
  }
  if (text_at(o.doc, "status") == "trash")
    return refusal_answer(refused(410, "woocommerce_rest_already_trashed",
                                  "The shop_order has already been deleted."));
  shop_.trash(o, now);
  return before;
}

answer shop_front::create_order(const call& c, std::int64_t now) {
  auto body = parsed_json(c.body).value_or(json::object());
  if (!body.is_object())
    return bad_json();
  auto status = text_at(body.get_object(), "status");
  if (!status.empty() && !shop_.knows_status(status))
    return refusal_answer(bad_param(
        "status", "status is not one of auto-draft, pending, processing, "
                  "on-hold, completed, cancelled, refunded, failed, and "
                  "checkout-draft."));
  auto& o = shop_.place(body.get_object(), now);
  return with_location(json_answer(201, o.doc), fmt::format("orders/{}", o.id));
}

answer shop_front::under_order(const call& c, std::int64_t now) {
  auto what = c.part(6);
  bool known = what == "notes" || what == "refunds" ||
               (what == "fulfillments" && shop_.fulfillments_on);
  if (!known || (c.method != "GET" && c.method != "POST"))
    return no_route();
  auto* o = shop_.find(as_id(c.part(5)).value_or(0));
  if (o == nullptr) {
    auto no =
        refused(404, "woocommerce_rest_order_invalid_id", "Invalid order ID.");
    if (what == "fulfillments")
      no.body["data"] = {{"status", "404"}}; // text here, as recorded
    return refusal_answer(no);
  }
  if (what == "notes")
    return notes(c, *o, now);
  return what == "refunds" ? refunds(c, *o, now) : fulfillments(c, *o, now);
}

answer shop_front::notes(const call& c, shop_order& o, std::int64_t now) {
  if (c.method == "POST") {
    auto body = parsed_json(c.body).value_or(json::object());
    const auto& given = body.as_object();
    auto note = shop_.add_note(
        o, text_at(given, "note"), flag(given, "customer_note"),
        flag(given, "added_by_user") ? "admin" : "WooCommerce", now);
    return with_location(
        json_answer(201, note),
        fmt::format("orders/{}/notes/{}", o.id, number_at(note, "id")));
  }
  auto type = c.arg("type");
  json::array found;
  for (const auto& note : o.notes)
    if (type.empty() || type == "any" ||
        flag(note.as_object(), "customer_note") == (type == "customer"))
      found.push_back(note);
  std::reverse(found.begin(), found.end());
  return json_answer(200, found);
}

answer shop_front::refunds(const call& c, shop_order& o, std::int64_t now) {
  if (c.method == "GET")
    return paged(o.refunds, c, shop_);
  auto body = parsed_json(c.body).value_or(json::object());
  if (auto no = shop_.refund(o, body.as_object(), now))
    return refusal_answer(*no);
  return json_answer(201, o.refunds.back());
}

answer shop_front::fulfillments(const call& c, shop_order& o,
                                std::int64_t now) {
  if (c.method == "GET")
    return json_answer(200, o.fulfillments);
  auto body = parsed_json(c.body).value_or(json::object());
  if (auto no = shop_.fulfil(o, body.as_object(), now))
    return refusal_answer(*no);
  return json_answer(201, o.fulfillments.back());
}

answer shop_front::trackings(const call& c, std::int64_t now) {
  if (c.part(4) != "orders" || c.part(6) != "shipment-trackings" ||
      c.parts.size() != 7 || (c.method != "GET" && c.method != "POST"))
    return no_route();
  auto* o = shop_.find(as_id(c.part(5)).value_or(0));
  if (o == nullptr)
    return refusal_answer(
        refused(404, "woocommerce_rest_order_invalid_id", "Invalid order ID."));
  if (c.method == "GET")
    return json_answer(200, o->trackings);
  auto body = parsed_json(c.body).value_or(json::object());
  if (!body.is_object())
    return bad_json();
  if (auto no = shop_.track(*o, body.as_object(), now))
    return refusal_answer(*no);
  return json_answer(201, o->trackings.back());
}

answer shop_front::products(const call& c) const {
  auto wanted = c.arg("include") + ",";
  json::array found;
  for (const auto& p : catalog()) {
    auto id = fmt::format("{},", p.id);
    bool in = !c.has("include") || wanted.starts_with(id) ||
              wanted.find("," + id) != wanted.npos;
    if (in && (!c.has("sku") || c.arg("sku") == p.sku))
      found.push_back(product_doc(p, shop_.url));
  }
  return paged(found, c, shop_);
}

void shop_front::webhooks(const call& c, std::int64_t now, reply done) {
  if (c.parts.size() == 5 && c.method == "POST")
    return create_webhook(c, now, std::move(done));
  if (c.parts.size() == 5) {
    json::array found;
    auto status = c.arg("status");
    for (const auto& [id, w] : shop_.webhooks)
      if (status.empty() || status == "all" || status == w.status)
        found.insert(found.begin(), shop_.webhook_doc(w));
    return done(paged(found, c, shop_));
  }
  auto it = shop_.webhooks.find(as_id(c.part(5)).value_or(0));
  if (it == shop_.webhooks.end())
    return done(refusal_answer(refused(
        404, "woocommerce_rest_shop_webhook_invalid_id", "ID is invalid.")));
  if (c.method == "GET")
    return done(json_answer(200, shop_.webhook_doc(it->second)));
  if (c.method != "DELETE")
    return put_webhook(c, it->second, now, std::move(done));
  if (!truthy(c.arg("force")))
    return done(
        refusal_answer(refused(501, "woocommerce_rest_trash_not_supported",
                               "Webhooks do not support trashing.")));
  auto before = json_answer(200, shop_.webhook_doc(it->second));
  shop_.webhooks.erase(it);
  done(before);
}

void shop_front::create_webhook(const call& c, std::int64_t now, reply done) {
  auto body = parsed_json(c.body).value_or(json::object());
  const auto& given = body.as_object();
  auto topic = text_at(given, "topic"), to = text_at(given, "delivery_url");
  if (topic != "order.created" && topic != "order.updated" &&
      topic != "order.deleted" && topic != "order.restored")
    return done(refusal_answer(
        refused(400, "woocommerce_rest_shop_webhook_invalid_topic",
                "Webhook topic is required and must be valid.")));
  if (!to.starts_with("http://") && !to.starts_with("https://"))
    return done(refusal_answer(
        refused(400, "woocommerce_rest_shop_webhook_invalid_delivery_url",
                "Webhook delivery URL must be a valid URL starting with "
                "http:// or https://.")));
  webhook w{shop_.next_id(),
            text_at(given, "name"),
            "active",
            topic,
            to,
            text_at(given, "secret"),
            now,
            0,
            0};
  if (w.name.empty())
    w.name = fmt::format("Webhook created on {}", date_text(now));
  if (auto status = text_at(given, "status"); !status.empty())
    w.status = status;
  shop_.webhooks[w.id] = w;
  auto made = with_location(json_answer(201, shop_.webhook_doc(w)),
                            fmt::format("webhooks/{}", w.id));
  queue_.ping(w, [made, done = std::move(done)] { done(made); });
}

void shop_front::put_webhook(const call& c, webhook& w, std::int64_t now,
                             reply done) {
  auto body = parsed_json(c.body).value_or(json::object());
  const auto& given = body.as_object();
  auto status = text_at(given, "status"), to = text_at(given, "delivery_url");
  if (!status.empty() && status != "active" && status != "paused" &&
      status != "disabled")
    return done(refusal_answer(bad_param(
        "status", "status is not one of active, paused, and disabled.")));
  if (!status.empty())
    w.status = status; // the failure count stays as it is
  if (given.contains("name"))
    w.name = text_at(given, "name");
  if (given.contains("secret"))
    w.secret = text_at(given, "secret");
  bool moved = !to.empty() && to != w.delivery_url;
  if (moved)
    w.delivery_url = to;
  w.modified = now;
  auto changed = json_answer(200, shop_.webhook_doc(w));
  if (!moved || w.status != "active")
    return done(changed);
  queue_.ping(w, [changed, done = std::move(done)] { done(changed); });
}

} // namespace dastomized::sandbox

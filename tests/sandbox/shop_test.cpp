// The simulated shop against exchanges recorded from a real one.
#include "tests/sandbox/stand.hpp"

#include <fmt/format.h>

namespace dastomized::sandbox {

namespace {

class shop_stand : public stand {
protected:
  void SetUp() override { open(); }

  void expect_refusal(const std::string& name, const got& seen) {
    auto expected = recording(name);
    EXPECT_EQ(seen.status, static_cast<int>(expected.status)) << name;
    EXPECT_EQ(seen.body, expected.body) << name;
  }

  void expect_shape(const std::string& name, const got& seen) {
    auto expected = recording(name);
    EXPECT_EQ(seen.status, static_cast<int>(expected.status)) << name;
    auto body = json::parse(expected.body), found = seen.parsed();
    if (body.is_array()) {
      ASSERT_TRUE(found.is_array()) << name;
      ASSERT_FALSE(found.get_array().empty()) << name;
      body = body.get_array().front();
      found = found.get_array().front();
    }
    expect_same_shape(body.as_object(), found.as_object(), name);
  }

  got put(std::int64_t id, const std::string& body) {
    return shop({"PUT", fmt::format("/orders/{}", id), {}, body});
  }
};

const pairs one_id{{"per_page", "1"}, {"_fields", "id"}};

} // namespace

TEST_F(shop_stand, KeysAreCheckedAsRecorded) {
  auto list = [&](const oauth& with) {
    return shop({"GET", "/orders", one_id}, with);
  };
  oauth wrong, unknown, old, twice;
  wrong.secret = "cs_other";
  unknown.key = "ck_other";
  old.shift_s = -3600;
  twice.nonce = "the-same";
  expect_refusal("auth-plain-http-oauth1-wrong-secret", list(wrong));
  expect_refusal("auth-plain-http-oauth1-unknown-key", list(unknown));
  expect_refusal("auth-plain-http-oauth1-old-timestamp", list(old));
  EXPECT_EQ(list(twice).status, 200);
  expect_refusal("auth-plain-http-oauth1-nonce-again", list(twice));
  expect_refusal(
      "auth-plain-http-basic",
      call({"GET",
            "/shop/wp-json/wc/v3/orders",
            {},
            {},
            {{"Authorization", "Basic Y2tfc2FuZGJveDpjc19zYW5kYm94"}}}));
}

TEST_F(shop_stand, BasicIsTakenWhenAsked) {
  auto o = settings();
  o.accept_basic = true;
  open(o);
  ask a{"GET", "/shop/wp-json/wc/v3/orders"};
  a.headers = {{"Authorization", "Basic Y2tfc2FuZGJveDpjc19zYW5kYm94"}};
  EXPECT_EQ(call(a).status, 200);
}

TEST_F(shop_stand, TheIndexNeedsNoKeysAndNamesTheNamespaces) {
  auto seen = call({"GET", "/shop/wp-json/"}).object();
  auto expected = json::parse(recording("index").body).as_object();
  for (const auto& member : expected)
    EXPECT_TRUE(seen.contains(member.key())) << member.key();
}

TEST_F(shop_stand, OrdersHaveTheRecordedShape) {
  json::object line{{"product_id", 13}, {"quantity", 1}};
  line["meta_data"] = json::parse(R"([{"key":"Gravure","value":"Zoé ❤"}])");
  json::object body{{"customer_id", 2}, {"payment_method", "bacs"}};
  body["line_items"] = json::array();
  body["line_items"].as_array().push_back(line);
  body["shipping_lines"] =
      json::parse(R"([{"method_id":"flat_rate","method_title":"C",
                       "total":"6.90"}])");
  auto id = place(body);
  auto seen = shop({"GET", fmt::format("/orders/{}", id)});
  expect_shape("order-get-pending", seen);
  auto expected = json::parse(recording("order-get-pending").body).as_object();
  for (const char* part : {"billing", "shipping", "_links"})
    expect_same_shape(object_at(expected, part), object_at(seen.object(), part),
                      part);
  for (const char* part : {"line_items", "shipping_lines"})
    expect_same_shape(array_at(expected, part).at(0).as_object(),
                      array_at(seen.object(), part).at(0).as_object(), part);
  EXPECT_NE(seen.body.find("Zo\\u00e9 \\u2764"), std::string::npos);
  EXPECT_EQ(text_at(seen.object(), "total"), "56.40");
  expect_shape("orders-list-page-1",
               shop({"GET", "/orders", {{"per_page", "5"}}}));
}

TEST_F(shop_stand, RefusalsReadAsRecorded) {
  auto id = place();
  auto list = [&](const char* key, const char* value) {
    return shop({"GET", "/orders", {{key, value}}});
  };
  expect_refusal("orders-list-per-page-101", list("per_page", "101"));
  expect_refusal("orders-list-status-bogus", list("status", "shipped"));
  expect_refusal("orders-list-status-with-prefix",
                 list("status", "wc-processing"));
  expect_refusal("orders-list-orderby-bogus", list("orderby", "total"));
  expect_refusal("orders-list-modified-after-bad-date",
                 list("modified_after", "yesterday"));
  expect_refusal("order-get-404", shop({"GET", "/orders/999999"}));
  expect_refusal("order-get-bad-id", shop({"GET", "/orders/abc"}));
  expect_refusal("unknown-route", shop({"GET", "/order"}));
  expect_refusal("order-put-404", put(999999, R"({"status":"processing"})"));
  expect_refusal("order-put-bad-json", put(id, R"({"status":)"));
  expect_refusal("order-put-status-invalid",
                 put(id, R"({"status":"shipped"})"));
  expect_refusal("order-put-wrong-type", put(id, R"({"line_items":"x"})"));
  expect_refusal("order-put-line-bad-id",
                 put(id, R"({"line_items":[{"id":999999,"quantity":2}]})"));
  expect_refusal("notes-post-404",
                 shop({"POST", "/orders/999999/notes", {}, R"({"note":"x"})"}));
  expect_refusal("refund-too-much", shop({"POST",
                                          fmt::format("/orders/{}/refunds", id),
                                          {},
                                          R"({"amount":"9999.00"})"}));
  expect_refusal("fulfillments-list-feature-off",
                 shop({"GET", fmt::format("/orders/{}/fulfillments", id)}));
}

TEST_F(shop_stand, ListsAreFilteredAndPaged) {
  auto a = place(), b = place({{"status", "processing"}}), c = place();
  shop({"DELETE", fmt::format("/orders/{}", c)});
  auto ids = [&](const pairs& query) {
    std::vector<std::int64_t> found;
    const auto list = shop({"GET", "/orders", query}).parsed();
    for (const auto& o : list.as_array())
      found.push_back(number_at(o.as_object(), "id"));
    return found;
  };
  using list = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}), (list{b, a}));
  EXPECT_EQ(ids({{"status", "any,trash"}}), (list{b, a}));
  EXPECT_EQ(ids({{"status", "pending,trash"}, {"order", "asc"}}), (list{a, c}));
  EXPECT_EQ(ids({{"status[]", "processing"}, {"status[]", "trash"}}),
            (list{c, b}));
  EXPECT_EQ(ids({{"include", fmt::format("{},{},7", a, c)}}), (list{a}));
  EXPECT_EQ(ids({{"per_page", "1"}, {"page", "2"}, {"orderby", "id"}}),
            (list{a}));
  auto head = shop({"HEAD", "/orders", {{"per_page", "1"}}});
  EXPECT_EQ(head.headers["x-wp-total"], "2");
  EXPECT_EQ(head.headers["x-wp-totalpages"], "2");
  auto beyond = shop({"GET", "/orders", {{"page", "99"}}});
  EXPECT_EQ(beyond.headers["x-wp-total"], "0");
  EXPECT_EQ(beyond.body, "[]");
}

TEST_F(shop_stand, ModifiedAfterIsExclusiveAndMayBeLocal) {
  auto id = place();
  auto order = shop({"GET", fmt::format("/orders/{}", id)}).object();
  auto count = [&](const pairs& query) {
    return shop({"GET", "/orders", query}).parsed().as_array().size();
  };
  auto gmt = text_at(order, "date_modified_gmt");
  auto local = text_at(order, "date_modified");
  bool zone = false;
  auto before = date_text(*read_date(gmt, zone) - 1);
  EXPECT_EQ(count({{"modified_after", gmt}, {"dates_are_gmt", "true"}}), 0u);
  EXPECT_EQ(count({{"modified_after", before}, {"dates_are_gmt", "true"}}), 1u);
  EXPECT_EQ(count({{"modified_after", before + "Z"}}), 1u);
  EXPECT_EQ(count({{"modified_after", local}}), 0u);
  EXPECT_EQ(count({{"modified_before", gmt + "Z"}}), 0u);
}

TEST_F(shop_stand, MetaIsReplacedByKeyOrIdAndRemovedByNull) {
  auto id = place();
  auto metas = [](const got& g) { return array_at(g.object(), "meta_data"); };
  auto first = put(id, R"({"meta_data":[{"key":"_a","value":"1"}]})");
  expect_shape("order-put-meta", first);
  auto again = put(id, R"({"meta_data":[{"key":"_a","value":{"b":2}}]})");
  ASSERT_EQ(metas(again).size(), 1u);
  auto meta = metas(again)[0].as_object();
  EXPECT_EQ(meta["id"], metas(first)[0].as_object().at("id"));
  EXPECT_EQ(json::serialize(meta["value"]), R"({"b":2})");
  json::object gone{{"id", meta["id"]}, {"value", nullptr}};
  json::object body{{"meta_data", json::array()}};
  body["meta_data"].as_array().push_back(gone);
  EXPECT_TRUE(metas(put(id, json::serialize(body))).empty());
}

TEST_F(shop_stand, LinesAreChangedByTheirId) {
  auto id = place();
  auto order = shop({"GET", fmt::format("/orders/{}", id)}).object();
  auto line = number_at(array_at(order, "line_items").at(0).as_object(), "id");
  auto seen = put(id, fmt::format(R"({{"line_items":[{{"id":{},"quantity":3,
        "meta_data":[{{"key":"Name","value":"Bella"}}]}}]}})",
                                  line));
  auto changed = array_at(seen.object(), "line_items").at(0).as_object();
  EXPECT_EQ(number_at(changed, "quantity"), 3);
  EXPECT_EQ(text_at(array_at(changed, "meta_data").at(0).as_object(),
                    "display_value"),
            "Bella");
}

TEST_F(shop_stand, TrashDeletesInTwoSteps) {
  auto id = place();
  auto path = fmt::format("/orders/{}", id);
  auto first = shop({"DELETE", path});
  EXPECT_EQ(text_at(first.object(), "status"), "pending");
  EXPECT_EQ(text_at(shop({"GET", path}).object(), "status"), "trash");
  expect_refusal("order-delete-trashed-again", shop({"DELETE", path}));
  auto back = put(id, R"({"status":"processing"})");
  EXPECT_EQ(text_at(back.object(), "status"), "processing");
  EXPECT_EQ(shop({"DELETE", path, {{"force", "true"}}}).status, 200);
  expect_refusal("order-get-deleted", shop({"GET", path}));
}

TEST_F(shop_stand, NotesAndRefundsHaveTheRecordedShape) {
  auto path = fmt::format("/orders/{}", place({{"status", "processing"}}));
  auto note = shop({"POST", path + "/notes", {}, R"({"note":"Voilà"})"});
  expect_shape("notes-post-private", note);
  expect_shape("notes-list", shop({"GET", path + "/notes"}));
  auto part = shop({"POST", path + "/refunds", {}, R"({"amount":"9.50"})"});
  expect_shape("refund-create-full", part);
  EXPECT_EQ(text_at(shop({"GET", path}).object(), "status"), "processing");
  shop({"POST", path + "/refunds", {}, R"({"amount":"40.00"})"});
  auto order = shop({"GET", path}).object();
  EXPECT_EQ(text_at(order, "status"), "refunded");
  EXPECT_EQ(text_at(array_at(order, "refunds").at(1).as_object(), "total"),
            "-40.00");
  expect_shape("refunds-list", shop({"GET", path + "/refunds"}));
  EXPECT_EQ(shop({"GET", "/orders/statuses"}).body,
            recording("orders-statuses").body);
}

TEST_F(shop_stand, FulfillmentsNeedAnIdOnEachEntry) {
  control("shop", json::object{{"fulfillments", true}});
  auto path = fmt::format("/orders/{}/fulfillments", place());
  EXPECT_EQ(shop({"GET", path}).body, recording("fulfillments-list-none").body);
  auto post = [&](const std::string& body) {
    return shop({"POST", path, {}, body});
  };
  expect_refusal("fulfillment-create-no-meta", post(R"({"status":"x"})"));
  expect_refusal("fulfillment-create-meta-without-id",
                 post(R"({"meta_data":[{"key":"_items","value":[]}]})"));
  expect_refusal(
      "fulfillment-create-404",
      shop({"POST", "/orders/999999/fulfillments", {}, R"({"meta_data":[]})"}));
  auto made = post(R"({"status":"fulfilled","is_fulfilled":true,"meta_data":[
      {"id":0,"key":"_tracking_number","value":"9400"},
      {"id":0,"key":"_items","value":[{"item_id":1,"qty":1}]}]})");
  EXPECT_EQ(made.status, 201);
  expect_shape("fulfillments-list", shop({"GET", path}));
}

TEST_F(shop_stand, WebhooksAreKeptAsRecorded) {
  listener daemon;
  auto post = [&](const std::string& body) {
    return shop({"POST", "/webhooks", {}, body});
  };
  expect_refusal(
      "webhooks-create-bad-topic",
      post(R"({"topic":"order.shipped","delivery_url":"http://x"})"));
  expect_refusal("webhooks-create-bad-url",
                 post(R"({"topic":"order.updated","delivery_url":"x:1/y"})"));
  auto id = add_webhook("order.created", daemon.url("/hooks"));
  auto path = fmt::format("/webhooks/{}", id);
  expect_shape("webhooks-create", {201, "", {}, shop({"GET", path}).body});
  expect_shape("webhooks-list", shop({"GET", "/webhooks"}));
  expect_refusal("webhooks-get-404", shop({"GET", "/webhooks/999"}));
  expect_refusal("webhooks-put-bad-status",
                 shop({"PUT", path, {}, R"({"status":"on"})"}));
  expect_refusal("webhooks-delete-without-force", shop({"DELETE", path}));
  EXPECT_EQ(shop({"DELETE", path, {{"force", "true"}}}).status, 200);
  EXPECT_EQ(shop({"GET", "/webhooks"}).body, "[]");
}

} // namespace dastomized::sandbox

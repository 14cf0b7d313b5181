// The simulated print providers: answers, refusals, counts, shipping.
#include "tests/sandbox/stand.hpp"

#include <fmt/format.h>

namespace dastomized::sandbox {

namespace {

class provider_stand : public stand {
protected:
  void SetUp() override { open(); }

  json::object cat_order() {
    return json::parse(R"({"shipping_first_name":"Ada",
      "shipping_last_name":"Byron","shipping_address1":"12 Elm St",
      "shipping_city":"Troy","shipping_state":"MI","shipping_zip":"48083",
      "shipping_country":"US","shipping_email":"ada@example.com",
      "shipping_phone":"2485550100","shipping_method":"Economy",
      "items":[{"catalog_sku":"48146","quantity":1,
                "design_url":"https://files.example.com/1.png"}]})")
        .as_object();
  }

  json::object shine_order(int ready, const std::string& notify = "http://x/") {
    json::object order = json::parse(R"({"source_id":"AV-1-SO1",
      "line_items":[{"store_line_item_id":"88","sku":"SO-1234567",
                     "quantity":1}],
      "shipping_address":{"name":"Ada Byron","address1":"12 Elm St",
        "city":"Troy","zip":"48083","country_code":"US"}})")
                             .as_object();
    order["ready"] = ready;
    order["shipment_notification_url"] = notify;
    return {{"order", order}};
  }

  std::int64_t count(const char* provider, const char* what) {
    return number_at(object_at(counts(), provider), what);
  }

  std::string refusal(const char* member, const json::value& value) {
    auto body = cat_order();
    body[member] = value;
    return customcat("POST", "/order/R-1", body).reason;
  }
};

json::object order_in(const got& g) {
  return object_at(g.object(), "order");
}

} // namespace

TEST_F(provider_stand, CustomCatAnswersTheSameIdWithTheSameOrder) {
  auto first = customcat("POST", "/order/AV-1", cat_order());
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(text_at(first.object(), "MSG"), "Order added successfully");
  auto again = customcat("POST", "/order/AV-1", cat_order());
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(count("customcat", "accepted"), 1);
  EXPECT_EQ(count("customcat", "reposts"), 1);
  EXPECT_EQ(count("customcat", "twice"), 0);
  auto other = cat_order();
  other["shipping_city"] = "Detroit";
  customcat("POST", "/order/AV-1", other);
  EXPECT_EQ(count("customcat", "twice"), 1);
  EXPECT_EQ(count("customcat", "distinct"), 1);
}

TEST_F(provider_stand, CustomCatRefusesAsItsClientsReport) {
  EXPECT_EQ(customcat("POST", "/order", cat_order()).status, 404);
  EXPECT_EQ(refusal("shipping_email", ""), "Customer Email Required");
  EXPECT_EQ(refusal("shipping_state", "Michigan"), "Invalid state");
  EXPECT_EQ(refusal("shipping_country", "USA"), "Invalid Country");
  EXPECT_EQ(refusal("shipping_zip", ""), "Invalid Shipping Address");
  EXPECT_EQ(refusal("shipping_method", "1"), "Invalid Shipping Method");
  EXPECT_EQ(refusal("api_key", "nobody"), "Invalid API key");
  EXPECT_EQ(refusal("api_key", "cc_ro_sandbox"), "Read only key");
  auto body = cat_order();
  body["shipping_phone"] = "";
  EXPECT_EQ(customcat("POST", "/order/R-1", body).status, 500);
  body = cat_order();
  body["shipping_zip"] = "";
  auto address = customcat("POST", "/order/R-1", body);
  EXPECT_EQ(address.headers["x-fail-message"], "Invalid Shipping Address");
  EXPECT_TRUE(address.object().contains("suggestions"));
  EXPECT_EQ(count("customcat", "accepted"), 0);
}

TEST_F(provider_stand, CustomCatShipsAndTellsTheRegisteredUrl) {
  listener daemon;
  customcat("POST", "/webhook",
            {{"topic", "order-shipped"}, {"url", daemon.url("/cc")}});
  customcat("POST", "/order/AV-1", cat_order());
  auto open_order = customcat("GET", "/order/status/AV-1").object();
  EXPECT_EQ(text_at(open_order, "ORDER_STATUS"), "Pending");
  EXPECT_EQ(customcat("GET", "/order/status/AV-2").status, 404);
  control("ship", json::object{{"reference", "AV-1"}});
  auto notice = json::parse(daemon.next().body()).as_object();
  EXPECT_EQ(text_at(notice, "order_id"), "AV-1");
  EXPECT_EQ(text_at(notice, "api_key"), "cc_ro_sandbox");
  auto shipped = customcat("GET", "/order/status/AV-1").object();
  EXPECT_EQ(text_at(shipped, "ORDER_STATUS"), "Shipped");
  auto parcel = array_at(shipped, "SHIPMENTS").at(0).as_object();
  EXPECT_EQ(text_at(parcel, "TRACKING_ID"), text_at(notice, "tracker_number"));
  EXPECT_EQ(customcat("POST", "/order/AV-1", cat_order()).reason,
            "Duplicate Order");
}

TEST_F(provider_stand, CustomCatTakesAnOrderBackBeforeProduction) {
  customcat("POST", "/order/AV-1", cat_order());
  EXPECT_EQ(customcat("DELETE", "/order/AV-1").status, 200);
  customcat("POST", "/order/AV-1", cat_order());
  EXPECT_EQ(count("customcat", "accepted"), 2);
  EXPECT_EQ(count("customcat", "twice"), 0);
}

TEST_F(provider_stand, OrdersShipByThemselvesWhenTheTimeHasCome) {
  listener daemon;
  control("ship_after", json::object{{"ms", 0}});
  customcat("POST", "/webhook",
            {{"topic", "order-shipped"}, {"url", daemon.url("/cc")}});
  customcat("POST", "/order/AV-1", cat_order());
  EXPECT_EQ(daemon.next().target(), "/cc");
}

TEST_F(provider_stand, ShineOnHoldsUntilReleased) {
  auto made = shineon("POST", "/orders", shine_order(0));
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(text_at(order_in(made), "status"), "on_hold");
  EXPECT_EQ(count("shineon", "accepted"), 0);
  auto found = shineon("GET", "/orders", {}, {{"source_ids", "AV-1-SO1,x"}});
  EXPECT_EQ(array_at(found.object(), "orders").size(), 1u);
  auto path = fmt::format("/orders/{}", number_at(order_in(made), "id"));
  for (int n = 0; n < 2; ++n) // harmless to repeat
    EXPECT_EQ(text_at(order_in(shineon("POST", path + "/ready", {})), "status"),
              "awaiting_payment");
  EXPECT_EQ(count("shineon", "accepted"), 1);
  EXPECT_EQ(count("shineon", "twice"), 0);
}

TEST_F(provider_stand, ShineOnPrintsTwoReleasedOrdersOfOneReference) {
  shineon("POST", "/orders", shine_order(1));
  auto second = order_in(shineon("POST", "/orders", shine_order(1)));
  EXPECT_EQ(count("shineon", "twice"), 1);
  auto path = fmt::format("/orders/{}/cancel", number_at(second, "id"));
  auto cancelled = shineon("POST", path);
  EXPECT_EQ(cancelled.status, 202);
  EXPECT_EQ(cancelled.body, "");
  EXPECT_EQ(count("shineon", "twice"), 0);
}

TEST_F(provider_stand, ShineOnRefusesAsItsClientsReport) {
  auto body = shine_order(0);
  body["order"].as_object()["shipment_notification_url"] = "";
  EXPECT_EQ(shineon("POST", "/orders", body).status, 406);
  body = shine_order(0);
  body["order"].as_object()["shipping_address"].as_object()["address1"] =
      "1 Nowhere Lane";
  auto no = shineon("POST", "/orders", body);
  EXPECT_EQ(no.status, 422);
  EXPECT_EQ(text_at(no.object(), "error"), "Invalid Shipping Address");
  EXPECT_EQ(call({"GET", "/shineon/v1/whoami"}).status, 401);
  EXPECT_EQ(shineon("GET", "/whoami").status, 200);
  EXPECT_EQ(shineon("GET", "/orders/1").status, 404);
}

TEST_F(provider_stand, ShineOnNoticesCarryAnEmptySourceId) {
  listener daemon;
  shineon("POST", "/orders", shine_order(1, daemon.url("/so?s=1")));
  control("ship", json::object{{"reference", "AV-1-SO1"}});
  auto seen = daemon.next();
  EXPECT_EQ(seen.target(), "/so?s=1");
  auto notice = object_at(json::parse(seen.body()).as_object(), "order");
  EXPECT_EQ(text_at(notice, "source_id"), "");
  EXPECT_EQ(text_at(notice, "store_order_id"), "AV-1-SO1");
  auto line = array_at(notice, "line_items").at(0).as_object();
  EXPECT_EQ(text_at(line, "store_line_item_id"), "88");
  EXPECT_FALSE(text_at(line, "tracking_number").empty());
}

} // namespace dastomized::sandbox

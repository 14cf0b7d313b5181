// Tracking numbers: fulfillments against recorded exchanges, the plugins
// against their documents.
#include "connectors/woocommerce/tracking.hpp"
#include "tests/support/recorded.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace dastomized::tests {

namespace {

namespace woo = connectors::woocommerce;
namespace json = boost::json;
using testing::Eq;
using testing::Optional;
using woo::tracking_home;

const woo::account shop{"https://shop.test", "ck", "cs", 30s};
const woo::parcel some{"9400",
                       "https://t.example",
                       "USPS",
                       instant{milliseconds{1700000000000}},
                       {{60, 2}}};

json::object body_of(const connectors::http_request& r) {
  return json::parse(r.body).as_object();
}

auto recorded(const std::string& name) {
  return golden_json("woocommerce/rest/" + name + ".json");
}

TEST(Tracking, FulfillmentsAreReadAsRecorded) {
  auto read = woo::read_parcels(tracking_home::fulfillments,
                                answer_of(recorded("fulfillments-list")));
  auto& list = std::get<std::vector<woo::parcel>>(read);
  ASSERT_FALSE(list.empty());
  EXPECT_EQ(list[0].number, "6A12345678901");
  EXPECT_EQ(list[0].carrier, "la-poste-colissimo");
  EXPECT_THAT(list[0].items, Eq(decltype(list[0].items){{60, 2}}));
  read = woo::read_parcels(tracking_home::fulfillments,
                           answer_of(recorded("fulfillments-list-none")));
  EXPECT_TRUE(std::get<std::vector<woo::parcel>>(read).empty());
}

TEST(Tracking, AShopWithoutFulfillmentsIsNotAnOrderThatIsGone) {
  auto read =
      woo::read_parcels(tracking_home::fulfillments,
                        answer_of(recorded("fulfillments-list-feature-off")));
  auto& p = std::get<woo::problem>(read);
  EXPECT_EQ(p.where, woo::problem::layer::not_found);
  EXPECT_FALSE(p.gone);
}

TEST(Tracking, AFulfillmentHasWhatTheShopWasSeenToTake) {
  auto r = woo::post_parcel(shop, tracking_home::fulfillments, 52, some);
  EXPECT_EQ(r.url, "https://shop.test/wp-json/wc/v3/orders/52/fulfillments");
  auto body = body_of(r);
  for (const auto& m : body.at("meta_data").as_array())
    EXPECT_EQ(m.at("id").as_int64(), 0);
  auto taken =
      json::parse(
          recorded("fulfillment-create").at("request").at("body").as_string())
          .as_object();
  for (const auto& member : taken)
    EXPECT_TRUE(body.contains(member.key())) << member.key();
}

TEST(Tracking, PluginsTakeACarrierInWords) {
  auto st = woo::post_parcel(shop, tracking_home::shipment_tracking, 52, some);
  EXPECT_EQ(st.url, "https://shop.test/wp-json/wc-shipment-tracking/v3/orders/"
                    "52/shipment-trackings");
  EXPECT_EQ(body_of(st),
            (json::object{{"custom_tracking_provider", "USPS"},
                          {"custom_tracking_link", "https://t.example"},
                          {"tracking_number", "9400"},
                          {"date_shipped", "2023-11-14"}}));
  auto ast = woo::post_parcel(shop, tracking_home::ast, 52, some);
  EXPECT_EQ(ast.url,
            "https://shop.test/wp-json/wc-ast/v3/orders/52/shipment-trackings");
  EXPECT_FALSE(body_of(ast).contains("date_shipped"));
  EXPECT_FALSE(body_of(ast).contains("status_shipped")); // status is ours
}

TEST(Tracking, PluginsAreReadBack) {
  connectors::http_response r;
  r.status = 200;
  r.body = R"([{"tracking_id":"7f4978c390ee633c6294ae0f258656f9",
    "tracking_provider":"USPS","tracking_link":"https://t.example",
    "tracking_number":"9400","date_shipped":"2023-11-14"}])";
  auto read = woo::read_parcels(tracking_home::ast, r);
  auto& list = std::get<std::vector<woo::parcel>>(read);
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].number, "9400");
  EXPECT_EQ(list[0].url, "https://t.example");
}

TEST(Tracking, MorePiecesThanAnyOrderHoldsAreCut) {
  connectors::http_response r;
  r.status = 200;
  r.body = R"([{"meta_data":[{"key":"_items","value":[
    {"item_id":7,"qty":4294967297}]}]}])";
  auto read = woo::read_parcels(tracking_home::fulfillments, r);
  auto& list = std::get<std::vector<woo::parcel>>(read);
  EXPECT_EQ(list.at(0).items.at(0), (std::pair{std::int64_t{7}, 1'000'000}));
}

TEST(Tracking, APluginIsFoundInTheIndex) {
  using names = std::vector<std::string>;
  EXPECT_EQ(woo::plugin_among(names{"wc/v3", "wp/v2"}), std::nullopt);
  EXPECT_THAT(woo::plugin_among(names{"wc/v3", "wc-shipment-tracking/v3"}),
              Optional(tracking_home::shipment_tracking));
  EXPECT_THAT(woo::plugin_among(names{"wc-shipment-tracking/v3", "wc-ast/v3"}),
              Optional(tracking_home::ast));
}

} // namespace

} // namespace dastomized::tests

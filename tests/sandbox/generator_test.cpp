// Made-up orders, pictures, the log and the state file.
#include "tests/sandbox/stand.hpp"

#include <cstdio>
#include <filesystem>
#include <set>
#include <unistd.h>

namespace dastomized::sandbox {

namespace {

class generator_stand : public stand {
protected:
  json::array orders() {
    return shop({"GET", "/orders", {{"per_page", "100"}}}).parsed().as_array();
  }
};

} // namespace

TEST_F(generator_stand, AHundredOrdersHoldEveryKind) {
  auto o = settings();
  o.orders = 100;
  open(o);
  std::set<std::string> statuses, countries, makers, channels;
  for (const auto& entry : orders()) {
    const auto& order = entry.as_object();
    statuses.insert(text_at(order, "status"));
    countries.insert(text_at(object_at(order, "shipping"), "country"));
    channels.insert(text_at(order, "created_via"));
    EXPECT_EQ(text_at(order, "total").find('.'),
              text_at(order, "total").size() - 3);
    for (const auto& line : array_at(order, "line_items"))
      makers.insert(text_at(line.as_object(), "sku").substr(0, 3));
  }
  EXPECT_TRUE(statuses.count("processing") && statuses.count("pending"));
  EXPECT_GT(countries.size(), 4u);
  EXPECT_TRUE(makers.count("CC-") && makers.count("SO-"));
  EXPECT_TRUE(channels.count("amazon") && channels.count("checkout"));
}

TEST_F(generator_stand, TheSameSeedMakesTheSameOrders) {
  auto o = settings();
  o.orders = 10;
  auto names = [&] {
    open(o);
    std::string all;
    for (const auto& entry : orders())
      all += json::serialize(object_at(entry.as_object(), "billing"));
    return all;
  };
  auto first = names();
  EXPECT_EQ(names(), first);
  o.seed = 2;
  EXPECT_NE(names(), first);
}

TEST_F(generator_stand, PicturesAreServed) {
  open();
  auto picture = call({"GET", "/files/abc-print.png"});
  EXPECT_EQ(picture.headers["content-type"], "image/png");
  EXPECT_EQ(picture.body.substr(1, 3), "PNG");
  auto head = call({"HEAD", "/files/abc-print.png"});
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers["content-length"],
            std::to_string(picture.body.size()));
}

TEST_F(generator_stand, OrdersArePlacedOnRequestAndLogged) {
  open();
  control("orders", json::object{{"count", 3}});
  EXPECT_EQ(orders().size(), 3u);
  auto log = call({"GET", "/control/log", {{"after", "1"}}});
  EXPECT_EQ(log.parsed().as_array().size(), 2u);
}

TEST_F(generator_stand, AnOrderSaysWhatItShallSay) {
  open();
  control("shop", json::object{{"own_status", "awaiting-art"}});
  json::object wish{{"status", "awaiting-art"},
                    {"billing", {{"first_name", "<b>Ada</b>"}}},
                    {"line_items", json::array{json::object{{"sku", "A\"'B"}},
                                               json::object{{"name", "Mug"}}}}};
  auto placed =
      control("orders", json::object{{"count", 1}, {"order", wish}}).object();
  auto all = shop({"GET", "/orders", {{"status", "awaiting-art"}}}).parsed();
  ASSERT_EQ(all.as_array().size(), 1u);
  const auto& order = all.at(0).as_object();
  EXPECT_EQ(number_at(order, "id"), number_at(placed, "last"));
  EXPECT_EQ(text_at(object_at(order, "billing"), "first_name"), "<b>Ada</b>");
  EXPECT_FALSE(text_at(object_at(order, "billing"), "last_name").empty());
  const auto& lines = array_at(order, "line_items");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(text_at(lines[0].as_object(), "sku"), "A\"'B");
  EXPECT_EQ(text_at(lines[1].as_object(), "name"), "Mug");
  EXPECT_FALSE(text_at(lines[1].as_object(), "sku").empty());
  EXPECT_EQ(
      control("orders", json::parse(R"({"order":{"line_items":[1]}})")).status,
      400);
}

TEST_F(generator_stand, TheStateOutlivesTheProcess) {
  auto file = std::filesystem::temp_directory_path() /
              ("dastomized-sandbox-" + std::to_string(::getpid()));
  auto o = settings();
  o.orders = 5;
  o.state_file = file.string();
  open(o);
  auto before = text_at(orders().at(0).as_object(), "order_key");
  EXPECT_TRUE(box->stop());
  open(o);
  EXPECT_EQ(orders().size(), 5u);
  EXPECT_EQ(text_at(orders().at(0).as_object(), "order_key"), before);
  box.reset();
  std::filesystem::remove(file);
}

} // namespace dastomized::sandbox

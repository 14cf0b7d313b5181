// Which webhooks are made or mended, whatever the store has.
#include "connectors/woocommerce/hooks.hpp"

#include <gtest/gtest.h>

namespace dastomized::connectors::woocommerce {

namespace {

const account shop{"https://shop.example.com", "ck", "cs", milliseconds{1000}};
const std::string base = "https://ours.example.com/hooks/eu/";
const std::string url = base + "path-secret";

std::vector<webhook> all_well() {
  std::vector<webhook> out;
  for (const char* topic :
       {"order.created", "order.updated", "order.deleted", "order.restored"})
    out.push_back(
        {static_cast<std::int64_t>(out.size()) + 1, "", topic, "active", url});
  return out;
}

// "POST order.created" and the like, in order.
std::vector<std::string> asked(const std::vector<webhook>& there,
                               bool renew = false) {
  std::vector<std::string> out;
  for (const auto& r : repairs(shop, there, {url, base, "s3cret", renew})) {
    EXPECT_EQ(r.what.find("path-secret"), std::string::npos) << r.what;
    auto path = r.request.url.substr(r.request.url.find("/webhooks") + 9);
    auto topic = r.request.body.find("\"topic\":\"");
    out.push_back(r.request.method + " " +
                  (topic == std::string::npos
                       ? path
                       : r.request.body.substr(
                             topic + 9,
                             r.request.body.find('"', topic + 9) - topic - 9)));
  }
  return out;
}

using texts = std::vector<std::string>;

TEST(Hooks, AnEmptyStoreGetsAllFour) {
  EXPECT_EQ(asked({}), (texts{"POST order.created", "POST order.updated",
                              "POST order.deleted", "POST order.restored"}));
}

TEST(Hooks, WhereAllIsWellNothingIsWritten) {
  EXPECT_EQ(asked(all_well()), texts{});
}

TEST(Hooks, OthersWebhooksAreLeftAlone) {
  auto there = all_well();
  there.push_back({9, "", "order.updated", "disabled",
                   "https://another.example.com/hooks"});
  there.push_back({10, "", "product.updated", "disabled", url});
  EXPECT_EQ(asked(there), texts{});
}

TEST(Hooks, APausedOneIsSwitchedOn) {
  auto there = all_well();
  there[1].status = "paused";
  EXPECT_EQ(asked(there), texts{"PUT /2"});
}

TEST(Hooks, ADisabledOneIsMadeAnewBeforeTheOldGoes) {
  auto there = all_well();
  there[2].status = "disabled";
  EXPECT_EQ(asked(there),
            (texts{"POST order.deleted", "DELETE /3?force=true"}));
}

TEST(Hooks, AnActiveOneBesideADisabledOneIsEnough) {
  auto there = all_well();
  there.insert(there.begin(), {8, "", "order.deleted", "disabled", url});
  EXPECT_EQ(asked(there), texts{});
}

TEST(Hooks, AnOldAddressOfOursIsMoved) {
  auto there = all_well();
  there[0].delivery_url = base + "former-secret";
  EXPECT_EQ(asked(there), texts{"PUT /1"});
}

TEST(Hooks, ANewSecretIsToldToEachOfThem) {
  EXPECT_EQ(asked(all_well(), true),
            (texts{"PUT /1", "PUT /2", "PUT /3", "PUT /4"}));
}

} // namespace

} // namespace dastomized::connectors::woocommerce

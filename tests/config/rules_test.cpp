#include "config/rules.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace dastomized::config {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

settings two_providers() {
  settings s;
  s.providers.resize(2);
  s.providers[0].name = "cats";
  s.providers[0].kind = "customcat";
  s.providers[1].name = "shine";
  s.providers[1].kind = "shineon";
  return s;
}

// "what>provider:provider_sku", prefixes with "*", stripped ones with "-".
std::vector<std::string> shown(const std::vector<route>& routes) {
  std::vector<std::string> all;
  for (const auto& r : routes)
    all.push_back(r.sku + r.prefix + (r.prefix.empty() ? "" : "*") +
                  (r.strip_prefix ? "-" : "") + '>' + r.provider + ':' +
                  r.provider_sku);
  return all;
}

using strings = std::vector<std::string>;

TEST(Addresses, NeedWhatTheProviderAndTheSellerAskFor) {
  provider_rules r;
  r.states_for = {"MX"};
  provider_settings p;
  demand(r, p);
  EXPECT_FALSE(r.needs_phone);
  EXPECT_FALSE(r.needs_email);
  EXPECT_EQ(r.states_for, (std::set<std::string>{"AU", "CA", "MX", "US"}));
  p.require_phone = true;
  p.require_state = {"BR"};
  demand(r, p);
  EXPECT_TRUE(r.needs_phone);
  EXPECT_FALSE(r.needs_email);
  EXPECT_TRUE(r.states_for.contains("BR"));
  demand(r, {}); // what the provider needs is not taken back
  EXPECT_TRUE(r.needs_phone);
}

TEST(Routes, HaveDefaultsForTheProvidersThereAre) {
  EXPECT_EQ(shown(routes_of(two_providers(), "eu")),
            (strings{"CC-*->cats:", "SO-*>shine:", "PT-*>shine:"}));
  auto one = two_providers();
  one.providers.pop_back();
  EXPECT_EQ(shown(routes_of(one, "eu")), (strings{"CC-*->cats:"}));
  EXPECT_THAT(routes_of({}, "eu"), IsEmpty());
}

TEST(Routes, OfOneStoreAreMapsThenRoutesThenDefaults) {
  auto s = two_providers();
  s.providers.pop_back();
  s.routes = {{"", "GIFT", "", "none", "", false},
              {"us", "TEE", "", "cats", "1", false},
              {"eu", "", "TEE-", "cats", "", true}};
  s.sku_maps = {{"a.csv", "eu", {{"MUG", "cats", "7"}, {"TIP", "none", ""}}},
                {"b.csv", "us", {{"MUG", "cats", "8"}}}};
  EXPECT_EQ(shown(routes_of(s, "eu")),
            (strings{"MUG>cats:7",
                     "TIP>:", "GIFT>:", "TEE-*->cats:", "CC-*->cats:"}));
}

TEST(Presets, JoinTheStoresOwnKeys) {
  personalization_settings p;
  p.presets = {"customily", "teeinblue"};
  auto keys = keys_of(p);
  EXPECT_THAT(keys.preview.keys, Contains("_dastomize_preview"));
  EXPECT_THAT(keys.print_file.keys, Contains("_customily-production-url"));
  EXPECT_THAT(keys.print_file.prefixes, Contains("_tib_design_link_"));
  EXPECT_THAT(keys.any.prefixes, Contains("_customily"));
}

TEST(Presets, HaveKnownNames) {
  for (auto name : {"customily", "teeinblue", "zakeke",
                    "fancy_product_designer", "orderdesk"})
    EXPECT_NE(preset(name), nullptr) << name;
  EXPECT_EQ(preset("acme"), nullptr);
}

TEST(Policy, CarriesTheStoresRules) {
  settings s;
  store_settings store;
  store.countdown.delay = 2h;
  store.auto_submit_since = instant{5h};
  store.catalogue_skus = {"MUG"};
  auto p = policy_of(s, store);
  EXPECT_EQ(p.delay, 2h);
  EXPECT_EQ(p.auto_submit_since, instant{5h});
  EXPECT_THAT(p.catalogue, Contains("MUG"));
}

TEST(Policy, LooksAtArtworkUnlessTold) {
  settings s;
  EXPECT_TRUE(policy_of(s, {}).check_artwork);
  s.artwork.check = false;
  EXPECT_FALSE(policy_of(s, {}).check_artwork);
}

} // namespace
} // namespace dastomized::config

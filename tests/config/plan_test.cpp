#include "config/plan.hpp"

#include <gtest/gtest.h>

namespace dastomized::config {
namespace {

settings base() {
  settings s;
  s.stores.resize(2);
  s.stores[0].name = "eu";
  s.stores[1].name = "us";
  s.providers.resize(1);
  s.providers[0].name = "cc";
  s.routes = {{"", "A", "", "cc", "", false}, {"", "B", "", "cc", "", false}};
  return s;
}

std::string planned(const settings& now) {
  return to_string(plan(base(), now));
}

TEST(Plan, IsEmptyWhenNothingChanges) {
  EXPECT_EQ(planned(base()), "");
}

TEST(Plan, TellsWhatNeedsARestart) {
  auto s = base();
  s.http.listen = {"::1", 9000};
  s.daemon.data_dir = "/srv/d";
  s.daemon.threads = 4;
  s.daemon.level = log_level::debug;
  s.countdown.delay = 90min;
  EXPECT_EQ(planned(s),
            "daemon.data_dir changes from /var/lib/dastomized to /srv/d "
            "(needs a restart)\n"
            "daemon.threads changes from 0 to 4 (needs a restart)\n"
            "daemon.log_level changes from info to debug\n"
            "http.listen changes from 127.0.0.1:8080 to [::1]:9000 "
            "(needs a restart)\n"
            "countdown.delay changes from 1d to 1h30m\n");
}

TEST(Plan, FollowsStoresByTheirNames) {
  auto s = base();
  std::swap(s.stores[0], s.stores[1]);
  s.stores[1].name = "uk";
  s.stores[0].poll_interval = 1min;
  s.stores[0].personalization.presets = {"zakeke"};
  s.providers[0].rate = 0.5;
  EXPECT_EQ(planned(s),
            "store \"eu\" is removed\n"
            "store \"us\": poll_interval changes from 30s to 1m\n"
            "store \"us\": personalization.presets changes from none to "
            "zakeke\n"
            "store \"uk\" is added\n"
            "provider \"cc\": rate changes from 2 to 0.5\n");
}

TEST(Plan, NeverShowsSecrets) {
  auto s = base();
  s.stores[0].secret_key = secret{"hunter2"};
  EXPECT_EQ(planned(s), "store \"eu\": secret changes (not shown)\n");
}

TEST(Plan, SeesRoutesAndTheirOrder) {
  auto s = base();
  std::swap(s.routes[0], s.routes[1]);
  EXPECT_EQ(planned(s), "the order of the routes changes\n");
  s = base();
  s.routes[0].provider = "none";
  s.routes.pop_back();
  EXPECT_EQ(planned(s), "route \"B\" is removed\n"
                        "route \"A\": provider changes from cc to none\n");
}

TEST(Plan, SeesNewRowsOfASkuMap) {
  auto old = base(), now = base();
  old.sku_maps = {{"skus.csv", "", {}}};
  now.sku_maps = {{"skus.csv", "", {{"A", "none", ""}}}};
  EXPECT_EQ(to_string(plan(old, now)),
            "SKU map skus.csv changes (0 rows before, 1 now)\n");
}

} // namespace
} // namespace dastomized::config

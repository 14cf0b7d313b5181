#include "tests/config/folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace dastomized::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const environment env{{{"S", "abcdefghijklmnop"}}};

const std::string store = R"(
[[store]]
name = "eu"
url = "https://shop.example.com/"
key = { env = "S" }
secret = { env = "S" }
auto_submit_since = 2025-01-31T12:00:00+02:00
)";

TEST(Loader, GivesDefaultsForAnEmptyFile) {
  folder f;
  auto l = f.load("");
  EXPECT_TRUE(l.ok());
  EXPECT_EQ(l.value.http.listen.port, 8080);
  EXPECT_EQ(l.value.countdown.delay, 24h);
  EXPECT_TRUE(l.value.stores.empty());
}

TEST(Loader, ReadsHowArtworkIsLookedAt) {
  folder f;
  auto l = f.load("[artwork]\ncheck = false\nallow_private = true\n"
                  "max_bytes = \"1MiB\"\nmin_pixels = 1200\n");
  ASSERT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_FALSE(l.value.artwork.check);
  EXPECT_TRUE(l.value.artwork.allow_private);
  EXPECT_EQ(l.value.artwork.bytes_max, 1u << 20);
  EXPECT_EQ(l.value.artwork.pixels_min, 1200u);
}

TEST(Loader, ATrustedProxyIsAnAddressOrANetwork) {
  folder f;
  auto l = f.load("[http]\ntrusted_proxies = ['127.0.0.1', '10.0.0.0/8', "
                  "'2001:db8::/32']\n");
  ASSERT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_EQ(l.value.http.trusted_proxies.size(), 3u);
  for (const auto* wrong : {"proxy.example.com", "10.0.0.0/33", "*", ""}) {
    l = f.load(fmt::format("[http]\ntrusted_proxies = ['::1', '{}']\n", wrong));
    EXPECT_THAT(to_string(l.problems), HasSubstr("trusted_proxies")) << wrong;
    EXPECT_FALSE(l.ok()) << wrong;
  }
}

TEST(Loader, ReadsAStore) {
  folder f;
  auto l = f.load(store, env);
  ASSERT_TRUE(l.ok()) << to_string(l.problems);
  const auto& s = l.value.stores.at(0);
  EXPECT_EQ(s.name, "eu");
  EXPECT_EQ(s.url, "https://shop.example.com"); // without the slash
  EXPECT_EQ(s.secret_key.reveal(), "abcdefghijklmnop");
  EXPECT_EQ(s.auto_submit_since,
            std::chrono::sys_days{std::chrono::year{2025} / 1 / 31} + 10h);
  EXPECT_EQ(s.poll_interval, 30s);
  EXPECT_THAT(s.shineon_sku_prefixes, ElementsAre("SO-", "PT-"));
}

TEST(Loader, GivesStoresTheGeneralCountdownUnlessTheySayOtherwise) {
  folder f;
  auto l = f.load(store + "[store.countdown]\ndelay = '2h'\n"
                          "[countdown]\ndelay = '1h'\ngrace = '1m'\n",
                  env);
  ASSERT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_EQ(l.value.stores.at(0).countdown.delay, 2h);
  EXPECT_EQ(l.value.stores.at(0).countdown.grace, 1min);
}

TEST(Loader, NeverSubmitsByItselfWithoutAStartingInstant) {
  folder f;
  auto text = store.substr(0, store.find("auto_submit_since"));
  EXPECT_FALSE(f.load(text, env).ok());
  auto l = f.load(text + "auto_submit = false\n", env);
  ASSERT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_EQ(l.value.stores.at(0).auto_submit_since, instant::max());
  EXPECT_TRUE(f.load("[countdown]\nauto_submit = false\n" + text, env).ok());
}

TEST(Loader, TakesDatesInSeveralForms) {
  folder f;
  auto text = store.substr(0, store.find("auto_submit_since"));
  for (auto form : {"2025-01-31", "2025-01-31T00:00:00Z",
                    "'2025-01-31T00:00:00Z'", "2025-01-31T01:00:00+01:00"}) {
    auto l = f.load(text + "auto_submit_since = " + form + '\n', env);
    ASSERT_TRUE(l.ok()) << to_string(l.problems);
    EXPECT_EQ(l.value.stores.at(0).auto_submit_since,
              std::chrono::sys_days{std::chrono::year{2025} / 1 / 31});
  }
}

TEST(Loader, ReadsAddressesToListenAt) {
  folder f;
  auto l = f.load("[http]\nlisten = '[::1]:0'");
  EXPECT_EQ(l.value.http.listen.host, "::1");
  EXPECT_EQ(l.value.http.listen.port, 0);
  for (auto bad : {"8080", ":8080", "localhost", "a:b", "a:70000", "::1:80",
                   "a:", "[]:80", "a:80 "})
    EXPECT_THAT(f.problems(std::string{"[http]\nlisten = '"} + bad + '\''),
                HasSubstr("is not host:port"))
        << bad;
}

TEST(Loader, JoinsTheFilesOfConfD) {
  folder f;
  f.write("conf.d/20-us.toml", "[[store]]\nname = 'us'\nurl = 'https://us.x'\n"
                               "key = { env = 'S' }\nsecret = { env = 'S' }\n"
                               "auto_submit = false\n");
  f.write("conf.d/10-http.toml", "[http]\npublic_url = 'http://localhost'\n");
  f.write("conf.d/notes.txt", "not = [read");
  auto l = f.load("[http]\nlisten = '0.0.0.0:80'\n" + store, env);
  ASSERT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_EQ(l.value.http.listen.port, 80);
  EXPECT_EQ(l.value.http.public_url, "http://localhost");
  ASSERT_EQ(l.value.stores.size(), 2u);
  EXPECT_EQ(l.value.stores[0].name, "eu");
  EXPECT_EQ(l.value.stores[1].name, "us");
}

TEST(Loader, RefusesWhatIsSetTwice) {
  folder f;
  f.write("conf.d/a.toml", "[daemon]\nthreads = 3\n\n[http]\nlisn = 1\n");
  EXPECT_EQ(
      f.problems("[daemon]\nthreads = 2\n"),
      "dastomized.toml: warning: there is no [[store]]: nothing to watch\n"
      "conf.d/a.toml:2:1: error: daemon.threads: is already set at "
      "dastomized.toml:2 (keep one of the two)\n"
      "conf.d/a.toml:5:1: error: [http]: lisn: there is no such key "
      "(did you mean \"listen\"?)\n");
}

TEST(Loader, NamesEveryFileWithASyntaxError) {
  folder f;
  f.write("conf.d/a.toml", "x = \n");
  auto text = f.problems("[daemon\n");
  EXPECT_THAT(text, HasSubstr("dastomized.toml:1:"));
  EXPECT_THAT(text, HasSubstr("conf.d/a.toml:1:"));
}

TEST(Loader, SaysThatThereIsNoFile) {
  auto l = load("/nonexistent/dastomized.toml", {});
  EXPECT_FALSE(l.ok());
  EXPECT_EQ(to_string(l.problems),
            "/nonexistent/dastomized.toml: error: can not read this file\n");
}

TEST(Loader, ReadsSkuMaps) {
  folder f;
  f.write("skus.csv", "\xEF\xBB\xBFsku,provider,provider_sku\r\n"
                      "MUG,none,\r\n\r\n\"A,\"\"B\"\"\", none , X \r\n");
  auto l = f.load("[[sku_map]]\nfile = 'skus.csv'\n");
  ASSERT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_THAT(
      l.value.sku_maps.at(0).rows,
      ElementsAre(sku_row{"MUG", "none", ""}, sku_row{"A,\"B\"", "none", "X"}));
}

TEST(Loader, ASkuMapThatNeverEndsIsNotRead) {
  EXPECT_THAT(folder{}.problems("[[sku_map]]\nfile = '/dev/zero'\n"),
              testing::HasSubstr("can not read /dev/zero"));
}

TEST(Loader, NamesTheLinesOfABadSkuMap) {
  folder f;
  f.write("skus.csv", "sku,provider\nA,none\nB,cc,1\nC,none,1\nC,none,2\n");
  f.write("none.csv", "");
  EXPECT_EQ(
      f.problems("[[sku_map]]\nfile = 'skus.csv'\n"
                 "[[sku_map]]\nfile = 'none.csv'\nstore = 'eu'\n"),
      "dastomized.toml: warning: there is no [[store]]: nothing to watch\n"
      "dastomized.toml:4:1: error: [[sku_map]] #2: file: can not read "
      "none.csv\n"
      "dastomized.toml:5:1: error: [[sku_map]] #2: store: there is no "
      "store \"eu\"\n"
      "skus.csv:1: error: the first line must be "
      "sku,provider,provider_sku\n"
      "skus.csv:2: error: needs sku,provider,provider_sku\n"
      "skus.csv:3: error: there is no provider \"cc\"\n"
      "skus.csv:5: error: the SKU \"C\" is mapped already\n");
}

} // namespace
} // namespace dastomized::config

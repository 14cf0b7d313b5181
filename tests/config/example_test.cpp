// config/dastomized.example.toml holds every key, loads as it is and loads
// with every key switched on.
#include "config/plan.hpp"
#include "config/tree.hpp"
#include "tests/config/folder.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace dastomized::config {
namespace {

std::string example() {
  std::ostringstream text;
  text << std::ifstream{DASTOMIZED_GOLDEN
                        "/../../config/dastomized.example.toml"}
              .rdbuf();
  return text.str();
}

// Takes the "#" from "#key = value" and "#[table]".
std::string switched_on() {
  static const std::regex off{"(^|\n)#(\\[|[a-z_]+ = )"};
  return std::regex_replace(example(), off, "$1$2");
}

// Secrets and files the example speaks of.
environment surroundings(const folder& f) {
  for (auto name :
       {"api-token", "eu-key", "eu-secret", "eu-webhook", "eu-path",
        "customcat-key", "customcat-path", "shineon-token", "notify-token"})
    f.write(std::string{"creds/"} + name, "abcdefghijklmnop\n");
  f.write("skus.csv", "sku,provider,provider_sku\nMUG,customcat,1\n");
  return {{{"CREDENTIALS_DIRECTORY", f.path() + "/creds"}}};
}

bool holds(const node& n, const std::string& key) {
  if (auto* list = std::get_if<node::list>(&n.value)) {
    for (const auto& item : *list)
      if (holds(item, key))
        return true;
    return false;
  }
  auto dot = key.find('.');
  auto* inner = n.find(key.substr(0, dot));
  return inner && (dot == key.npos || holds(*inner, key.substr(dot + 1)));
}

TEST(Example, LoadsAsItIs) {
  folder f;
  auto l = f.load(example());
  EXPECT_TRUE(l.ok()) << to_string(l.problems);
  EXPECT_EQ(to_string(plan({}, l.value)), "");
}

TEST(Example, LoadsWithEveryKeySwitchedOn) {
  folder f;
  auto l = f.load(switched_on(), surroundings(f));
  EXPECT_TRUE(l.ok()) << to_string(l.problems);
}

TEST(Example, ShowsEveryKeyThereIs) {
  std::vector<problem> problems;
  auto tree = parse_toml(switched_on(), "", problems);
  ASSERT_TRUE(problems.empty()) << to_string(problems);
  for (const auto& key : known_keys())
    EXPECT_TRUE(holds(tree, key)) << key;
}

// What the example sets beyond defaults; the rest must be the defaults.
const char* const not_defaults = R"(
[http]
public_url = "https://orders.example.com"
api_token = { credential = "api-token" }
[[store]]
name = "eu"
url = "https://shop.example.com"
key = { credential = "eu-key" }
secret = { credential = "eu-secret" }
webhook_secret = { credential = "eu-webhook" }
path_secret = { credential = "eu-path" }
auto_submit_since = 2025-01-31T00:00:00Z
timezone = "Europe/Berlin"
catalogue_skus = ["MUG-11OZ"]
[[provider]]
name = "customcat"
kind = "customcat"
url = "https://customcat-beta.mylocker.net/api/v1"
api_key = { credential = "customcat-key" }
shipping_method = "Economy"
fallback_phone = "2485550100"
fallback_email = "orders@example.com"
require_phone = false
require_email = false
require_state = ["US", "CA", "AU"]
path_secret = { credential = "customcat-path" }
[[provider]]
name = "shineon"
kind = "shineon"
token = { credential = "shineon-token" }
[[route]]
store = "eu"
sku = "TEE-BLACK-L"
provider = "customcat"
provider_sku = "48146"
[[route]]
sku_prefix = "NECK-"
provider = "shineon"
[[route]]
sku = "SHIPPING-PROTECTION"
provider = "none"
[[sku_map]]
file = "skus.csv"
store = "eu"
[notify]
url = "https://chat.example.com/hooks/orders"
token = { credential = "notify-token" }
)";

TEST(Example, ShowsTheDefaultsThatHold) {
  folder f;
  auto env = surroundings(f);
  auto least = f.load(not_defaults, env);
  ASSERT_TRUE(least.ok()) << to_string(least.problems);
  EXPECT_EQ(to_string(plan(least.value, f.load(switched_on(), env).value)), "");
}

} // namespace
} // namespace dastomized::config

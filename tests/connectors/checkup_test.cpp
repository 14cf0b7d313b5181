// What the doctor says about set-ups that are broken in one way each.
#include "connectors/woocommerce/checkup.hpp"
#include "tests/support/recorded.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <map>

namespace dastomized::tests {

namespace {

namespace woo = connectors::woocommerce;
using connectors::finding;
using connectors::http_error;
using connectors::http_outcome;
using connectors::http_request;
using connectors::http_response;
using testing::HasSubstr;
using weight = finding::weight;

http_outcome recorded(const std::string& name) {
  return answer_of(golden_json("woocommerce/rest/" + name + ".json"));
}

http_response plain(int status, std::string body = {},
                    connectors::header_list headers = {}) {
  return {status, "", std::move(headers), std::move(body)};
}

http_error broke(http_error::step s) {
  return {http_error::stage::not_sent, "it broke", s};
}

// When the index was recorded.
const instant then = *connectors::http_date("Sun, 22 Nov 2026 23:18:23 GMT");

// A shop in order; a test changes what is asked by "METHOD /path".
struct shop {
  std::map<std::string, http_outcome> says{
      {"GET /wp-json/", recorded("index")},
      {"GET /wp-json/wc/v3/orders", recorded("orders-list-default")},
      {"PUT /wp-json/wc/v3/orders/9000000000", recorded("order-put-404")},
      {"GET /wp-json/wc/v3/webhooks", plain(200, all_hooks())},
      {"GET /wp-json/wc/v3/orders/9000000000/fulfillments",
       recorded("fulfillments-list-feature-off")}};
  woo::account account{"https://shop.test", "ck_key", "cs_secret", 30s};
  woo::hooks_wanted hooks{"https://f.test/hooks/shop/path",
                          "https://f.test/hooks/shop/", "whsec", false};
  instant now = then;

  static std::string all_hooks(const std::string& status = "active") {
    boost::json::array all;
    for (const char* topic :
         {"order.created", "order.updated", "order.deleted", "order.restored"})
      all.push_back({{"id", 1 + all.size()},
                     {"topic", topic},
                     {"status", all.empty() ? status : "active"},
                     {"delivery_url", "https://f.test/hooks/shop/path"}});
    return boost::json::serialize(all);
  }

  connectors::findings examined() {
    auto talk = woo::make_checkup(account, hooks, [this] { return now; });
    auto move = talk->start();
    while (auto* r = std::get_if<http_request>(&move)) {
      auto path = r->url.substr(r->url.find('/', 8));
      auto asked = r->method + " " + path.substr(0, path.find('?'));
      EXPECT_TRUE(says.contains(asked)) << asked;
      if (!says.contains(asked))
        return {};
      move = talk->next(says.at(asked));
    }
    return std::get<woo::checked>(move).all;
  }
};

// The worst finding, and that it says what to do.
finding worst(const connectors::findings& all) {
  finding out;
  for (const auto& f : all) {
    EXPECT_FALSE(f.seen.empty());
    EXPECT_EQ(f.how == weight::fine, f.todo.empty()) << f.seen;
    EXPECT_EQ(f.how == weight::fine, f.means.empty()) << f.seen;
    if (f.how > out.how)
      out = f;
  }
  return out;
}

TEST(Checkup, AShopInOrderHasNothingWorseThanANotice) {
  shop s;
  auto f = worst(s.examined());
  EXPECT_EQ(f.how, weight::notice); // no place for tracking numbers
  EXPECT_EQ(f.layer, "tracking");
  s.says["GET /wp-json/wc/v3/orders/9000000000/fulfillments"] =
      recorded("fulfillment-create-404");
  EXPECT_EQ(worst(s.examined()).how, weight::fine);
}

struct broken {
  const char* name;
  std::function<void(shop&)> by;
  weight how;
  std::string layer, words; // in what it means or what to do
};

void PrintTo(const broken& b, std::ostream* out) {
  *out << b.name;
}

class BrokenShop : public testing::TestWithParam<broken> {};

TEST_P(BrokenShop, IsToldByItsLayerWithWhatToDo) {
  shop s;
  GetParam().by(s);
  auto f = worst(s.examined());
  EXPECT_EQ(f.how, GetParam().how);
  EXPECT_EQ(f.layer, GetParam().layer);
  EXPECT_THAT(f.seen + " / " + f.means + " / " + f.todo,
              HasSubstr(GetParam().words));
}

void index(shop& s, http_outcome o) {
  s.says["GET /wp-json/"] = std::move(o);
}
void orders(shop& s, http_outcome o) {
  s.says["GET /wp-json/wc/v3/orders"] = std::move(o);
}

const broken cases[]{
    {"NoSuchHost",
     [](shop& s) { index(s, broke(http_error::step::resolving)); },
     weight::error, "dns", "host name"},
    {"NobodyListens",
     [](shop& s) { index(s, broke(http_error::step::connecting)); },
     weight::error, "connect", "port"},
    {"BadCertificate",
     [](shop& s) { index(s, broke(http_error::step::securing)); },
     weight::error, "tls", "certificate"},
    {"TooSlow", [](shop& s) { index(s, broke(http_error::step::exchanging)); },
     weight::error, "http", "timeout"},
    {"PlainPermalinks",
     [](shop& s) { index(s, plain(404, "<html>Not found</html>")); },
     weight::error, "rest", "Permalinks"},
    {"MovedElsewhere",
     [](shop& s) {
       index(s,
             plain(301, "", {{"Location", "https://www.shop.test/wp-json/"}}));
     },
     weight::error, "http", "https://www.shop.test/wp-json/"},
    {"FirewallPage",
     [](shop& s) {
       index(s, plain(403, "<html>Attention Required!</html>",
                      {{"Content-Type", "text/html"}}));
     },
     weight::error, "http", "firewall"},
    {"LoginPage", [](shop& s) { index(s, plain(200, "<html>Log in</html>")); },
     weight::error, "rest", "login page"},
    {"Maintenance", [](shop& s) { index(s, plain(503, "<html>Back soon")); },
     weight::error, "http", "maintenance"},
    {"NoWooCommerce",
     [](shop& s) { index(s, plain(200, R"({"namespaces":["wp/v2"]})")); },
     weight::error, "rest", "WooCommerce is not active"},
    {"UnknownKey",
     [](shop& s) { orders(s, recorded("auth-tls-basic-unknown-key")); },
     weight::error, "auth", "no such key"},
    {"WrongSecret",
     [](shop& s) { orders(s, recorded("auth-tls-basic-wrong-secret")); },
     weight::error, "auth", "new key"},
    {"HeaderDropped", [](shop& s) { orders(s, recorded("auth-tls-none")); },
     weight::error, "auth", "Authorization header"},
    {"ReadOnlyKey",
     [](shop& s) {
       s.says["PUT /wp-json/wc/v3/orders/9000000000"] =
           recorded("auth-read-key-writes");
     },
     weight::error, "rights", "Read/Write"},
    {"WriteOnlyKey",
     [](shop& s) { orders(s, recorded("auth-write-key-reads")); },
     weight::error, "auth", "Read/Write"},
    {"ClockOffOverHttps", [](shop& s) { s.now = then + 20min; },
     weight::warning, "clock", "1200 s behind"},
    {"ClockOffOverHttp",
     [](shop& s) {
       s.account.url = "http://shop.test";
       s.now = then - 20min;
       orders(s, recorded("auth-plain-http-oauth1-old-timestamp"));
     },
     weight::error, "clock", "NTP"},
    {"WrongSecretOverHttp",
     [](shop& s) {
       s.account.url = "http://shop.test";
       orders(s, recorded("auth-plain-http-oauth1-wrong-secret"));
     },
     weight::error, "auth", "secret"},
    {"WebhookDisabled",
     [](shop& s) {
       s.says["GET /wp-json/wc/v3/webhooks"] =
           plain(200, shop::all_hooks("disabled"));
     },
     weight::warning, "webhooks", "order.created is disabled"},
    {"NoWebhooks",
     [](shop& s) { s.says["GET /wp-json/wc/v3/webhooks"] = plain(200, "[]"); },
     weight::warning, "webhooks", "there is no webhook for order.created"},
    {"WebhooksForbidden",
     [](shop& s) {
       s.says["GET /wp-json/wc/v3/webhooks"] = recorded("auth-tls-none");
     },
     weight::warning, "webhooks", "administrator"},
};

INSTANTIATE_TEST_SUITE_P(Checkup, BrokenShop, testing::ValuesIn(cases),
                         [](const auto& i) { return i.param.name; });

TEST(Checkup, NoSecretIsInWhatIsShown) {
  for (const auto& c : cases) {
    shop s;
    c.by(s);
    for (const auto& f : s.examined())
      for (const char* secret : {"ck_key", "cs_secret", "whsec", "shop/path"})
        EXPECT_THAT(f.seen + f.means + f.todo, testing::Not(HasSubstr(secret)));
  }
}

TEST(Checkup, AnyAnswerAtAnyStepEndsInFindings) {
  const http_outcome odd[]{
      plain(200, "null"),         plain(204),
      plain(418, "{}"),           plain(200, "[1,[2],{\"id\":\"x\"}]"),
      plain(500, "{\"code\":5}"), broke(http_error::step::exchanging)};
  for (const auto& [asked, usual] : shop{}.says)
    for (const auto& o : odd) {
      shop s;
      s.says[asked] = o;
      EXPECT_FALSE(s.examined().empty()) << asked;
    }
}

} // namespace

} // namespace dastomized::tests

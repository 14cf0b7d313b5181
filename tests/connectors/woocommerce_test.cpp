// Every recorded delivery and answer of a real shop goes through our code.
#include "connectors/woocommerce/woocommerce.hpp"
#include "tests/support/recorded.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

namespace dastomized::tests {

namespace {

namespace woo = connectors::woocommerce;
namespace json = boost::json;

struct recorded {
  std::string name;
  json::object all;
};

std::vector<recorded> every(const std::string& folder) {
  std::vector<recorded> out;
  auto root = std::filesystem::path(DASTOMIZED_GOLDEN) / "woocommerce" / folder;
  for (const auto& f : std::filesystem::directory_iterator(root))
    out.push_back(
        {f.path().stem().string(), golden_json("woocommerce/" + folder + "/" +
                                               f.path().filename().string())});
  return out;
}

std::string text(const json::value& v) {
  return v.is_null() ? std::string{} : std::string(v.as_string());
}

std::string header(const json::object& o, std::string_view name) {
  for (const auto& h : o.at("headers").as_array())
    if (h.at(0).as_string() == name)
      return text(h.at(1));
  return {};
}

// The fields of a snapshot against the raw JSON, read independently.
void expect_same(const snapshot& s, const json::object& raw) {
  EXPECT_EQ(s.id, raw.at("id").as_int64());
  for (auto [have, key] : {std::pair{&s.status, "status"},
                           {&s.number, "number"},
                           {&s.total, "total"},
                           {&s.total_tax, "total_tax"},
                           {&s.currency, "currency"},
                           {&s.shipping_total, "shipping_total"},
                           {&s.discount_total, "discount_total"},
                           {&s.created_via, "created_via"},
                           {&s.customer_note, "customer_note"},
                           {&s.payment_title, "payment_method_title"}})
    EXPECT_EQ(*have, text(raw.at(key))) << key;
  const auto& to = raw.at("shipping").as_object();
  EXPECT_EQ(s.shipping.last_name, text(to.at("last_name")));
  EXPECT_EQ(s.shipping.line1, text(to.at("address_1")));
  EXPECT_EQ(s.shipping.country, text(to.at("country")));
  EXPECT_EQ(s.billing.email, text(raw.at("billing").at("email")));
  EXPECT_EQ(s.paid.has_value(), !raw.at("date_paid_gmt").is_null());
  const auto& lines = raw.at("line_items").as_array();
  ASSERT_EQ(s.lines.size(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(s.lines[i].id, lines[i].at("id").as_int64());
    EXPECT_EQ(s.lines[i].name, text(lines[i].at("name")));
    EXPECT_EQ(s.lines[i].sku, text(lines[i].at("sku")));
    EXPECT_EQ(s.lines[i].quantity, lines[i].at("quantity").as_int64());
    EXPECT_EQ(s.lines[i].total, text(lines[i].at("total")));
    EXPECT_EQ(s.lines[i].meta.size(),
              lines[i].at("meta_data").as_array().size());
  }
  EXPECT_EQ(s.refunds.size(), raw.at("refunds").as_array().size());
  EXPECT_EQ(s.meta.size(), raw.at("meta_data").as_array().size());
}

TEST(WooCommerceDeliveries, EverySignatureIsOursToo) {
  int signed_ones = 0;
  for (auto& [name, d] : every("webhooks")) {
    auto body = text(d.at("request").at("body"));
    auto given = header(d.at("request").as_object(), "X-WC-Webhook-Signature");
    if (given.empty())
      continue;
    auto secret = text(d.at("secret"));
    EXPECT_TRUE(woo::signature_valid(secret, body, given)) << name;
    EXPECT_FALSE(woo::signature_valid(secret + "x", body, given)) << name;
    EXPECT_FALSE(woo::signature_valid(secret, body + " ", given)) << name;
    EXPECT_FALSE(woo::signature_valid("", body, given)) << name;
    ++signed_ones;
  }
  EXPECT_EQ(signed_ones, 53);
}

TEST(WooCommerceDeliveries, EveryOneIsDecodedOrRightlySetAside) {
  int orders = 0;
  for (auto& [name, d] : every("webhooks")) {
    auto body = text(d.at("request").at("body"));
    auto got = woo::decode_order(body);
    if (name.starts_with("ping")) {
      EXPECT_TRUE(woo::is_ping(
          header(d.at("request").as_object(), "Content-Type"), body));
      EXPECT_TRUE(std::holds_alternative<woo::foreign>(got));
      continue;
    }
    auto raw = json::parse(body).as_object();
    if (raw.contains("line_items")) {
      ASSERT_TRUE(std::holds_alternative<snapshot>(got)) << name;
      expect_same(std::get<snapshot>(got), raw);
      ++orders;
    } else if (raw.contains("code")) {
      EXPECT_TRUE(std::holds_alternative<woo::rest_error>(got)) << name;
    } else if (raw.size() == 1) {
      EXPECT_TRUE(std::holds_alternative<woo::deleted>(got)) << name;
    } else {
      EXPECT_TRUE(std::holds_alternative<woo::foreign>(got)) << name;
    }
  }
  EXPECT_GT(orders, 40);
}

TEST(WooCommerceAnswers, EveryRecordedOrderIsReadAndEveryErrorIsAProblem) {
  int orders = 0, errors = 0;
  for (auto& [name, e] : every("rest")) {
    auto outcome = answer_of(e);
    auto status = e.at("response").at("status").as_int64();
    auto read = woo::read_order(outcome);
    if (status >= 400) {
      EXPECT_TRUE(std::holds_alternative<woo::problem>(read)) << name;
      ++errors;
      continue;
    }
    bool whole = name.starts_with("order-get") ||
                 name.starts_with("order-put") ||
                 name.starts_with("order-create");
    bool narrowed = !e.at("request").at("query").as_array().empty();
    if (!whole || narrowed)
      continue;
    ASSERT_TRUE(std::holds_alternative<snapshot>(read)) << name;
    expect_same(std::get<snapshot>(read),
                json::parse(text(e.at("response").at("body"))).as_object());
    ++orders;
  }
  EXPECT_GT(orders, 25);
  EXPECT_GT(errors, 25);
}

woo::problem problem_of(const std::string& name) {
  auto read = woo::read_order(
      answer_of(golden_json("woocommerce/rest/" + name + ".json")));
  return std::get<woo::problem>(read);
}

TEST(WooCommerceAnswers, ProblemsNameTheirLayer) {
  using layer = woo::problem::layer;
  EXPECT_EQ(problem_of("auth-tls-basic-unknown-key").where, layer::auth);
  EXPECT_EQ(problem_of("auth-tls-basic-wrong-secret").where, layer::auth);
  EXPECT_EQ(problem_of("order-get-404").where, layer::not_found);
  EXPECT_TRUE(problem_of("order-get-404").gone);
  EXPECT_TRUE(problem_of("order-put-404").gone);
  EXPECT_TRUE(problem_of("order-delete-trashed-again").gone);
  EXPECT_FALSE(problem_of("fulfillments-list-feature-off").gone);
  EXPECT_EQ(problem_of("fulfillments-list-feature-off").where,
            layer::not_found);
  EXPECT_EQ(problem_of("order-put-status-invalid").where, layer::refused);
  EXPECT_FALSE(problem_of("order-put-status-invalid").again);
}

TEST(WooCommerceAnswers, AWebPageInsteadOfJsonIsAFirewall) {
  connectors::http_response page{200, "OK", {}, "<html>Just a moment</html>"};
  auto read = woo::read_orders(page);
  auto& p = std::get<woo::problem>(read);
  EXPECT_EQ(p.where, woo::problem::layer::shape);
  EXPECT_TRUE(p.again);
  EXPECT_NE(p.what.find("firewall"), std::string::npos);
}

TEST(WooCommerceAnswers, RefundsGiveNetPiecesByLine) {
  auto read = woo::read_refunds(
      answer_of(golden_json("woocommerce/rest/refunds-list.json")));
  using pieces = std::vector<std::pair<std::int64_t, int>>;
  EXPECT_EQ(std::get<pieces>(read), (pieces{{76, 1}}));
}

TEST(WooCommerceAnswers, RefundsOfMoreThanAnyOrderHoldsAreCut) {
  connectors::http_response r;
  r.status = 200;
  r.body = R"([{"line_items":[{"quantity":-9223372036854775808,
    "meta_data":[{"key":"_refunded_item_id","value":"7"}]}]}])";
  auto read = woo::read_refunds(r);
  using pieces = std::vector<std::pair<std::int64_t, int>>;
  EXPECT_EQ(std::get<pieces>(read), (pieces{{7, 1'000'000}}));
}

TEST(WooCommerceAnswers, LongWordsOfAStoreAreCut) {
  connectors::http_response r;
  r.status = 503;
  r.reason = std::string(5000, 'x');
  EXPECT_LT(std::get<woo::problem>(woo::read_done(r)).what.size(), 400u);
  r.body = R"({"code":")" + r.reason + R"(","message":")" + r.reason + "\"}";
  EXPECT_LT(std::get<woo::problem>(woo::read_done(r)).what.size(), 700u);
}

TEST(WooCommerceAnswers, KeysThatAStoreQuotesAreNotShown) {
  connectors::http_response r;
  r.status = 401;
  r.body = R"({"code":"no_stock_key","message":
    "ck_0123456789abcdef0123456789abcdef01234567 is unknown"})";
  auto what = std::get<woo::problem>(woo::read_done(r)).what;
  EXPECT_EQ(what, "the store answered 401 no_stock_key: ck_*** is unknown");
}

TEST(WooCommerceAnswers, ListsAreReadWithTheirTotals) {
  auto read = woo::read_orders(
      answer_of(golden_json("woocommerce/rest/orders-list-page-1.json")));
  auto& page = std::get<woo::order_page>(read);
  EXPECT_FALSE(page.orders.empty());
  EXPECT_TRUE(page.total && page.pages);
  auto statuses = woo::read_statuses(
      answer_of(golden_json("woocommerce/rest/orders-statuses.json")));
  EXPECT_EQ(std::get<std::vector<std::string>>(statuses).size(), 8u);
  auto hooks = woo::read_webhooks(
      answer_of(golden_json("woocommerce/rest/webhooks-list.json")));
  EXPECT_FALSE(std::get<std::vector<woo::webhook>>(hooks).empty());
}

TEST(WooCommerceRequests, AreThoseTheShopWasSeenToTake) {
  woo::account a{"https://shop.test", "ck", "cs", 30s};
  auto put = woo::put_status(a, 51, "on-hold");
  EXPECT_EQ(put.method, "PUT");
  EXPECT_EQ(put.url, "https://shop.test/wp-json/wc/v3/orders/51");
  EXPECT_EQ(put.body, R"({"status":"on-hold"})");
  put = woo::put_line_meta(a, 51, 7, {{21, "Name", "Bela", "\"Bella\""}});
  EXPECT_EQ(put.url, "https://shop.test/wp-json/wc/v3/orders/51");
  EXPECT_EQ(put.body, R"({"line_items":[{"id":7,"meta_data":)"
                      R"([{"id":21,"key":"Name","value":"\"Bella\""}]}]})");
}

TEST(WooCommerceRequests, PlainHttpIsSignedAndHttpsUsesBasic) {
  woo::account plain{"http://shop.test", "ck", "cs", 30s};
  auto at = instant{milliseconds{1700000000000}};
  auto r = woo::authorised(woo::get_order(plain, 1), plain, at, "n1");
  EXPECT_NE(r.url.find("oauth_signature="), std::string::npos);
  EXPECT_EQ(r.url.find("cs"), std::string::npos);
  woo::account tls{"https://shop.test", "ck", "cs", 30s};
  auto b = woo::authorised(woo::get_order(tls, 1), tls, at, "n1");
  EXPECT_EQ(b.headers.back().second, "Basic Y2s6Y3M=");
}

TEST(WooCommerceDecoding, BrokenBytesNeverMakeAHalfOrder) {
  std::mt19937 dice(4711);
  for (auto& [name, d] : every("webhooks")) {
    auto body = text(d.at("request").at("body"));
    for (int i = 0; i < 60 && !body.empty(); ++i) {
      auto broken = body.substr(0, dice() % body.size());
      if (i % 2) {
        broken = body;
        broken[dice() % broken.size()] = static_cast<char>(dice());
      }
      auto got = woo::decode_order(broken);
      if (auto* s = std::get_if<snapshot>(&got)) {
        EXPECT_GT(s->id, 0);
        EXPECT_FALSE(s->status.empty());
      }
    }
  }
  EXPECT_TRUE(std::holds_alternative<woo::foreign>(
      woo::decode_order(std::string(100'000, '['))));
}

} // namespace
} // namespace dastomized::tests

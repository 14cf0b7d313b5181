#include "connectors/customcat/kit.hpp"
#include "tests/connectors/providers_support.hpp"

namespace dastomized::connectors {

namespace {

TEST(providers, EveryKindIsMadeAndNoOther) {
  EXPECT_EQ(provider_kinds(),
            (std::vector<std::string>{"customcat", "shineon"}));
  for (const auto& kind : provider_kinds())
    EXPECT_TRUE(make_provider(kind, test_account())) << kind;
  for (const auto& kind : provider_kinds())
    EXPECT_FALSE(
        make_provider(kind, test_account())->rules().afterwards.empty());
  EXPECT_FALSE(make_provider("printful", test_account()));
}

TEST(providers, AnAccountFaultIsToldByItsCode) {
  for (const auto& kind : provider_kinds()) {
    auto api = make_provider(kind, test_account());
    EXPECT_TRUE(api->account_fault({"account.token", "", false, {}}));
    EXPECT_FALSE(api->account_fault({"address.state", "", false, {}}));
  }
}

TEST(providers, RulesBuildTheSameBytesAfterTheConnectorIsGone) {
  auto o = test_order();
  auto p = test_part();
  for (const auto& kind : provider_kinds()) {
    auto api = make_provider(kind, test_account());
    auto bytes = api->build(o, p).value();
    auto rules = api->rules();
    api.reset();
    EXPECT_EQ(rules.build(o, p).value(), bytes) << kind;
    EXPECT_EQ(bytes.find("RW-KEY"), std::string::npos) << kind;
  }
}

TEST(providers, WordsArePlainShortAndWithoutSecrets) {
  auto a = test_account();
  EXPECT_EQ(kit::words("<h1>Bad</h1>\n\t <p>G&amp;T</p>", a), "Bad G&T");
  EXPECT_EQ(kit::words("key RW-KEY-secret is bad", a), "key *** is bad");
  EXPECT_EQ(kit::words("key RW-KEY&#45;secret!", a), "key ***!");
  EXPECT_EQ(kit::words(R"({"api_key":"READ-ONLY","x":1})", a),
            R"({"api_key":"***","x":1})");
  EXPECT_EQ(kit::words("/o?api_key=READ-ONLY&b=1", a), "/o?api_key=***&b=1");
  EXPECT_EQ(kit::words("api_key", a), "api_key");
  EXPECT_EQ(kit::words("told " + a.notice_url, a), "told ***");
  EXPECT_EQ(kit::words("a\xff\x01z", a), "a? z");
  auto lengthy = std::string(499, 'x') + "ü" + std::string(99, 'y');
  EXPECT_EQ(kit::words(lengthy, a), std::string(499, 'x'));
}

TEST(providers, WhatIsKeptOfAnAnswerHasNoSecrets) {
  for (const auto& kind : provider_kinds()) {
    auto api = make_provider(kind, test_account());
    auto text = api->redacted(R"({"key":"RW-KEY-secret","note":"kept"})");
    EXPECT_EQ(text.find("RW-KEY-secret"), text.npos) << text;
    EXPECT_NE(text.find("kept"), text.npos);
  }
}

TEST(providers, RetryAfterIsSecondsOrADate) {
  auto wait = [](header_list h) { return kit::retry_after(says(429, "", h)); };
  EXPECT_EQ(wait({{"retry-after", "30"}}), milliseconds{30s});
  EXPECT_EQ(wait({{"Retry-After", "99999999"}}), milliseconds{24h});
  EXPECT_EQ(wait({{"Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT"},
                  {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}),
            milliseconds{1min});
  EXPECT_EQ(wait({{"Retry-After", "Sun, 06 Nov 1994 08:50:37 GMT"}}),
            std::nullopt);
  EXPECT_EQ(wait({{"Retry-After", "soon"}}), std::nullopt);
  EXPECT_EQ(wait({}), std::nullopt);
}

TEST(providers, CarriersHaveTheirPages) {
  EXPECT_EQ(kit::tracking_url("USPS", "94 1"),
            "https://tools.usps.com/go/TrackConfirmAction?tLabels=94%201");
  EXPECT_EQ(kit::tracking_url("UPS Mail Innovations", "1Z"),
            "https://www.ups.com/track?tracknum=1Z");
  EXPECT_EQ(kit::tracking_url("FedEx SmartPost", "7"),
            "https://www.fedex.com/fedextrack/?trknbr=7");
  EXPECT_EQ(kit::tracking_url("dhl", "7"),
            "https://www.dhl.com/global-en/home/tracking.html?tracking-id=7");
  EXPECT_EQ(kit::tracking_url("Pigeon", "7"), "");
}

struct broken_row {
  const char* story;
  http_outcome answer;
  const char* outcome;
};

// The same with every provider, at the call that places the order.
const broken_row broken[] = {
    {"the connection was refused", broke(http_error::stage::not_sent),
     "refused network.not_sent transient"},
    {"it broke on the way", broke(), "unclear"},
    {"server error", says(500, R"({"error":"x"})"), "unclear"},
    {"bad gateway", says(502, "<html>"), "unclear"},
    {"gateway time-out", says(504, ""), "unclear"},
    {"unavailable, says some proxy", says(503, ""), "unclear"},
    {"unavailable, says a cache that may have passed it on",
     says(503, "", {{"Retry-After", "9"}}), "unclear"},
    {"too fast", says(429, "", {{"Retry-After", "7"}}),
     "refused provider.busy transient 7s"},
    {"too fast, no hint", says(429, ""), "refused provider.busy transient"},
    {"moved", says(302, "", {{"Location", "/"}}), "unclear"},
    {"a page", says(200, "<!DOCTYPE html><p>hi"), "unclear"},
    {"nothing", says(200, ""), "unclear"},
    {"half an answer", says(200, "{\"ORDER_ID\":"), "unclear"},
    {"not an object", says(200, "[1]"), "unclear"},
    {"a proxy's page", says(404, "<html>no", {{"Content-Type", "text/html"}}),
     "unclear"},
    {"request time-out", says(408, "{}"), "unclear"},
    {"conflict, with whom?", says(409, "{}"), "unclear"},
    {"strange", says(418, "{}"), "unclear"},
    {"interim", says(100, ""), "unclear"},
    {"bad token", says(401, ""), "refused account.token"},
    {"token without rights", says(403, ""), "refused account.token"},
    {"rejected", says(400, "{}"), "refused provider.rejected"},
    {"no such path", says(404, "{}"), "refused provider.rejected"},
    {"no such method", says(405, ""), "refused provider.rejected"},
    {"can not be processed", says(422, "{}"), "refused provider.rejected"},
};

TEST(providers, ABrokenExchangeIsNeverTakenForAYesOrANo) {
  for (const auto& kind : provider_kinds())
    for (const auto& row : broken) {
      auto api = make_provider(kind, test_account());
      auto talk = api->submit("AV-10231-1", "{\"a\":1}");
      std::vector<http_outcome> answers;
      if (kind == "shineon") // looks before it sends
        answers.push_back(says(200, R"({"orders":[]})"));
      answers.push_back(row.answer);
      auto outcome = play(*talk, answers);
      ASSERT_TRUE(outcome) << kind << ": " << row.story;
      EXPECT_EQ(brief(*outcome), row.outcome) << kind << ": " << row.story;
    }
}

TEST(providers, AnUnclearAnswerKeepsTheProvidersWords) {
  for (const auto& kind : provider_kinds()) {
    auto talk = make_provider(kind, test_account())->submit("R", "{\"a\":1}");
    std::vector<http_outcome> answers;
    if (kind == "shineon")
      answers.push_back(says(200, R"({"orders":[]})"));
    answers.push_back(says(500, "<b>Oh</b> RW-KEY-secret", {}, "Server Error"));
    EXPECT_EQ(words_of(*play(*talk, answers)), "HTTP 500 Server Error: Oh ***");
  }
}

} // namespace

} // namespace dastomized::connectors

// What the doctor says about a provider's key.
#include "connectors/checkup.hpp"
#include "tests/connectors/providers_support.hpp"

#include <gmock/gmock.h>

namespace dastomized::connectors {

namespace {

using weight = finding::weight;

// Every request is answered by the same, but changes by `to_changes`.
findings examined(const std::string& kind, http_outcome o,
                  std::optional<http_outcome> to_changes = {},
                  bool sandbox = false) {
  auto account = test_account();
  account.sandbox = sandbox;
  auto talk = make_checkup(make_provider(kind, account));
  auto move = talk->start();
  for (int i = 0; i < 20; ++i) {
    auto* r = std::get_if<http_request>(&move);
    if (r == nullptr)
      return std::get<findings>(move);
    EXPECT_NE(r->url.find("dastomized-check"), std::string::npos) << r->url;
    move = talk->next(r->method == "GET" ? o : to_changes.value_or(o));
  }
  ADD_FAILURE() << "it asks for ever";
  return {};
}

http_response said(int status, std::string body = {}) {
  return {status, "", {}, std::move(body)};
}

const char* no_orders = R"({"orders":[],"data":[],"order":null})";

class ProviderCheckup : public testing::TestWithParam<std::string> {
protected:
  // How the provider says that it does not know a reference.
  http_response unknown() const {
    return GetParam() == "customcat" ? said(404, R"({"error":"not found"})")
                                     : said(200, no_orders);
  }
};

TEST_P(ProviderCheckup, AKeyThatWorksIsFine) {
  auto all = examined(GetParam(), unknown(), said(404, "{}"));
  ASSERT_FALSE(all.empty());
  for (const auto& f : all)
    EXPECT_EQ(f.how, weight::fine) << f.seen;
}

TEST_P(ProviderCheckup, TestModeIsAWarning) {
  auto all = examined(GetParam(), unknown(), said(404, "{}"), true);
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.back().layer, "mode");
  EXPECT_EQ(all.back().how, weight::warning);
}

TEST_P(ProviderCheckup, ARevokedKeyIsAnError) {
  auto f = examined(GetParam(), said(401, R"({"error":"bad key"})")).back();
  EXPECT_EQ(f.layer, "token");
  EXPECT_EQ(f.how, weight::error);
}

TEST_P(ProviderCheckup, AReadOnlyKeyIsAnError) {
  auto f = examined(GetParam(), unknown(), said(403, "{}")).back();
  EXPECT_EQ(f.layer, "rights");
  EXPECT_EQ(f.how, weight::error);
}

TEST_P(ProviderCheckup, AReasonThatQuotesTheKeyIsToldWithoutIt) {
  auto odd = said(403);
  odd.reason = "RW-KEY-secret may not " + std::string(5000, 'x');
  for (const auto& f : {examined(GetParam(), odd).back(),
                        examined(GetParam(), unknown(), odd).back()}) {
    EXPECT_EQ(f.seen.find("RW-KEY-secret"), f.seen.npos);
    EXPECT_LT(f.seen.size(), 400u);
  }
}

TEST_P(ProviderCheckup, ABlockPageAndNoNetworkAreTold) {
  auto page = examined(GetParam(), said(200, "<html>blocked</html>")).back();
  EXPECT_EQ(page.layer, "http");
  EXPECT_EQ(page.how, weight::error);
  auto none = examined(GetParam(),
                       http_error{http_error::stage::not_sent, "no such host",
                                  http_error::step::resolving})
                  .back();
  EXPECT_EQ(none.layer, "dns");
}

INSTANTIATE_TEST_SUITE_P(Kinds, ProviderCheckup,
                         testing::ValuesIn(provider_kinds()),
                         [](const auto& i) { return i.param; });

} // namespace

} // namespace dastomized::connectors

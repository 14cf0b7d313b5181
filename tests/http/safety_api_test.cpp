#include "domain/digest.hpp"
#include "tests/http/api_fixture.hpp"

namespace dastomized::http {
namespace {

// ---- freezes, catch-up
// -------------------------------------------------------

TEST_F(api_test, FreezesAndLifts) {
  auto made = post("/api/v1/freezes",
                   R"({"scope":"provider","name":"cc","reason":"strike",
                       "until":"2030-01-01T00:00:00Z"})");
  EXPECT_EQ(made.status, 201u);
  EXPECT_EQ(made.object().at("until"), "2030-01-01T00:00:00.000Z");
  auto all = get("/api/v1/freezes").object().at("freezes").as_array();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("by"), "api_token");
  EXPECT_EQ(get("/api/v1/health").object().at("freezes").as_array().size(), 1u);
  EXPECT_EQ(post("/api/v1/freezes/1/lift").status, 200u);
  EXPECT_EQ(post("/api/v1/freezes/1/lift").status, 404u);
  EXPECT_EQ(post("/api/v1/freezes/x/lift").status, 404u);
  EXPECT_TRUE(front_.frozen.empty());
}

TEST_F(api_test, AFreezeThatMeansNothingIsRefused) {
  for (const char* body :
       {R"({"scope":"all"})", R"({"scope":"all","reason":""})",
        R"({"scope":"all","name":"shop","reason":"x"})",
        R"({"scope":"store","reason":"x"})",
        R"({"scope":"store","name":"nowhere","reason":"x"})",
        R"({"scope":"type","name":"mug","reason":"x"})",
        R"({"scope":"moon","reason":"x"})",
        R"({"scope":"all","reason":"x","until":"2001-01-01T00:00:00Z"})",
        R"({"scope":"all","reason":"x","untill":"2031-01-01T00:00:00Z"})"})
    EXPECT_EQ(post("/api/v1/freezes", body).status, 422u) << body;
  EXPECT_TRUE(front_.frozen.empty());
}

TEST_F(api_test, TheOverdueAreShownAndApproved) {
  auto v = get("/api/v1/catch-up").object();
  EXPECT_EQ(v.at("asks"), true);
  EXPECT_EQ(v.at("missed"), 51);
  EXPECT_EQ(post("/api/v1/catch-up/approve").status, 200u);
  EXPECT_TRUE(front_.approved);
}

// ---- why, and the proof
// ------------------------------------------------------

TEST_F(api_test, ExplainsAnOrder) {
  keep(an_order(7));
  auto why = get("/api/v1/orders/shop/7/explain").object();
  EXPECT_FALSE(why.at("now").as_array().empty());
  EXPECT_EQ(why.at("configuration"), "r1");
  bool hold = false;
  for (const auto& c : why.at("choices").as_array())
    hold = hold || (c.at("action") == "hold" && c.at("possible") == true);
  EXPECT_TRUE(hold);
  EXPECT_EQ(get("/api/v1/orders/shop/8/explain").status, 404u);
}

TEST_F(api_test, TheEvidenceIsOneFileWithADigestOverAll) {
  keep(an_order(7));
  auto r = get("/api/v1/orders/shop/7/evidence");
  EXPECT_EQ(r.headers[wire::field::content_disposition],
            "attachment; filename=\"evidence-shop-7.json\"");
  auto file = r.object();
  auto digest = file.at("sha256").as_string();
  file.erase("sha256");
  EXPECT_EQ(digest, sha256_hex(boost::json::serialize(file)));
  EXPECT_EQ(file.at("order").at("id"), 7);
  ASSERT_EQ(file.at("parts").as_array().size(),
            file.at("order").at("parts").as_array().size());
}

} // namespace
} // namespace dastomized::http

// Actions on many orders and their jobs; requests that come twice; actions on
// what changed meanwhile.
#include "actors/bulk_text.hpp"
#include "tests/http/api_fixture.hpp"

#include <fmt/format.h>

namespace dastomized::http {

namespace {

// ---- previews ---------------------------------------------------------------

TEST_F(api_test, APreviewOfOrdersIsGroupedByOutcome) {
  auto r = post("/api/v1/bulk/preview",
                R"({"action":"submit","orders":[{"store":"shop","id":1},
                    {"store":"shop","id":2}],"reason":"sale"})");
  ASSERT_EQ(r.status, 200u) << r.body;
  EXPECT_EQ(front_.wished.action, dastomized::ask::submit);
  EXPECT_EQ(front_.wished.reason, "sale");
  EXPECT_EQ(front_.wished.orders,
            (std::vector<order_key>{{"shop", 1}, {"shop", 2}}));
  EXPECT_FALSE(front_.wished.query);
  auto p = r.object();
  EXPECT_EQ(p.at("preview"), "p1");
  EXPECT_EQ(p.at("will"), 3);
  EXPECT_EQ(p.at("will_not"), 2);
  EXPECT_EQ(p.at("expires"), "2026-01-31T12:15:00.000Z");
  auto& first = p.at("groups").as_array().at(0).as_object();
  EXPECT_EQ(first.at("what"), "go to their providers");
  EXPECT_EQ(first.at("examples").at(0),
            (json::object{{"store", "shop"}, {"id", 1}, {"number", "A1"}}));
}

TEST_F(api_test, APreviewOfAQueryReadsTheFiltersOfTheList) {
  auto r = post("/api/v1/bulk/preview", R"({"action":"hold","query":{
      "store":["shop","b"],"tab":"counting_down","needs_attention":true,
      "created_from":"2026-01-01T00:00:00Z","due_to":"2026-01-02T00:00:00Z",
      "attention":["twin"],"search":"ada, troy"},
      "except":[{"store":"shop","id":7}]})");
  ASSERT_EQ(r.status, 200u) << r.body;
  auto q = front_.wished.query.value();
  EXPECT_EQ(q.store, (std::vector<std::string>{"shop", "b"}));
  EXPECT_EQ(q.tab, storage::list_tab::counting_down);
  EXPECT_EQ(q.needs_attention, true);
  EXPECT_EQ(q.search, "ada, troy");
  EXPECT_TRUE(q.created_from);
  EXPECT_TRUE(q.due_to);
  EXPECT_EQ(q.attention, (std::vector<std::string>{"twin"}));
  EXPECT_EQ(front_.wished.except, (std::vector<order_key>{{"shop", 7}}));
}

TEST_F(api_test, AWishForManyThatMakesNoSenseIsNamed) {
  struct row {
    const char *body, *named;
  };
  for (const auto& [body, named] :
       {row{"{}", "either orders"},
        row{R"({"action":"hold"})", "either orders"},
        row{R"({"action":"hold","orders":[],"query":{}})", "either orders"},
        row{R"({"action":"hold","orders":[]})", "one at least"},
        row{R"({"action":"hold","orders":[{"store":"shop"}]})", "orders must"},
        row{R"({"action":"hold","orders":[{"store":"shop","id":0}]})",
            "orders must"},
        row{R"({"action":"hold","orders":[{"store":"a","id":1,"x":1}]})",
            "orders must"},
        row{R"({"action":"hold","orders":[{"store":"a","id":1}],
               "except":[{"store":"a","id":1}]})",
            "except belongs to query"},
        row{R"({"action":"hold","query":{"limit":"5"}})", "limit is none"},
        row{R"({"action":"hold","query":{"tab":"red"}})", "tab must be"},
        row{R"({"action":"hold","query":{"store":"shop"}})", "store is none"},
        row{R"({"action":"hold","query":{"status":[1]}})", "status is none"},
        row{R"({"action":"hold","query":{"status":[]}})", "status is none"},
        row{R"({"action":"hold","query":{"status":[""]}})", "status is none"},
        row{R"({"action":"hold","query":{"status":["a",""]}})",
            "status is none"},
        row{R"({"action":"hold","query":{"status":["a,b"]}})",
            "status is none"},
        row{R"({"action":"hold","query":{"tab":""}})", "tab is none"},
        row{R"({"action":"hold","query":{"due_to":""}})", "due_to is none"},
        row{R"({"action":"hold","query":{"search":" "}})", "search must be"},
        row{R"({"action":"hold","query":{"search":"a b c d e f g h i"}})",
            "search must be"},
        row{R"({"action":"hold","query":[]})", "query must be"},
        row{R"({"action":"remake","query":{}})", "action must be"},
        row{R"({"action":"hold","query":{},"soon":1})", "soon"}}) {
    auto r = post("/api/v1/bulk/preview", body);
    EXPECT_EQ(r.status, 422u) << body;
    EXPECT_NE(r.body.find(named), std::string::npos) << body << r.body;
  }
  auto long_reason = std::string(501, 'x');
  EXPECT_EQ(
      post("/api/v1/bulk/preview",
           R"({"action":"hold","query":{},"reason":")" + long_reason + "\"}")
          .status,
      422u);
}

// ---- jobs -------------------------------------------------------------------

TEST_F(api_test, WhatWasPreviewedBecomesAJob) {
  auto r = post("/api/v1/bulk", R"({"preview":"p1"})");
  ASSERT_EQ(r.status, 202u) << r.body;
  EXPECT_EQ(r.headers[wire::field::location], "/api/v1/jobs/1");
  auto j = get("/api/v1/jobs/1").object();
  EXPECT_EQ(j.at("kind"), "bulk");
  EXPECT_EQ(j.at("action"), "hold");
  EXPECT_EQ(j.at("store"), "");
  EXPECT_EQ(j.at("total"), 5);
  EXPECT_EQ(j.at("report"),
            (json::object{{"succeeded", 0}, {"skipped", 0}, {"failed", 0}}));
  r = post("/api/v1/bulk", R"({"preview":"p2"})");
  EXPECT_EQ(r.status, 410u);
  EXPECT_EQ(r.code(), "preview_gone");
  EXPECT_EQ(post("/api/v1/bulk", R"({"preview":7})").status, 422u);
  EXPECT_EQ(post("/api/v1/bulk", "{}").status, 422u);
}

TEST_F(api_test, ImportsAreJobs) {
  auto r = post("/api/v1/stores/shop/import", R"({"ids":[4,5]})");
  EXPECT_EQ(r.status, 202u);
  EXPECT_EQ(r.headers[wire::field::location], "/api/v1/jobs/1");
  EXPECT_EQ(front_.imports.at(0).plan.ids, (std::vector<std::int64_t>{4, 5}));
  EXPECT_EQ(post("/api/v1/stores/shop/import", R"({"all":true})").status, 202u);
  r = post("/api/v1/stores/shop/import",
           R"({"from":"2026-01-31T13:00:00+01:00","by":"modified"})");
  EXPECT_EQ(r.status, 202u);
  EXPECT_EQ(front_.imports.at(2).plan.from, noon);
  EXPECT_TRUE(front_.imports.at(2).plan.by_modified);
  EXPECT_FALSE(front_.imports.at(2).plan.shop_time);
  auto one = get("/api/v1/jobs/3").object();
  EXPECT_EQ(one.at("kind"), "import");
  EXPECT_EQ(one.at("action"), "range");
  EXPECT_EQ(one.at("state"), "running");
  EXPECT_EQ(get("/api/v1/jobs").object().at("jobs").as_array().size(), 3u);
  EXPECT_EQ(post("/api/v1/jobs/3/cancel").status, 202u);
  EXPECT_EQ(post("/api/v1/jobs/3/cancel").status, 409u);
  EXPECT_EQ(post("/api/v1/jobs/4/cancel").status, 404u);
  for (const char* wall :
       {R"({"from":"2026-01-31T12:00:00"})", R"({"to":"2026-01-31T12:00:00"})"})
    EXPECT_EQ(post("/api/v1/stores/shop/import", wall).status, 202u);
  EXPECT_EQ(front_.imports.at(3).plan.from, noon);
  EXPECT_TRUE(front_.imports.at(3).plan.shop_time);
  EXPECT_TRUE(front_.imports.at(4).plan.shop_time);
  EXPECT_EQ(get("/api/v1/jobs/x").status, 404u);
}

TEST_F(api_test, WhatCanNotBeImportedIsNamed) {
  for (const char* bad :
       {"", "{}", R"({"ids":[]})", R"({"ids":["4"]})", R"({"all":false})",
        R"({"all":true,"ids":[1]})", R"({"from":"yesterday"})",
        R"({"from":"2026-01-31T00:00:00Z","to":"2026-01-30T00:00:00Z"})",
        R"({"from":"2026-01-31T00:00:00Z","to":"2026-02-01"})",
        R"({"from":"2026-01-31x"})",
        R"({"from":"2026-01-31T00:00:00Z","by":"size"})", R"({"every":1})"})
    EXPECT_EQ(post("/api/v1/stores/shop/import", bad).status, 422u) << bad;
  EXPECT_EQ(post("/api/v1/stores/else/import", R"({"ids":[4]})").status, 404u);
  EXPECT_TRUE(front_.imports.empty());
}

class job_rows : public api_test {
protected:
  // Row 1 is done, 2 skipped, 3 done, 5 failed; 4 is at work.
  job_rows() {
    post("/api/v1/bulk", R"({"preview":"p1"})");
    using enum actors::row_outcome;
    std::vector<storage::named_value> all;
    const std::pair<int, actors::row_outcome> known[] = {
        {1, done}, {2, skipped}, {3, done}, {5, failed}};
    for (auto [n, o] : known) {
      actors::bulk_row r{static_cast<std::uint64_t>(n),
                         {{"shop", n}, "A" + std::to_string(n)},
                         o,
                         o == skipped ? "twin" : "",
                         "so it is"};
      all.push_back(actors::text_of(1, r));
    }
    std::promise<void> kept;
    store_->put_metas(all, [&](const auto&) { kept.set_value(); });
    kept.get_future().wait();
    front_.imports.at(0).rows_done = 3;
  }

  std::string rows(const std::string& query) {
    auto page = get("/api/v1/jobs/1/rows" + query).object();
    std::string all;
    for (const auto& r : page.at("rows").as_array())
      all += json::value_to<std::string>(r.at("number")) + ' ';
    auto& next = page.at("next_after");
    return all + (next.is_null() ? "-" : json::serialize(next));
  }
};

TEST_F(job_rows, AreToldAsFarAsAllBeforeThemAre) {
  EXPECT_EQ(rows(""), "A1 A2 A3 -");
  EXPECT_EQ(rows("?after=0&limit=2"), "A1 A2 2");
  EXPECT_EQ(rows("?after=2&limit=2"), "A3 -");
  EXPECT_EQ(rows("?after=3"), "-");
  front_.imports.at(0).state = actors::job_state::cancelled;
  EXPECT_EQ(rows(""), "A1 A2 A3 A5 -");
  EXPECT_EQ(rows("?outcome=done&limit=1"), "A1 1");
  EXPECT_EQ(rows("?outcome=done&limit=1&after=1"), "A3 3");
  EXPECT_EQ(rows("?outcome=failed"), "A5 -");
  auto one = get("/api/v1/jobs/1/rows?outcome=skipped").object();
  EXPECT_EQ(one.at("rows").at(0), (json::object{{"store", "shop"},
                                                {"id", 2},
                                                {"number", "A2"},
                                                {"outcome", "skipped"},
                                                {"code", "twin"},
                                                {"what", "so it is"}}));
}

TEST_F(job_rows, RefuseWhatMakesNoSense) {
  for (const char* query :
       {"?outcome=lost", "?limit=201", "?limit=0", "?after=x", "?page=2"})
    EXPECT_EQ(get(std::string("/api/v1/jobs/1/rows") + query).status, 422u)
        << query;
  EXPECT_EQ(get("/api/v1/jobs/2/rows").status, 404u);
  post("/api/v1/stores/shop/import", R"({"all":true})");
  EXPECT_EQ(get("/api/v1/jobs/2/rows").object(),
            (json::object{{"rows", json::array{}}, {"next_after", nullptr}}));
}

// ---- what was looked at -----------------------------------------------------

TEST_F(api_test, AnActionNamesTheVersionItIsMeantFor) {
  keep(an_order(1));
  auto act = [&](const char* etag) {
    front_.asked_seen.reset();
    return ask(
        {verb::post, "/api/v1/orders/shop/1/hold", "", {{"If-Match", etag}}});
  };
  EXPECT_EQ(act("\"17\"").status, 200u);
  EXPECT_EQ(front_.asked_seen, 17u);
  EXPECT_EQ(act("*").status, 200u);
  EXPECT_FALSE(front_.asked_seen);
  for (const char* bad :
       {"", "17", "\"", "\"\"", "\"x\"", "W/\"17\"", "\"17", "\"-1\""})
    EXPECT_EQ(act(bad).status, 422u) << bad;
  front_.denies = denial{"stale", "it changed"};
  auto r = act("\"17\"");
  EXPECT_EQ(r.status, 412u);
  EXPECT_EQ(r.code(), "stale");
  EXPECT_EQ(r.headers[wire::field::etag], "\"1\"");
}

// ---- what comes twice -------------------------------------------------------

class twice : public api_test {
protected:
  twice() { keep(an_order(1)); }

  heard act(const std::string& key, const std::string& body = "{}") {
    return act_at("/api/v1/orders/shop/1/hold", key, body);
  }
  heard act_at(std::string path, std::string key, std::string body) {
    return ask({verb::post,
                std::move(path),
                std::move(body),
                {{"Idempotency-Key", std::move(key)}}});
  }
};

TEST_F(twice, IsCarriedOutOnceAndAnsweredTheSame) {
  auto first = act("k-1");
  EXPECT_EQ(first.status, 200u);
  front_.denies = denial{"same_status", "the order already is on hold"};
  auto again = act("k-1");
  EXPECT_EQ(front_.asks, 1);
  EXPECT_EQ(again.status, 200u);
  EXPECT_EQ(again.body, first.body);
  for (auto f : {wire::field::etag, wire::field::content_type,
                 wire::field::cache_control})
    EXPECT_EQ(again.headers[f], first.headers[f]);

  EXPECT_EQ(act("k-2").status, 409u); // is answered again, too
  front_.denies.reset();
  EXPECT_EQ(act("k-2").status, 409u);
  EXPECT_EQ(front_.asks, 2);
}

TEST_F(twice, IsAnsweredTheSameAfterARestart) {
  auto first = act("k-1");
  server_->stop(1s);
  server_.reset();
  api_->stop();
  api_.reset();
  auto again = act("k-1");
  EXPECT_EQ(front_.asks, 1);
  EXPECT_EQ(again.body, first.body);
}

TEST_F(twice, WithAnotherRequestIsRefused) {
  act("k-1");
  auto refused = [](const heard& r) {
    return r.status == 422 && r.code() == "idempotency_mismatch";
  };
  EXPECT_TRUE(refused(act("k-1", R"({"by":"bo"})")));
  EXPECT_TRUE(refused(act_at("/api/v1/orders/shop/1/submit", "k-1", "{}")));
  asked_for versioned{verb::post,
                      "/api/v1/orders/shop/1/hold",
                      "{}",
                      {{"Idempotency-Key", "k-1"}, {"If-Match", "\"1\""}}};
  EXPECT_TRUE(refused(ask(versioned)));
  EXPECT_EQ(front_.asks, 1);
}

TEST_F(twice, WhileTheFirstIsAtWorkItHasToWait) {
  serve();
  front_.holding = true;
  auto first = std::async(std::launch::async, [&] { return act("k-1"); });
  auto finish = front_.held.get_future().get();
  auto second = act("k-1");
  EXPECT_EQ(second.status, 409u);
  EXPECT_EQ(second.code(), "idempotency_in_flight");
  EXPECT_EQ(act("k-1", R"({"by":"bo"})").code(), "idempotency_mismatch");
  finish();
  EXPECT_EQ(first.get().status, 200u);
  EXPECT_EQ(act("k-1").status, 200u);
  EXPECT_EQ(front_.asks, 1);
}

TEST_F(twice, OurOwnTroubleIsNotKept) {
  front_.breaks = failure{fault::storage, "write"};
  EXPECT_EQ(act("k-1").status, 503u);
  front_.breaks.reset();
  EXPECT_EQ(act("k-1").status, 200u);
}

TEST_F(twice, WhatWasMeantForAnotherVersionMayComeWithTheNewest) {
  front_.denies = denial{"stale", "it is at another version"};
  EXPECT_EQ(act("k-1").status, 412u);
  front_.denies.reset();
  EXPECT_EQ(act("k-1").status, 200u);
}

TEST_F(twice, NeedsAKeyThatIsOne) {
  for (const auto& bad :
       {std::string(), std::string(256, 'k'), std::string("a b"),
        std::string("caf\xc3\xa9"), std::string("a\tb")})
    EXPECT_EQ(act(bad).status, 400u) << bad;
  EXPECT_EQ(front_.asks, 0);
  EXPECT_EQ(act(std::string(255, 'k')).status, 200u);
}

TEST_F(twice, WhereNoKeyIsKeptNoneIsTaken) {
  auto a = act_at("/api/v1/users", "k-1", R"({"name":"ada","role":"viewer"})");
  EXPECT_EQ(a.status, 400u);
  EXPECT_EQ(get("/api/v1/users").object().at("users").as_array().size(), 0u);
}

TEST_F(twice, IsForgottenAfterADayAndTheOldestOfTooMany) {
  auto answers = [&] { return store_->metas("answers/", "answers0", 9999); };
  auto put = [&](instant at, int n) {
    return storage::named_value{
        "answers/" + std::string("0000000000000000").substr(0, 5) +
            [&] {
              std::ostringstream hex;
              hex << std::hex << at.time_since_epoch().count();
              return hex.str();
            }() +
            "/scope" + std::to_string(n) + "/print",
        "{}"};
  };
  std::vector<storage::named_value> all{put(noon - 24h, 0),
                                        {"answers/nonsense", "{}"}};
  for (int n = 1; n <= 5005; ++n)
    all.push_back(put(noon - 1h, n));
  std::promise<void> kept;
  store_->put_metas(all, [&](const auto&) { kept.set_value(); });
  kept.get_future().wait();
  act("k-1");
  auto left = answers().value();
  EXPECT_EQ(left.size(), 5001u); // one more until the next comes
  EXPECT_EQ(left.front().key.find("scope0"), std::string::npos);
}

// A key may be used anew while its old answer is still on disk.
TEST_F(twice, AKeyThatWasKeptTwiceIsForgottenTwice) {
  std::vector<storage::named_value> all;
  for (auto at : {noon - 2h, noon - 1h})
    all.push_back({fmt::format("answers/{:016x}/scope/print",
                               at.time_since_epoch().count()),
                   "{}"});
  std::promise<void> kept;
  store_->put_metas(all, [&](const auto&) { kept.set_value(); });
  kept.get_future().wait();
  time_ = noon + 25h;
  EXPECT_EQ(act("k-1").status, 200u);
  EXPECT_EQ(store_->metas("answers/", "answers0", 9999).value().size(), 1u);
  EXPECT_EQ(act("k-1").status, 200u);
  EXPECT_EQ(front_.asks, 1);
}

} // namespace
} // namespace dastomized::http

#include "http/target.hpp"
#include "tests/http/api_fixture.hpp"

namespace dastomized::http {
namespace {

TEST_F(api_test, KeepsASignedDeliveryAsItCame) {
  const std::string body = "{\"id\": 7,  \"x\": \"\\u00e9\"}\n";
  EXPECT_EQ(deliver(body, signed_by_us(body)).status, 200u);
  auto all = inbox();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].raw.body, body);
  EXPECT_EQ(all[0].raw.store, "shop");
  EXPECT_EQ(all[0].raw.topic, "order.updated");
  EXPECT_EQ(all[0].raw.delivery_id, "abc");
  EXPECT_EQ(all[0].raw.webhook_id, "7");
  EXPECT_EQ(all[0].raw.received, noon);
}

TEST_F(api_test, TheSignatureIsOverTheRawBytes) {
  auto signature = signed_by_us("{\"id\":7}");
  EXPECT_EQ(deliver("{\"id\":7} ", signature).status, 401u);
  EXPECT_EQ(deliver("{\"id\":7}", "").status, 401u);
  EXPECT_EQ(deliver("{\"id\":7}", "nonsense").status, 401u);
  EXPECT_TRUE(inbox().empty());
}

TEST_F(api_test, WithoutAWebhookSecretNoDeliveryIsBelieved) {
  shop_.webhook_secret.clear();
  auto signature = connectors::woocommerce::sign("", "{}");
  EXPECT_EQ(deliver("{}", signature).status, 401u);
}

TEST_F(api_test, WhateverASignedBodySaysItIsTaken) {
  for (const std::string body : {"", "garbage", "[]", "\xff\xfe", "{\"id\":"})
    EXPECT_EQ(deliver(body, signed_by_us(body)).status, 200u) << body;
  EXPECT_EQ(inbox().size(), 5u);
}

TEST_F(api_test, APingIsAnsweredAndNotStored) {
  EXPECT_EQ(ask(golden_ping()).status, 200u);
  EXPECT_TRUE(inbox().empty());
}

TEST_F(api_test, ADeliveryThatIsNoPingNeedsASignature) {
  EXPECT_EQ(ask({verb::post,
                 hook(),
                 "webhook_id=1&order=2",
                 {{"Content-Type", "text/plain"}}})
                .status,
            401u);
}

TEST_F(api_test, AnUnknownHookLooksLikeNothing) {
  auto nothing = post("/hooks/shop/another-secret", "{}").body;
  EXPECT_EQ(post("/hooks/other/" + path_secret, "{}").body, nothing);
  EXPECT_EQ(post("/hooks/cc/shipped/wrong", "{}").body, nothing);
  EXPECT_EQ(post("/nowhere", "{}").body, nothing);
  EXPECT_EQ(get(hook()).status, 405u);
  EXPECT_EQ(get("/hooks/other/x").body, get(hook()).body);
}

TEST_F(api_test, AStoreWithoutAPathSecretHasNoHook) {
  shop_.path_secret.clear();
  EXPECT_EQ(post("/hooks/shop/", "{}").status, 404u);
  EXPECT_EQ(post("/hooks/shop/x", "{}").status, 404u);
}

TEST_F(api_test, AnswersOnlyWhenTheDeliveryIsOnDisk) {
  front_.holding = true;
  auto answer = std::async(std::launch::async, [&] {
    return deliver("{}", signed_by_us("{}")).status;
  });
  auto write = front_.held.get_future().get(); // the hook has asked for it …
  EXPECT_EQ(answer.wait_for(0s), std::future_status::timeout); // … and waits
  write();
  EXPECT_EQ(answer.get(), 200u);
}

TEST_F(api_test, SaysSoWhenTheDiskFails) {
  front_.disk_fails = true;
  EXPECT_EQ(deliver("{}", signed_by_us("{}")).status, 503u);
}

TEST_F(api_test, TakesEveryRecordedDelivery) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(
           std::string(DASTOMIZED_GOLDEN) + "/woocommerce/webhooks")) {
    auto name = file.path().filename().string();
    auto recorded = tests::golden_json("woocommerce/webhooks/" + name);
    auto& asked = recorded.at("request").as_object();
    asked_for a{verb::post, hook(), std::string(asked.at("body").as_string())};
    for (const auto& h : asked.at("headers").as_array())
      if (auto key = std::string(h.at(0).as_string());
          key.starts_with("X-WC") || key == "Content-Type")
        a.headers.emplace_back(key, std::string(h.at(1).as_string()));
    if (const auto* secret = recorded.if_contains("secret"))
      shop_.webhook_secret = std::string(secret->as_string());
    server_.reset();
    serve();
    EXPECT_EQ(ask(a).status, 200u) << name;
    ++count;
  }
  EXPECT_GT(count, 50u);
  EXPECT_GE(inbox().size(), 50u);
}

TEST_F(api_test, AProvidersNoticeIsAHint) {
  auto path = "/hooks/cc/shipped/" + path_secret;
  EXPECT_EQ(post(path, "what is this").status, 200u);
  EXPECT_EQ(front_.hinted, "");
  EXPECT_NE(
      get("/metrics")
          .body.find("dastomized_hook_notices_total{outcome=\"not_understood\","
                     "provider=\"cc\"} 1"),
      std::string::npos);
}

TEST_F(api_test, RefusesABodyThatIsTooLarge) {
  EXPECT_EQ(post(hook(), std::string(65u << 10, 'x')).status, 413u);
}

// ---- who may come in --------------------------------------------------------

std::string example_of(std::string_view pattern) {
  std::string path(pattern);
  for (auto at = path.find('{'); at != path.npos; at = path.find('{'))
    path.replace(at, path.find('}') - at + 1, "1");
  return path;
}

TEST_F(api_test, EveryRouteButHooksAndHealthNeedsTheToken) {
  serve("the-token");
  std::set<std::string_view> open;
  for (const auto& r : routes()) {
    asked_for a{r.method, example_of(r.pattern)};
    auto status = ask(a).status;
    if (r.who == access::open) {
      open.insert(r.pattern);
      EXPECT_NE(status, 401u) << r.pattern;
      continue;
    }
    EXPECT_EQ(status, 401u) << r.pattern;
    a.headers = {{"Authorization", "Bearer the-tokem"}};
    EXPECT_EQ(ask(a).status, 401u) << r.pattern;
    a.headers = {{"Authorization", "Basic the-token"}};
    EXPECT_EQ(ask(a).status, 401u) << r.pattern;
    a.headers = {{"Authorization", "Bearer the-token"}};
    EXPECT_NE(ask(a).status, 401u) << r.pattern;
    a.method = r.method == verb::get ? verb::delete_ : verb::get;
    a.headers.clear();
    EXPECT_EQ(ask(a).status, 401u) << r.pattern;
  }
  EXPECT_EQ(open,
            (std::set<std::string_view>{"/hooks/{store}/{secret}",
                                        "/hooks/{provider}/{topic}/{secret}",
                                        "/healthz", "/readyz"}));
}

TEST_F(api_test, SaysHowToComeIn) {
  serve("the-token");
  auto r = get("/api/v1/orders");
  EXPECT_EQ(r.headers[wire::field::www_authenticate], "Bearer");
  EXPECT_EQ(r.headers[wire::field::content_type], "application/problem+json");
  EXPECT_EQ(r.code(), "no_token");
}

TEST_F(api_test, WithoutATokenOnlyThisMachineIsLetIn) {
  auto with = [&](const char* name, const char* value) {
    return ask({verb::get, "/api/v1/orders", "", {{name, value}}}).status;
  };
  EXPECT_EQ(get("/api/v1/orders").status, 200u);
  EXPECT_EQ(with("Host", "localhost:8080"), 200u);
  EXPECT_EQ(with("Host", "[::1]:8080"), 200u);
  EXPECT_EQ(with("Host", "rebound.example.com"), 403u);
  EXPECT_EQ(with("Origin", "https://elsewhere.example"), 403u);
  EXPECT_EQ(with("X-Forwarded-For", "198.51.100.7"), 403u);
}

TEST_F(api_test, AFormOfAnotherSiteIsNoAction) {
  asked_for a{verb::post, "/api/v1/orders/shop/1/submit", "{}"};
  a.headers = {{"Content-Type", "text/plain"}};
  EXPECT_EQ(ask(a).status, 415u);
}

// ---- orders -----------------------------------------------------------------

TEST_F(api_test, ListsOrders) {
  keep(an_order(1));
  keep(an_order(2));
  auto r = get("/api/v1/orders?limit=1");
  EXPECT_EQ(r.status, 200u);
  auto page = r.object();
  EXPECT_EQ(page.at("total"), 2);
  const auto& rows = page.at("orders").as_array();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("total"), "25.00");
  EXPECT_EQ(rows[0].at("submit_status"), "failed");
  EXPECT_EQ(rows[0].at("countdown").at("remaining_ms"), 5'400'000);
  std::string next(page.at("next_cursor").as_string());
  EXPECT_FALSE(next.empty());
  auto second =
      get("/api/v1/orders?limit=1&cursor=" + connectors::percent_encoded(next))
          .object();
  EXPECT_EQ(second.at("orders").as_array().size(), 1u);
  EXPECT_NE(second.at("orders").at(0).at("id"), rows[0].at("id"));
}

TEST_F(api_test, FiltersOrders) {
  keep(an_order(1));
  auto total = [&](const std::string& filter) {
    return get("/api/v1/orders?" + filter).object().at("total");
  };
  for (const char* yes :
       {"store=shop", "status=processing", "submit_status=failed",
        "type=in_app", "provider=cc", "search=A1", "store="})
    EXPECT_EQ(total(yes), 1) << yes;
  for (const char* no : {"store=else", "status=on-hold", "provider=so",
                         "type=amazon", "search=nothing"})
    EXPECT_EQ(total(no), 0) << no;
}

TEST_F(api_test, SaysWhatIsWrongWithAQuestion) {
  for (const char* bad : {"limit=0", "limit=x", "limit=1000", "stor=shop",
                          "needs_attention=maybe"})
    EXPECT_EQ(get("/api/v1/orders?" + std::string(bad)).status, 422u) << bad;
  EXPECT_EQ(get("/api/v1/orders?a=%zz").status, 404u);
}

TEST_F(api_test, ShowsAnOrder) {
  keep(an_order(1));
  auto r = get("/api/v1/orders/shop/1");
  EXPECT_EQ(r.status, 200u);
  EXPECT_EQ(r.headers[wire::field::etag], "\"1\"");
  auto o = r.object();
  EXPECT_EQ(o.at("number"), "A1");
  EXPECT_EQ(o.at("billing").at("first_name"), "Bill & Sue");
  EXPECT_EQ(o.at("countdown").at("due"), "2026-01-31T13:30:00.000Z");
  EXPECT_EQ(o.at("countdown").at("remaining_ms"), 5'400'000);
  EXPECT_EQ(o.at("parts").at(0).at("state"), "refused");
  EXPECT_EQ(o.at("parts").at(0).at("reason"), "no such SKU");
  EXPECT_EQ(o.at("preflight").at("ready"), false);
  EXPECT_FALSE(o.at("preflight").at("blockers").as_array().empty());
}

TEST_F(api_test, ShowsJournalAndLedger) {
  keep(an_order(1));
  auto journal = get("/api/v1/orders/shop/1/journal").object();
  EXPECT_EQ(journal.at("journal").at(0).at("kind"), "order.seen");
  auto ledger = get("/api/v1/orders/shop/1/ledger").object();
  const auto& part = ledger.at("parts").at(0);
  EXPECT_EQ(part.at("reference"), "D-shop-1");
  EXPECT_EQ(part.at("entries").at(0).at("words"), "\xEF\xBF\xBD broken");
}

TEST_F(api_test, AnUnknownOrderIsNotFound) {
  for (const char* path :
       {"/api/v1/orders/shop/5", "/api/v1/orders/shop/x",
        "/api/v1/orders/shop/-1", "/api/v1/orders/shop/99999999999999999999",
        "/api/v1/orders/shop/5/journal", "/api/v1/orders/shop/5/ledger",
        "/api/v1/orders/shop/5/explain", "/api/v1/orders/shop/5/evidence"}) {
    auto r = get(path);
    EXPECT_EQ(r.status, 404u) << path;
    EXPECT_EQ(r.code(), "not_found");
  }
}

// ---- actions ----------------------------------------------------------------

TEST_F(api_test, PassesEveryActionOn) {
  keep(an_order(1));
  struct row {
    const char *name, *body;
    dastomized::ask what;
  };
  for (const auto& [name, body, what] :
       {row{"submit", "", dastomized::ask::submit},
        row{"retry", "", dastomized::ask::retry},
        row{"hold", "{}", dastomized::ask::hold},
        row{"hold", R"({"until":"2026-02-01T00:00:00+01:00"})",
            dastomized::ask::hold_until},
        row{"release", "", dastomized::ask::release},
        row{"extend", R"({"minutes":30})", dastomized::ask::extend},
        row{"restart", "", dastomized::ask::restart},
        row{"status", R"({"status":"completed"})", dastomized::ask::set_status},
        row{"type", R"({"type":"amazon"})", dastomized::ask::set_type},
        row{"resolve", R"({"reference":"r","reason":"x","there":true})",
            dastomized::ask::resolve_unknown},
        row{"remake", R"({"reference":"r","reason":"x"})",
            dastomized::ask::remake},
        row{"clear-twin", "", dastomized::ask::clear_twin},
        row{"cancel-status", "", dastomized::ask::cancel_intent}}) {
    auto r = post("/api/v1/orders/shop/1/" + std::string(name), body);
    EXPECT_EQ(r.status, 200u) << name << r.body;
    EXPECT_EQ(r.object().at("number"), "A1");
    EXPECT_EQ(front_.asked.what, what) << name;
    EXPECT_EQ(front_.asked.by, "api");
    EXPECT_EQ(front_.asked.at, noon);
  }
}

TEST_F(api_test, PassesOnWhatAnActionNeeds) {
  keep(an_order(1));
  auto act = [&](const char* name, const char* body) {
    post("/api/v1/orders/shop/1/" + std::string(name), body);
    return front_.asked;
  };
  EXPECT_EQ(act("hold", R"({"until":"2026-02-01T00:00:00+01:00"})").until,
            noon + 11h);
  EXPECT_EQ(act("extend", R"({"minutes":30,"by":"ada"})").span, 30min);
  EXPECT_EQ(front_.asked.by, "ada");
  EXPECT_EQ(act("status", R"({"status":"completed"})").text, "completed");
  EXPECT_TRUE(
      act("resolve", R"({"reference":"r","reason":"x","there":true})").there);
  EXPECT_EQ(front_.asked.reference, "r");
  EXPECT_EQ(front_.asked.text, "x");
}

TEST_F(api_test, RefusesAnActionThatMakesNoSense) {
  keep(an_order(1));
  struct row {
    const char *name, *body;
    unsigned status;
  };
  for (const auto& [name, body, status] :
       {row{"dance", "{}", 404}, row{"submit", "[]", 422},
        row{"submit", "{", 422}, row{"submit", R"({"soon":1})", 422},
        row{"extend", "{}", 422}, row{"extend", R"({"minutes":-5})", 422},
        row{"extend", R"({"minutes":99999999})", 422},
        row{"hold", R"({"until":"tomorrow"})", 422},
        row{"resolve", R"({"reference":"r","reason":"x"})", 422}})
    EXPECT_EQ(post("/api/v1/orders/shop/1/" + std::string(name), body).status,
              status)
        << name << body;
}

TEST_F(api_test, ADenialSaysWhy) {
  keep(an_order(1));
  auto denied = [&](const char* code) {
    front_.denies = denial{code, "it is so"};
    return post("/api/v1/orders/shop/1/submit");
  };
  auto r = denied("already_submitted");
  EXPECT_EQ(r.status, 409u);
  EXPECT_EQ(r.headers[wire::field::content_type], "application/problem+json");
  EXPECT_EQ(r.object(),
            (json::object{{"type", "urn:dastomized:problem:already_submitted"},
                          {"title", "Already submitted"},
                          {"status", 409},
                          {"detail", "it is so"},
                          {"code", "already_submitted"}}));
  EXPECT_EQ(denied("not_found").status, 404u);
  EXPECT_EQ(denied("invalid").status, 422u);
  EXPECT_EQ(denied("invalid_status").status, 422u);
  front_.breaks = failure{fault::storage, "save order"};
  EXPECT_EQ(post("/api/v1/orders/shop/1/submit").status, 503u);
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
  EXPECT_EQ(one.at("kind"), "range");
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

// ---- inbox, health ----------------------------------------------------------

TEST_F(api_test, ShowsTheInboxAndReplays) {
  deliver("{\"id\":7}", signed_by_us("{\"id\":7}"));
  auto all = get("/api/v1/inbox").object().at("deliveries").as_array();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("verdict"), "pending");
  auto seq = std::to_string(all[0].at("seq").to_number<std::int64_t>());
  auto one = get("/api/v1/inbox/" + seq).object();
  EXPECT_EQ(one.at("body"), "{\"id\":7}");
  EXPECT_EQ(post("/api/v1/inbox/" + seq + "/replay").status, 202u);
  EXPECT_EQ(inbox().size(), 2u);
  EXPECT_EQ(get("/api/v1/inbox/999").status, 404u);
  EXPECT_EQ(get("/api/v1/inbox/x").status, 404u);
  EXPECT_EQ(post("/api/v1/inbox/999/replay").status, 404u);
  EXPECT_EQ(get("/api/v1/inbox?before=x").status, 422u);
}

TEST_F(api_test, TellsHowItIs) {
  auto h = get("/api/v1/health").object();
  EXPECT_EQ(h.at("stores").at(0).at("found_by_poll"), 2);
  EXPECT_EQ(h.at("providers").at(0).at("submitted"), 7);
  EXPECT_EQ(get("/healthz").status, 200u);
  EXPECT_EQ(get("/readyz").status, 200u);
  front_.moving = false;
  EXPECT_EQ(get("/healthz").status, 200u);
  auto r = get("/readyz");
  EXPECT_EQ(r.status, 503u);
  EXPECT_EQ(r.code(), "standing");
}

TEST_F(api_test, CountsForPrometheus) {
  deliver("{}", signed_by_us("{}"));
  deliver("{}", "wrong");
  get("/nowhere");
  auto text = get("/metrics").body;
  for (const char* line :
       {"dastomized_hook_deliveries_total{outcome=\"accepted\",store=\"shop\"} "
        "1",
        "dastomized_hook_deliveries_total{outcome=\"wrong_signature\","
        "store=\"shop\"} 1",
        "dastomized_http_requests_total{route=\"none\",status=\"404\"} 1",
        "dastomized_orders_awake 3",
        "dastomized_provider_submitted_total{provider=\"cc\"} 7"})
    EXPECT_NE(text.find(line), text.npos) << line << "\n" << text;
}

TEST_F(api_test, SaysWhatAPathKnows) {
  auto r = post("/api/v1/orders", "{}");
  EXPECT_EQ(r.status, 405u);
  EXPECT_EQ(r.headers[wire::field::allow], "GET, HEAD");
  EXPECT_EQ(get("/api/v1/nothing").code(), "not_found");
  EXPECT_EQ(ask({verb::head, "/api/v1/orders"}).status, 200u);
}

TEST_F(api_test, TheFrontPageListsWhatThereIs) {
  auto page = get("/").body;
  for (const auto& r : routes())
    EXPECT_NE(page.find(r.pattern), page.npos) << r.pattern;
}

TEST(times, AreWrittenAndRead) {
  EXPECT_EQ(to_text(noon + 7ms), "2026-01-31T12:00:00.007Z");
  EXPECT_EQ(parse_instant("2026-01-31T12:00:00.007Z"), noon + 7ms);
  EXPECT_EQ(parse_instant("2026-01-31T13:30:00+01:30"), noon);
  for (const char* bad :
       {"", "2026-01-31", "2026-02-30T00:00:00Z", "2026-01-31T12:00:00",
        "2026-01-31T24:00:00Z", "2026-01-31T12:00:00Zx", "noon",
        "2026-01-31T-0:00:00Z", "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01"})
    EXPECT_EQ(parse_instant(bad), std::nullopt) << bad;
}

TEST(targets, HoldNoZeroByte) {
  EXPECT_TRUE(parse_target("/a?b=c"));
  EXPECT_FALSE(parse_target("/a%00"));
  EXPECT_FALSE(parse_target("/a?b=%00"));
  EXPECT_FALSE(parse_target(std::string_view("/a\0", 3)));
  EXPECT_FALSE(parse_target(std::string_view("/a?b=\0", 6)));
}

} // namespace
} // namespace dastomized::http

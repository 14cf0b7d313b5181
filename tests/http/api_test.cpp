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

// ---- orders -----------------------------------------------------------------

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
        row{"cancel-status", "", dastomized::ask::cancel_intent},
        row{"edit", R"({"line_id":7,"values":[]})", dastomized::ask::edit},
        row{"cancel-edit", "", dastomized::ask::cancel_edit}}) {
    auto r = post("/api/v1/orders/shop/1/" + std::string(name), body);
    EXPECT_EQ(r.status, 200u) << name << r.body;
    EXPECT_EQ(r.object().at("number"), "A1");
    EXPECT_EQ(front_.asked.what, what) << name;
    EXPECT_EQ(front_.asked.by, "api_token");
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
  EXPECT_EQ(act("extend", R"({"minutes":30})").span, 30min);
  EXPECT_EQ(front_.asked.by, "api_token");
  EXPECT_EQ(act("status", R"({"status":"completed"})").text, "completed");
  EXPECT_TRUE(
      act("resolve", R"({"reference":"r","reason":"x","there":true})").there);
  EXPECT_EQ(front_.asked.reference, "r");
  EXPECT_EQ(front_.asked.text, "x");
  EXPECT_FALSE(act("edit", R"({"line_id":7,"values":[]})").keeps_files);
  act("edit", R"({"line_id":7,"values":[{"meta_id":2,"value":"Bella"}],
                  "keeps_print_files":true})");
  EXPECT_EQ(front_.asked.line_id, 7);
  EXPECT_EQ(front_.asked.values, (std::vector<wanted_value>{{2, "Bella"}}));
  EXPECT_TRUE(front_.asked.keeps_files);
}

TEST_F(api_test, AnEditSaysWhichEntryIsWrong) {
  keep(an_order(1));
  for (const auto& [body, told] :
       {std::pair{R"({"values":[]})", "line_id"},
        std::pair{R"({"line_id":0,"values":[]})", "line_id"},
        std::pair{R"({"line_id":7})", "values"},
        std::pair{R"({"line_id":7,"values":["Bella"]})", "values"},
        std::pair{R"({"line_id":7,"values":[{"meta_id":2}]})", "value"},
        std::pair{R"({"line_id":7,"values":[{"meta_id":2,"value":"x","y":1}]})",
                  "y"}}) {
    auto r = post("/api/v1/orders/shop/1/edit", body);
    EXPECT_EQ(r.status, 422u) << body;
    EXPECT_NE(r.body.find(told), std::string::npos) << r.body;
  }
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

TEST_F(api_test, TheInboxIsFilteredAndSaysWhichOrderItIsAbout) {
  deliver("{\"id\":7}", signed_by_us("{\"id\":7}"));
  deliver("no order", signed_by_us("no order"));
  auto all = inbox();
  ASSERT_EQ(all.size(), 2u);
  std::promise<void> settled;
  store_->settle(all[0].raw.seq, storage::verdict::set_aside, "not JSON",
                 [&](const auto&) { settled.set_value(); });
  settled.get_future().wait();
  auto found = [&](const std::string& query) {
    auto page = get("/api/v1/inbox?" + query).object();
    EXPECT_TRUE(page.at("next_before").is_null()) << query;
    return page.at("deliveries").as_array();
  };
  auto aside = found("verdict=set_aside");
  ASSERT_EQ(aside.size(), 1u);
  EXPECT_EQ(aside[0].at("reason"), "not JSON");
  EXPECT_TRUE(aside[0].at("order").is_null());
  auto waits =
      found("verdict=pending,applied&store=shop&topic=" + all[1].raw.topic);
  ASSERT_EQ(waits.size(), 1u);
  EXPECT_EQ(waits[0].at("order"), 7);
  EXPECT_TRUE(found("store=elsewhere").empty());
  EXPECT_TRUE(found("topic=order.nothing").empty());
  auto first = get("/api/v1/inbox?limit=1").object();
  auto next = first.at("next_before").to_number<std::uint64_t>();
  EXPECT_EQ(found("before=" + std::to_string(next)).size(), 1u);
  EXPECT_EQ(get("/api/v1/inbox?verdict=lost").status, 422u);
  EXPECT_EQ(get("/api/v1/inbox?shop=x").status, 422u);
}

TEST_F(api_test, TellsHowItIs) {
  auto h = get("/api/v1/health").object();
  EXPECT_EQ(h.at("stores").at(0).at("found_by_poll"), 2);
  EXPECT_EQ(h.at("stores").at(0).at("timezone"), "Europe/Berlin");
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

// Who is let in, as what, and what is kept of it.
#include "tests/http/auth_fixture.hpp"

#include "access/passwords.hpp"

namespace dastomized::http {
namespace {

std::string example_of(std::string_view pattern) {
  std::string path(pattern);
  for (auto at = path.find('{'); at != path.npos; at = path.find('{'))
    path.replace(at, path.find('}') - at + 1, "1");
  return path;
}

TEST_F(auth_test, EveryRouteButHooksHealthAndLoginNeedsACredential) {
  serve();
  std::set<std::string_view> open;
  for (const auto& r : routes()) {
    auto a = nobody(r.method, example_of(r.pattern));
    auto status = ask(a).status;
    if (!r.least) {
      open.insert(r.pattern);
      EXPECT_NE(status, 401u) << r.pattern;
      continue;
    }
    EXPECT_EQ(status, 401u) << r.pattern;
    a.headers = {{"Authorization", "Bearer the-tokem"}};
    EXPECT_EQ(ask(a).status, 401u) << r.pattern;
    a.headers = {{"Authorization", "Basic " + api_token}};
    EXPECT_EQ(ask(a).status, 401u) << r.pattern;
    a.headers = {{"Authorization", "Bearer " + api_token}};
    EXPECT_NE(ask(a).status, 401u) << r.pattern;
    a.method = r.method == verb::get ? verb::delete_ : verb::get;
    a.headers = {{"Authorization", ""}};
    EXPECT_EQ(ask(a).status, 401u) << r.pattern;
  }
  EXPECT_EQ(open,
            (std::set<std::string_view>{
                "/hooks/{store}/{secret}", "/hooks/{provider}/{topic}/{secret}",
                "/api/v1/session", "/healthz", "/readyz", "/"}));
}

TEST_F(auth_test, SaysHowToComeIn) {
  serve();
  auto r = ask(nobody(verb::get, "/api/v1/orders"));
  EXPECT_EQ(r.headers[wire::field::www_authenticate], "Bearer");
  EXPECT_EQ(r.headers[wire::field::content_type], "application/problem+json");
  EXPECT_EQ(r.code(), "not_signed_in");
}

TEST_F(auth_test, AFormOfAnotherSiteIsNoAction) {
  asked_for a{verb::post, "/api/v1/orders/shop/1/submit", "{}"};
  a.headers = {{"Content-Type", "text/plain"}};
  EXPECT_EQ(ask(a).status, 415u);
}

TEST_F(auth_test, ARoleOpensWhatItMay) {
  for (std::string own : {"viewer", "operator", "admin"}) {
    add(own + "1", own);
    ASSERT_EQ(sign_in(own + "1").status, 200u);
    auto mine = *access::parse_role(own);
    for (const auto& r : routes()) {
      // Signing out would end the walk.
      if (!r.least || r.pattern.starts_with("/api/v1/session"))
        continue;
      auto got = ask(by_page(r.method, example_of(r.pattern)));
      bool refused = got.status == 403 &&
                     got.body.find("\"forbidden\"") != std::string::npos;
      EXPECT_EQ(refused, mine < *r.least) << own << ' ' << r.pattern;
    }
  }
}

TEST_F(auth_test, ASessionSaysWhoIsAsking) {
  add("ada", "operator");
  auto r = sign_in("ada");
  EXPECT_EQ(r.object().at("user"), "ada");
  EXPECT_EQ(r.object().at("role"), "operator");
  std::string cookie(r.headers[wire::field::set_cookie]);
  for (std::string_view part : {"HttpOnly", "SameSite=Strict", "Path=/"})
    EXPECT_NE(cookie.find(part), cookie.npos) << part;
  EXPECT_EQ(cookie.find("Secure"), cookie.npos); // no https here
  auto now = ask(by_page(verb::get, "/api/v1/session")).object();
  EXPECT_EQ(now.at("user"), "ada");
  EXPECT_EQ(now.at("via"), "session");
}

TEST_F(auth_test, AnUnknownNameAndAWrongPasswordAreAnsweredAlike) {
  add("ada", "viewer");
  auto wrong = sign_in("ada", "not the password"), unknown = sign_in("eve");
  EXPECT_EQ(wrong.status, 401u);
  EXPECT_EQ(wrong.code(), "wrong_login");
  EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(auth_test, TooManyAttemptsHaveToWait) {
  add("ada", "viewer");
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(sign_in("ada", "guess number " + std::to_string(i)).status, 401u);
  auto r = sign_in("ada");
  EXPECT_EQ(r.status, 429u);
  EXPECT_EQ(r.code(), "too_many_logins");
  EXPECT_FALSE(r.headers[wire::field::retry_after].empty());
  time_ = noon + 16min;
  EXPECT_EQ(sign_in("ada").status, 200u);
}

TEST_F(auth_test, AWriteNeedsAPageOfOurs) {
  add("ada", "operator");
  keep(an_order(1));
  ASSERT_EQ(sign_in("ada").status, 200u);
  auto with = [&](connectors::header_list headers) {
    auto a = by_page(verb::post, "/api/v1/orders/shop/1/hold", "{}");
    a.headers.pop_back();
    a.headers.insert(a.headers.end(), headers.begin(), headers.end());
    return ask(a).status;
  };
  EXPECT_EQ(with({{"Origin", "http://127.0.0.1"}}), 200u);
  EXPECT_EQ(with({{"Sec-Fetch-Site", "same-origin"}}), 200u);
  EXPECT_EQ(with({}), 403u);
  EXPECT_EQ(with({{"Origin", "https://elsewhere.example"}}), 403u);
  EXPECT_EQ(with({{"Origin", "null"}}), 403u);
  EXPECT_EQ(with({{"Sec-Fetch-Site", "cross-site"}}), 403u);
  EXPECT_EQ(with({{"Origin", "https://elsewhere.example"},
                  {"Sec-Fetch-Site", "same-origin"}}),
            403u);
  // Nor can another page sign somebody in.
  auto a = nobody(verb::post, "/api/v1/session",
                  R"({"name":"ada","password":"correct horse battery"})");
  a.headers.emplace_back("Origin", "https://elsewhere.example");
  EXPECT_EQ(ask(a).status, 403u);
}

TEST_F(auth_test, ASessionEnds) {
  add("ada", "operator");
  sign_in("ada");
  auto session = [&] { return ask(by_page(verb::get, "/api/v1/session")); };
  time_ = noon + 11h;
  EXPECT_EQ(session().status, 200u);      // and goes on from here
  ASSERT_EQ(sign_in("ada").status, 200u); // behind the touch
  time_ = noon + 24h;
  auto late = session();
  EXPECT_EQ(late.status, 401u);
  EXPECT_EQ(late.code(), "session_over");
  ASSERT_EQ(sign_in("ada").status, 200u);
  EXPECT_EQ(ask(by_page(verb::delete_, "/api/v1/session")).status, 204u);
  EXPECT_EQ(session().status, 401u);
}

TEST_F(auth_test, AnotherPasswordEndsTheOtherSessions) {
  add("ada", "viewer");
  sign_in("ada");
  auto first = session_;
  sign_in("ada");
  auto change = [&](const char* body) {
    return ask(by_page(verb::post, "/api/v1/session/password", body)).status;
  };
  EXPECT_EQ(change(R"({"old":"something else","new":"0123456789ab"})"), 403u);
  EXPECT_EQ(change(R"({"old":"correct horse battery","new":"short"})"), 422u);
  EXPECT_EQ(change(R"({"old":"correct horse battery","new":"0123456789ab"})"),
            204u);
  EXPECT_EQ(ask(by_page(verb::get, "/api/v1/session")).status, 200u);
  session_ = first;
  EXPECT_EQ(ask(by_page(verb::get, "/api/v1/session")).status, 401u);
  EXPECT_EQ(sign_in("ada").status, 401u);
  EXPECT_EQ(sign_in("ada", "0123456789ab").status, 200u);
}

TEST_F(auth_test, ALinkOpensOnce) {
  auto made = post("/api/v1/login-links", "{}");
  ASSERT_EQ(made.status, 201u) << made.body;
  std::string url(made.object().at("url").as_string());
  auto secret = url.substr(url.rfind('/') + 1);
  EXPECT_TRUE(url.starts_with("http://127.0.0.1/#/login/")) << url;
  auto body = json::serialize(json::object{{"link", secret}});
  auto first = ask(nobody(verb::post, "/api/v1/session", body));
  EXPECT_EQ(first.status, 200u);
  EXPECT_EQ(first.object().at("role"), "admin");
  EXPECT_EQ(ask(nobody(verb::post, "/api/v1/session", body)).status, 401u);
  // Nobody else is made.
  EXPECT_EQ(post("/api/v1/login-links", R"({"user":"eve"})").status, 404u);
}

TEST_F(auth_test, ALinkGrowsOld) {
  auto made = post("/api/v1/login-links", "{}");
  std::string url(made.object().at("url").as_string());
  time_ = noon + 15min;
  auto body =
      json::serialize(json::object{{"link", url.substr(url.rfind('/') + 1)}});
  EXPECT_EQ(ask(nobody(verb::post, "/api/v1/session", body)).status, 401u);
}

TEST_F(auth_test, TheLastAdminStays) {
  add("ada", "admin");
  EXPECT_EQ(post("/api/v1/users/ada", R"({"role":"viewer"})").status, 409u);
  EXPECT_EQ(post("/api/v1/users/ada", R"({"disabled":true})").status, 409u);
  EXPECT_EQ(ask({verb::delete_, "/api/v1/users/ada"}).status, 409u);
  add("bob", "admin");
  EXPECT_EQ(ask({verb::delete_, "/api/v1/users/ada"}).status, 204u);
  EXPECT_EQ(ask({verb::delete_, "/api/v1/users/ada"}).status, 404u);
}

TEST_F(auth_test, AChangedUserIsSignedOut) {
  add("ada", "viewer");
  sign_in("ada");
  EXPECT_EQ(post("/api/v1/users/ada", R"({"role":"operator"})").status, 200u);
  EXPECT_EQ(ask(by_page(verb::get, "/api/v1/session")).status, 401u);
  EXPECT_EQ(post("/api/v1/users/ada", R"({"disabled":true})").status, 200u);
  EXPECT_EQ(sign_in("ada").status, 401u);
}

TEST_F(auth_test, NamesThatMeanOthersAreNotGiven) {
  for (std::string name : {"shop", "cc", "store", "api_token", "", "A b"})
    EXPECT_EQ(post("/api/v1/users", json::serialize(json::object{
                                        {"name", name}, {"role", "viewer"}}))
                  .status,
              422u)
        << name;
}

TEST_F(auth_test, ATokenOpensUntilItIsRevoked) {
  auto made = post("/api/v1/tokens", R"({"name":"reports","role":"viewer",)"
                                     R"("expires":"2026-02-01T00:00:00Z"})");
  ASSERT_EQ(made.status, 201u) << made.body;
  std::string secret(made.object().at("secret").as_string());
  std::string id(made.object().at("id").as_string());
  EXPECT_EQ(get("/api/v1/tokens").body.find(secret), std::string::npos);
  auto as = [&](verb method, std::string path) {
    return ask(
        {method, std::move(path), "", {{"Authorization", "bearer " + secret}}});
  };
  EXPECT_EQ(as(verb::get, "/api/v1/session").object().at("user"), "reports");
  EXPECT_EQ(as(verb::post, "/api/v1/orders/shop/1/hold").status, 403u);
  time_ = noon + 24h;
  EXPECT_EQ(as(verb::get, "/api/v1/session").status, 401u);
  time_ = noon;
  EXPECT_EQ(ask({verb::delete_, "/api/v1/tokens/" + id}).status, 204u);
  EXPECT_EQ(as(verb::get, "/api/v1/session").status, 401u);
}

TEST_F(auth_test, PreferencesAreOnesOwn) {
  add("ada", "viewer");
  sign_in("ada");
  auto mine =
      by_page(verb::put, "/api/v1/me/preferences", R"({"theme":"dark"})");
  EXPECT_EQ(ask(mine).status, 200u);
  EXPECT_EQ(ask(by_page(verb::get, "/api/v1/me/preferences")).body,
            R"({"theme":"dark"})");
  EXPECT_EQ(get("/api/v1/me/preferences").body, "{}"); // of the token
  mine.body = "[1]";
  EXPECT_EQ(ask(mine).status, 422u);
}

TEST_F(auth_test, AWriteIsAudited) {
  add("ada", "operator");
  sign_in("ada");
  auto o = an_order(1);
  keep(o);
  front_.denies = denial{"on_hold", "the order is on hold"};
  ask(by_page(verb::post, "/api/v1/orders/shop/1/submit", "{}"));
  auto e = last_entry();
  EXPECT_EQ(e.at("who"), "ada");
  EXPECT_EQ(e.at("role"), "operator");
  EXPECT_EQ(e.at("via"), "session");
  EXPECT_EQ(e.at("from"), "127.0.0.1");
  EXPECT_EQ(e.at("target"), "shop/1");
  EXPECT_EQ(e.at("status"), 409);
  EXPECT_EQ(e.at("what"), "the order is on hold");
  EXPECT_EQ(e.at("before").at("countdown"), "running");
  EXPECT_TRUE(e.at("after").is_null());
  front_.denies.reset();
  ask(by_page(verb::post, "/api/v1/orders/shop/1/hold", "{}"));
  EXPECT_EQ(last_entry().at("what"), "hold");
  EXPECT_FALSE(last_entry().at("after").is_null());
  EXPECT_EQ(front_.asked.by, "ada");
}

TEST_F(auth_test, TheAuditTellsWhoWasNotLetIn) {
  add("ada", "viewer");
  sign_in("ada", "not the password");
  EXPECT_EQ(last_entry().at("status"), 401);
  EXPECT_EQ(last_entry().at("target"), "ada");
  EXPECT_TRUE(last_entry().at("role").is_null());
  sign_in("my-password-in-the-wrong-field", "x");
  EXPECT_EQ(get("/api/v1/audit").body.find("wrong-field"), std::string::npos);
  sign_in("ada");
  ask(by_page(verb::post, "/api/v1/orders/shop/1/hold", "{}"));
  EXPECT_EQ(last_entry().at("status"), 403);
  EXPECT_EQ(last_entry().at("who"), "ada");
}

TEST_F(auth_test, TheAuditHoldsNoSecret) {
  add("ada", "admin");
  auto token = post("/api/v1/tokens", R"({"name":"x","role":"viewer"})");
  sign_in("ada");
  auto all = get("/api/v1/audit").body;
  EXPECT_EQ(all.find(password), all.npos);
  EXPECT_EQ(all.find(session_), all.npos);
  EXPECT_EQ(all.find(token.object().at("secret").as_string()), all.npos);
  EXPECT_EQ(
      get("/api/v1/audit?who=ada").object().at("entries").as_array().size(),
      0u); // whoever signs in is nobody yet
  EXPECT_EQ(
      get("/api/v1/audit?target=ada").object().at("entries").as_array().size(),
      2u);
}

TEST_F(auth_test, ATrustedProxySaysWhereFrom) {
  trusted_ = {*parse_network("127.0.0.0/8")};
  add("ada", "viewer");
  auto a = nobody(verb::post, "/api/v1/session",
                  R"({"name":"ada","password":"wrong"})");
  a.headers.emplace_back("X-Forwarded-For", "10.0.0.1, 198.51.100.7");
  ask(a);
  EXPECT_EQ(last_entry().at("from"), "198.51.100.7");
  a.headers.back().second = "<script>";
  ask(a);
  EXPECT_EQ(last_entry().at("from"), "127.0.0.1");
}

TEST_F(auth_test, WhoeverIsNotTrustedIsWhereItsConnectionComesFrom) {
  add("ada", "viewer");
  auto a = nobody(verb::post, "/api/v1/session",
                  R"({"name":"ada","password":"wrong"})");
  a.headers.emplace_back("X-Forwarded-For", "198.51.100.7");
  ask(a);
  EXPECT_EQ(last_entry().at("from"), "127.0.0.1");
}

TEST_F(auth_test, UsersAreThereAfterARestart) {
  add("ada", "viewer");
  sign_in("ada");
  server_->stop(1s);
  api_->stop();
  server_.reset();
  serve();
  EXPECT_EQ(ask(by_page(verb::get, "/api/v1/session")).status, 200u);
}

TEST_F(auth_test, DamagedUsersAreNeitherLetInNorWrittenOver) {
  std::promise<void> kept;
  store_->put_meta("roster", R"({"format":1,"users":[{)",
                   [&](const auto&) { kept.set_value(); });
  kept.get_future().wait();
  EXPECT_EQ(get("/api/v1/orders").status, 200u); // by the configured token
  auto r = post("/api/v1/login-links", "{}");
  EXPECT_EQ(r.status, 503u);
  EXPECT_EQ(store_->meta("roster").value(), R"({"format":1,"users":[{)");
}

TEST_F(auth_test, AViewerSeesNoPayloads) {
  keep(an_order(1));
  add("ada", "viewer");
  sign_in("ada");
  auto seen = ask(by_page(verb::get, "/api/v1/orders/shop/1/ledger")).body;
  EXPECT_NE(seen, get("/api/v1/orders/shop/1/ledger").body);
}

} // namespace
} // namespace dastomized::http

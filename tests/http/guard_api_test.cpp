// What somebody without rights can not do to those who have some.
#include "http/refusal_log.hpp"
#include "storage/keyed_store.hpp"
#include "tests/http/auth_fixture.hpp"
#include "tests/http/peer.hpp"

namespace dastomized::http {
namespace {

class guard_test : public auth_test {
protected:
  json::array entries() {
    return get("/api/v1/audit?limit=200").object().at("entries").as_array();
  }

  // Of the audit, with this status.
  std::size_t count(int status) {
    auto all = entries();
    return static_cast<std::size_t>(std::ranges::count_if(
        all, [&](const auto& e) { return e.at("status") == status; }));
  }

  heard try_from(const std::string& address, const std::string& name,
                 const std::string& with = "not the password") {
    auto a = nobody(
        verb::post, "/api/v1/session",
        json::serialize(json::object{{"name", name}, {"password", with}}));
    a.headers.emplace_back("X-Forwarded-For", address);
    return ask(a);
  }
};

TEST_F(guard_test, AFloodOfSignInsLeavesTheAuditToTheOthers) {
  add("ada", "viewer");
  for (int i = 0; i < 40; ++i)
    sign_in("ada", "not the password");
  EXPECT_EQ(count(401) + count(429), 10u);
  time_ = noon + 61min;
  auto told = last_entry();
  EXPECT_EQ(told.at("status"), 429);
  EXPECT_EQ(told.at("from"), "127.0.0.1");
  EXPECT_NE(told.at("what").as_string().find("last of 30 "), std::string::npos)
      << told;
  EXPECT_EQ(last_entry().at("seq"), told.at("seq")) << "told once";
}

TEST_F(guard_test, WhatIsStillCountedIsToldWhenTheDaemonEnds) {
  add("ada", "viewer");
  for (int i = 0; i < 12; ++i)
    sign_in("ada", "not the password");
  server_->stop(1s);
  api_->stop();
  server_.reset();
  serve();
  EXPECT_NE(last_entry().at("what").as_string().find("last of 2 "),
            std::string::npos);
}

TEST_F(guard_test, AStrangerLocksNobodyOut) {
  trusted_ = {*parse_network("127.0.0.1")};
  add("ada", "admin");
  EXPECT_EQ(try_from("198.51.100.7", "ada", password).status, 200u);
  for (int i = 0; i < 6; ++i)
    try_from("203.0.113.9", "ada");
  EXPECT_EQ(try_from("203.0.113.9", "ada").status, 429u);
  EXPECT_EQ(try_from("203.0.113.9", "ada", password).status, 429u);
  EXPECT_EQ(try_from("198.51.100.7", "ada", password).status, 200u);
  EXPECT_EQ(try_from("198.51.100.8", "ada", password).status, 200u);
}

TEST_F(guard_test, LinksThatFailLockNobodyOut) {
  trusted_ = {*parse_network("127.0.0.1")};
  auto made = post("/api/v1/login-links", "{}");
  std::string url(made.object().at("url").as_string());
  auto open = [&](const std::string& from, const std::string& secret) {
    auto a = nobody(verb::post, "/api/v1/session",
                    json::serialize(json::object{{"link", secret}}));
    a.headers.emplace_back("X-Forwarded-For", from);
    return ask(a).status;
  };
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(open("203.0.113.9", "guess" + std::to_string(i)), 401u);
  EXPECT_EQ(open("203.0.113.9", "guess"), 429u);
  EXPECT_EQ(open("203.0.113.10", url.substr(url.rfind('/') + 1)), 200u);
}

TEST_F(guard_test, ALinkThatFailsWritesNothing) {
  add("ada", "viewer");
  sign_in("ada");
  auto roster = store_->meta("roster").value();
  time_ = noon + 8 * 24h; // the session is over, and is tidied away
  EXPECT_EQ(
      ask(nobody(verb::post, "/api/v1/session", R"({"link":"guess"})")).status,
      401u);
  EXPECT_EQ(store_->meta("roster").value(), roster);
}

// What the server says to a body of so many bytes before it comes.
TEST_F(guard_test, ALargeBodyIsTakenOfThoseOnlyWhoMaySendOne) {
  body_max_ = 1u << 20;
  add("ada", "viewer");
  sign_in("ada");
  const auto token = "Authorization: Bearer " + api_token + "\r\n";
  const auto cookie = "Cookie: dastomized_session=" + session_ + "\r\n";
  struct row {
    std::string target, headers;
    std::size_t bytes;
    unsigned status;
  };
  const std::vector<row> rows{
      {"/api/v1/session", "", 16u << 10, 100},
      {"/api/v1/session", "", (16u << 10) + 1, 413},
      {"/api/v1/session", token, (16u << 10) + 1, 413},
      {"/api/v1/bulk/preview", "", 64u << 10, 100},
      {"/api/v1/bulk/preview", "", (64u << 10) + 1, 413},
      {"/api/v1/bulk/preview", token, 1u << 20, 100},
      {"/api/v1/bulk/preview", token, (1u << 20) + 1, 413},
      {"/api/v1/bulk/preview", cookie, (64u << 10) + 1, 413},
      {hook(), "", 1u << 20, 100},
      {hook() + "x", "", (64u << 10) + 1, 413},
      {"/hooks/cc/orders/" + path_secret, "", 1u << 20, 100},
      {"/hooks/cc/orders/wrong", "", (64u << 10) + 1, 413},
      {"/nowhere", token, (64u << 10) + 1, 413}};
  for (const auto& [target, headers, bytes, status] : rows) {
    peer p{server_->port()};
    p.say("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
          "Expect: 100-continue\r\nContent-Length: " + std::to_string(bytes) +
          "\r\n\r\n");
    EXPECT_EQ(p.hear().result_int(), status) << target << ' ' << bytes;
  }
}

TEST_F(guard_test, TheAuditSaysWhatWasAskedForAndOfWhat) {
  keep(an_order(1));
  storage::delivery d;
  d.store = "shop";
  std::promise<void> kept;
  store_->append(d, [&](const auto&) { kept.set_value(); });
  kept.get_future().wait();
  struct row {
    std::string path, body, target, what;
  };
  const std::string order = "/api/v1/orders/shop/1/";
  const std::vector<row> rows{
      {order + "extend", R"({"minutes":30})", "shop/1", "extend: minutes 30"},
      {order + "hold", R"({"until":"2026-02-01T08:00:00Z"})", "shop/1",
       "hold: until 2026-02-01T08:00:00Z"},
      {order + "status", R"({"status":"on-hold"})", "shop/1",
       "status: status on-hold"},
      {order + "resolve",
       R"({"reference":"D-1","reason":"they say so","there":true})", "shop/1",
       "resolve: reference D-1, reason they say so, there true"},
      {order + "release", "{}", "shop/1", "release"},
      {"/api/v1/stores/shop/import", R"({"ids":[1,2]})", "shop",
       "import of 2 orders by their ids: job 1"},
      {"/api/v1/bulk/preview",
       R"({"action":"hold","reason":"strike","orders":)"
       R"([{"store":"shop","id":1}]})",
       "preview p1", "hold: strike (would act on 3 of 5 orders)"},
      {"/api/v1/bulk", R"({"preview":"p1"})", "job 2", "preview p1"},
      {"/api/v1/jobs/1/cancel", "", "job 1", "cancel an import of shop"},
      {"/api/v1/inbox/1/replay", "", "shop", "delivery 1 taken in again as 2"},
      {"/api/v1/catch-up/approve", "", "catch-up",
       "those that fell due during a downtime may go"}};
  for (const auto& [path, body, target, what] : rows) {
    auto r = post(path, body);
    EXPECT_LT(r.status, 300u) << path << r.body;
    auto e = last_entry();
    EXPECT_EQ(e.at("target"), json::value(target)) << path;
    EXPECT_EQ(e.at("what"), json::value(what)) << path;
  }
}

TEST_F(guard_test, TheAuditSaysThatAPasswordWasSetOrAnAdminMade) {
  post("/api/v1/login-links", "{}");
  EXPECT_EQ(last_entry().at("what"), "a link for a new user with the role "
                                     "admin");
  post("/api/v1/login-links", "{}");
  EXPECT_EQ(last_entry().at("what"), "");
  add("ada", "viewer");
  auto with_password = json::serialize(json::object{{"password", password}});
  EXPECT_EQ(post("/api/v1/users/ada", with_password).status, 200u);
  EXPECT_EQ(last_entry().at("what"), "password set");
  EXPECT_EQ(post("/api/v1/users/ada", R"({"role":"operator"})").status, 200u);
  EXPECT_EQ(last_entry().at("what"), "");
  sign_in("ada");
  ask(by_page(verb::post, "/api/v1/session/password",
              R"({"old":"correct horse battery","new":"0123456789ab"})"));
  EXPECT_EQ(last_entry().at("what"), "password set");
  EXPECT_EQ(get("/api/v1/audit").body.find("0123456789ab"), std::string::npos);
}

// Its disk takes everything but entries of the audit log.
class no_audit : public storage::engine {
public:
  result<std::optional<std::string>> get(storage::family f,
                                         std::string_view key) override {
    return inner_->get(f, key);
  }
  result<bool> scan(storage::family f, std::string_view from,
                    std::string_view to, bool backwards,
                    const storage::visitor& v) override {
    return inner_->scan(f, from, to, backwards, v);
  }
  result<bool> write(const storage::write_batch& b) override {
    for (const auto& op : b)
      if (op.where == storage::family::jobs && op.key.starts_with('a'))
        return failure{fault::storage, "write"};
    return inner_->write(b);
  }
  result<bool> checkpoint(const std::string& into) override {
    return inner_->checkpoint(into);
  }

private:
  std::unique_ptr<storage::engine> inner_ = storage::make_memory_engine();
};

TEST_F(guard_test, WhatTheAuditDidNotTakeIsNotAnsweredAsDone) {
  store_ = std::move(storage::serve(std::make_unique<no_audit>()).value());
  auto r = post("/api/v1/freezes", R"({"scope":"all","reason":"strike"})");
  EXPECT_EQ(r.status, 503u);
  EXPECT_EQ(r.code(), "storage");
}

TEST_F(guard_test, WhoeverGetsANameAgainFindsNoPreferences) {
  add("ada", "viewer");
  sign_in("ada");
  ask(by_page(verb::put, "/api/v1/me/preferences", R"({"theme":"dark"})"));
  EXPECT_EQ(ask({verb::delete_, "/api/v1/users/ada"}).status, 204u);
  add("ada", "viewer");
  sign_in("ada");
  EXPECT_EQ(ask(by_page(verb::get, "/api/v1/me/preferences")).body, "{}");
}

TEST_F(guard_test, AnOriginIsOursWithItsSchemeOnly) {
  struct row {
    std::string public_url, origin, host;
    bool ours;
  };
  const std::vector<row> rows{
      {"", "http://a.example", "a.example", true},
      {"", "https://a.example", "b.example", false},
      {"https://a.example", "https://a.example", "10.0.0.1", true},
      {"https://A.example/shop", "https://a.example", "10.0.0.1", true},
      {"https://a.example", "http://a.example", "a.example", false},
      {"https://a.example", "http://10.0.0.1", "10.0.0.1", true},
      {"https://a.example", "https://b.example", "a.example", false},
      {"https://a.example", "null", "a.example", false}};
  for (const auto& [public_url, origin, host, ours] : rows) {
    request r;
    r.set(wire::field::origin, origin);
    r.set(wire::field::host, host);
    EXPECT_EQ(of_own_page(r, public_url), ours) << public_url << ' ' << origin;
  }
}

TEST_F(guard_test, ASignInEndsTheSessionItTakesThePlaceOf) {
  add("ada", "viewer");
  sign_in("ada");
  auto a = by_page(
      verb::post, "/api/v1/session",
      json::serialize(json::object{{"name", "ada"}, {"password", password}}));
  EXPECT_EQ(ask(a).status, 200u);
  EXPECT_EQ(ask(by_page(verb::get, "/api/v1/session")).status, 401u);
}

TEST(RefusalLog, TellsSomeOfAKindAndHowManyItLeftOut) {
  refusal_log l;
  for (unsigned i = 0; i < refusal_log::lines_max; ++i)
    EXPECT_EQ(l.take("signature", noon), 0u);
  EXPECT_FALSE(l.take("signature", noon));
  EXPECT_FALSE(l.take("signature", noon + 59s));
  EXPECT_EQ(l.take("forbidden", noon), 0u);
  EXPECT_EQ(l.take("signature", noon + 60s), 2u);
  EXPECT_EQ(l.take("signature", noon + 60s), 0u);
  EXPECT_EQ(l.take("signature", noon - 1h), 0u) << "a clock set back";
}

TEST_F(guard_test, AViewerCanNotFillTheAudit) {
  add("ada", "viewer");
  ASSERT_EQ(sign_in("ada").status, 200u);
  for (int i = 0; i < 30; ++i) {
    ask(by_page(verb::post, "/api/v1/orders/shop/1/hold", "{}"));
    ask(by_page(verb::put, "/api/v1/me/preferences", "{}"));
  }
  EXPECT_LE(count(403) + count(200), 11u); // and the sign-in
}

} // namespace
} // namespace dastomized::http

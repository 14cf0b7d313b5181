// The dashboard's files as the server gives them; without a dashboard, the list
// of routes in its place.
#include "tests/http/api_fixture.hpp"

#include "web/assets.hpp"

namespace dastomized::http {
namespace {

class dashboard_test : public api_test {
protected:
  heard file(const std::string& path, connectors::header_list headers = {}) {
    headers.emplace_back("Authorization", "");
    return ask({verb::get, path, "", std::move(headers)});
  }
};

TEST_F(dashboard_test, TheFirstPageIsForAnybody) {
  auto page = file("/");
  EXPECT_EQ(page.status, 200u);
  EXPECT_TRUE(page.headers[wire::field::content_type].starts_with("text/html"));
  for (const auto& r : routes())
    EXPECT_EQ(page.body.find(r.pattern) != page.body.npos,
              web::assets().empty() || r.pattern == "/")
        << r.pattern;
}

TEST_F(dashboard_test, WhoeverTakesNoGzipGetsNone) {
  for (const auto& one : web::assets()) {
    if (one.gzip.empty())
      continue;
    auto path = "/" + std::string(one.name);
    auto packed = [&](const std::string& accepted) {
      return file(path, {{"Accept-Encoding", accepted}})
          .headers["Content-Encoding"];
    };
    for (const auto* yes : {"gzip", "br;q=1.0, GZIP", "gzip;q=0.5"})
      EXPECT_EQ(packed(yes), "gzip") << yes;
    for (const auto* no : {"gzip;q=0", "gzip; q=0.000, br", "x-gzip", "*"})
      EXPECT_EQ(packed(no), "") << no;
    break;
  }
}

TEST_F(dashboard_test, TheHeadOfAFileSaysHowLongItIs) {
  for (const auto& one : web::assets()) {
    auto path = "/" + std::string(one.name);
    auto head = ask({verb::head, path, "", {{"Authorization", ""}}});
    EXPECT_EQ(head.status, 200u) << path;
    EXPECT_EQ(head.headers["Content-Length"], std::to_string(one.bytes.size()))
        << path;
    EXPECT_TRUE(head.body.empty()) << path;
  }
}

TEST_F(dashboard_test, EachFileComesPackedAndIsKeptByItsName) {
  for (const auto& one : web::assets()) {
    auto path = "/" + std::string(one.name);
    auto plain = file(path);
    EXPECT_EQ(plain.status, 200u) << path;
    EXPECT_EQ(plain.body, one.bytes) << path;
    EXPECT_EQ(plain.headers["Content-Encoding"], "") << path;
    auto policy = std::string(plain.headers["Content-Security-Policy"]);
    EXPECT_NE(policy.find("script-src 'self';"), policy.npos) << path;
    EXPECT_EQ(policy.find("unsafe"), policy.npos) << path;
    auto packed = file(path, {{"Accept-Encoding", "br, gzip"}});
    if (!one.gzip.empty()) {
      EXPECT_EQ(packed.body, one.gzip) << path;
      EXPECT_EQ(packed.headers["Content-Encoding"], "gzip") << path;
    }
    bool hashed =
        std::string(packed.headers["Cache-Control"]).find("immutable") !=
        std::string::npos;
    EXPECT_EQ(hashed, one.name != "index.html" && one.name != "favicon.svg" &&
                          one.name != "licenses.txt")
        << path;
    std::string tag(packed.headers["ETag"]);
    auto again =
        file(path, {{"Accept-Encoding", "gzip"}, {"If-None-Match", tag}});
    EXPECT_EQ(again.status, 304u) << path;
    EXPECT_TRUE(again.body.empty()) << path;
  }
  EXPECT_EQ(file("/main.js").status, 404u);
  EXPECT_EQ(file("/..%2findex.html").status, 404u);
}

} // namespace
} // namespace dastomized::http

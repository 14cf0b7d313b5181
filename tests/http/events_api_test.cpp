// The event stream over a socket.
#include "http/event_hub.hpp"
#include "tests/http/api_fixture.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace dastomized::http {
namespace {

using asio::ip::tcp;

class page {
public:
  page(std::uint16_t port, std::string target, std::string headers = "",
       const std::string& token = api_token) {
    socket_.connect({asio::ip::make_address("127.0.0.1"), port});
    asio::write(socket_,
                asio::buffer("GET " + target + " HTTP/1.0\r\nHost: 127.0.0.1" +
                             (token.empty() ? "\r\n"
                                            : "\r\nAuthorization: Bearer " +
                                                  token + "\r\n") +
                             headers + "\r\n"));
    head = hear_to("\r\n\r\n");
  }

  // The next event of that name: its id and data.
  std::pair<std::string, json::object> hear(const std::string& name) {
    for (;;) {
      auto text = hear_to("\n\n");
      if (!text.starts_with("event: " + name + "\n"))
        continue;
      auto id = text.find("\nid: "), data = text.find("\ndata: ");
      return {id == text.npos ? "" : text.substr(id + 5, data - id - 5),
              json::parse(text.substr(data + 7)).as_object()};
    }
  }

  std::string hear_to(const std::string& end) {
    auto n = asio::read_until(socket_, asio::dynamic_buffer(text_), end);
    auto all = text_.substr(0, n);
    text_.erase(0, n);
    return all;
  }

  bool ends() {
    boost::system::error_code ec;
    asio::read(socket_, asio::dynamic_buffer(text_), ec);
    return ec == asio::error::eof;
  }

  std::string head;

private:
  asio::io_context io_;
  tcp::socket socket_{io_};
  std::string text_;
};

class events_api : public api_test {
protected:
  page listen(const std::string& query = "", const std::string& headers = "") {
    if (!server_)
      serve();
    return {server_->port(), "/api/v1/events" + query, headers};
  }

  // The secret of a new token.
  std::string token_of(const std::string& name) {
    auto made =
        post("/api/v1/tokens", R"({"role":"viewer","name":")" + name + R"("})");
    return std::string(made.object().at("secret").as_string());
  }
};

TEST_F(events_api, TellsOrdersAsTheListShowsThem) {
  auto p = listen();
  EXPECT_TRUE(p.head.starts_with("HTTP/1.0 200")) << p.head;
  for (const auto* line :
       {"Content-Type: text/event-stream\r\n", "Cache-Control: no-store\r\n",
        "X-Accel-Buffering: no\r\n"})
    EXPECT_NE(p.head.find(line), p.head.npos) << line;
  EXPECT_EQ(p.hear("hello").second,
            (json::object{{"seq", 0}, {"server_time", to_text(noon)}}));
  keep(an_order(7));
  auto [id, told] = p.hear("order");
  EXPECT_EQ(id, "1");
  EXPECT_EQ(told.at("seq"), 1);
  EXPECT_EQ(told.at("row"), get("/api/v1/orders").object().at("orders").at(0));
}

TEST_F(events_api, GoesOnWhereTheReaderWas) {
  for (auto id : {7, 8, 9})
    keep(an_order(id));
  auto p = listen("?after=2");
  EXPECT_EQ(p.hear("hello").second.at("seq"), 3);
  EXPECT_EQ(p.hear("order").second.at("row").at("id"), 9);
  auto again = listen("?after=0", "Last-Event-ID: 1\r\n");
  EXPECT_EQ(again.hear("hello").first, "1") << "the header is newer";
  EXPECT_EQ(again.hear("order").second.at("row").at("id"), 8);
  EXPECT_EQ(listen("?after=4").hear("reset").first, "3");
}

TEST_F(events_api, TellsJobsAndHealth) {
  auto p = listen();
  p.hear("hello");
  EXPECT_EQ(p.hear("health").second.at("awake"), 3);
  post("/api/v1/stores/shop/import", R"({"all":true})");
  EXPECT_EQ(p.hear("job").second.at("state"), "running");
}

TEST_F(events_api, RefusesWhatIsNoNumber) {
  for (const auto* text : {"x", "-1", "1.5", "%201", "9223372036854775808",
                           "99999999999999999999", "1;2"}) {
    auto a = get(std::string("/api/v1/events?after=") + text);
    EXPECT_EQ(a.status, 422u) << text;
    EXPECT_NE(a.body.find("after must be a whole number"), a.body.npos);
  }
  auto a = ask(
      {verb::get, "/api/v1/events?after=1", "", {{"Last-Event-ID", "one"}}});
  EXPECT_EQ(a.status, 422u);
  EXPECT_NE(a.body.find("Last-Event-ID must be"), a.body.npos);
  EXPECT_EQ(get("/api/v1/events?before=1").status, 422u);
}

TEST_F(events_api, WantsTheToken) {
  EXPECT_EQ(
      ask({verb::get, "/api/v1/events", "", {{"Authorization", ""}}}).status,
      401u);
}

TEST_F(events_api, ARevokedTokenHearsNoMore) {
  auto made = post("/api/v1/tokens", R"({"name":"wall","role":"viewer"})");
  page p(server_->port(), "/api/v1/events", "",
         std::string(made.object().at("secret").as_string()));
  p.hear("hello");
  auto id = std::string(made.object().at("id").as_string());
  EXPECT_EQ(ask({verb::delete_, "/api/v1/tokens/" + id}).status, 204u);
  EXPECT_TRUE(p.ends());
}

TEST_F(events_api, ATokenThatIsAnotherOneNowHearsNoMore) {
  auto p = listen();
  p.hear("hello");
  api_settings s;
  s.access.api_token = "another token";
  api_->reconfigure(std::move(s));
  EXPECT_TRUE(p.ends());
}

TEST_F(events_api, WhoeverIsRemovedHearsNoMore) {
  post("/api/v1/users", R"({"name":"ada","role":"viewer",)"
                        R"("password":"correct horse battery"})");
  auto in = ask({verb::post,
                 "/api/v1/session",
                 R"({"name":"ada","password":"correct horse battery"})",
                 {{"Authorization", ""}}});
  std::string cookie(in.headers[wire::field::set_cookie]);
  page p(server_->port(), "/api/v1/events",
         "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n", "");
  p.hear("hello");
  EXPECT_EQ(ask({verb::delete_, "/api/v1/users/ada"}).status, 204u);
  EXPECT_TRUE(p.ends());
}

TEST_F(events_api, OneOwnerHasSoManyStreams) {
  std::vector<std::unique_ptr<page>> all;
  serve();
  for (std::size_t i = 0; i < event_hub::streams_of_one_max; ++i)
    all.push_back(std::make_unique<page>(server_->port(), "/api/v1/events"));
  EXPECT_EQ(get("/api/v1/events").code(), "too_many_streams");
  page other(server_->port(), "/api/v1/events", "", token_of("wall"));
  other.hear("hello");
}

TEST_F(events_api, BeyondSoManyStreamsReadersAreRefused) {
  std::vector<std::unique_ptr<page>> all;
  serve();
  constexpr auto each = event_hub::streams_of_one_max;
  for (std::size_t n = 0; n < event_hub::streams_max / each; ++n) {
    auto secret = token_of("wall" + std::to_string(n));
    for (std::size_t i = 0; i < each; ++i)
      all.push_back(std::make_unique<page>(server_->port(), "/api/v1/events",
                                           "", secret));
  }
  auto a = get("/api/v1/events");
  EXPECT_EQ(a.status, 503u);
  EXPECT_EQ(a.code(), "too_many_streams");
  EXPECT_NE(get("/metrics").body.find("dastomized_event_streams 500"),
            std::string::npos);
}

TEST_F(events_api, TheHeadAloneOpensNoStream) {
  EXPECT_EQ(ask({verb::head, "/api/v1/events"}).status, 200u);
  EXPECT_NE(get("/metrics").body.find("dastomized_event_streams 0"),
            std::string::npos);
}

TEST_F(events_api, StoppingEndsTheStreams) {
  auto p = listen();
  p.hear("hello");
  server_->stop(milliseconds{1h});
  EXPECT_TRUE(p.ends());
}

} // namespace
} // namespace dastomized::http

#include "connectors/http_client.hpp"
#include "http/server.hpp"
#include "tests/connectors/loopback.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

namespace dastomized::connectors {
namespace {

using dastomized::testing::heard_request;
using dastomized::testing::line;
using dastomized::testing::loopback;
using dastomized::testing::self_signed;
using stage = http_error::stage;
using http::responder;
using http::text_response;

constexpr std::string_view ok =
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::unique_ptr<http_client> client(http_client_settings s = {}) {
  return std::move(http_client::start(std::move(s)).value());
}

std::future<http_outcome> sent(http_client& c, http_request r) {
  auto promise = std::make_shared<std::promise<http_outcome>>();
  c.send(std::move(r),
         [promise](http_outcome o) { promise->set_value(std::move(o)); });
  return promise->get_future();
}

http_request request(std::string method, std::string url,
                     std::string body = "") {
  http_request r;
  r.method = std::move(method);
  r.url = std::move(url);
  r.body = std::move(body);
  return r;
}

http_response answer(http_outcome o) {
  if (const auto* e = std::get_if<http_error>(&o)) {
    ADD_FAILURE() << e->what;
    return {};
  }
  return std::get<http_response>(std::move(o));
}

http_error error(http_outcome o) {
  if (const auto* r = std::get_if<http_response>(&o)) {
    ADD_FAILURE() << "answered " << r->status;
    return {};
  }
  return std::get<http_error>(std::move(o));
}

http_response get(http_client& c, const std::string& url) {
  return answer(sent(c, request("GET", url)).get());
}

// The error one script leads to.
http_error failing(loopback::script script, http_request r) {
  const auto c = client();
  const loopback other{{std::move(script)}};
  r.url = other.url("/");
  return error(sent(*c, std::move(r)).get());
}

TEST(http_client, AStatusBelow100IsNoAnswer) {
  auto e = failing(
      [](line& l) {
        l.hear();
        l.say("HTTP/1.1 001 ?\r\nContent-Length: 0\r\n\r\n");
      },
      request("POST", "", "{}"));
  EXPECT_EQ(e.at, http_error::stage::maybe_seen);
}

TEST(http_client, SendsARequestAndBringsTheAnswer) {
  const auto c = client();
  std::promise<heard_request> heard;
  const loopback other{{[&](line& l) {
    heard.set_value(l.hear());
    l.say("HTTP/1.1 429 Slow Down\r\nZ: 1\r\nRetry-After: 3\r\nA: 2\r\n"
          "Content-Length: 4\r\n\r\nbusy");
  }}};
  auto r = request("POST", other.url("/a?b=c#d"), "{}");
  r.headers = {{"X-Mine", "yes"}, {"Content-Length", "77"}};
  const auto got = answer(sent(*c, std::move(r)).get());
  EXPECT_EQ(got.status, 429);
  EXPECT_EQ(got.reason, "Slow Down");
  EXPECT_EQ(got.body, "busy");
  EXPECT_EQ(got.headers, (header_list{{"Z", "1"},
                                      {"Retry-After", "3"},
                                      {"A", "2"},
                                      {"Content-Length", "4"}}));
  const auto asked = heard.get_future().get();
  EXPECT_EQ(asked.target(), "/a?b=c");
  EXPECT_EQ(asked.body(), "{}");
  EXPECT_EQ(asked["X-Mine"], "yes");
  EXPECT_EQ(asked["Content-Length"], "2");
  EXPECT_EQ(asked["Host"], "127.0.0.1:" + std::to_string(other.port()));
  EXPECT_TRUE(asked["User-Agent"].starts_with("dastomized/"));
}

TEST(http_client, DoesNotFollowRedirects) {
  const auto c = client();
  const loopback other{{[](line& l) {
    l.hear();
    l.say("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
  }}};
  EXPECT_EQ(get(*c, other.url("/")).status, 302);
}

TEST(http_client, TakesHeadBodilessChunkedAndUnframedAnswers) {
  const auto c = client();
  const loopback other{{[](line& l) {
    l.hear();
    l.say("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
    l.hear();
    l.say("HTTP/1.1 204 No Content\r\n\r\n");
    l.hear();
    l.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    l.hear();
    l.say("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
    l.say("HTTP/1.1 200 OK\r\n\r\nuntil the end");
  }}};
  EXPECT_EQ(answer(sent(*c, request("HEAD", other.url("/"))).get()).status,
            200);
  EXPECT_EQ(get(*c, other.url("/")).status, 204);
  EXPECT_EQ(get(*c, other.url("/")).body, "abc");
  EXPECT_EQ(get(*c, other.url("/")).body, "until the end");
}

TEST(http_client, ReusesAConnection) {
  const auto c = client();
  const loopback other{{[](line& l) {
    for (int i = 0; i < 3; ++i) {
      l.hear();
      l.say(ok);
    }
  }}};
  for (const auto* method : {"GET", "POST", "PUT"})
    EXPECT_EQ(answer(sent(*c, request(method, other.url("/"))).get()).body,
              "ok");
}

TEST(http_client, DoesNotReuseWhatTheServerCloses) {
  const auto c = client();
  const auto script = [](line& l) {
    l.hear();
    l.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    l.wait_for_close();
  };
  const loopback other{{script, script}};
  EXPECT_EQ(get(*c, other.url("/")).status, 200);
  EXPECT_EQ(get(*c, other.url("/")).status, 200);
}

TEST(http_client, AGetIsRepeatedWhenAReusedConnectionBreaks) {
  const auto c = client();
  const loopback other{{[](line& l) {
                          l.hear();
                          l.say(ok);
                          l.hear(); // and goes
                        },
                        [](line& l) {
                          l.hear();
                          l.say(ok);
                        }}};
  EXPECT_EQ(get(*c, other.url("/1")).status, 200);
  EXPECT_EQ(get(*c, other.url("/2")).status, 200);
}

TEST(http_client, AGetOnAFreshConnectionIsNotRepeated) {
  EXPECT_EQ(failing([](line& l) { l.hear(); }, request("GET", "")).at,
            stage::maybe_seen);
}

TEST(http_client, APostIsNeverRepeated) {
  const auto c = client();
  std::atomic<int> seen = 0;
  const loopback other{{[&](line& l) {
                          l.hear();
                          l.say(ok);
                          l.hear();
                          ++seen;
                        },
                        [&](line& l) {
                          l.hear();
                          ++seen;
                          l.say(ok);
                        }}};
  EXPECT_EQ(get(*c, other.url("/")).status, 200);
  const auto e = error(sent(*c, request("POST", other.url("/"), "x")).get());
  EXPECT_EQ(e.at, stage::maybe_seen);
  EXPECT_EQ(seen, 1);
}

TEST(http_client, APostAvoidsAConnectionTheServerHasClosed) {
  const auto c = client();
  std::promise<void> closed;
  const loopback other{{[&](line& l) {
                          l.hear();
                          l.say(ok);
                          l.socket.close();
                          closed.set_value();
                        },
                        [](line& l) {
                          l.hear();
                          l.say(ok);
                        }}};
  EXPECT_EQ(get(*c, other.url("/")).status, 200);
  closed.get_future().get();
  EXPECT_EQ(answer(sent(*c, request("POST", other.url("/"), "x")).get()).status,
            200);
}

TEST(http_client, ARefusedConnectionIsNotSent) {
  const auto c = client();
  std::string url;
  {
    const loopback gone{{}};
    url = gone.url("/?consumer_secret=cs_1");
  }
  const auto e = error(sent(*c, request("POST", url, "x")).get());
  EXPECT_EQ(e.at, stage::not_sent);
  EXPECT_NE(e.what.find("consumer_secret=***: Connection refused"),
            std::string::npos)
      << e.what;
}

TEST(http_client, WhatCanNotBeARequestIsNotSent) {
  const auto c = client();
  for (const auto* url : {"", "ftp://a.b/", "http://", "http://a b/",
                          "http://a:x/", "http://a:99999/", "http://me:pw@a.b/",
                          "http://[::1/", "http://a/\r\nX: y"}) {
    const auto e = error(sent(*c, request("GET", url)).get());
    EXPECT_EQ(e.at, stage::not_sent) << url;
    EXPECT_EQ(e.what.find("pw"), std::string::npos) << e.what;
  }
  auto r = request("GET", "http://127.0.0.1:1/");
  r.headers = {{"X", "a\r\nY: b"}};
  EXPECT_NE(error(sent(*c, r).get()).what.find("bad header"),
            std::string::npos);
}

TEST(http_client, ACloseBeforeTheAnswerIsMaybeSeen) {
  const auto e = failing([](line& l) { l.hear(); }, request("POST", "", "x"));
  EXPECT_EQ(e.at, stage::maybe_seen);
}

TEST(http_client, ACutAnswerIsMaybeSeen) {
  const auto e = failing(
      [](line& l) {
        l.hear();
        l.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
      },
      request("GET", ""));
  EXPECT_EQ(e.at, stage::maybe_seen);
}

TEST(http_client, GarbageIsMaybeSeen) {
  const auto e = failing(
      [](line& l) {
        l.hear();
        l.say("what is this\r\n\r\n");
        l.wait_for_close();
      },
      request("POST", "", "x"));
  EXPECT_EQ(e.at, stage::maybe_seen);
}

TEST(http_client, ASilentServerTimesOutAsMaybeSeen) {
  std::atomic<bool> heard = false; // it runs from send() on
  for (milliseconds patience{50}; !heard; patience *= 2) {
    auto r = request("POST", "", "x");
    r.timeout = patience;
    const auto e = failing(
        [&](line& l) {
          l.hear();
          heard = true;
          l.wait_for_close();
        },
        r);
    EXPECT_NE(e.what.find("time-out"), std::string::npos) << e.what;
    if (heard) {
      EXPECT_EQ(e.at, stage::maybe_seen);
    }
  }
}

TEST(http_client, ASilentHandshakeTimesOutAsNotSent) {
  const auto c = client({.connect_timeout = 50ms});
  const loopback other{{[](line& l) { l.wait_for_close(); }}};
  const auto url = "https://127.0.0.1:" + std::to_string(other.port());
  EXPECT_EQ(error(sent(*c, request("POST", url, "x")).get()).at,
            stage::not_sent);
}

TEST(http_client, ABodyAboveTheLimitIsAnError) {
  for (const auto* framing :
       {"Content-Length: 11\r\n\r\n0123456789a",
        "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n",
        "\r\n0123456789a"}) {
    auto r = request("GET", "");
    r.body_max = 10;
    const auto e = failing(
        [framing](line& l) {
          l.hear();
          l.say(std::string{"HTTP/1.1 200 OK\r\n"} + framing);
        },
        r);
    EXPECT_EQ(e.at, stage::maybe_seen);
    EXPECT_NE(e.what.find("body limit"), std::string::npos) << e.what;
  }
}

// Answers when told to, and notes how many requests wait for it.
class slow_server {
public:
  slow_server() {
    server_ = std::move(http::server::start({}, [this](auto&&... args) {
                          take(std::forward<decltype(args)>(args)...);
                        }).value());
  }

  std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) +
           std::string{path};
  }

  // Blocks until there is one.
  std::pair<std::string, responder> next() {
    std::unique_lock lock{guard_};
    came_.wait(lock, [this] { return !taken_.empty(); });
    auto first = std::move(taken_.front());
    taken_.erase(taken_.begin());
    return first;
  }

  std::size_t waiting() {
    const std::lock_guard lock{guard_};
    return taken_.size();
  }

private:
  void take(http::request r, const std::string&, responder answer) {
    const std::lock_guard lock{guard_};
    taken_.emplace_back(r.target(), std::move(answer));
    came_.notify_one();
  }

  std::mutex guard_;
  std::condition_variable came_;
  std::vector<std::pair<std::string, responder>> taken_;
  std::unique_ptr<http::server> server_;
};

TEST(http_client, RequestsBeyondTheCapWaitInOrder) {
  slow_server other;
  const auto c = client({.connections_max_per_host = 1});
  std::vector<std::future<http_outcome>> got;
  for (const auto* path : {"/1", "/2", "/3"})
    got.push_back(sent(*c, request("GET", other.url(path))));
  for (const auto* path : {"/1", "/2", "/3"}) {
    const auto [target, respond] = other.next();
    EXPECT_EQ(target, path);
    EXPECT_EQ(other.waiting(), 0u);
    respond(text_response(200, "text/plain", target));
  }
  for (auto& g : got)
    EXPECT_EQ(answer(g.get()).status, 200);
}

TEST(http_client, ATimeOutWhileWaitingIsNotSentAndGivesWay) {
  slow_server other;
  const auto c = client({.connections_max_per_host = 1});
  auto first = sent(*c, request("GET", other.url("/1")));
  const auto [target, respond] = other.next();
  auto hasty = request("POST", other.url("/2"), "x");
  hasty.timeout = 20ms;
  auto second = sent(*c, std::move(hasty));
  auto third = sent(*c, request("GET", other.url("/3")));
  EXPECT_EQ(error(second.get()).at, stage::not_sent);
  respond(text_response(200, "text/plain", ""));
  const auto [last, respond_last] = other.next();
  EXPECT_EQ(last, "/3");
  respond_last(text_response(200, "text/plain", ""));
  EXPECT_EQ(answer(first.get()).status, 200);
  EXPECT_EQ(answer(third.get()).status, 200);
}

TEST(http_client, DestructionAnswersWhatIsPending) {
  slow_server other;
  auto c = client({.connections_max_per_host = 1});
  auto under_way = sent(*c, request("POST", other.url("/1"), "x"));
  const auto held = other.next();
  auto waiting = sent(*c, request("POST", other.url("/2"), "x"));
  c.reset();
  EXPECT_EQ(error(under_way.get()).at, stage::maybe_seen);
  EXPECT_EQ(error(waiting.get()).at, stage::not_sent);
}

TEST(http_client, SendingWhileItIsDestroyedIsAnsweredToo) {
  slow_server other;
  auto c = client();
  std::promise<http_outcome> again;
  c->send(request("GET", other.url("/1")), [&, raw = c.get()](http_outcome) {
    raw->send(request("GET", other.url("/2")),
              [&](http_outcome o) { again.set_value(std::move(o)); });
  });
  const auto held = other.next();
  c.reset();
  EXPECT_EQ(error(again.get_future().get()).at, stage::not_sent);
}

TEST(http_client, AnswersOnAThreadOfItsOwn) {
  const auto c = client();
  std::promise<std::thread::id> where;
  c->send(request("GET", "nonsense"),
          [&](http_outcome) { where.set_value(std::this_thread::get_id()); });
  EXPECT_NE(where.get_future().get(), std::this_thread::get_id());
}

TEST(http_client, ManyRequestsOnTwoThreads) {
  const auto s = std::move(
      http::server::start({.threads = 2, .limits = {}}, [](http::request r,
                                                           const std::string&,
                                                           responder respond) {
        respond(text_response(200, "text/plain", r.body()));
      }).value());
  const auto url = "http://127.0.0.1:" + std::to_string(s->port()) + "/";
  const auto c = client({.threads = 2});
  std::vector<std::future<http_outcome>> got;
  for (int i = 0; i < 300; ++i)
    got.push_back(sent(*c, request("POST", url, std::to_string(i))));
  for (int i = 0; i < 300; ++i)
    EXPECT_EQ(answer(got[static_cast<std::size_t>(i)].get()).body,
              std::to_string(i));
}

std::string https(const loopback& other) {
  return "https://127.0.0.1:" + std::to_string(other.port()) + "/?token=t0p";
}

TEST(http_client, AnUnknownCertificateIsRefused) {
  const self_signed cert{"IP:127.0.0.1"};
  const loopback other{{cert.secret()}};
  const auto c = client();
  const auto e = error(sent(*c, request("POST", https(other), "x")).get());
  EXPECT_EQ(e.at, stage::not_sent);
  EXPECT_NE(e.what.find("self-signed certificate"), std::string::npos)
      << e.what;
  EXPECT_EQ(e.what.find("t0p"), std::string::npos);
}

TEST(http_client, ATrustedCertificateIsAccepted) {
  const self_signed cert{"IP:127.0.0.1"};
  const loopback other{{cert.secret()}};
  const auto c = client({.ca_file = cert.certificate()});
  EXPECT_EQ(get(*c, https(other)).body, "secret");
  EXPECT_EQ(get(*c, https(other)).body, "secret"); // on the same connection
}

TEST(http_client, ATrustedCertificateForAnotherHostIsRefused) {
  const self_signed cert{"DNS:elsewhere.example"};
  const loopback other{{cert.secret()}};
  const auto c = client({.ca_file = cert.certificate()});
  EXPECT_EQ(error(sent(*c, request("POST", https(other), "x")).get()).at,
            stage::not_sent);
}

TEST(http_client, AMissingAuthorityFileIsReported) {
  const auto c = http_client::start({.ca_file = "/nowhere/ca.pem"});
  ASSERT_FALSE(c);
  EXPECT_EQ(c.error().kind, fault::invalid);
}

} // namespace
} // namespace dastomized::connectors

#include "tests/http/peer.hpp"

#include <atomic>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace dastomized::http {
namespace {

std::string post(std::string_view body, std::string_view more = "") {
  return "POST /p HTTP/1.1\r\nHost: here\r\n" + std::string{more} +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string{body};
}

TEST(http_server, AnswersARequest) {
  const auto s = serve();
  peer p{s->port()};
  p.say(post("body"));
  const auto r = p.hear();
  EXPECT_EQ(r.result_int(), 200u);
  EXPECT_EQ(r.body(), "POST /p body");
  EXPECT_EQ(r[wire::field::content_type], "text/plain");
  EXPECT_EQ(r[wire::field::server], "");
}

TEST(http_server, TellsTheHandlerWhoAsks) {
  const auto s = serve([](request, const std::string& who, responder answer) {
    answer(text_response(200, "text/plain", who));
  });
  peer p{s->port()};
  p.say(get("/"));
  EXPECT_EQ(p.hear().body(), "127.0.0.1");
}

TEST(http_server, KeepsTheConnectionForTheNextRequest) {
  const auto s = serve();
  peer p{s->port()};
  for (const auto* path : {"/1", "/2", "/3"}) {
    p.say(get(path));
    EXPECT_EQ(p.hear().body(), "GET " + std::string{path} + " ");
  }
}

TEST(http_server, ClosesWhenTheClientAsksForIt) {
  const auto s = serve();
  peer p{s->port()};
  p.say("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_FALSE(p.hear().keep_alive());
  EXPECT_EQ(p.rest(), "");
}

TEST(http_server, ClosesAfterAnHttp10Request) {
  const auto s = serve();
  peer p{s->port()};
  p.say("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(p.hear().version(), 10u);
  EXPECT_EQ(p.rest(), "");
}

TEST(http_server, ClosesWhenTheHandlerAsksForIt) {
  const auto s = serve([](request, const std::string&, responder answer) {
    auto r = text_response(200, "text/plain", "");
    r.keep_alive(false);
    answer(std::move(r));
  });
  peer p{s->port()};
  p.say(get("/"));
  EXPECT_FALSE(p.hear().keep_alive());
  EXPECT_EQ(p.rest(), "");
}

TEST(http_server, AnswersPipelinedRequestsInOrder) {
  const auto s = serve();
  peer p{s->port()};
  p.say(get("/1") + post("two") + get("/3"));
  EXPECT_EQ(p.hear().body(), "GET /1 ");
  EXPECT_EQ(p.hear().body(), "POST /p two");
  EXPECT_EQ(p.hear().body(), "GET /3 ");
}

TEST(http_server, HandlesOneRequestOfAConnectionAtATime) {
  std::promise<responder> first;
  std::atomic<int> seen = 0;
  const auto s = serve([&](request, const std::string&, responder answer) {
    if (++seen == 1)
      first.set_value(std::move(answer));
    else
      answer(text_response(200, "text/plain", "second"));
  });
  peer p{s->port()};
  p.say(get("/1") + get("/2"));
  const auto answer = first.get_future().get();
  EXPECT_EQ(seen, 1);
  answer(text_response(200, "text/plain", "first"));
  EXPECT_EQ(p.hear().body(), "first");
  EXPECT_EQ(p.hear().body(), "second");
}

TEST(http_server, TakesARequestByteByByte) {
  const auto s = serve();
  peer p{s->port()};
  for (const char c : post("slow"))
    p.say({&c, 1});
  EXPECT_EQ(p.hear().body(), "POST /p slow");
}

TEST(http_server, TakesAChunkedBody) {
  const auto s = serve();
  peer p{s->port()};
  p.say("POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n");
  p.say("2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(p.hear().body(), "POST /c abcde");
}

TEST(http_server, TakesABodyOfManyReads) {
  const auto s = serve();
  peer p{s->port()};
  const std::string body(3u << 20, 'x');
  p.say(post(body));
  EXPECT_EQ(p.hear().body(), "POST /p " + body);
}

TEST(http_server, AnswersHeadWithoutABody) {
  const auto s = serve();
  peer p{s->port()};
  p.say("HEAD /h HTTP/1.1\r\nHost: h\r\n\r\n" + get("/next"));
  EXPECT_EQ(p.hear(true)[wire::field::content_length], "8");
  EXPECT_EQ(p.hear().body(), "GET /next ");
}

TEST(http_server, GivesBytesThatStayWithoutACopy) {
  static const std::string page(5u << 20, 'p');
  const auto s = serve([](request r, const std::string&, responder answer) {
    auto a = text_response(r.target() == "/304" ? 304 : 200, "text/plain", "");
    a.fixed = page;
    answer(std::move(a));
  });
  peer p{s->port()};
  p.say("HEAD /h HTTP/1.1\r\nHost: h\r\n\r\n" + get("/304") + get("/"));
  EXPECT_EQ(p.hear(true)[wire::field::content_length],
            std::to_string(page.size()));
  EXPECT_EQ(p.hear().count(wire::field::content_length), 0u);
  EXPECT_EQ(p.hear().body(), page);
}

TEST(http_server, NoContentHasNoLength) {
  const auto s = serve([](request, const std::string&, responder answer) {
    answer(text_response(204, "text/plain", "dropped"));
  });
  peer p{s->port()};
  p.say(get("/1") + get("/2"));
  EXPECT_EQ(p.hear().count(wire::field::content_length), 0u);
  EXPECT_EQ(p.hear().result_int(), 204u);
}

TEST(http_server, HonoursExpectContinue) {
  const auto s = serve();
  peer p{s->port()};
  p.say("POST /e HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
        "Content-Length: 3\r\n\r\n");
  EXPECT_EQ(p.hear().result_int(), 100u);
  p.say("abc");
  EXPECT_EQ(p.hear().body(), "POST /e abc");
}

TEST(http_server, RefusesALargeBodyBeforeReadingIt) {
  const auto s = serve(echo, {.body_max = 10});
  peer p{s->port()};
  p.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n");
  const auto r = p.hear();
  EXPECT_EQ(r.result_int(), 413u);
  EXPECT_FALSE(r.keep_alive());
  EXPECT_EQ(p.rest(), "");
}

TEST(http_server, A413ReachesAClientThatIsStillWriting) {
  const auto s = serve(echo, {.body_max = 10});
  peer p{s->port()};
  p.say(post(std::string(4u << 20, 'x')));
  EXPECT_EQ(p.hear().result_int(), 413u);
}

TEST(http_server, RefusesALargeChunkedBody) {
  const auto s = serve(echo, {.body_max = 10});
  peer p{s->port()};
  p.say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "8\r\nabcdefgh\r\n8\r\nabcdefgh\r\n");
  EXPECT_EQ(p.hear().result_int(), 413u);
}

TEST(http_server, ABodyAtTheLimitIsFine) {
  const auto s = serve(echo, {.body_max = 10});
  peer p{s->port()};
  p.say(post("0123456789"));
  EXPECT_EQ(p.hear().result_int(), 200u);
}

TEST(http_server, RefusesALargeHeader) {
  const auto s = serve(echo, {.header_max = 1024});
  peer p{s->port()};
  p.say("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(5000, 'x'));
  EXPECT_EQ(p.hear().result_int(), 431u);
  EXPECT_EQ(p.rest(), "");
}

TEST(http_server, RefusesWhatIsNotHttp) {
  for (const auto* bytes : {"hello there\r\n\r\n", "GET / HTTP/3.0\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: 1\r\n"
                            "Transfer-Encoding: chunked\r\n\r\n"}) {
    const auto s = serve();
    peer p{s->port()};
    p.say(bytes);
    EXPECT_EQ(p.hear().result_int(), 400u) << bytes;
    EXPECT_EQ(p.rest(), "");
  }
}

TEST(http_server, GivesUpOnAChunkHeaderWithoutAnEnd) {
  const auto s = serve();
  peer p{s->port()};
  p.say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  p.say("1;" + std::string(300u << 10, 'x'));
  EXPECT_EQ(p.hear().result_int(), 400u);
}

TEST(http_server, ASlowRequestTimesOut) {
  const auto s = serve(echo, {.read_timeout = 50ms});
  peer p{s->port()};
  p.say("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(p.hear().result_int(), 408u);
  EXPECT_EQ(p.rest(), "");
}

TEST(http_server, ASlowBodyTimesOut) {
  const auto s = serve(echo, {.read_timeout = 50ms});
  peer p{s->port()};
  p.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
  EXPECT_EQ(p.hear().result_int(), 408u);
}

TEST(http_server, AnIdleConnectionIsClosedWithoutAWord) {
  const auto s = serve(echo, {.idle_timeout = 50ms});
  std::optional<peer> p;
  do // who is slow to ask is idle, too
    p.emplace(s->port());
  while (!p->is_answered(get("/")));
  EXPECT_EQ(p->rest(), "");
}

TEST(http_server, ConnectionsBeyondTheCapAreClosed) {
  const auto s = serve(echo, {.connections_max = 1});
  peer first{s->port()};
  first.say(get("/"));
  EXPECT_EQ(first.hear().result_int(), 200u);
  peer second{s->port()};
  EXPECT_EQ(second.rest(), "");
}

TEST(http_server, ConnectionsOfOneAddressHaveACapOfTheirOwn) {
  server_settings at;
  at.limits.connections_per_address_max = 1;
  at.door.uncounted = [](const std::string&) { return false; };
  std::promise<std::string> told;
  std::atomic<int> refused = 0;
  at.door.refused = [&](std::string_view code, const std::string& from) {
    if (refused++ == 0)
      told.set_value(std::string(code) + ' ' + from);
  };
  const auto s = std::move(server::start(at, echo).value());
  {
    peer first{s->port()};
    ASSERT_TRUE(first.is_answered(get("/")));
    peer second{s->port()};
    EXPECT_EQ(second.rest(), "");
    EXPECT_EQ(told.get_future().get(), "connections 127.0.0.1");
  }
  for (bool in = false; !in;) { // once the server has seen the first one go
    peer third{s->port()};
    in = third.is_answered(get("/"));
  }
}

TEST(http_server, AConnectionThatIsNotCountedHasNoCap) {
  server_settings at;
  at.limits.connections_per_address_max = 1;
  at.door.uncounted = [](const std::string& p) { return p == "127.0.0.1"; };
  const auto s = std::move(server::start(at, echo).value());
  peer first{s->port()}, second{s->port()};
  for (auto* p : {&first, &second}) {
    p->say(get("/"));
    EXPECT_EQ(p->hear().result_int(), 200u);
  }
}

// Most of them idle, as browsers leave them.
TEST(http_server, ManyIdleConnectionsLeaveTheOthersAlone) {
  const auto s = serve();
  std::vector<std::unique_ptr<peer>> idle;
  for (int i = 0; i < 300; ++i)
    idle.push_back(std::make_unique<peer>(s->port()));
  peer works{s->port()};
  for (int i = 0; i < 50; ++i) {
    works.say(get("/"));
    EXPECT_EQ(works.hear().result_int(), 200u);
  }
}

TEST(http_server, TheBodysLimitIsThatOfItsHead) {
  server_settings at;
  at.limits.body_max = 100;
  at.door.body_limit = [](const request_head& h, const std::string& from) {
    EXPECT_EQ(from, "127.0.0.1");
    return h.target() == "/small" ? std::size_t{10} : std::size_t{1000};
  };
  const auto s = std::move(server::start(at, echo).value());
  const std::string chunked =
      " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "8\r\nabcdefgh\r\n8\r\nabcdefgh\r\n0\r\n\r\n";
  auto sent = [](const std::string& path, std::size_t n) {
    return "POST " + path +
           " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(n) +
           "\r\n\r\n" + std::string(n, 'x');
  };
  for (const auto& [bytes, status] : {std::pair{sent("/small", 10), 200u},
                                      {sent("/small", 11), 413u},
                                      {sent("/any", 100), 200u},
                                      {sent("/any", 101), 413u},
                                      {"POST /small" + chunked, 413u},
                                      {"POST /any" + chunked, 200u}}) {
    peer p{s->port()};
    p.say(bytes);
    EXPECT_EQ(p.hear().result_int(), status) << bytes;
  }
}

TEST(http_server, ItsOwnRefusalsAreProblemsLikeAllOthers) {
  const auto s = serve(echo, {.body_max = 10});
  peer p{s->port()};
  p.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n");
  auto r = p.hear();
  EXPECT_EQ(r[wire::field::content_type], "application/problem+json");
  EXPECT_EQ(r[wire::field::cache_control], "no-store");
  EXPECT_EQ(r["X-Content-Type-Options"], "nosniff");
  EXPECT_NE(r.body().find(R"("status":413)"), std::string::npos) << r.body();
  EXPECT_NE(r.body().find(R"("code":"too_large")"), std::string::npos);
}

TEST(http_server, AnsweringFromAnotherThreadWorks) {
  std::vector<std::thread> helpers;
  const auto s = serve([&](request, const std::string&, responder answer) {
    helpers.emplace_back([answer = std::move(answer)] {
      answer(text_response(200, "text/plain", "from afar"));
    });
  });
  peer p{s->port()};
  for (int i = 0; i < 20; ++i) {
    p.say(get("/"));
    EXPECT_EQ(p.hear().body(), "from afar");
  }
  for (auto& t : helpers)
    t.join();
}

TEST(http_server, TheFirstAnswerWins) {
  const auto s = serve([](request, const std::string&, responder answer) {
    const auto copy = answer;
    answer(text_response(200, "text/plain", "first"));
    copy(text_response(200, "text/plain", "second"));
  });
  peer p{s->port()};
  p.say(get("/1") + get("/2"));
  EXPECT_EQ(p.hear().body(), "first");
  EXPECT_EQ(p.hear().body(), "first");
}

TEST(http_server, ADroppedResponderAnswers500) {
  const auto s = serve([](request, const std::string&, responder) {});
  peer p{s->port()};
  p.say(get("/1") + get("/2"));
  EXPECT_EQ(p.hear().result_int(), 500u);
  EXPECT_EQ(p.hear().result_int(), 500u);
}

TEST(http_server, AThrowingHandlerAnswers500) {
  const auto s = serve([](request, const std::string&, responder) {
    throw std::runtime_error{"oh"};
  });
  peer p{s->port()};
  p.say(get("/"));
  EXPECT_EQ(p.hear().result_int(), 500u);
}

TEST(http_server, StoppingLetsABusyRequestFinish) {
  std::promise<responder> taken;
  const auto s = serve([&](request, const std::string&, responder answer) {
    taken.set_value(std::move(answer));
  });
  peer idle{s->port()};
  peer busy{s->port()};
  busy.say(get("/"));
  auto answer = taken.get_future().get();
  auto stopped =
      std::async(std::launch::async, [&] { s->stop(milliseconds{1min}); });
  EXPECT_EQ(idle.rest(), ""); // closed at once, while the other is busy
  answer(text_response(200, "text/plain", "in time"));
  const auto r = busy.hear();
  EXPECT_EQ(r.body(), "in time");
  EXPECT_FALSE(r.keep_alive());
  busy.half_close();
  stopped.get();
  EXPECT_THROW(peer{s->port()}, boost::system::system_error);
}

TEST(http_server, StoppingDoesNotWaitBeyondTheGrace) {
  std::promise<responder> taken;
  auto s = serve([&](request, const std::string&, responder answer) {
    taken.set_value(std::move(answer));
  });
  peer p{s->port()};
  p.say(get("/"));
  const auto late = taken.get_future().get();
  s->stop(10ms);
  s->stop(10ms);
  late(text_response(200, "text/plain", "nobody is there"));
  s.reset();
  late(text_response(200, "text/plain", "still nobody"));
}

TEST(http_server, AResponderMayOutliveTheServer) {
  responder kept;
  std::promise<void> taken;
  auto s = serve([&](request, const std::string&, responder answer) {
    kept = std::move(answer);
    taken.set_value();
  });
  peer p{s->port()};
  p.say(get("/"));
  taken.get_future().get();
  s.reset();
  kept = nullptr;
}

TEST(http_server, ManyConnectionsOnTwoThreads) {
  const auto s = serve(echo, {}, 2);
  std::vector<std::thread> clients;
  for (int c = 0; c < 8; ++c)
    clients.emplace_back([port = s->port()] {
      peer p{port};
      for (int i = 0; i < 100; ++i) {
        p.say(get("/") + post("x"));
        EXPECT_EQ(p.hear().body(), "GET / ");
        EXPECT_EQ(p.hear().body(), "POST /p x");
      }
    });
  for (auto& t : clients)
    t.join();
}

TEST(http_server, SaysWhyItCanNotListen) {
  EXPECT_EQ(server::start({.address = "nowhere"}, echo).error().kind,
            fault::invalid);
  const auto s = serve();
  const auto again = server::start({.port = s->port()}, echo);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, fault::unavailable);
  EXPECT_NE(again.error().what.find("in use"), std::string::npos);
}

} // namespace
} // namespace dastomized::http

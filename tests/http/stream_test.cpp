// Answers without an end.
#include "tests/http/peer.hpp"

#include <future>
#include <optional>
#include <thread>

namespace dastomized::http {
namespace {

// Each request is answered with a stream, which the test gets.
class http_stream : public testing::Test {
protected:
  std::unique_ptr<server> serve_streams(std::size_t room = 256u << 10,
                                        server_limits limits = {}) {
    return serve(
        [this, room](request, const std::string&, responder answer) {
          auto s = std::make_shared<stream>(room);
          auto r = text_response(200, "text/event-stream", "");
          r.rest = s;
          s->push("first\n");
          answer(std::move(r));
          made_.set_value(std::move(s));
        },
        limits);
  }

  std::shared_ptr<stream> made() {
    auto s = made_.get_future().get();
    made_ = {};
    return s;
  }

  // Who is slow to ask was idle and is closed: another comes instead.
  std::shared_ptr<stream> begun(std::optional<peer>& p, std::uint16_t port) {
    while (!p.emplace(port).is_told(get("/"), "first\n"))
      made_ = {};
    return made();
  }

  // Heard is not yet written: the connection is told a moment after the peer.
  static void await_written(const stream& s) {
    while (s.waiting() > 0)
      std::this_thread::yield();
  }

  // The connection tells the stream from a thread of its own.
  static void await_over(const stream& s) {
    while (!s.over())
      std::this_thread::yield();
  }

  std::promise<std::shared_ptr<stream>> made_;
};

TEST_F(http_stream, BeginsWithAHeadAndGoesOnInChunks) {
  const auto s = serve_streams();
  peer p{s->port()};
  p.say(get("/"));
  const auto out = made();
  const auto head = p.hear_to("\r\n\r\n");
  EXPECT_NE(head.find("HTTP/1.1 200 OK\r\n"), head.npos) << head;
  EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), head.npos) << head;
  EXPECT_NE(head.find("Connection: close\r\n"), head.npos) << head;
  EXPECT_EQ(head.find("Content-Length"), head.npos) << head;
  EXPECT_EQ(p.hear_to("first\n\r\n"), "6\r\nfirst\n\r\n");
  EXPECT_TRUE(out->push("sixteen letters.\n"));
  EXPECT_EQ(p.hear_to(".\n\r\n"), "11\r\nsixteen letters.\n\r\n");
  out->end();
  EXPECT_FALSE(out->push("too late"));
  EXPECT_EQ(p.drain(), "0\r\n\r\n");
}

TEST_F(http_stream, AnEndIsProper) {
  const auto s = serve_streams();
  peer p{s->port()};
  p.say(get("/"));
  made()->end();
  EXPECT_EQ(p.hear_to("\r\n0\r\n\r\n").substr(0, 8), "HTTP/1.1");
  EXPECT_EQ(p.rest(), "");
}

TEST_F(http_stream, TellsAnOldClientWithoutChunks) {
  const auto s = serve_streams();
  peer p{s->port()};
  p.say("GET / HTTP/1.0\r\n\r\n");
  const auto out = made();
  const auto head = p.hear_to("\r\n\r\n");
  EXPECT_EQ(head.find("Transfer-Encoding"), head.npos) << head;
  EXPECT_EQ(p.hear_to("first\n"), "first\n");
  out->push("second\n");
  out->end();
  EXPECT_EQ(p.drain(), "second\n");
}

TEST_F(http_stream, AnswersHeadWithTheHeadAlone) {
  const auto s = serve_streams();
  peer p{s->port()};
  p.say("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(p.drain().ends_with("\r\n\r\n"));
  EXPECT_TRUE(made()->over());
}

TEST_F(http_stream, TakesPushesOfManyThreadsWhole) {
  const auto s = serve_streams();
  peer p{s->port()};
  p.say("GET / HTTP/1.0\r\n\r\n");
  const auto out = made();
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w)
    writers.emplace_back([&out] {
      for (int i = 0; i < 200; ++i)
        EXPECT_TRUE(out->push("0123456789\n"));
    });
  for (auto& w : writers)
    w.join();
  out->end();
  p.hear_to("first\n");
  std::string all;
  for (int i = 0; i < 800; ++i)
    all += "0123456789\n";
  EXPECT_EQ(p.drain(), all);
}

TEST_F(http_stream, AClosedPeerIsNoticed) {
  const auto s = serve_streams();
  std::optional<peer> p{s->port()};
  p->say(get("/"));
  const auto out = made();
  p->hear_to("first\n");
  p.reset();
  await_over(*out);
  EXPECT_FALSE(out->dropped());
}

TEST_F(http_stream, IsNotIdle) {
  const auto s =
      serve_streams(256u << 10, {.read_timeout = 20ms, .idle_timeout = 20ms});
  std::optional<peer> p;
  const auto out = begun(p, s->port());
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(peer{s->port()}.rest(), ""); // time has passed
  EXPECT_TRUE(out->push("still here\n"));
  p->hear_to("still here\n");
}

TEST_F(http_stream, AReaderThatIsTooSlowIsDropped) {
  const auto s = serve_streams(8u << 20);
  peer p{s->port()};
  p.say(get("/"));
  const auto out = made();
  const std::string much(64u << 10, 'x');
  while (out->waiting() < 6u << 20 && out->push(much)) {
  }                             // more than the kernel takes
  for (int i = 0; i < 2; ++i) { // the one thread comes to what pushes ask for
    out->push("more");
    peer other{s->port()};
    other.say(get("/"));
    made();
  }
  while (out->push(much)) {
  }
  EXPECT_TRUE(out->dropped());
  while (out.use_count() > 1) // the connection is gone before anybody reads
    std::this_thread::yield();
  EXPECT_FALSE(p.drain().ends_with("0\r\n\r\n"));
}

TEST_F(http_stream, APeerThatTakesNothingForTooLongIsDropped) {
  const auto s =
      serve_streams(8u << 20, {.read_timeout = 20ms, .idle_timeout = 20ms});
  std::optional<peer> p;
  const auto out = begun(p, s->port());
  const std::string much(64u << 10, 'x');
  while (out->waiting() < 6u << 20 && out->push(much)) {
  } // more than the kernel takes
  await_over(*out);
  EXPECT_TRUE(out->dropped());
}

TEST_F(http_stream, StoppingEndsThemWithoutWaiting) {
  auto s = serve_streams(8u << 20);
  peer well{s->port()}, stuck{s->port()};
  well.say(get("/"));
  const auto first = made();
  stuck.say(get("/"));
  const auto second = made();
  const std::string much(64u << 10, 'x');
  while (second->waiting() < 6u << 20 && second->push(much)) {
  } // more than the kernel takes
  well.hear_to("first\n\r\n");
  await_written(*first);
  s->stop(milliseconds{1h});
  EXPECT_EQ(well.drain(), "0\r\n\r\n");
  EXPECT_FALSE(first->push("nobody is there"));
  EXPECT_FALSE(second->push("nobody is there"));
  s.reset();
  EXPECT_FALSE(first->push("still nobody"));
}

TEST_F(http_stream, OfAnAnswerThatCameTooLateIsOver) {
  auto out = std::make_shared<stream>();
  const auto s = serve([&](request, const std::string&, responder answer) {
    answer(text_response(200, "text/plain", "first"));
    auto late = text_response(200, "text/event-stream", "");
    late.rest = out;
    answer(std::move(late));
  });
  peer p{s->port()};
  p.say(get("/"));
  EXPECT_EQ(p.hear().body(), "first");
  await_over(*out);
}

} // namespace
} // namespace dastomized::http

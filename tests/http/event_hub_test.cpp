// What streams are told, without threads, sockets and clocks.
#include "http/event_hub.hpp"
#include "http/times.hpp"

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <sstream>

namespace dastomized::http {
namespace {

const instant noon{std::chrono::sys_days{std::chrono::January / 31 / 2026} +
                   12h};

class Hub : public testing::Test {
protected:
  // The row's text is "<id>@<version>".
  Hub()
      : store_(std::move(storage::open_memory_store().value())),
        hub_({*store_,
              [this](const storage::row& r, instant) {
                ++reads_;
                return std::to_string(r.key.id) + "@" + r.status + filler_;
              },
              [this] { return jobs_; }, [this] { ++asked_; },
              [this] { return noon + since_; }}) {}

  void change(std::int64_t id, std::string status) {
    auto o = store_->load({"shop", id}).value().value_or(order{});
    o.key = {"shop", id};
    o.said.id = id;
    o.said.status = std::move(status);
    std::promise<bool> done;
    store_->commit({std::move(o), {}, {}, {}, {}},
                   [&](auto r) { done.set_value(r.has_value()); });
    ASSERT_TRUE(done.get_future().get());
  }

  event_hub::time at() const { return event_hub::time{} + 1h + since_; }

  std::shared_ptr<stream> open(std::optional<std::uint64_t> after = {},
                               std::string owner = "",
                               std::optional<instant> until = {}) {
    auto s = std::make_shared<stream>();
    EXPECT_TRUE(hub_.open({s, after, std::move(owner), until}, at()));
    return s;
  }

  // Lets time pass and answers when it wants to come again.
  std::optional<milliseconds> pass(milliseconds d) {
    since_ += d;
    auto next = hub_.run(at());
    return next ? std::optional(
                      std::chrono::duration_cast<milliseconds>(*next - at()))
                : std::nullopt;
  }

  // What came, in short: "hello 3" or "7:1@new" for an order.
  static std::string heard(stream& s) {
    std::string all, text = s.take().value_or("over");
    for (std::size_t from = 0, to = 0;
         (to = text.find("\n\n", from)) != text.npos; from = to + 2)
      all += (all.empty() ? "" : " ") + brief(text.substr(from, to - from));
    return all;
  }

  static std::string between(const std::string& text, const std::string& a,
                             const std::string& b) {
    auto from = text.find(a);
    if (from == text.npos)
      return "";
    from += a.size();
    return text.substr(from, text.find(b, from) - from);
  }

  static std::string brief(const std::string& event) {
    auto name = between(event, "event: ", "\n");
    auto id = between(event, "id: ", "\n");
    if (name == "order")
      return id + ":" + between(event, "\"row\":", "}");
    if (name == "hello")
      return "hello " + id + "/" + between(event, "\"seq\":", ",");
    if (name == "reset")
      return "reset " + id;
    return name.empty() ? event : name + "=" + between(event, "data: ", "\n");
  }

  std::unique_ptr<storage::order_store> store_;
  int reads_ = 0, asked_ = 0;
  std::string filler_;
  std::map<std::uint64_t, std::string> jobs_;
  milliseconds since_{0};
  event_hub hub_;
};

TEST_F(Hub, WhoeverComesNewHearsOfWhatChangesFromThenOn) {
  change(1, "before");
  auto s = open();
  pass(0ms);
  EXPECT_EQ(heard(*s), "hello 1/1");
  change(1, "a");
  change(2, "b");
  pass(100ms);
  EXPECT_EQ(heard(*s), "2:1@a 3:2@b");
}

TEST_F(Hub, WhoeverComesBackHearsWhatItMissedOncePerOrder) {
  for (const auto* status : {"a", "b", "c"})
    for (auto id : {1, 2})
      change(id, status);
  auto s = open(2);
  pass(0ms);
  EXPECT_EQ(heard(*s), "hello 2/6 5:1@c 6:2@c");
  auto all = open(0), none = open(6);
  pass(100ms);
  EXPECT_EQ(heard(*all), "hello 0/6 5:1@c 6:2@c");
  EXPECT_EQ(heard(*none), "hello 6/6");
}

TEST_F(Hub, AnOrderIsToldAtMostOnceInAWhileAndItsLastStateAlways) {
  auto s = open();
  pass(0ms);
  heard(*s);
  change(1, "a");
  EXPECT_EQ(hub_.orders_due(at()), at() + event_hub::order_pace);
  pass(50ms);
  EXPECT_EQ(heard(*s), "");
  change(1, "b");
  pass(50ms);
  EXPECT_EQ(heard(*s), "2:1@b");
  change(1, "c");
  pass(99ms);
  EXPECT_EQ(heard(*s), "");
  pass(1ms);
  EXPECT_EQ(heard(*s), "3:1@c");
}

// What came while it was too soon for orders is not left to the next occasion.
TEST_F(Hub, ATurnForJobsForgetsNoOrder) {
  auto s = open();
  pass(0ms);
  pass(450ms);
  change(1, "a");
  EXPECT_EQ(pass(50ms), 50ms);
  pass(50ms);
  EXPECT_EQ(heard(*s), "hello 0/0 1:1@a");
}

TEST_F(Hub, ARowIsReadOnceForAll) {
  std::vector<std::shared_ptr<stream>> all;
  for (const auto* status : {"a", "b"})
    change(1, status);
  for (int i = 0; i < 50; ++i)
    all.push_back(open(i % 3)); // who stands at different places, too
  pass(0ms);
  EXPECT_EQ(reads_, 1);
  change(1, "c");
  pass(100ms);
  EXPECT_EQ(reads_, 2);
  for (auto& s : all)
    EXPECT_TRUE(heard(*s).ends_with("3:1@c"));
}

TEST_F(Hub, WithoutListenersNothingIsDone) {
  change(1, "a");
  EXPECT_FALSE(pass(1h));
  auto s = open();
  EXPECT_TRUE(pass(0ms));
  EXPECT_EQ(asked_, 1);
  s->close();
  change(1, "b");
  EXPECT_FALSE(pass(1h));
  EXPECT_EQ(asked_, 1);
  EXPECT_EQ(reads_, 0);
}

TEST_F(Hub, ANumberThatWasNeverGivenMeansToBeginAnew) {
  change(1, "a");
  auto s = open(2);
  change(1, "b");
  pass(0ms);
  EXPECT_EQ(heard(*s), "hello 2/1 reset 1 2:1@b");
}

TEST_F(Hub, WhoMissedTooMuchBeginsAnew) {
  for (std::uint64_t i = 0; i <= event_hub::behind_max; ++i)
    change(1, "x");
  auto far = open(0), near = open(1);
  pass(0ms);
  EXPECT_EQ(heard(*far), "hello 0/10001 reset 10001");
  for (int i = 0; i < 5; ++i)
    pass(100ms);
  auto all = heard(*near);
  EXPECT_TRUE(all.starts_with("hello 1/10001 ") && all.ends_with(" 10001:1@x"))
      << all;
}

// All orders, in pieces that leave room in the stream.
TEST_F(Hub, ASlowReaderIsToldWhatItTakesAndInTheEndAll) {
  filler_ = std::string(1000, '.');
  for (int id = 1; id <= 500; ++id)
    change(id, "a");
  auto slow = open(0), quick = open(0);
  std::set<std::string> at_once, late;
  auto take = [](stream& s, std::set<std::string>& to) {
    std::istringstream words(heard(s));
    for (std::string w; words >> w;)
      if (auto colon = w.find(':'); colon != w.npos)
        to.insert(w.substr(colon + 1, w.find('@') - colon));
  };
  for (int i = 0; i < 20; ++i) {
    EXPECT_LE(*pass(100ms), 100ms) << "somebody is behind";
    take(*quick, at_once);
  }
  EXPECT_EQ(at_once.size(), 500u);
  EXPECT_FALSE(slow->over());
  EXPECT_LT(slow->waiting(), 150'000u);
  for (int i = 0; i < 20; ++i) {
    take(*slow, late);
    pass(100ms);
  }
  EXPECT_EQ(late, at_once);
}

TEST_F(Hub, JobsAreToldAsTheyChange) {
  jobs_ = {{1, "done"}};
  auto s = open();
  pass(0ms);
  jobs_[2] = "begun";
  pass(499ms);
  EXPECT_EQ(heard(*s), "hello 0/0 job=done");
  pass(1ms);
  EXPECT_EQ(heard(*s), "job=begun");
  jobs_[2] = "half";
  pass(500ms);
  pass(500ms);
  EXPECT_EQ(heard(*s), "job=half");
}

TEST_F(Hub, AJobThatBeginsWhileTheFirstPageOpensIsTold) {
  auto s = open();
  jobs_[1] = "begun";
  pass(0ms);
  EXPECT_EQ(heard(*s), "hello 0/0 job=begun");
}

TEST_F(Hub, WhoeverComesIsToldHowTheJobsStand) {
  auto first = open();
  pass(0ms);
  jobs_ = {{1, "half"}, {2, "begun"}};
  pass(500ms);
  auto again = open(0);
  pass(500ms);
  EXPECT_EQ(heard(*again), "hello 0/0 job=half job=begun");
  EXPECT_EQ(heard(*first), "hello 0/0 job=half job=begun");
}

TEST_F(Hub, ARightThatEndsIsSeenWithTheNextBeat) {
  bool may = true;
  auto s = std::make_shared<stream>(), other = open();
  ASSERT_TRUE(hub_.open({s, {}, "ann", {}, [&] { return may; }}, at()));
  pass(15s);
  may = false;
  pass(14'999ms);
  EXPECT_FALSE(s->over());
  pass(1ms);
  EXPECT_TRUE(s->ended());
  EXPECT_FALSE(other->over());
}

TEST_F(Hub, NobodyTakesThePlacesOfAll) {
  std::vector<std::shared_ptr<stream>> all;
  for (std::size_t i = 0; i < event_hub::streams_of_one_max; ++i)
    all.push_back(open({}, "ann"));
  EXPECT_FALSE(hub_.open({std::make_shared<stream>(), {}, "ann"}, at()));
  open({}, "bob");
  all[3]->close();
  open({}, "ann");
}

TEST_F(Hub, ARowThatFitsInNoStreamMeansToReadTheLists) {
  filler_ = std::string(300u << 10, '.');
  change(1, "a");
  auto s = open(0);
  pass(0ms);
  EXPECT_EQ(heard(*s), "hello 0/1 reset 1");
  filler_.clear();
  change(1, "b");
  pass(100ms);
  EXPECT_EQ(heard(*s), "2:1@b");
}

TEST_F(Hub, HealthIsAskedForAtTimesAndToldIfItChanged) {
  auto s = open();
  pass(0ms);
  pass(1999ms);
  EXPECT_EQ(asked_, 1);
  pass(1ms);
  EXPECT_EQ(asked_, 2);
  for (const auto* health : {"well", "well", "ill"})
    hub_.tell_health(health);
  EXPECT_EQ(heard(*s), "hello 0/0 health=well health=ill");
}

// Named: a script in a page never hears of comments.
TEST_F(Hub, AQuietStreamIsKeptOpenByAWord) {
  auto s = open();
  pass(14'999ms);
  EXPECT_EQ(heard(*s), "hello 0/0");
  pass(1ms);
  EXPECT_EQ(heard(*s),
            R"(beat={"server_time":")" + to_text(noon + 15s) + R"("})");
}

TEST_F(Hub, ASessionThatEndsTakesItsStreamsAlong) {
  auto anns = open({}, "ann"), bobs = open({}, "bob", noon + 1min);
  hub_.end_of("ann");
  EXPECT_TRUE(anns->ended());
  pass(59'999ms);
  EXPECT_FALSE(bobs->over());
  EXPECT_FALSE(pass(1ms));
  EXPECT_TRUE(bobs->ended());
}

TEST_F(Hub, ThereIsRoomForSoMany) {
  std::vector<std::shared_ptr<stream>> all;
  for (std::size_t i = 0; i < event_hub::streams_max; ++i)
    all.push_back(open());
  EXPECT_FALSE(hub_.open({std::make_shared<stream>(), {}}, at()));
  all[7]->close();
  EXPECT_TRUE(hub_.open({std::make_shared<stream>(), {}}, at()));
}

TEST_F(Hub, CountsWhatWasToldAndWhoWasDropped) {
  auto s = open();
  EXPECT_EQ(hub_.sent(), 1u);
  while (s->push(std::string(1000, 'x'))) {
  }
  pass(0ms);
  EXPECT_EQ(hub_.dropped(), 1u);
  EXPECT_EQ(hub_.open_streams(), 0u);
}

} // namespace
} // namespace dastomized::http

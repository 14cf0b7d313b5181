// Each fault knob over real sockets.
#include "tests/sandbox/stand.hpp"

namespace dastomized::sandbox {

namespace {

class fault_stand : public stand {
protected:
  void SetUp() override { open(); }

  void fault(json::object rule) {
    rule["target"] = "shineon";
    rule["match"] = "submit";
    EXPECT_EQ(control("faults", rule).status, 200);
  }

  std::optional<got> submit() {
    return exchange(
        box->port(),
        {"POST",
         "/shineon/v1/orders",
         {},
         R"({"order":{"source_id":"A","shipment_notification_url":"http://x",
             "line_items":[{"sku":"SO-1","quantity":1}],
             "shipping_address":{"name":"A B","address1":"1 Elm St",
               "zip":"1","country_code":"DE"}}})",
         {{"Authorization", "Bearer so_sandbox"}}});
  }

  std::int64_t accepted() {
    return number_at(object_at(counts(), "shineon"), "accepted");
  }
};

} // namespace

TEST_F(fault_stand, DropBeforeClosesUnseen) {
  fault({{"kind", "drop_before"}});
  EXPECT_FALSE(submit());
  EXPECT_EQ(accepted(), 0);
  EXPECT_TRUE(submit()); // one call was asked for
}

TEST_F(fault_stand, DropAfterClosesWithTheOrderTaken) {
  fault({{"kind", "drop_after"}});
  EXPECT_FALSE(submit());
  EXPECT_EQ(accepted(), 1);
}

TEST_F(fault_stand, DownLastsUntilItIsTakenAway) {
  fault({{"kind", "down"}});
  EXPECT_FALSE(submit());
  EXPECT_FALSE(submit());
  call({"DELETE", "/control/faults"});
  EXPECT_TRUE(submit());
}

TEST_F(fault_stand, ErrorsComeWithTheirHeaders) {
  fault({{"kind", "429"}, {"retry_after", 7}});
  auto busy = submit();
  ASSERT_TRUE(busy);
  EXPECT_EQ(busy->status, 429);
  EXPECT_EQ(busy->headers["retry-after"], "7");
  for (auto [kind, status] :
       {std::pair{"500", 500}, {"503", 503}, {"html", 502}, {"reject", 422}}) {
    fault({{"kind", kind}, {"message", "no thanks"}});
    auto seen = submit();
    ASSERT_TRUE(seen) << kind;
    EXPECT_EQ(seen->status, status);
  }
  EXPECT_EQ(accepted(), 0);
}

TEST_F(fault_stand, GarbageHidesAnAcceptedOrder) {
  fault({{"kind", "garbage"}});
  auto seen = submit();
  ASSERT_TRUE(seen);
  EXPECT_FALSE(parsed_json(seen->body));
  EXPECT_EQ(accepted(), 1);
}

TEST_F(fault_stand, LatencyAndSlowDripAnswerInTheEnd) {
  fault({{"kind", "latency"}, {"ms", 5}});
  fault({{"kind", "slow_drip"}, {"ms", 1}});
  for (int n = 0; n < 2; ++n) {
    auto seen = submit();
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->status, 201);
    EXPECT_TRUE(parsed_json(seen->body));
  }
}

TEST_F(fault_stand, ResetsAndACutAnswerAreNoAnswers) {
  fault({{"kind", "reset_before"}});
  EXPECT_FALSE(submit());
  EXPECT_EQ(accepted(), 0);
  fault({{"kind", "reset_after"}});
  EXPECT_FALSE(submit());
  EXPECT_EQ(accepted(), 1);
  fault({{"kind", "cut"}});
  EXPECT_FALSE(submit());
  EXPECT_EQ(accepted(), 2);
}

TEST_F(fault_stand, AnswersWhatItIsToldBeforeOrAfterTaking) {
  fault({{"kind", "answer"}, {"status", 503}, {"message", "tea time"}});
  auto seen = submit();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->status, 503);
  EXPECT_EQ(seen->body, "tea time");
  EXPECT_EQ(accepted(), 0);
  fault({{"kind", "answer"}, {"type", "text/html"}, {"taken", 1}});
  seen = submit();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->status, 201);
  EXPECT_EQ(seen->headers["content-type"], "text/html");
  EXPECT_TRUE(parsed_json(seen->body));
  EXPECT_EQ(accepted(), 1);
}

TEST_F(fault_stand, MeetsOnlyCallsAboutWhatItNames) {
  fault({{"kind", "500"}, {"about", "12 Elm St"}, {"count", -1}});
  EXPECT_EQ(submit()->status, 201);
  fault({{"kind", "500"}, {"about", "1 Elm St"}});
  EXPECT_EQ(submit()->status, 500);
}

TEST_F(fault_stand, LeavesItToTheDiceHowOften) {
  fault({{"kind", "500"}, {"percent", 50}, {"count", -1}});
  int failed = 0;
  for (int n = 0; n < 40; ++n)
    failed += submit()->status == 500 ? 1 : 0;
  EXPECT_GT(failed, 0);
  EXPECT_LT(failed, 40);
}

TEST_F(fault_stand, RulesAreListedAndNonsenseIsRefused) {
  fault({{"kind", "500"}, {"count", 2}});
  EXPECT_EQ(control("faults").parsed().as_array().size(), 1u);
  EXPECT_EQ(control("faults", json::object{{"target", "moon"}}).status, 400);
}

} // namespace dastomized::sandbox

// What keeps many orders from going wrong at once: turns after a downtime,
// freezes, brakes, and providers in trouble.
#include "tests/actors/order_story.hpp"

#include <future>

namespace dastomized::tests {

namespace {

using namespace actors;

class SafetyStory : public OrderStory {
protected:
  // So many countdowns end at one o'clock.
  void place(std::int64_t n) {
    for (std::int64_t id = 1; id <= n; ++id)
      deliver(shop.place(id, midnight));
  }

  void sleep_through(milliseconds span) { // the process is not there
    fall();
    now += span;
    raise();
  }

  std::vector<freeze> in_force() { return ctx->freezes.all(theatre->now()); }

  void freeze_all() {
    freeze f;
    f.reason = "stock-taking";
    f.by = "ann";
    f.since = theatre->now();
    ctx->freezes.add(f, [](const auto&) {});
    theatre->settle();
  }

  void approve() {
    ctx->late.approve(theatre->now(), [](const auto&) {});
    rt::tell(ctx->with_cast([](context::cast& c) { return c.due_clock; }),
             next_turn{});
    theatre->settle();
  }
};

TEST_F(SafetyStory, WhatFellDueDuringADowntimeGoesOneByOne) {
  catch_up.per_minute = 6;
  place(5);
  sleep_through(3h);
  EXPECT_EQ(printed(), 0u);
  theatre->pass(16s);
  EXPECT_EQ(printed(), 1u);
  theatre->pass(10s);
  EXPECT_EQ(printed(), 2u);
  theatre->pass(2min);
  EXPECT_EQ(printed(), 5u);
}

TEST_F(SafetyStory, AfterALongDowntimeAPersonIsAskedFirst) {
  catch_up.ask_above = 3;
  place(4);
  sleep_through(3h);
  theatre->pass(1h);
  EXPECT_EQ(printed(), 0u);
  auto v = ctx->late.view(catch_up);
  EXPECT_TRUE(v.asks);
  EXPECT_EQ(v.missed, 4u);
  approve();
  theatre->pass(1min);
  EXPECT_EQ(printed(), 4u);
  EXPECT_FALSE(ctx->late.view(catch_up).asks);
}

TEST_F(SafetyStory, OneThatIsVeryLateIsEnoughToAsk) {
  catch_up.ask_age = 2h;
  place(1);
  sleep_through(4h);
  theatre->pass(1h);
  EXPECT_EQ(printed(), 0u);
}

TEST_F(SafetyStory, ItIsAskedOnceEvenIfTheProcessDiesMeanwhile) {
  catch_up.ask_above = 1;
  catch_up.per_minute = 1;
  place(3);
  sleep_through(3h);
  theatre->pass(20s);
  approve();
  sleep_through(1min);
  theatre->pass(5min);
  EXPECT_EQ(printed(), 3u);
}

TEST_F(SafetyStory, WhoWaitsForItsTurnCanStillBeHeld) {
  catch_up.ask_above = 0;
  place(1);
  sleep_through(3h);
  theatre->pass(20s);
  EXPECT_FALSE(ask(1, dastomized::ask::hold));
  theatre->pass(10s);
  approve();
  theatre->pass(1h);
  EXPECT_EQ(printed(), 0u);
  EXPECT_EQ(read(1).count.state, countdown_state::paused);
}

TEST_F(SafetyStory, FrozenOrdersStayDueAndGoOneByOneWhenItIsLifted) {
  freeze_all();
  place(3);
  sleep_through(2h); // a freeze outlives the process
  theatre->pass(1h);
  EXPECT_EQ(printed(), 0u);
  ctx->freezes.lift(in_force().at(0).id, [](const auto&) {});
  approve();
  theatre->pass(10s);
  EXPECT_EQ(printed(), 1u);
  theatre->pass(1min);
  EXPECT_EQ(printed(), 3u);
}

TEST_F(SafetyStory, AFreezeWithAnEndEndsByItself) {
  freeze f;
  f.since = theatre->now();
  f.until = theatre->now() + 61min;
  ctx->freezes.add(f, [](const auto&) {});
  place(1);
  theatre->pass(60min + 50s);
  EXPECT_EQ(printed(), 0u);
  theatre->pass(20s);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(SafetyStory, TheBrakeFreezesTheStoreThatRunsAway) {
  fall();
  brakes.orders_per_hour = 3;
  raise();
  provider_rate = 0;
  place(8);
  theatre->pass(2h);
  EXPECT_LT(printed(), 8u);
  EXPECT_GE(printed(), 3u);
  ASSERT_EQ(in_force().size(), 1u);
  EXPECT_EQ(in_force()[0].by, "brake");
  EXPECT_EQ(in_force()[0].name, "shop");
}

TEST_F(SafetyStory, ALockedOutAccountStopsTheProviderNotEachOrder) {
  provider.now = model_provider::mood::locked_out;
  for (std::int64_t id = 1; id <= 30; ++id) {
    shop.place(id, midnight);
    deliver(id);
  }
  theatre->pass(64min);
  auto first = provider.calls;
  EXPECT_LE(first, 8u); // what was under way when the first answer came
  ASSERT_EQ(in_force().size(), 1u);
  EXPECT_EQ(in_force()[0].by, "account");
  provider.now = model_provider::mood::well;
  theatre->pass(2h);
  EXPECT_EQ(printed(), 30u);
  EXPECT_TRUE(in_force().empty());
}

TEST_F(SafetyStory, AProviderThatSaysWhenIsLeftAloneUntilThen) {
  provider.now = model_provider::mood::busy;
  for (std::int64_t id = 1; id <= 30; ++id)
    deliver(shop.place(id, midnight));
  theatre->pass(62min);
  auto first = provider.calls;
  EXPECT_LE(first, 8u);
  theatre->pass(55min);
  EXPECT_EQ(provider.calls, first);
  provider.now = model_provider::mood::well;
  theatre->pass(4h);
  EXPECT_EQ(printed(), 30u);
}

TEST_F(SafetyStory, AProviderThatDoesNotAnswerIsNotTriedWithEachOrder) {
  provider.now = model_provider::mood::refuses;
  for (std::int64_t id = 1; id <= 40; ++id)
    deliver(shop.place(id, midnight));
  theatre->pass(61min);
  EXPECT_LE(provider.calls, 16u); // now and then some try
  provider.now = model_provider::mood::well;
  theatre->pass(3h);
  EXPECT_EQ(printed(), 40u);
}

TEST_F(SafetyStory, AnAnswerThatCanNotBeDealtWithIsNoAnswer) {
  provider.now = model_provider::mood::babbles;
  place(2);
  theatre->pass(60min);
  EXPECT_EQ(status_of(read(1)), submit_status::unknown);
  theatre->pass(1min); // looked up, and found
  EXPECT_EQ(status_of(read(1)), submit_status::submitted);
  EXPECT_EQ(status_of(read(2)), submit_status::submitted);
  EXPECT_EQ(printed(), 2u);
}

TEST_F(SafetyStory, AfterARestoreEachOlderPartIsLookedUpBeforeItIsSent) {
  place(1);
  theatre->pass(61min);
  EXPECT_EQ(printed(), 1u);
  fall(); // the disk is gone; the backup is older than the order
  memory = storage::open_memory_store().value();
  auto restored = std::to_string(now.time_since_epoch().count());
  std::promise<void> kept;
  memory->put_meta("restored_at", restored,
                   [&](const auto&) { kept.set_value(); });
  kept.get_future().wait();
  raise();
  deliver(1);
  EXPECT_FALSE(ask(1, dastomized::ask::submit));
  theatre->pass(1min);
  EXPECT_EQ(printed(), 1u);
  EXPECT_EQ(status_of(read(1)), submit_status::submitted);
  deliver(shop.place(2, midnight)); // not sent before
  EXPECT_FALSE(ask(2, dastomized::ask::submit));
  theatre->pass(1min);
  EXPECT_EQ(printed(), 2u);
}

TEST_F(SafetyStory, ATryHoursLaterReadsTheStoreFirst) {
  provider.now = model_provider::mood::refuses;
  place(1);
  theatre->pass(61min);
  EXPECT_EQ(status_of(read(1)), submit_status::queued);
  shop.set_status(1, "cancelled"); // nobody tells us
  provider.now = model_provider::mood::well;
  theatre->pass(3h);
  EXPECT_EQ(printed(), 0u);
  EXPECT_EQ(read(1).said.status, "cancelled");
}

} // namespace
} // namespace dastomized::tests

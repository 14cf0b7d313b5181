// An order's life with all actors, on the virtual clock.
#include "connectors/woocommerce/woocommerce.hpp"
#include "tests/actors/order_story.hpp"

namespace dastomized::tests {

namespace {

using namespace actors;

TEST_F(OrderStory, CountsDownAndIsSubmittedOnceAtZero) {
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_EQ(read(id).count.state, countdown_state::running);
  theatre->pass(59min);
  EXPECT_EQ(printed(), 0u);
  theatre->pass(1min);
  EXPECT_EQ(printed(), 1u);
  EXPECT_EQ(status_of(read(id)), submit_status::submitted);
  deliver(id); // a late, repeated webhook
  theatre->pass(3h);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(OrderStory, WhatIsDueWhenFirstSeenGoesOutAtOnce) {
  fall();
  grace = 0min;
  raise();
  deliver(shop.place(7, "2026-03-01T22:00:00"));
  theatre->pass(1s);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(OrderStory, APollAskedForDuringAPollComesRightAfterIt) {
  web.silent = true;
  theatre->pass(1min); // one is under way
  rt::tell(ctx->importer("shop"), poll_soon{});
  theatre->settle();
  shop.pages_asked.clear();
  web.silent = false;
  theatre->settle();
  EXPECT_EQ(shop.pages_asked.size(), 1u);
  theatre->pass(1s);
  EXPECT_EQ(shop.pages_asked.size(), 2u);
  theatre->pass(10s);
  EXPECT_EQ(shop.pages_asked.size(), 2u);
}

// Settings change while the store's webhooks are looked after.
class WebhookStory : public OrderStory {
protected:
  void SetUp() override {
    adjust = [this](actors::setup& s) {
      s.stores.back().hook_url = s.stores.back().hook_base =
          "https://us.test/hooks";
      s.stores.back().hook_secret = secret;
    };
    OrderStory::SetUp();
    EXPECT_EQ(have("old"), 4);
  }

  std::ptrdiff_t have(const std::string& wanted) const {
    return std::ranges::count_if(shop.hooks, [&](const auto& h) {
      return h.second.at("secret").as_string() == wanted;
    });
  }

  void look() {
    rt::tell(ctx->with_cast([](auto& c) { return c.guardians.at("shop"); }),
             guard_now{});
    theatre->settle();
  }

  void reload_with(const std::string& other) {
    secret = other;
    ctx->replace(settings());
    look();
  }

  std::string secret = "old";
};

// The old secret's answer must not pass for the new one's.
TEST_F(WebhookStory, TheNewSecretReachesThemThoughItsFirstLookFails) {
  web.silent = true;
  look();
  reload_with("new");
  web.silent = false;
  web.let_out(); // the first is answered
  shop.down = true;
  theatre->pass(1s); // the second is not
  shop.down = false;
  theatre->pass(1h);
  EXPECT_EQ(have("new"), 4);
}

TEST_F(WebhookStory, TheOldSecretComesBackThoughTheNewOneIsBeingWritten) {
  web.silent = true;
  reload_with("new");
  reload_with("old");
  web.silent = false;
  theatre->pass(1h);
  EXPECT_EQ(have("old"), 4);
}

TEST_F(OrderStory, AHoldReleasedAndWantedAgainStays) {
  auto id = shop.place(7, midnight);
  deliver(id);
  web.silent = true;
  for (auto what :
       {dastomized::ask::hold, dastomized::ask::release, dastomized::ask::hold})
    EXPECT_FALSE(ask(id, what));
  web.silent = false;
  theatre->settle();
  EXPECT_EQ(shop.writes, std::vector<std::string>{"PUT 7 on-hold"});
  theatre->pass(24h);
  EXPECT_EQ(read(id).said.status, "on-hold");
  EXPECT_EQ(printed(), 0u);
}

TEST_F(OrderStory, AHoldReleasedWhileItIsWrittenIsUndone) {
  auto id = shop.place(7, midnight);
  deliver(id);
  web.silent = true;
  EXPECT_FALSE(ask(id, dastomized::ask::hold));
  EXPECT_FALSE(ask(id, dastomized::ask::release));
  web.silent = false;
  theatre->settle();
  EXPECT_EQ(shop.writes,
            (std::vector<std::string>{"PUT 7 on-hold", "PUT 7 processing"}));
  EXPECT_EQ(read(id).said.status, "processing");
  EXPECT_EQ(read(id).count.state, countdown_state::running);
  EXPECT_EQ(ctx->awake, 0u);
}

TEST_F(OrderStory, OfAStoreThatIsNotConfiguredAnyMoreComesToRest) {
  auto id = shop.place(7, midnight);
  deliver(id);
  fall();
  adjust = [](actors::setup& s) { s.stores.clear(); };
  raise();
  EXPECT_FALSE(ask(id, dastomized::ask::hold));
  theatre->settle();
  ASSERT_TRUE(read(id).intent);
  EXPECT_EQ(read(id).intent->problem, "the store is not configured");
  EXPECT_FALSE(ask(id, dastomized::ask::cancel_intent));
  theatre->pass(2h);
  EXPECT_FALSE(read(id).stray);
}

TEST_F(OrderStory, RestsUntilItsTimeIsNear) {
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_EQ(ctx->awake, 0u);
  theatre->pass(51min);
  EXPECT_EQ(ctx->awake, 1u);
}

TEST_F(OrderStory, ALostAnswerIsLookedUpAndNotSentAgain) {
  auto id = shop.place(7, midnight);
  provider.now = model_provider::mood::loses_answer;
  deliver(id);
  theatre->pass(61min);
  EXPECT_EQ(printed(), 1u);
  EXPECT_GE(provider.look_ups, 1u);
  EXPECT_EQ(status_of(read(id)), submit_status::submitted);
}

TEST_F(OrderStory, ABrokenConnectionBeforeItWasTakenIsSentAgain) {
  auto id = shop.place(7, midnight);
  provider.now = model_provider::mood::breaks;
  deliver(id);
  theatre->pass(60min);
  EXPECT_EQ(status_of(read(id)), submit_status::unknown);
  EXPECT_EQ(ask(id, dastomized::ask::submit)->code, "unknown_outcome");
  provider.now = model_provider::mood::well;
  theatre->pass(1min);
  EXPECT_EQ(printed(), 1u);
  EXPECT_EQ(status_of(read(id)), submit_status::submitted);
}

TEST_F(OrderStory, ADeathBetweenIntentAndAnswerIsLookedUp) {
  auto id = shop.place(7, midnight);
  deliver(id);
  provider.now = model_provider::mood::loses_answer;
  web.answer = [this](const http_request& r) {
    auto out = r.url.starts_with("http://provider.test") ? provider.answer(r)
                                                         : shop.answer(r);
    if (r.method == "POST")
      web.silent = true;
    return out;
  };
  theatre->pass(60min);
  fall();
  web.silent = false;
  provider.now = model_provider::mood::well;
  raise();
  theatre->pass(1min);
  EXPECT_EQ(printed(), 1u);
  EXPECT_EQ(status_of(read(id)), submit_status::submitted);
}

TEST_F(OrderStory, ACommitThatFailedOnceIsMadeUpFor) {
  auto id = shop.place(7, midnight);
  held->failing = 1;
  deliver(id);
  theatre->pass(90min);
  EXPECT_EQ(printed(), 1u);
  EXPECT_EQ(status_of(read(id)), submit_status::submitted);
}

TEST_F(OrderStory, ADeathWithTheCallStillUnsentSendsItOnce) {
  auto id = shop.place(7, midnight);
  deliver(id);
  theatre->pass(59min);
  web.silent = true;
  theatre->pass(2min);
  fall(); // the read before the submission never answered
  web.silent = false;
  raise();
  theatre->pass(1min);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(OrderStory, ACancelledOrderNeverSubmits) {
  auto id = shop.place(7, midnight);
  deliver(id);
  theatre->pass(10min);
  shop.set_status(id, "cancelled");
  deliver(id);
  theatre->pass(24h);
  EXPECT_EQ(printed(), 0u);
  EXPECT_EQ(read(id).count.state, countdown_state::stopped);
}

TEST_F(OrderStory, TheReadBeforeSubmissionCatchesAMissedCancellation) {
  auto id = shop.place(7, midnight);
  deliver(id);
  shop.set_status(id, "cancelled"); // its webhook is lost
  theatre->pass(24h);
  EXPECT_EQ(printed(), 0u);
}

// The read's answer and the cancellation behind it wait for the same commit.
TEST_F(OrderStory, ACancellationBehindTheLastReadIsHeardFirst) {
  auto id = shop.place(7, midnight);
  deliver(id);
  web.silent = true;
  theatre->pass(61min);
  auto outside = std::exchange(theatre->outside, [&] { return web.let_out(); });
  auto tell = [&](const std::string& status) {
    shop.set_status(id, status);
    store_said e{theatre->now(), {}, origin::webhook, {}};
    e.said = std::get<snapshot>(
        connectors::woocommerce::decode_order(shop.body(id)));
    rt::tell(ctx->directory(),
             order_news{{"shop", id}, {std::make_shared<const event>(e)}});
    theatre->settle();
  };
  shop.orders.at(id)["customer_note"] = "ring twice";
  tell("processing");
  web.silent = false;
  theatre->settle();
  tell("cancelled");
  theatre->outside = std::move(outside);
  theatre->pass(24h);
  EXPECT_EQ(printed(), 0u);
  EXPECT_EQ(read(id).said.status, "cancelled");
}

TEST_F(OrderStory, AHoldPausesAtOnceAndAReleaseGoesOn) {
  auto id = shop.place(7, midnight);
  deliver(id);
  theatre->pass(20min);
  EXPECT_FALSE(ask(id, dastomized::ask::hold));
  EXPECT_EQ(read(id).count.state, countdown_state::paused);
  EXPECT_EQ(read(id).said.status, "on-hold");
  theatre->pass(24h);
  EXPECT_EQ(printed(), 0u);
  EXPECT_FALSE(ask(id, dastomized::ask::release));
  EXPECT_EQ(shop.writes.size(), 2u);
  theatre->pass(41min);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(OrderStory, AHoldWorksWhileTheStoreIsDownAndIsWrittenLater) {
  auto id = shop.place(7, midnight);
  deliver(id);
  shop.down = true;
  EXPECT_FALSE(ask(id, dastomized::ask::hold));
  EXPECT_EQ(read(id).count.state, countdown_state::paused);
  theatre->pass(2h);
  EXPECT_EQ(printed(), 0u);
  shop.down = false;
  theatre->pass(1h);
  EXPECT_EQ(shop.writes, (std::vector<std::string>{"PUT 7 on-hold"}));
  EXPECT_FALSE(read(id).intent);
}

TEST_F(OrderStory, SubmittedByHandTwiceIsRefusedTheSecondTime) {
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_FALSE(ask(id, dastomized::ask::submit));
  EXPECT_EQ(ask(id, dastomized::ask::submit)->code, "already_submitted");
  theatre->pass(24h);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(OrderStory, ShippedOrdersAreToldToTheStoreReadBackAndCompleted) {
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_FALSE(ask(id, dastomized::ask::submit));
  provider.tracking[read(id).parts.at(0).reference] = "9400-1";
  theatre->pass(1h);
  auto o = read(id);
  ASSERT_EQ(o.shipments.size(), 1u);
  EXPECT_EQ(o.shipments[0].push, push_state::written);
  EXPECT_EQ(o.said.status, "completed");
  EXPECT_EQ(shop.notes.size(), 1u);
  theatre->pass(24h);
  EXPECT_EQ(shop.notes.size(), 1u);
}

TEST_F(OrderStory, ARefusedAddressWaitsForAPerson) {
  auto id = shop.place(7, midnight);
  provider.now = model_provider::mood::rejects;
  deliver(id);
  theatre->pass(24h);
  EXPECT_EQ(printed(), 0u);
  EXPECT_EQ(status_of(read(id)), submit_status::failed);
  EXPECT_EQ(read(id).parts[0].attempt, 1u);
}

TEST_F(OrderStory, ARefusedConnectionIsTriedAgainByItself) {
  auto id = shop.place(7, midnight);
  provider.now = model_provider::mood::refuses;
  deliver(id);
  theatre->pass(61min);
  EXPECT_EQ(status_of(read(id)), submit_status::queued);
  provider.now = model_provider::mood::well;
  theatre->pass(2h);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(OrderStory, WhatIsNoOrderIsSetAsideWithAReason) {
  deliver_body("not json");
  deliver_body(R"({"code":"woocommerce_rest_invalid","message":"x",
                   "data":{"status":404}})");
  auto items = memory->inbox({}).value().items;
  ASSERT_EQ(items.size(), 2u);
  for (auto& i : items) {
    EXPECT_EQ(i.state, storage::verdict::set_aside);
    EXPECT_FALSE(i.reason.empty());
  }
}

TEST_F(OrderStory, EveryDeliveryIsSettledOnce) {
  auto id = shop.place(7, midnight);
  for (int i = 0; i < 5; ++i)
    deliver(id);
  EXPECT_TRUE(memory->pending("shop", 0, 10).value().empty());
  EXPECT_EQ(memory->inbox({}).value().items.size(), 5u);
}

TEST_F(OrderStory, AChangeTheProviderListsIsAskedAboutAtOnceAndOnlyOnce) {
  auto id = shop.place(7, midnight);
  deliver(id);
  ask(id, dastomized::ask::submit);
  fall();
  watch_interval = 1min;
  raise();
  theatre->pass(2min);
  EXPECT_GE(provider.changes_asked, 2u);
  auto asked = provider.look_ups;
  provider.tracking[provider.prints.begin()->first] = "9400";
  theatre->pass(1min); // long before the part's own interval
  EXPECT_EQ(read(id).shipments.size(), 1u);
  EXPECT_EQ(provider.look_ups, asked + 1);
  theatre->pass(5min); // it is listed again each time
  EXPECT_EQ(provider.look_ups, asked + 1);
}

TEST_F(OrderStory, ASubmissionDoesNotWaitBehindQuestionsAboutTracking) {
  for (std::int64_t id = 1; id <= 30; ++id) {
    deliver(shop.place(id, midnight));
    ask(id, dastomized::ask::submit);
  }
  auto late = shop.place(99, midnight);
  deliver(late);
  ASSERT_EQ(printed(), 30u);
  provider_rate = 1;
  ctx->replace(settings());
  theatre->pass(15min + 2s); // all thirty are asked about, one a second
  ASSERT_GT(provider.look_ups, 0u);
  ask(late, dastomized::ask::submit);
  theatre->pass(4s);
  EXPECT_EQ(printed(), 31u);
  EXPECT_LT(provider.look_ups, 10u);
  theatre->pass(1min);
  EXPECT_GE(provider.look_ups, 30u); // none is forgotten
}

TEST_F(OrderStory, PagesTheShopCannotMakeAreAskedForSmaller) {
  shop.page_max = 30;
  theatre->pass(20min);
  EXPECT_EQ(shop.pages_asked.back(), 25u);
  EXPECT_EQ(ctx->trouble.of("shop"), "");
  EXPECT_LE(std::ranges::count_if(shop.pages_asked,
                                  [](unsigned n) { return n > 30; }),
            4); // polls and sweeps
}

TEST_F(OrderStory, ATwinIsHeldUntilSomebodySaysBothAreReal) {
  auto a = shop.place(7, midnight), b = shop.place(8, "2026-03-02T00:05:00");
  shop.orders[b]["billing"] = shop.orders[a]["billing"];
  deliver(a);
  deliver(b);
  theatre->pass(3h);
  EXPECT_EQ(printed(), 1u);
  EXPECT_EQ(ask(b, dastomized::ask::submit)->code, "twin");
  EXPECT_FALSE(ask(b, dastomized::ask::clear_twin));
  EXPECT_FALSE(ask(b, dastomized::ask::submit));
  EXPECT_EQ(printed(), 2u);
}

} // namespace
} // namespace dastomized::tests

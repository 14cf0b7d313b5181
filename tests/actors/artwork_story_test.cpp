// Looks at print files with all actors, on the virtual clock.
#include "tests/actors/order_story.hpp"

#include <algorithm>

namespace dastomized::tests {

namespace {

constexpr std::string_view file = "https://files.example.com/1.png";

class ArtworkStory : public OrderStory {
protected:
  void SetUp() override {
    adjust = [](actors::setup& s) {
      auto rules = std::make_shared<policy>(*s.stores[0].rules);
      rules->check_artwork = true;
      s.stores[0].rules = rules;
    };
    OrderStory::SetUp();
    listen();
  }

  void listen() {
    web.answer = [this](const http_request& r) -> http_outcome {
      if (r.url.starts_with("http://provider.test"))
        return provider.answer(r);
      if (!r.url.starts_with("https://files.example.com/"))
        return shop.answer(r);
      ++looks;
      EXPECT_TRUE(r.public_only);
      if (lost)
        return http_error{http_error::stage::not_sent, "no route"};
      if (!there)
        return http_response{404, "Not Found", {}, ""};
      return http_response{200, "OK", {}, "<svg/>"};
    };
  }

  artwork_verdict seen(std::int64_t id) {
    auto o = read(id);
    return o.artwork.empty() ? artwork_verdict::unseen
                             : o.artwork[0].seen.verdict;
  }

  bool there = true, lost = false;
  unsigned looks = 0;
};

TEST_F(ArtworkStory, IsSeenAtOnceAndOnceMoreBeforeItGoes) {
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_EQ(looks, 1u);
  EXPECT_EQ(seen(id), artwork_verdict::good);
  EXPECT_EQ(read(id).artwork[0].url, file);
  EXPECT_FALSE(read(id).artwork[0].seen.sha256.empty());
  theatre->pass(59min);
  EXPECT_EQ(looks, 1u);
  theatre->pass(1min);
  EXPECT_EQ(looks, 2u);
  EXPECT_EQ(printed(), 1u);
  auto o = read(id);
  auto said = memory->ledger(o.parts.at(0).reference);
  ASSERT_TRUE(said && !said->empty());
  EXPECT_EQ(said->front().words,
            std::string(file) + ": SVG, sha256 " + o.artwork[0].seen.sha256);
  theatre->pass(48h);
  EXPECT_EQ(looks, 2u);
}

TEST_F(ArtworkStory, AMissingFileHoldsTheOrderUntilItIsThere) {
  there = false;
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_EQ(seen(id), artwork_verdict::not_there);
  EXPECT_FALSE(read(id).attentions.empty());
  theatre->pass(3h);
  EXPECT_EQ(printed(), 0u);
  EXPECT_EQ(status_of(read(id)), submit_status::failed);
  there = true;
  theatre->pass(24h);
  EXPECT_EQ(printed(), 1u);
  EXPECT_EQ(status_of(read(id)), submit_status::submitted);
}

TEST_F(ArtworkStory, APersonNeedNotWaitForTheNextLook) {
  there = false;
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_FALSE(ask(id, dastomized::ask::submit));
  EXPECT_EQ(printed(), 0u);
  there = true;
  EXPECT_FALSE(ask(id, dastomized::ask::submit));
  EXPECT_EQ(printed(), 1u);
}

TEST_F(ArtworkStory, AFileNobodyCanReachIsNoReasonToHold) {
  lost = true;
  auto id = shop.place(7, midnight);
  deliver(id);
  EXPECT_EQ(seen(id), artwork_verdict::unsure);
  theatre->pass(61min);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(ArtworkStory, ADeathDuringALookHasItRepeated) {
  auto id = shop.place(7, midnight);
  deliver(id);
  theatre->pass(59min);
  web.silent = true;
  theatre->pass(2min);
  EXPECT_GT(read(id).artwork.at(0).asked, 0u);
  fall();
  web.silent = false;
  auto before = looks;
  raise();
  theatre->pass(2min);
  EXPECT_GT(looks, before);
  EXPECT_EQ(printed(), 1u);
}

TEST_F(ArtworkStory, AServerThatKeepsUsWaitingDoesNotKeepAllOrders) {
  for (std::int64_t id = 1; id <= 9; ++id)
    deliver(shop.place(id, midnight));
  theatre->pass(59min);
  lost = true;
  auto whole = web.answer;
  web.answer = [this, whole](const http_request& r) {
    if (r.url.starts_with(file))
      theatre->move_on(10s); // so long it takes to say nothing
    return whole(r);
  };
  auto before = looks;
  theatre->pass(5min);
  EXPECT_LE(looks - before, 5u);
  EXPECT_EQ(printed(), 9u);
}

TEST_F(ArtworkStory, NoMoreThanTwoAreFetchedAtOnce) {
  for (std::int64_t id = 1; id <= 9; ++id)
    shop.place(id, midnight);
  std::size_t most = 0;
  auto whole = web.answer;
  web.answer = [&](const http_request& r) {
    most = std::max(most, web.under_way("https://files.example.com/"));
    return whole(r);
  };
  for (std::int64_t id = 1; id <= 9; ++id)
    deliver(id);
  theatre->pass(61min);
  EXPECT_EQ(printed(), 9u);
  EXPECT_LE(most, 2u);
  EXPECT_GE(most, 1u);
}

} // namespace

} // namespace dastomized::tests

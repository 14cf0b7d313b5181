// Which line goes to whom.
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

// "provider:sku×n" of every line, in order.
std::vector<std::string> shown(const order& o) {
  std::vector<std::string> all;
  for (const auto& p : o.parts)
    for (const auto& l : p.lines)
      all.push_back(p.provider + ':' + l.provider_sku + 'x' +
                    std::to_string(l.quantity));
  return all;
}

TEST(Routing, GroupsTheLinesIntoOnePartPerProvider) {
  story s;
  s.shop.lines = {shirt(1, "CC-TEE"), shirt(2, "SO-RING"), shirt(3, "CC-MUG")};
  s.news();
  EXPECT_THAT(shown(s.o),
              ElementsAre("cats:TEEx1", "cats:MUGx1", "shine:SO-RINGx1"));
  ASSERT_EQ(s.o.parts.size(), 2u);
  EXPECT_EQ(s.first().reference, reference_of(s.o.key, "cats", 1));
}

TEST(Routing, AnExactSkuBeatsAPrefixAndTheEarlierBeatsTheLater) {
  story s;
  s.rules.routes.push_back({"CC-TEE", "", "shine", "77", false});
  s.rules.routes.push_back({"CC-TEE", "", "cats", "88", false});
  s.rules.routes.push_back({"", "CC-M", "shine", "", false});
  s.shop.lines = {shirt(1, "CC-TEE"), shirt(2, "CC-MUG")};
  s.news();
  EXPECT_THAT(shown(s.o), ElementsAre("shine:77x1", "cats:MUGx1"));
}

TEST(Routing, ALineThatIsNotOursIsLeftOut) {
  story s;
  s.shop.lines = {shirt(), shirt(2, "TIP")};
  s.news();
  EXPECT_THAT(shown(s.o), ElementsAre("cats:TEE-Mx1"));
  EXPECT_THAT(preflight(s.o, s.rules), IsEmpty());
}

TEST(Routing, ALineThatMapsNowhereBlocksTheWholeOrder) {
  for (auto sku : {"HAT", ""}) {
    story s;
    s.shop.lines = {shirt(), shirt(2, sku)};
    s.news();
    EXPECT_THAT(preflight(s.o, s.rules),
                ElementsAre(Field(&blocker::code, "route.missing")));
    EXPECT_EQ(s.asks(ask::submit), "");
    EXPECT_TRUE(s.did<send_part>().empty());
    EXPECT_EQ(s.first().state, part_state::blocked);
    EXPECT_EQ(status_of(s.o), submit_status::failed);
    EXPECT_TRUE(s.attends("blocked"));
  }
}

TEST(Routing, NetQuantitiesCount) {
  story s;
  s.shop.lines = {shirt(), shirt(2, "CC-MUG")};
  s.shop.lines[0].quantity = 3;
  s.shop.lines[0].refunded = 1;
  s.shop.lines[1].refunded = 1;
  s.news();
  EXPECT_THAT(shown(s.o), ElementsAre("cats:TEE-Mx2"));
}

TEST(Routing, FollowsTheOrderWhileNothingWasSent) {
  story s;
  s.news();
  s.now += 1s;
  s.shop.lines = {shirt(5, "SO-RING")};
  s.news();
  EXPECT_THAT(shown(s.o), ElementsAre("shine:SO-RINGx1"));
}

TEST(Routing, WhatWasSentKeepsItsLines) {
  story s;
  s.news();
  s.submitted();
  s.now += 1s;
  s.shop.lines.push_back(shirt(2, "CC-MUG"));
  s.shop.lines.push_back(shirt(3, "SO-RING"));
  s.news();
  EXPECT_THAT(shown(s.o), ElementsAre("cats:TEE-Mx1", "shine:SO-RINGx1"));
  EXPECT_EQ(status_of(s.o), submit_status::partly_submitted);
  EXPECT_EQ(s.asks(ask::submit), "");
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_EQ(s.did<send_part>()[0].provider, "shine");
}

TEST(Routing, AChangedRouteDoesNotHaveALineMadeASecondTime) {
  for (bool unclear : {false, true}) {
    story s;
    s.news();
    s.asks(ask::submit);
    s.answer(unclear ? silence() : yes());
    s.now += 1s;
    s.shop.lines[0].sku = "SO-RING"; // the same line, now another's goods
    s.shop.lines.push_back(shirt(2, "SO-CHAIN"));
    s.news();
    EXPECT_THAT(shown(s.o), ElementsAre("cats:TEE-Mx1", "shine:SO-CHAINx1"));
  }
}

TEST(Routing, ARefusedPartThatLosesItsLinesKeepsCountingItsAttempts) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  auto reference = s.first().reference;
  s.answer(no());
  s.now += 1s;
  s.shop.lines = {shirt(2, "SO-RING")};
  s.news();
  s.now += 1s;
  s.shop.lines = {shirt(1, "CC-TEE-M")};
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  ASSERT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_EQ(s.did<send_part>()[0].attempt, 2u);
  EXPECT_EQ(s.did<send_part>()[0].reference, reference);
  s.feed(part_answered{s.now, reference, 1, no()}); // of then, once more
  EXPECT_EQ(find_part(s.o, reference)->state, part_state::intended);
}

TEST(Routing, AnOrderWhoseOnlyPartWasWithdrawnIsNotSubmitted) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  s.answer(no());
  s.now += 1s;
  s.shop.lines = {shirt(2, "TIP")};
  s.news();
  EXPECT_EQ(status_of(s.o), submit_status::blank);
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_TRUE(s.attends("blocked"));
  EXPECT_TRUE(s.did<send_part>().empty());
}

} // namespace
} // namespace dastomized::tests

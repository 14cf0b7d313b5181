// Parcels on their way back to the store.
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

story taken() {
  story s;
  s.news();
  s.submitted();
  return s;
}

shipment parcel(std::string number) {
  shipment p;
  p.carrier = "DHL";
  p.number = std::move(number);
  return p;
}

tracking_seen seen(const story& s, std::vector<shipment> parcels,
                   bool all = false) {
  return {s.now, s.first().reference, std::move(parcels), all, false, ""};
}

tracking_pushed shown(const story& s, std::vector<std::string> numbers,
                      std::string problem = {}) {
  return {s.now, std::move(numbers), std::move(problem)};
}

TEST(Shipping, AsksTheProviderForTrackingUntilAllHasLeft) {
  auto s = taken();
  EXPECT_EQ(next_wake(s.o), s.now + 15min);
  s.pass(15min);
  ASSERT_EQ(s.did<poll_tracking>().size(), 1u);
  EXPECT_EQ(s.did<poll_tracking>()[0].provider_order_id, "P-1");
  EXPECT_TRUE(s.pass(1min).effects.empty());
  s.feed(tracking_failed{s.now, s.first().reference, "timeout"});
  s.pass(15min);
  EXPECT_EQ(s.did<poll_tracking>().size(), 1u);
  s.feed(seen(s, {parcel("A")}, true));
  s.feed(shown(s, {"A"}));
  s.pass(30min);
  EXPECT_TRUE(s.did<poll_tracking>().empty());
}

TEST(Shipping, AHintAsksAtOnce) {
  auto s = taken();
  s.feed(tracking_hinted{s.now, s.first().reference});
  EXPECT_EQ(s.did<poll_tracking>().size(), 1u);
  s.feed(tracking_hinted{s.now, "nobody"});
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Shipping, AParcelIsWrittenToTheStore) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}));
  ASSERT_EQ(s.did<push_tracking>().size(), 1u);
  EXPECT_EQ(s.did<push_tracking>()[0].shipments.at(0).number, "A");
  EXPECT_EQ(s.o.shipments.at(0).reference, s.first().reference);
}

TEST(Shipping, ARepeatedNoticeIsNothing) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}));
  s.feed(shown(s, {"A"}));
  auto before = s.o;
  s.feed(seen(s, {parcel("A")}));
  EXPECT_EQ(s.o, before);
  EXPECT_TRUE(s.last.notes.empty() && s.last.effects.empty());
  s.feed(shown(s, {"A"}));
  EXPECT_EQ(s.o, before);
  EXPECT_TRUE(s.last.notes.empty() && s.last.effects.empty());
}

TEST(Shipping, AParcelWithoutANumberIsNone) {
  auto s = taken();
  s.feed(seen(s, {parcel("")}));
  EXPECT_TRUE(s.o.shipments.empty());
}

TEST(Shipping, CompletesOnlyAfterItWasReadBack) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}, true));
  EXPECT_TRUE(fulfilled(s.o));
  EXPECT_TRUE(s.did<push_status>().empty());
  s.feed(shown(s, {"A"}));
  ASSERT_EQ(s.did<push_status>().size(), 1u);
  EXPECT_EQ(s.did<push_status>()[0].to, "completed");
  s.pushed();
  EXPECT_EQ(s.o.said.status, "completed");
  EXPECT_FALSE(next_wake(s.o));
}

TEST(Shipping, AnOrderThatCameBackFromTheTrashIsToldOfItsParcel) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}));
  s.gone("trash"); // the answer to the writing
  s.now += 1min;
  s.news();
  EXPECT_FALSE(s.o.gone);
  EXPECT_FALSE(s.o.tracking.in_flight);
  EXPECT_EQ(s.o.shipments.size(), 1u);
  s.pass(1h);
  EXPECT_EQ(s.did<push_tracking>().size(), 1u);
}

TEST(Shipping, DoesNotCompleteWhereThatIsNotWanted) {
  auto s = taken();
  s.rules.complete_when_shipped = false;
  s.feed(seen(s, {parcel("A")}, true));
  s.feed(shown(s, {"A"}));
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Shipping, AStoreThatKnowsNoCompletedStillGetsItsTracking) {
  auto s = taken();
  s.rules.statuses = {"processing", "on-hold"};
  s.feed(seen(s, {parcel("A")}, true));
  s.feed(shown(s, {"A"}));
  EXPECT_FALSE(s.last.denied);
  EXPECT_EQ(s.o.shipments.at(0).push, push_state::written);
}

TEST(Shipping, ASecondParcelIsWrittenToo) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}));
  s.feed(seen(s, {parcel("A"), parcel("B")}, true)); // A is on its way
  EXPECT_TRUE(s.last.effects.empty());
  s.feed(shown(s, {"A"}));
  ASSERT_EQ(s.did<push_tracking>().size(), 1u);
  ASSERT_EQ(s.did<push_tracking>()[0].shipments.size(), 1u);
  EXPECT_EQ(s.did<push_tracking>()[0].shipments[0].number, "B");
  EXPECT_TRUE(s.did<push_status>().empty());
  s.feed(shown(s, {"A", "B"}));
  EXPECT_EQ(s.did<push_status>().size(), 1u);
}

TEST(Shipping, WaitsForThePartsOfBothProviders) {
  story s;
  s.shop.lines = {shirt(1), shirt(2, "SO-RING")};
  s.news();
  s.submitted();
  s.feed(seen(s, {parcel("A")}, true));
  s.feed(shown(s, {"A"}));
  EXPECT_FALSE(fulfilled(s.o));
  EXPECT_TRUE(s.last.effects.empty());
  s.feed(tracking_seen{
      s.now, s.o.parts[1].reference, {parcel("A")}, true, false, ""});
  EXPECT_EQ(s.o.shipments.size(), 2u); // one number, two parts
  s.feed(shown(s, {"A"}));
  EXPECT_EQ(s.did<push_status>().size(), 1u);
}

TEST(Shipping, AFailedWriteIsRepeatedWithBackOff) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}, true));
  for (int i = 0; i < 5; ++i) {
    s.feed(shown(s, {}, "unreachable"));
    EXPECT_TRUE(s.last.effects.empty());
    auto wake = s.o.tracking.next_try;
    ASSERT_TRUE(wake && *wake > s.now);
    s.pass(*wake - s.now);
    EXPECT_EQ(s.did<push_tracking>().size(), 1u);
  }
}

TEST(Shipping, AWriteThatKeepsFailingIsShownUntilItSucceeds) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}));
  auto shown_to_people = [&] {
    return std::ranges::count(s.o.attentions, "tracking", &attention::code);
  };
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(shown_to_people(), 0);
    s.feed(shown(s, {}, "no such plugin"));
    s.pass(*s.o.tracking.next_try - s.now);
  }
  EXPECT_EQ(shown_to_people(), 1);
  s.feed(shown(s, {"A"}));
  EXPECT_EQ(shown_to_people(), 0);
}

TEST(Shipping, AWriteThatDoesNotShowIsRepeatedWithBackOff) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}));
  s.feed(shown(s, {}));
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_GT(s.o.tracking.next_try, s.now);
}

TEST(Shipping, ALostWriteIsRepeatedAfterARestart) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}));
  s.restart();
  EXPECT_EQ(s.did<push_tracking>().size(), 1u);
}

TEST(Shipping, ACancellationByTheProviderIsShownAndNotSentAgain) {
  auto s = taken();
  s.feed(tracking_seen{s.now, s.first().reference, {}, false, true, "no size"});
  EXPECT_EQ(s.first().state, part_state::cancelled);
  EXPECT_TRUE(s.attends("provider.cancelled"));
  EXPECT_TRUE(s.last.effects.empty());
  s.pass(72h);
  EXPECT_TRUE(s.last.effects.empty());
}

TEST(Shipping, AnOrderOfWhichAPartWasCancelledIsNotCompleted) {
  auto s = taken();
  s.o.parts.push_back(s.first());
  s.o.parts[1].reference = "other";
  s.o.parts[1].state = part_state::cancelled;
  s.o.parts[0].all_shipped = true;
  EXPECT_FALSE(fulfilled(s.o));
  s.o.parts[1].lines.clear(); // withdrawn: nothing of it is owed
  EXPECT_TRUE(fulfilled(s.o));
}

TEST(Shipping, ANoticeOfAPartThatIsNotTakenIsIgnored) {
  story s;
  s.news();
  s.feed(seen(s, {parcel("A")}, true));
  EXPECT_TRUE(s.o.shipments.empty());
}

TEST(Shipping, AParcelSeenWhileTheOrderWasGoneIsWrittenWhenItIsBack) {
  auto s = taken();
  s.gone("trash");
  s.feed(seen(s, {parcel("A")}, true));
  EXPECT_TRUE(s.last.effects.empty());
  s.now += 1h;
  s.news();
  s.pass(0s);
  EXPECT_EQ(s.did<push_tracking>().size(), 1u);
  EXPECT_TRUE(s.pass(1h).effects.empty()); // on its way
}

TEST(Shipping, AnOrderThatIsGoneWantsNothing) {
  auto s = taken();
  s.feed(seen(s, {parcel("A")}, true));
  s.gone("deleted");
  s.restart();
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_FALSE(next_wake(s.o));
}

} // namespace
} // namespace dastomized::tests

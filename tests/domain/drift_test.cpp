// What the store changed after something was sent, and what may be done.
#include "domain/drift.hpp"
#include "tests/domain/story.hpp"

#include <algorithm>

namespace dastomized::tests {
namespace {

story sent_story() {
  story s;
  s.news();
  s.submitted();
  s.pass(1h);
  return s;
}

std::vector<std::string> fields(const story& s) {
  std::vector<std::string> all;
  for (const auto& d : drift_of(s.o))
    all.push_back(d.field + ": " + d.sent + " → " + d.now);
  return all;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Drift, ThereIsNoneBeforeSomethingWasAccepted) {
  story s;
  s.news();
  s.shop.shipping.city = "Bath";
  s.pass(1min);
  s.news();
  EXPECT_THAT(fields(s), IsEmpty());
  EXPECT_THAT(still_allowed(s.o, s.rules), IsEmpty());
}

TEST(Drift, TheWayOfTheOrderItselfIsNone) {
  auto s = sent_story();
  s.becomes("completed");
  EXPECT_THAT(fields(s), IsEmpty());
}

TEST(Drift, EachFieldIsNamedAsItWasSentAndAsItIs) {
  auto s = sent_story();
  s.shop.shipping.city = "Bath";
  s.shop.lines[0].quantity = 2;
  s.shop.lines[0].meta[0].value = "https://shop/other.png";
  s.shop.lines[0].meta.push_back({2, "Name", "Bo", false, ""});
  s.shop.lines[0].meta.push_back({3, "_reduced_stock", "1", false, ""});
  s.shop.lines.push_back(shirt(2));
  s.shop.refunds.push_back({5, "", "-3.00"});
  s.becomes("cancelled");
  EXPECT_THAT(
      fields(s),
      ElementsAre("shipping.city: Ely → Bath", "line.quantity: 1 → 2",
                  "line.meta: https://shop/print.png → https://shop/other.png",
                  "line.meta:  → Bo", "line:  → 1 × Shirt", "refunds:  → -3.00",
                  "status: processing → cancelled"));
}

TEST(Drift, AnItemThatIsGoneAndAnOrderThatIsGone) {
  auto s = sent_story();
  s.shop.lines[0].id = 7;
  s.pass(1min);
  s.becomes("completed");
  s.gone("deleted");
  EXPECT_THAT(fields(s), ElementsAre("line: 1 × Shirt → ", "line:  → 1 × Shirt",
                                     "status: processing → trash"));
}

TEST(Drift, WhatIsStillAllowedIsTheProvidersWord) {
  auto s = sent_story();
  s.rules.providers["cats"].afterwards = "Call them.";
  EXPECT_EQ(still_allowed(s.o, s.rules).at(0).what, "Call them.");
  EXPECT_EQ(still_allowed(s.o, s.rules).at(0).reference, s.first().reference);
  s.feed(tracking_seen{s.now, s.first().reference, {}, true, false, {}});
  EXPECT_EQ(still_allowed(s.o, s.rules).at(0).what,
            "It has left: nothing of it can be changed any more.");
}

} // namespace
} // namespace dastomized::tests

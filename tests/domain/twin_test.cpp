#include "domain/twin.hpp"
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

order placed(std::int64_t id, instant created, std::string status) {
  auto o = an_order("shop", id);
  o.said = a_paid_shirt();
  o.said.id = id;
  o.said.created = created;
  o.said.status = std::move(status);
  return o;
}

order submitted(order o) {
  o.parts.push_back({});
  o.parts.back().state = part_state::accepted;
  return o;
}

TEST(Twin, TheLaterOneIsHeldUnlessNothingComesOfTheEarlier) {
  struct row {
    const char* earlier;
    bool held;
  };
  const row rows[] = {{"processing", true}, {"on-hold", true},
                      {"completed", true},  {"pending", false},
                      {"failed", false},    {"cancelled", false},
                      {"refunded", false},  {"trash", false}};
  for (const auto& r : rows) {
    auto first = placed(1, noon, r.earlier);
    auto second = placed(2, noon + 5min, "processing");
    EXPECT_EQ(held_by(second, first), r.held) << r.earlier;
    EXPECT_FALSE(held_by(first, second)) << r.earlier;
  }
}

TEST(Twin, WhatIsAtAProviderHoldsTheOtherWhicheverCameFirst) {
  auto first = placed(1, noon, "processing");
  auto second = submitted(placed(2, noon + 5min, "processing"));
  EXPECT_TRUE(held_by(first, second));
  EXPECT_TRUE(held_by(second, submitted(placed(1, noon, "cancelled"))));
}

TEST(Twin, TwoNeverHoldEachOther) {
  auto first = submitted(placed(1, noon, "processing"));
  auto second = submitted(placed(2, noon + 5min, "processing"));
  second.twin_of = first.key;
  EXPECT_FALSE(held_by(first, second));
  EXPECT_FALSE(held_by(first, first));
}

TEST(Twin, OnePaymentIsOnePurchase) {
  auto a = a_paid_shirt(), b = a_paid_shirt();
  a.payment_method = b.payment_method = "stripe";
  a.transaction_id = "ch_3PqrsT";
  b.transaction_id = " ch_3PqrsT ";
  b.lines[0].quantity = 7;
  EXPECT_EQ(payment_fingerprint(a), payment_fingerprint(b));
  EXPECT_NE(payment_fingerprint(a), purchase_fingerprint(a));
  b.transaction_id = "ch_3PqrsU";
  EXPECT_NE(payment_fingerprint(a), payment_fingerprint(b));
  for (const char* none : {"", "0", "free", "  "}) {
    a.transaction_id = none;
    EXPECT_EQ(payment_fingerprint(a), "") << none;
  }
}

} // namespace
} // namespace dastomized::tests

#include "domain/explain.hpp"
#include "tests/domain/story.hpp"

#include <algorithm>

namespace dastomized::tests {
namespace {

explanation why(const story& s) {
  return explain(s.o, s.rules, s.now);
}

bool says(const std::vector<std::string>& all, std::string_view part) {
  return std::ranges::any_of(
      all, [&](const auto& text) { return text.find(part) != text.npos; });
}

const explanation::choice& choice(const explanation& e, ask what) {
  return *std::ranges::find(e.choices, what, &explanation::choice::what);
}

TEST(Explain, ACountdownSaysWhenItEndsAndWhatHappensThen) {
  story s;
  s.news();
  auto e = why(s);
  EXPECT_TRUE(says(e.now, "Counts down to 2025-11-02 12:00:00 UTC"));
  EXPECT_EQ(e.next_at, s.o.count.due);
  EXPECT_TRUE(says(e.next, "the store is read"));
  EXPECT_TRUE(choice(e, ask::submit).possible);
  EXPECT_TRUE(says({choice(e, ask::submit).then}, "is sent to cats"));
  EXPECT_TRUE(e.blockers.empty());
}

TEST(Explain, EveryReasonForNoCountdownIsTold) {
  struct row {
    const char* says;
    void (*make)(story&);
  };
  const row rows[] = {
      {"switched off", [](story& s) { s.rules.auto_submit = false; }},
      {"auto_submit_since",
       [](story& s) { s.rules.auto_submit_since = noon + 1h; }},
      {"this one is other", [](story& s) { s.shop.lines[0].meta.clear(); }},
      {"Amazon fulfils", [](story& s) {
         s.shop.meta.push_back(
             {1, "_wpla_amazon_fulfillment_channel", "AFN", false, ""});
       }}};
  for (const auto& r : rows) {
    story s;
    r.make(s);
    s.news();
    EXPECT_TRUE(says(why(s).now, r.says)) << r.says;
  }
}

TEST(Explain, AnUnknownOutcomeSaysWhoIsAskedAndWhyNobodyMaySubmit) {
  story s;
  s.news();
  s.asks(ask::submit);
  s.answer(silence());
  auto e = why(s);
  EXPECT_TRUE(says(e.now, "is unknown: timeout"));
  EXPECT_TRUE(says(e.next, "cats is asked whether it has"));
  EXPECT_EQ(choice(e, ask::submit).code, "unknown_outcome");
  EXPECT_FALSE(choice(e, ask::submit).possible);
}

TEST(Explain, AFreezeIsNamedWithItsReasonAndItsEnd) {
  story s;
  s.news();
  auto f = total_freeze();
  f.until = s.o.count.due + 1h;
  s.rules.freezes = {f};
  auto e = why(s);
  EXPECT_TRUE(says(e.now, "Frozen since 2025-11-01 12:00:00 UTC by ann: peak"));
  s.now = s.o.count.due;
  EXPECT_EQ(why(s).next_at, f.until);
}

TEST(Explain, ABlockerComesWithWhatToDo) {
  story s;
  s.shop.billing = s.shop.shipping = {};
  s.news();
  auto e = why(s);
  ASSERT_FALSE(e.blockers.empty());
  EXPECT_FALSE(e.blockers[0].todo.empty());
}

TEST(Explain, ItTellsWhatReallyHappens) {
  story s;
  s.news();
  auto e = why(s);
  s.now = *e.next_at;
  s.feed(time_passed{s.now, false});
  EXPECT_EQ(s.counting(), countdown_state::elapsed);
  EXPECT_TRUE(says(e.next, s.last.notes.at(0).text));
}

} // namespace
} // namespace dastomized::tests

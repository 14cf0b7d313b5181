// What an action on many orders would come to: one row for each way an order
// can stand, and then it is done and comes to that.
#include "domain/prospect.hpp"
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

struct row {
  const char* name;
  ask what;
  void (*stands)(story&);
  bool will;
  const char* code;
};

void counts(story& s) {
  s.news();
}
void is_unknown(story&) {}
void is_held(story& s) {
  s.news();
  s.pass(1h);
  s.becomes("on-hold");
}
void waits_for_money(story& s) {
  s.shop.status = "pending";
  s.news();
}
void is_over(story& s) {
  s.shop.status = "cancelled";
  s.news();
}
void is_done(story& s) {
  s.shop.status = "completed";
  s.news();
}
void was_not_paid(story& s) {
  s.news();
  s.pass(1h);
  s.becomes("failed");
}
void waits_for_a_proof(story& s) {
  s.news();
  s.pass(1h);
  s.becomes("awaiting-proof");
}
void was_submitted(story& s) {
  s.news();
  s.submitted();
}
void lacks_an_address(story& s) {
  s.shop.shipping.line1.clear();
  s.shop.billing.line1.clear();
  s.news();
}
void has_nothing_to_make(story& s) {
  s.shop.lines[0].sku = "TIP";
  s.shop.lines[0].meta.clear();
  s.news();
}
void was_blocked(story& s) {
  lacks_an_address(s);
  s.asks(ask::submit);
}
void is_frozen(story& s) {
  s.rules.freezes = {total_freeze()};
  s.news();
}
void is_silent(story& s) {
  s.news();
  s.asks(ask::submit);
  s.answer(silence());
}
void was_refused(story& s) {
  s.news();
  s.asks(ask::submit);
  s.answer(no());
}
void is_in_the_trash(story& s) {
  s.news();
  s.gone("trash");
}
void status_fails(story& s) {
  s.news();
  s.asks(ask::set_status, {"completed"});
  s.pushed("timed out");
}

const row rows[] = {
    {"a paid one goes", ask::submit, counts, true, "sent"},
    {"one nobody knows", ask::submit, is_unknown, false, "not_found"},
    {"a frozen one waits", ask::submit, is_frozen, true, "frozen"},
    {"a sent one does not", ask::submit, was_submitted, false,
     "already_submitted"},
    {"one without an address", ask::submit, lacks_an_address, false,
     "address.street"},
    {"one with nothing to make", ask::submit, has_nothing_to_make, false,
     "lines.none"},
    {"a blocked one is not retried", ask::retry, was_blocked, false,
     "address.street"},
    {"an unclear one", ask::submit, is_silent, false, "unknown_outcome"},
    {"a gone one", ask::submit, is_in_the_trash, false, "gone"},
    {"a cancelled one", ask::submit, is_over, false, "status"},
    {"a hold stops", ask::hold, counts, true, "countdown_stops"},
    {"a hold without countdown", ask::hold, waits_for_money, true, "held"},
    {"twice held", ask::hold, is_held, false, "same_status"},
    {"a cancelled one is not held", ask::hold, is_over, false, "status"},
    {"a release", ask::release, is_held, true, "countdown_runs"},
    {"a release of what goes", ask::release, counts, false, "same_status"},
    {"a cancelled one is not released", ask::release, is_over, false,
     "not_held"},
    {"nor one that is done", ask::release, is_done, false, "not_held"},
    {"nor one nobody paid", ask::release, waits_for_money, false, "not_held"},
    {"nor one whose payment failed", ask::release, was_not_paid, false,
     "not_held"},
    {"a shop's own kind of hold", ask::release, waits_for_a_proof, true,
     "countdown_runs"},
    {"a done one is sent apart", ask::submit, is_done, true, "sent_completed"},
    {"a refused one is retried", ask::retry, was_refused, true, "sent"},
    {"a status is retried", ask::retry, status_fails, true, "tried_again"},
    {"nothing to retry", ask::retry, counts, false, "nothing_failed"},
};

person_asked asks_for(const row& r, const story& s) {
  person_asked a;
  a.at = s.now;
  a.what = r.what;
  a.by = "ann";
  return a;
}

TEST(Prospect, SaysWhatWouldComeAbout) {
  for (const auto& r : rows) {
    story s;
    r.stands(s);
    auto p = prospect_of(s.o, asks_for(r, s), s.rules);
    EXPECT_EQ(p.will, r.will) << r.name;
    EXPECT_EQ(p.code, r.code) << r.name;
    EXPECT_FALSE(p.what.empty()) << r.name;
  }
}

TEST(Prospect, AgreesWithWhatIsDone) {
  for (const auto& r : rows) {
    story s;
    r.stands(s);
    auto p = prospect_of(s.o, asks_for(r, s), s.rules);
    auto denied = s.asks(r.what);
    if (p.will)
      EXPECT_EQ(denied, "") << r.name;
    else if (!denied.empty())
      EXPECT_EQ(denied, p.code) << r.name;
    else
      EXPECT_TRUE(s.attends("blocked")) << r.name;
  }
}

TEST(Prospect, ChangesNothing) {
  story s;
  s.news();
  auto before = s.o;
  prospect_of(s.o, asks_for(rows[0], s), s.rules);
  EXPECT_EQ(s.o, before);
}

TEST(Prospect, AReasonIsJournalledOnceWithWhoGaveIt) {
  story s;
  s.news();
  person_asked a = asks_for(rows[8], s);
  a.reason = "stock-taking";
  s.feed(a);
  s.feed(a); // refused: it is held
  auto told = [](const journal_entry& e) {
    return e.kind == "reason" && e.text == "stock-taking" && e.by == "ann";
  };
  EXPECT_EQ(std::ranges::count_if(s.journal, told), 1);
}

} // namespace
} // namespace dastomized::tests

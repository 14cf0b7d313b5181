#include "actors/job_text.hpp"

#include <gtest/gtest.h>

namespace dastomized::actors {
namespace {

job a_job() {
  job j;
  j.id = 3;
  j.store = "shop";
  j.plan.kind = import_kind::ids;
  j.plan.ids = {7, 8};
  j.state = job_state::cancelled;
  j.report.failed = {{7, "gone"}};
  return j;
}

// The text of a job with one thing in it replaced.
std::string with(const std::string& old, const std::string& by) {
  auto text = text_of(a_job());
  auto at = text.find(old);
  EXPECT_NE(at, text.npos) << old << " in " << text;
  return text.replace(at, old.size(), by);
}

TEST(JobText, IsReadAsItWasWritten) {
  auto j = job_in(text_of(a_job()));
  ASSERT_TRUE(j);
  EXPECT_EQ(text_of(*j), text_of(a_job()));
  EXPECT_EQ(name_of(j->state), "cancelled");
}

TEST(JobText, OfManyOrdersIsReadAsItWasWritten) {
  job j;
  j.id = 4;
  j.kind = job_kind::bulk;
  j.by = "anna";
  j.cancelling = true;
  j.total = 3;
  j.bulk = {dastomized::ask::retry, "peak"};
  j.tally = {1, 2, 0};
  auto back = job_in(text_of(j)).value();
  EXPECT_EQ(back.kind, job_kind::bulk);
  EXPECT_EQ(back.bulk.action, dastomized::ask::retry);
  EXPECT_EQ(back.bulk.reason, "peak");
  EXPECT_TRUE(back.cancelling);
  EXPECT_EQ(back.tally.skipped, 2u);
  EXPECT_EQ(text_of(back), text_of(j));
  for (auto [old, by] : {std::pair{R"("retry")", R"("remake")"},
                         {R"("total":3)", R"("total":100001)"},
                         {R"("total":3)", R"("total":null)"},
                         {R"([1,2,0])", R"([1,2])"}}) {
    auto text = text_of(j);
    text.replace(text.find(old), std::string(old).size(), by);
    EXPECT_FALSE(job_in(text)) << text;
  }
}

TEST(JobText, OfTheFirstVersionIsStillRead) {
  auto j = job_in(
      R"({"id":3,"store":"shop","by":"api","plan":{"kind":0,"from":null,)"
      R"("to":null,"by_modified":false,"ids":[]},"state":0,"problem":"",)"
      R"("begun":5,"ended":null,"total":9,"done":4,"pages_done":1,)"
      R"("report":{"created":4,"updated":0,"unchanged":0,"skipped":0,)"
      R"("by_number":0,"failures":0,"failed":[]}})");
  ASSERT_TRUE(j);
  EXPECT_EQ(j->kind, job_kind::imports);
  EXPECT_EQ(j->report.created, 4u);
  EXPECT_FALSE(j->cancelling);
}

TEST(JobText, ThatIsDamagedIsAFailure) {
  for (const auto& text :
       {std::string(), std::string("[]"), with(R"("state":3)", R"("state":4)"),
        with(R"("state":3)", R"("state":-1)"),
        with(R"("kind":2)", R"("kind":3)"),
        with(R"("ids":[7,8])", R"("ids":7)"),
        with(R"("failed":[[7,"gone"]])", R"("failed":[7])"),
        with(R"("total":null,)", "")}) {
    auto j = job_in(text);
    ASSERT_FALSE(j) << text;
    EXPECT_EQ(j.error().kind, fault::storage);
  }
}

} // namespace
} // namespace dastomized::actors

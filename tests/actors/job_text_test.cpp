#include "actors/job_text.hpp"

#include <gtest/gtest.h>

namespace dastomized::actors {
namespace {

import_job a_job() {
  import_job j;
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

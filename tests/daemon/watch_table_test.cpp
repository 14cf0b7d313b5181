#include "daemon/watch_table.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace dastomized {
namespace {

using testing::HasSubstr;
using testing::Not;

boost::json::array rows(std::string_view text) {
  return boost::json::parse({text.data(), text.size()}).as_array();
}

watched some() {
  watched w;
  w.total = 3;
  w.attention = 1;
  w.counts = {{"blank", 2}, {"failed", 1}, {"queued", 0}};
  w.sections = {
      {"newest", rows(R"([{"number":"61","status":"processing","type":"in_app",
          "submit_status":"blank","providers":["customcat","shineon"],
          "countdown":{"state":"running","remaining_ms":3725000}}])")},
      {"on hold", {}},
      {"needs a person", rows(R"([{"number":"60","status":"processing",
          "submit_status":"failed","problem":"no street\u0007",
          "countdown":{"state":"paused"}}])")}};
  return w;
}

TEST(WatchTable, SaysWhatIsFrozenAndWhatAPersonIsAsked) {
  auto w = some();
  EXPECT_THAT(table_of(w), Not(HasSubstr("FROZEN")));
  w.freezes = rows(R"([{"scope":"provider","name":"cats",
                        "reason":"who are you?"}])");
  w.overdue = {{"asks", true}, {"missed", 51}};
  EXPECT_THAT(table_of(w), HasSubstr("FROZEN provider cats: who are you?\n"));
  EXPECT_THAT(table_of(w), HasSubstr("51 orders fell due"));
  w.overdue = {{"asks", false}, {"missed", 5}};
  EXPECT_THAT(table_of(w), Not(HasSubstr("fell due")));
}

TEST(WatchTable, ShowsEachSectionThatHasOrders) {
  auto text = table_of(some());
  EXPECT_THAT(text,
              HasSubstr("orders 3   blank 2   failed 1   need a person 1"));
  EXPECT_THAT(text, HasSubstr("- newest -\n61       processing  in_app   "
                              "1:02:05    blank       customcat, shineon"));
  EXPECT_THAT(text, Not(HasSubstr("on hold")));
  EXPECT_THAT(text, HasSubstr("paused"));
}

TEST(WatchTable, KeepsControlBytesFromTheTerminal) {
  auto text = table_of(some());
  EXPECT_THAT(text, HasSubstr("no street"));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
}

TEST(WatchTable, NamesTheSandboxOnlyIfItWasAsked) {
  auto w = some();
  EXPECT_THAT(sums_of(w), Not(HasSubstr("sandbox")));
  w.printed = 2;
  w.twice = 1;
  EXPECT_THAT(sums_of(w), HasSubstr("parts the sandbox counted: 2, twice: 1"));
}

} // namespace
} // namespace dastomized

// What the buyer chose, changed by a person until the line is submitted.
#include "domain/choices.hpp"
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using enum countdown_state;

constexpr std::int64_t file = 1, name_entry = 2;

// One shirt with a name on it, counting down.
story named_shirt() {
  story s;
  s.shop.lines[0].meta.push_back({name_entry, "Name", "Bela", false, ""});
  s.news();
  s.now += 1h;
  return s;
}

std::string edits(story& s, std::vector<wanted_value> values,
                  bool keeps_files = false) {
  person_asked e;
  e.at = s.now;
  e.what = ask::edit;
  e.by = "mia";
  e.line_id = 1;
  e.values = std::move(values);
  e.keeps_files = keeps_files;
  s.feed(e);
  return s.last.denied ? s.last.denied->code : "";
}

void write(snapshot& shop, const order& o) {
  for (auto& m : shop.lines[0].meta)
    for (const auto& c : o.edit->changes)
      if (m.id == c.meta_id)
        m.value = c.to;
}

// The store takes it and is read back.
void takes_it(story& s) {
  write(s.shop, s.o);
  s.shop.modified = s.now;
  s.feed(edit_pushed{s.now, s.o.edit->number, s.shop, false, ""});
}

void fails(story& s, std::string problem, bool permanent = false) {
  s.feed(edit_pushed{s.now, s.o.edit->number, {}, permanent, problem});
}

std::string& print_file(story& s) {
  return s.shop.lines[0].meta[0].value;
}

TEST(Editing, IsAnIntentUntilTheStoreHasIt) {
  auto s = named_shirt();
  EXPECT_EQ(edits(s, {{name_entry, "Bella"}}), "");
  auto pushes = s.did<push_edit>();
  ASSERT_EQ(pushes.size(), 1u);
  EXPECT_EQ(pushes[0].line_id, 1);
  EXPECT_EQ(pushes[0].changes,
            (std::vector<meta_change>{{name_entry, "Name", "Bela", "Bella"}}));
  EXPECT_EQ(s.o.said.lines[0].meta[1].value, "Bela");
  EXPECT_TRUE(s.journaled("edit.intended"));
  takes_it(s);
  EXPECT_FALSE(s.o.edit);
  EXPECT_EQ(s.o.said.lines[0].meta[1].value, "Bella");
  EXPECT_TRUE(s.journaled("edit.written"));
}

TEST(Editing, OldPrintFilesHoldTheOrderUntilNewOnesCome) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}});
  takes_it(s);
  EXPECT_TRUE(s.attends("design"));
  auto found = preflight(s.o, s.rules);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].code, "design.outdated");
  EXPECT_EQ(found[0].line_id, 1);
  s.asks(ask::submit);
  EXPECT_TRUE(s.did<send_part>().empty());
  s.now += 1h;
  print_file(s) = "https://shop/bella.png"; // the shop rendered it
  s.news();
  EXPECT_FALSE(s.attends("design"));
  EXPECT_TRUE(preflight(s.o, s.rules).empty());
  s.asks(ask::submit);
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Editing, APersonMaySayThatThePrintFileIsRight) {
  auto s = named_shirt();
  EXPECT_EQ(edits(s, {{name_entry, "Bella"}}, true), "");
  takes_it(s);
  EXPECT_FALSE(s.attends("design"));
  EXPECT_TRUE(preflight(s.o, s.rules).empty());

  auto later = named_shirt();
  edits(later, {{name_entry, "Bella"}});
  takes_it(later);
  EXPECT_EQ(edits(later, {}), "same_value");
  EXPECT_EQ(edits(later, {}, true), "");
  EXPECT_FALSE(later.attends("design"));
  EXPECT_TRUE(preflight(later.o, later.rules).empty());
  EXPECT_EQ(edits(later, {}, true), "same_value");
}

TEST(Editing, ANewPrintFileIsNoOldOne) {
  auto s = named_shirt();
  EXPECT_EQ(edits(s, {{name_entry, "Bella"}, {file, "https://shop/b.png"}}),
            "");
  takes_it(s);
  EXPECT_TRUE(preflight(s.o, s.rules).empty());
  EXPECT_EQ(edits(s, {{file, "ftp://shop/b.png"}}), "invalid");
}

TEST(Editing, NothingIsSentWhileItIsUnderWay) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}}, true);
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_TRUE(s.did<send_part>().empty());
  fails(s, "timed out");
  s.pass(1min);
  EXPECT_TRUE(s.did<send_part>().empty());
  ASSERT_EQ(s.did<push_edit>().size(), 1u); // once more
  takes_it(s);
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Editing, TheCountdownWaitsAtZero) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}}, true);
  fails(s, "timed out");
  s.pass(23h);
  EXPECT_EQ(s.counting(), elapsed);
  s.reread();
  EXPECT_TRUE(s.did<send_part>().empty());
  ASSERT_TRUE(s.o.request);
  takes_it(s);
  ASSERT_EQ(s.did<reread_order>().size(), 1u); // nothing goes unread
  s.reread();
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Editing, WhatTheStoreRefusesBlocks) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}});
  fails(s, "you may not", true);
  EXPECT_TRUE(s.attends("edit"));
  auto found = preflight(s.o, s.rules);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].code, "edit.refused");
  s.pass(23h);
  s.reread();
  EXPECT_TRUE(s.did<send_part>().empty());
  EXPECT_EQ(s.asks(ask::cancel_edit), "");
  EXPECT_FALSE(s.attends("edit"));
  EXPECT_EQ(s.counting(), running); // shortly
  EXPECT_EQ(s.asks(ask::cancel_edit), "no_edit");
}

TEST(Editing, AStoreThatForgetsItIsNotBelieved) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}});
  for (int i = 0; i < 5; ++i) {
    ASSERT_FALSE(s.o.edit->refused);
    s.now += 1min;
    s.shop.modified = s.now;
    s.feed(edit_pushed{s.now, s.o.edit->number, s.shop, false, ""});
  }
  EXPECT_TRUE(s.o.edit->refused);
}

TEST(Editing, TheStoresOwnChangeWins) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}});
  s.shop.lines[0].meta[1].value = "Bettina";
  s.news();
  EXPECT_FALSE(s.o.edit);
  EXPECT_TRUE(s.journaled("edit.overtaken"));
}

TEST(Editing, EndsWithTheOrder) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}});
  s.now += 1s;
  s.becomes("trash");
  EXPECT_TRUE(s.o.gone);
  EXPECT_FALSE(s.o.edit);
  auto other = named_shirt();
  edits(other, {{name_entry, "Bella"}});
  other.gone("deleted");
  EXPECT_FALSE(other.o.edit);
}

TEST(Editing, OtherNewsLeavesItPending) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}});
  s.shop.customer_note = "by Friday, please";
  s.news();
  EXPECT_TRUE(s.o.edit);
}

TEST(Editing, ALostWriteIsRepeatedAfterARestart) {
  auto s = named_shirt();
  edits(s, {{name_entry, "Bella"}});
  s.restart();
  ASSERT_EQ(s.did<push_edit>().size(), 1u);
  EXPECT_EQ(s.did<push_edit>()[0].number, s.o.edit->number);
}

TEST(Editing, IsClosedOnceTheLineMayBeAtItsProvider) {
  auto s = named_shirt();
  s.asks(ask::submit);
  EXPECT_EQ(edits(s, {{name_entry, "Bella"}}), "submitting");
  s.answer(silence());
  EXPECT_EQ(edits(s, {{name_entry, "Bella"}}), "unknown_outcome");
  s.look_up(found());
  EXPECT_EQ(edits(s, {{name_entry, "Bella"}}), "already_submitted");
  EXPECT_EQ(edit_choice(s.o.said.lines[0], s.o, s.rules).code,
            "already_submitted");
}

TEST(Editing, ARefusedLineCanBeMended) {
  auto s = named_shirt();
  s.asks(ask::submit);
  s.answer(no("the text is too long"));
  EXPECT_EQ(edits(s, {{name_entry, "Bel"}}, true), "");
  takes_it(s);
  EXPECT_EQ(s.asks(ask::retry), "");
  EXPECT_EQ(s.did<send_part>().size(), 1u);
}

TEST(Editing, DeniesWhatCanNotBe) {
  auto s = named_shirt();
  EXPECT_EQ(edits(s, {{99, "Bella"}}), "not_editable");
  EXPECT_EQ(edits(s, {{name_entry, "Bela"}}), "same_value");
  EXPECT_EQ(edits(s, {{name_entry, std::string(5000, 'x')}}), "invalid");
  s.shop.lines[0].meta[1] = {name_entry, "Name", R"({"a":1})", true, ""};
  s.news();
  EXPECT_EQ(edits(s, {{name_entry, "Bella"}}), "not_editable");
  s.now += 1h;
  s.becomes("cancelled");
  EXPECT_EQ(edits(s, {{file, "https://shop/b.png"}}), "status");
  s.gone("trash");
  EXPECT_EQ(edits(s, {{file, "https://shop/b.png"}}), "gone");
}

TEST(Editing, WhatTheStoreWroteInEntitiesIsTheSameText) {
  auto s = named_shirt();
  s.shop.lines[0].meta[1].value = "Tom &amp; Ann";
  s.news();
  EXPECT_EQ(edits(s, {{name_entry, "Tom & Ann"}}), "same_value");
}

} // namespace
} // namespace dastomized::tests

// Backups are whole or not there; restoring one replaces nothing.
#include "storage/backup.hpp"
#include "storage/keys.hpp"
#include "storage/verify.hpp"
#include "tests/storage/golden_orders.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <semaphore>
#include <sys/stat.h>
#include <thread>

namespace dastomized::tests {

namespace {

using namespace storage;
namespace fs = std::filesystem;

std::unique_ptr<order_store> filled_store(const std::string& path) {
  auto s = open_rocks_store(path).value();
  for (auto& x : golden_steps())
    commit(*s, {x.next, {}, x.notes, x.ledger, {}}).value();
  append(*s, "one").value();
  return s;
}

std::string problems_in(const std::string& path) {
  std::string out;
  for (const auto& f : verify_directory(path).value().findings)
    out += std::string(name(f.where)) + " " + f.key + ": " + f.what + "\n";
  return out;
}

struct Backup : testing::Test {
  folder dir;
  std::string copy = dir.path() + "/backups/first";
  std::string again = dir.path() + "/again/orders";
};

TEST_F(Backup, HoldsWhatWasThereAndIsClosedToOthers) {
  auto s = filled_store(dir.data());
  auto r = s->checkpoint(copy).value();
  append(*s, "later").value();
  EXPECT_EQ(r.path, copy);
  EXPECT_EQ(r.orders, golden_steps().size());
  EXPECT_GT(r.bytes, 0u);
  struct stat mode {};
  ASSERT_EQ(stat(copy.c_str(), &mode), 0);
  EXPECT_EQ(mode.st_mode & 0777, 0700u);
  EXPECT_EQ(problems_in(copy), "");
  EXPECT_EQ(verify_directory(copy).value().deliveries, 1u);
  EXPECT_FALSE(fs::exists(copy + ".part"));
}

TEST_F(Backup, ReplacesNothing) {
  auto s = filled_store(dir.data());
  ASSERT_TRUE(s->checkpoint(copy));
  auto second = s->checkpoint(copy);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, fault::conflict);
}

TEST_F(Backup, AHalfMadeOneIsMadeAnew) {
  auto s = filled_store(dir.data());
  fs::create_directories(copy + ".part/something");
  ASSERT_TRUE(s->checkpoint(copy));
  EXPECT_EQ(problems_in(copy), "");
}

TEST_F(Backup, APlaceThatCanNotBeWrittenIsNamed) {
  auto r = filled_store(dir.data())->checkpoint("/proc/nowhere/first");
  ASSERT_FALSE(r);
  EXPECT_THAT(r.error().what, testing::HasSubstr("/proc/nowhere: "));
}

TEST_F(Backup, IsRefusedByAStoreInMemory) {
  auto r = open_memory_store().value()->checkpoint(copy);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().kind, fault::refused);
  EXPECT_THAT(r.error().what, testing::HasSubstr("memory"));
}

// Each made while orders are written fits together.
TEST_F(Backup, FitsTogetherWhileOrdersAreWritten) {
  constexpr int rounds = 10;
  auto s = open_rocks_store(dir.data()).value();
  std::counting_semaphore<> wanted{0};
  std::thread writer([&] {
    for (std::int64_t id = 1; id <= rounds * 100; ++id) {
      wanted.acquire();
      auto o = an_order(id, noon + id * 1s);
      auto sent = send_part_of(o, "customcat", part_state::intended, "{}");
      auto seq = append(*s, std::string(500, 'x')).value();
      commit(*s, {o, {}, {{noon, "part.intended", "", ""}}, {sent}, {seq}})
          .value();
    }
  });
  std::uint64_t before = 0;
  for (int i = 0; i < rounds; ++i) {
    wanted.release(100);
    auto path = copy + std::to_string(i);
    auto known = s->list({}).value().total;
    auto r = s->checkpoint(path);
    EXPECT_TRUE(r);
    EXPECT_EQ(problems_in(path), "");
    EXPECT_GE(r->orders, std::max(known, before));
    before = r->orders;
  }
  writer.join();
}

TEST_F(Backup, ARestoredOneIsACopyThatKnowsWhenItWasRestored) {
  filled_store(dir.data())->checkpoint(copy).value();
  auto r = restore_backup(copy, again, noon).value();
  EXPECT_EQ(r.path, again);
  EXPECT_EQ(r.orders, golden_steps().size());
  EXPECT_EQ(problems_in(again), "");
  for (const auto& each : fs::directory_iterator(again))
    EXPECT_EQ(fs::hard_link_count(each.path()), 1u) << each.path();
  auto s = open_rocks_store(again).value();
  EXPECT_EQ(s->meta("restored_at").value(), "1772452800000");
  append(*s, "goes on").value();
  EXPECT_EQ(problems_in(copy), "");
  EXPECT_FALSE(fs::exists(again + ".part"));
}

TEST_F(Backup, TheSameRestoredTwiceGivesNoNumberTwice) {
  filled_store(dir.data())->checkpoint(copy).value();
  auto given_after = [&](const std::string& to, instant now) {
    restore_backup(copy, to, now).value();
    auto s = open_rocks_store(to).value();
    commit(*s, {an_order(60, noon), {}, {}, {}, {}}).value();
    return s->feed().newest;
  };
  auto first = given_after(again, noon);
  EXPECT_GT(given_after(again + "-later", noon + 1s), first);
}

// Somebody who heard of changes that were made after the backup must not
// believe to know those that get their numbers.
TEST_F(Backup, ARestoredFeedGivesNoNumberTwice) {
  auto s = filled_store(dir.data());
  auto saved = s->feed().newest;
  s->checkpoint(copy).value();
  commit(*s, {an_order(50, noon), {}, {}, {}, {}}).value();
  auto known = s->feed().newest;
  EXPECT_EQ(known, saved + 1);
  restore_backup(copy, again, noon).value();
  s = open_rocks_store(again).value();
  EXPECT_GT(s->feed().oldest, known + 1);
  EXPECT_TRUE(s->feed_since(0, 10).value().empty());
  commit(*s, {an_order(60, noon), {}, {}, {}, {}}).value();
  auto all = s->feed_since(0, 10).value();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].seq, s->feed().oldest);
  s.reset();
  s = open_rocks_store(again).value();
  EXPECT_EQ(s->feed().newest, all[0].seq);
  EXPECT_EQ(s->feed().oldest, all[0].seq);
  EXPECT_EQ(problems_in(again), "");
}

TEST_F(Backup, ADirectoryThatIsNotEmptyIsNotReplaced) {
  filled_store(dir.data())->checkpoint(copy).value();
  auto r = restore_backup(copy, dir.data(), noon);
  ASSERT_FALSE(r);
  EXPECT_THAT(r.error().what, testing::HasSubstr("is not empty"));
  EXPECT_THAT(r.error().what, testing::HasSubstr("mv "));
  fs::create_directories(again);
  EXPECT_TRUE(restore_backup(copy, again, noon));
}

TEST_F(Backup, OneThatDoesNotFitTogetherIsNotRestored) {
  filled_store(dir.data())->checkpoint(copy).value();
  open_rocks_engine(copy)
      .value()
      ->write({{family::due, keys::due(noon, {"shop", 99}), ""}})
      .value();
  auto r = restore_backup(copy, again, noon);
  ASSERT_FALSE(r);
  EXPECT_THAT(r.error().what, testing::HasSubstr("1 problems"));
  EXPECT_THAT(r.error().what, testing::HasSubstr("shop/99"));
  EXPECT_FALSE(fs::exists(again));
  EXPECT_FALSE(fs::exists(again + ".part"));
}

TEST_F(Backup, WhatIsNoBackupIsNamed) {
  auto r = restore_backup(dir.path() + "/nowhere", again, noon);
  ASSERT_FALSE(r);
  EXPECT_THAT(r.error().what, testing::HasSubstr("/nowhere"));
}

} // namespace

} // namespace dastomized::tests

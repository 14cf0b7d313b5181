// The audit log, on every engine.
#include "storage/engine.hpp"
#include "tests/storage/fixtures.hpp"

#include <gtest/gtest.h>

#include <future>

namespace dastomized::tests {

namespace {

using namespace storage;

class Audit : public testing::TestWithParam<bool> {
protected:
  void SetUp() override { open(); }
  void open() {
    store.reset();
    store = GetParam() ? open_rocks_store(dir.data()).value()
                       : open_memory_store().value();
  }
  std::uint64_t append(const std::string& who, const std::string& target = "") {
    audit_entry e;
    e.at = noon;
    e.who = who;
    e.target = target;
    return awaited<std::uint64_t>(
               [&](auto done) { store->append_audit(std::move(e), done); })
        .value();
  }
  // The numbers of all entries of all pages.
  std::vector<std::uint64_t> walk(audit_query q) {
    std::vector<std::uint64_t> all;
    do {
      auto page = store->audit(q).value();
      for (const auto& e : page.entries)
        all.push_back(e.seq);
      q.before = page.next_before;
    } while (q.before != 0);
    return all;
  }

  folder dir;
  std::unique_ptr<order_store> store;
};

using numbers = std::vector<std::uint64_t>;

TEST_P(Audit, IsReadAsItWasWritten) {
  EXPECT_TRUE(store->audit({}).value().entries.empty());
  audit_entry e{0,           noon,        "ann",  "operator", "session",
                "127.0.0.1", "POST",      "/a/b", "s/1",      409,
                "submit",    "{\"v\":1}", "null"};
  e.seq = awaited<std::uint64_t>([&](auto done) {
            store->append_audit(e, done);
          }).value();
  EXPECT_EQ(e.seq, 1u);
  EXPECT_EQ(store->audit({}).value().entries, std::vector{e});
}

TEST_P(Audit, ComesNewestFirstPageByPage) {
  for (int i = 0; i < 7; ++i)
    append(i % 2 ? "ann" : "bob", i < 4 ? "shop/1" : "shop/2");
  audit_query q;
  q.limit = 3;
  auto page = store->audit(q).value();
  ASSERT_EQ(page.entries.size(), 3u);
  EXPECT_EQ(page.entries[0].seq, 7u);
  EXPECT_EQ(page.next_before, 5u);
  EXPECT_EQ(walk(q), (numbers{7, 6, 5, 4, 3, 2, 1}));
  q.who = "ann";
  EXPECT_EQ(walk(q), (numbers{6, 4, 2}));
  q.target = "shop/1";
  EXPECT_EQ(walk(q), (numbers{4, 2}));
  q.limit = 2;
  EXPECT_EQ(walk(q), (numbers{4, 2}));
}

TEST_P(Audit, GoesOnAfterItWasOpenedAgain) {
  append("ann");
  if (GetParam())
    open();
  EXPECT_EQ(append("ann"), 2u);
  EXPECT_EQ(walk({}), (numbers{2, 1}));
}

TEST_P(Audit, KeepsTheNewestAndReadsABoundedNumberAtOnce) {
  constexpr std::uint64_t more = 7;
  std::promise<void> last;
  for (std::uint64_t i = 1; i <= audit_kept + more; ++i) {
    audit_entry e;
    e.who = i == more + 1 ? "ann" : "bob";
    store->append_audit(e, [&, i](const auto& r) {
      if (i == audit_kept + more)
        last.set_value();
      EXPECT_TRUE(r);
    });
  }
  last.get_future().wait();
  audit_query q;
  q.who = "ann"; // the oldest there is
  auto page = store->audit(q).value();
  EXPECT_TRUE(page.entries.empty()); // far from there
  EXPECT_GT(page.next_before, audit_kept / 2);
  EXPECT_EQ(walk(q), numbers{more + 1});
  q.who.clear();
  q.limit = 1000;
  EXPECT_EQ(walk(q).size(), audit_kept);
}

INSTANTIATE_TEST_SUITE_P(Engines, Audit, testing::Values(false, true),
                         [](const auto& i) {
                           return i.param ? "Rocks" : "Memory";
                         });

} // namespace

} // namespace dastomized::tests

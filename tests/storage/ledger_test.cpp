// The ledger when the disk can not be read: no entry is written over, none is
// numbered past.
#include "storage/engine.hpp"
#include "storage/keyed_store.hpp"
#include "storage/keys.hpp"
#include "tests/storage/fixtures.hpp"

#include <gtest/gtest.h>

#include <set>

namespace dastomized::tests {

namespace {

using namespace storage;

// Reads of the ledger fail a few times.
class ill_ledger : public engine {
public:
  explicit ill_ledger(std::set<int> wrong) : wrong_(std::move(wrong)) {}
  result<std::optional<std::string>> get(family f,
                                         std::string_view key) override {
    return below_->get(f, key);
  }
  result<bool> scan(family f, std::string_view from, std::string_view to,
                    bool backwards, const visitor& v) override {
    if (f == family::ledger && wrong_.contains(++scans_))
      return failure{fault::storage, "unreadable"};
    return below_->scan(f, from, to, backwards, v);
  }
  result<bool> write(const write_batch& b) override { return below_->write(b); }
  result<bool> checkpoint(const std::string&) override { return false; }

private:
  std::unique_ptr<engine> below_ = make_memory_engine();
  std::set<int> wrong_;
  int scans_ = 0;
};

TEST(KeyedStore, AnUnreadableLedgerIsNeverWrittenOver) {
  auto opened =
      serve(std::make_unique<ill_ledger>(std::set{2}), writing::when_asked)
          .value();
  auto& store = dynamic_cast<keyed_store&>(*opened);
  std::vector<bool> went;
  auto note = [&](const auto& r) { went.push_back(r.has_value()); };
  auto entry = [](std::string reference, std::string kind) {
    ledger_entry e;
    e.reference = std::move(reference);
    e.kind = std::move(kind);
    return e;
  };
  auto group = [&](std::size_t jobs) {
    went.clear();
    store.write_waiting(jobs);
    return went;
  };
  store.record(entry("r", "first"), note);
  EXPECT_EQ(group(1), std::vector{true});
  store.record(entry("r", "lost"), note); // the second scan
  store.record(entry("r", "second"), note);
  EXPECT_EQ(group(2), (std::vector{false, true}));
  auto all = store.ledger("r").value();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].kind, "first");
  EXPECT_EQ(all[1].kind, "second");
}

// A change whose second entry has no number leaves no gap before what comes
// next for the first.
TEST(KeyedStore, AChangeThatFailsTakesItsLedgerNumbersBack) {
  auto owned = std::make_unique<ill_ledger>(std::set{2});
  auto& engine = *owned;
  auto opened = serve(std::move(owned), writing::when_asked).value();
  auto& store = dynamic_cast<keyed_store&>(*opened);
  auto ignore = [](const auto&) {};
  ledger_entry a, b;
  a.reference = "a";
  b.reference = "b";
  store.commit({an_order(1, noon), {}, {}, {a, b}, {}}, ignore);
  store.record(a, ignore);
  store.write_waiting(2);
  EXPECT_FALSE(store.load({"shop", 1}).value());
  EXPECT_TRUE(engine.get(family::ledger, keys::ledger("a", 0)).value());
  store.record(a, ignore);
  store.write_waiting(1);
  EXPECT_EQ(store.ledger("a").value().size(), 2u);
}

} // namespace

} // namespace dastomized::tests

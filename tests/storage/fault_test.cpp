// The disk fails at each of the first forty moments and at every fifth of the
// later ones: what was acknowledged is there afterwards, what is there fits
// together, and the rest is said clearly.
#include "storage/keyed_store.hpp"
#include "storage/rocks_engine.hpp"
#include "storage/verify.hpp"
#include "tests/storage/faulty_disk.hpp"
#include "tests/storage/fixtures.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <gmock/gmock.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace dastomized::tests {

namespace {

using namespace storage;
namespace fs = std::filesystem;

// What the store said it has.
struct promised {
  std::map<std::int64_t, std::uint64_t> versions; // by order
  std::map<std::uint64_t, std::string> deliveries;
  std::uint64_t changes = 0; // in the feed
};

// Orders that are sent, and the webhooks they came by. After the first
// failure nothing may be acknowledged any more.
class worker {
public:
  worker(order_store& s, promised& p) : store_(s), promised_(p) {}

  void work(std::int64_t from, std::int64_t to) {
    for (auto id = from; id <= to; ++id) {
      auto body = std::string(2000, 'x') + std::to_string(id);
      auto seq = append(store_, body);
      judge(seq);
      if (seq)
        promised_.deliveries[*seq] = body;
      auto o = an_order(id, noon + id * 1s);
      auto sent = send_part_of(o, "customcat", part_state::intended, body);
      save(o, {sent}, seq ? std::vector{*seq} : std::vector<std::uint64_t>{});
      o.parts[0].state = part_state::accepted;
      save(o, {}, {});
    }
  }

private:
  void save(order& o, std::vector<ledger_entry> sent,
            std::vector<std::uint64_t> settled) {
    auto v = commit(store_, {o,
                             {},
                             {{noon, "saved", "", ""}},
                             std::move(sent),
                             std::move(settled)});
    judge(v);
    if (!v)
      return;
    promised_.versions[o.key.id] = *v;
    promised_.changes = store_.feed().newest;
    o.version = *v;
    ++o.notes;
  }

  void judge(const result<std::uint64_t>& r) {
    EXPECT_FALSE(failed_ && r) << "acknowledged after a failure";
    bool stale = !r && r.error().kind == fault::conflict;
    failed_ = failed_ || (!r && !stale);
    EXPECT_EQ(store_.healthy(), !failed_);
  }

  order_store& store_;
  promised& promised_;
  bool failed_ = false;
};

// Opens, works, makes a backup in between (which also writes tables).
void use(const std::string& path, const std::string& backup, rocksdb::Env* env,
         std::int64_t first, promised& p) {
  auto e = open_rocks_engine(path, {.read_only = false, .env = env});
  if (!e) {
    EXPECT_THAT(e.error().what, testing::HasSubstr(path));
    return;
  }
  auto s = serve(std::move(*e));
  if (!s)
    return;
  worker w(**s, p);
  w.work(first, first + 2);
  (void)(*s)->checkpoint(backup);
  w.work(first + 3, first + 4);
}

// A version of a record and its entry in the feed come together or not at all.
void expect_fed(order_store& s, const promised& p) {
  EXPECT_GE(s.feed().newest, p.changes);
  std::map<std::int64_t, std::uint64_t> changes;
  auto all = s.feed_since(0, 1000).value();
  for (const auto& e : all)
    ++changes[e.key.id];
  EXPECT_EQ(all.size(), s.feed().newest);
  for (auto key : s.keys("shop").value())
    EXPECT_EQ(changes[key.id], s.load(key).value()->version) << key.id;
}

void expect_kept(const std::string& path, const promised& p) {
  auto repaired = rocksdb::NewCompositeEnv(std::make_shared<faulty_disk>(
      disk_fault::full, std::numeric_limits<int>::max(), false));
  auto opened =
      serve(open_rocks_engine(path, {.read_only = false, .env = repaired.get()})
                .value());
  ASSERT_TRUE(opened) << opened.error().what;
  auto& s = **opened;
  for (auto [id, version] : p.versions) {
    auto o = s.load({"shop", id}).value();
    ASSERT_TRUE(o) << id;
    EXPECT_GE(o->version, version) << id;
  }
  expect_fed(s, p);
  for (const auto& [seq, body] : p.deliveries) {
    auto d = s.inbox_item_at(seq).value();
    ASSERT_TRUE(d) << seq;
    EXPECT_EQ(d->raw.body, body);
  }
}

void expect_clean(const std::string& path) {
  auto r = verify_directory(path);
  ASSERT_TRUE(r) << r.error().what;
  for (const auto& f : r->findings)
    ADD_FAILURE() << name(f.where) << " " << f.key << ": " << f.what;
}

struct weather {
  const char* name;
  disk_fault kind;
  bool lasts;
};

void PrintTo(const weather& w, std::ostream* out) {
  *out << w.name;
}

class DiskFault : public testing::TestWithParam<weather> {};

// n = 1, 2, … 40, 45 … until nothing fails any more: all of them take minutes.
TEST_P(DiskFault, TakesNothingThatWasAcknowledged) {
  folder dir;
  { auto s = open_rocks_store(dir.path() + "/new").value(); }
  int n = 1;
  for (bool failed = true; failed; n += n < 40 ? 1 : 5) {
    SCOPED_TRACE(n);
    auto path = dir.path() + "/" + std::to_string(n);
    fs::copy(dir.path() + "/new", path);
    auto disk =
        std::make_shared<faulty_disk>(GetParam().kind, n, GetParam().lasts);
    auto env = rocksdb::NewCompositeEnv(disk);
    promised p;
    use(path, path + ".first", env.get(), 1, p);
    use(path, path + ".second", env.get(), 100, p);
    failed = disk->failed();
    disk->lose_power();
    expect_kept(path, p);
    expect_clean(path);
    for (const auto* backup : {".first", ".second"})
      if (fs::exists(path + backup))
        expect_clean(path + backup);
    EXPECT_TRUE(failed || p.versions.size() == 10);
    fs::remove_all(path);
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(n, 20);
  RecordProperty("moments", n);
}

INSTANTIATE_TEST_SUITE_P(
    Weathers, DiskFault,
    testing::Values(weather{"Full", disk_fault::full, true},
                    weather{"FullForAMoment", disk_fault::full, false},
                    weather{"Torn", disk_fault::torn, true},
                    weather{"TornOnce", disk_fault::torn, false},
                    weather{"NotSynced", disk_fault::not_synced, true},
                    weather{"NotSyncedOnce", disk_fault::not_synced, false}),
    [](const auto& i) { return i.param.name; });

} // namespace

} // namespace dastomized::tests

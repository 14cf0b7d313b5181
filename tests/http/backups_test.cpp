// POST /api/v1/backups.
#include "tests/http/api_fixture.hpp"
#include "tests/support/held_store.hpp"

namespace dastomized::http {
namespace {

// Makes no backups but says so; each waits to be let go.
class slow_store : public tests::held_store {
public:
  explicit slow_store(std::unique_ptr<storage::order_store> s)
      : held_store(*s), memory_(std::move(s)) {}
  result<storage::backup_report> checkpoint(const std::string& into) override {
    asked.set_value(into);
    go.get_future().wait();
    if (disk_full)
      return failure{fault::storage, "making a backup: no space"};
    return storage::backup_report{into, 3, 4096};
  }
  void append_audit(storage::audit_entry,
                    storage::callback<std::uint64_t> done) override {
    done(1);
  }
  std::promise<std::string> asked;
  std::promise<void> go;
  bool disk_full = false;

private:
  std::unique_ptr<storage::order_store> memory_;
};

TEST_F(api_test, MakesOneBackupAtATimeAndNamesItByTheTime) {
  auto slow = std::make_unique<slow_store>(std::move(store_));
  auto& s = *slow;
  store_ = std::move(slow);
  serve();
  auto first =
      std::async(std::launch::async, [&] { return post("/api/v1/backups"); });
  auto path = s.asked.get_future().get();
  EXPECT_EQ(path, "/proc/backups/2026-01-31T120000.000Z");
  EXPECT_EQ(get("/api/v1/orders").status, 200u);
  auto second = post("/api/v1/backups");
  EXPECT_EQ(second.status, 409u);
  EXPECT_EQ(second.code(), "under_way");
  s.go.set_value();
  auto made = first.get();
  EXPECT_EQ(made.status, 201u);
  EXPECT_EQ(made.object().at("path"), path.c_str());
  EXPECT_EQ(made.object().at("orders"), 3);
  EXPECT_EQ(made.object().at("bytes"), 4096);
}

TEST_F(api_test, ABackupThatFailsSaysWhyAndTheNextIsTried) {
  auto slow = std::make_unique<slow_store>(std::move(store_));
  auto& s = *slow;
  s.disk_full = true;
  s.go.set_value();
  store_ = std::move(slow);
  serve();
  auto failed = post("/api/v1/backups");
  EXPECT_EQ(failed.status, 503u);
  EXPECT_EQ(failed.code(), "storage");
  s.asked = {};
  s.go = {};
  s.go.set_value();
  EXPECT_EQ(post("/api/v1/backups").status, 503u);
}

TEST_F(api_test, WhereABackupGoesIsNotTheClientsToSay) {
  auto r = post("/api/v1/backups", "{\"path\": \"/tmp/elsewhere\"}");
  EXPECT_EQ(r.status, 422u);
  EXPECT_EQ(post("/api/v1/backups", "{}").code(), "refused"); // in memory
}

} // namespace
} // namespace dastomized::http

#include "storage/rocks_engine.hpp"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace dastomized::storage {

namespace {

failure broken(std::string_view doing, const rocksdb::Status& s) {
  return {fault::storage, fmt::format("{}: {}", doing, s.ToString())};
}

result<bool> prepare_directory(std::string_view what, const std::string& path) {
  auto why = [&](std::string_view problem) {
    return failure{fault::storage, fmt::format("{} {}: {}: {}", what, path,
                                               problem, std::strerror(errno))};
  };
  std::error_code ec;
  auto parent = std::filesystem::path(path).parent_path();
  if (!parent.empty())
    std::filesystem::create_directories(parent, ec); // mkdir says what failed
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return why("can not be created");
  if (access(path.c_str(), R_OK | W_OK | X_OK) != 0)
    return why("can not be written");
  return true;
}

class rocks_engine : public engine {
public:
  rocks_engine(rocksdb::DB* db, std::vector<rocksdb::ColumnFamilyHandle*> h)
      : db_(db), families_(std::move(h)) {}

  ~rocks_engine() override {
    for (auto* h : families_)
      db_->DestroyColumnFamilyHandle(h);
    db_->Close();
  }

  result<std::optional<std::string>> get(family f,
                                         std::string_view key) override {
    std::string value;
    auto s = db_->Get({}, at(f), slice(key), &value);
    if (s.IsNotFound())
      return std::optional<std::string>{};
    if (!s.ok())
      return broken(fmt::format("reading {}", name(f)), s);
    return std::optional<std::string>{std::move(value)};
  }

  result<bool> scan(family f, std::string_view from, std::string_view to,
                    bool backwards, const visitor& v) override {
    rocksdb::ReadOptions o;
    auto lower = slice(from), upper = slice(to);
    o.iterate_lower_bound = &lower;
    o.iterate_upper_bound = &upper;
    std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(o, at(f)));
    backwards ? it->SeekToLast() : it->SeekToFirst();
    for (; it->Valid(); backwards ? it->Prev() : it->Next())
      if (!v(it->key().ToStringView(), it->value().ToStringView()))
        return true;
    if (!it->status().ok())
      return broken(fmt::format("scanning {}", name(f)), it->status());
    return true;
  }

  result<bool> write(const write_batch& b) override {
    rocksdb::WriteBatch batch;
    for (const auto& op : b) {
      auto s = op.value ? batch.Put(at(op.where), op.key, *op.value)
                        : batch.Delete(at(op.where), op.key);
      if (!s.ok())
        return broken("preparing a write", s);
    }
    rocksdb::WriteOptions durable;
    durable.sync = true;
    auto s = db_->Write(durable, &batch);
    if (!s.ok())
      return broken("writing", s);
    return true;
  }

  result<bool> checkpoint(const std::string& into) override {
    auto parent = std::filesystem::path(into).parent_path().string();
    if (auto ready = prepare_directory("backup directory", parent); !ready)
      return ready.error();
    rocksdb::Checkpoint* made = nullptr;
    auto s = rocksdb::Checkpoint::Create(db_.get(), &made);
    std::unique_ptr<rocksdb::Checkpoint> owned(made);
    if (s.ok())
      s = made->CreateCheckpoint(into);
    if (!s.ok())
      return broken(fmt::format("making a backup at {}", into), s);
    return true;
  }

private:
  static rocksdb::Slice slice(std::string_view v) {
    return {v.data(), v.size()};
  }
  rocksdb::ColumnFamilyHandle* at(family f) {
    return families_.at(static_cast<std::size_t>(f));
  }

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

// Sized for a small machine: the whole stays well below 200 MB.
rocksdb::ColumnFamilyOptions
family_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = 16u << 20;
  o.max_write_buffer_number = 2;
  o.compression = rocksdb::kLZ4Compression;
  o.bottommost_compression = rocksdb::kZSTD;
  o.bottommost_compression_opts.level = 1; // higher ones cost intake much
  o.bottommost_compression_opts.enabled = true;
  o.level_compaction_dynamic_level_bytes = true;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return o;
}

// RocksDB's own log would be one more file on the disk that fills up: its
// second write after a failed one ends the process where RocksDB's assertions
// are compiled in, as in Debian. What went wrong is in the status we get.
class no_log : public rocksdb::Logger {
public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::DBOptions database_options(const rocks_options& wanted) {
  rocksdb::DBOptions o;
  if (wanted.env)
    o.env = wanted.env;
  o.info_log = std::make_shared<no_log>();
  o.create_if_missing = !wanted.read_only;
  o.create_missing_column_families = !wanted.read_only;
  o.paranoid_checks = true;
  o.db_write_buffer_size = 64u << 20;
  o.max_total_wal_size = 128u << 20;
  // All at once if another process may take them away while we read.
  o.max_open_files = wanted.read_only ? -1 : 256;
  o.max_background_jobs = 2;
  o.max_file_opening_threads = 2;
  // What failed stays failed, for all to see: whoever supervises starts anew.
  o.max_bgerror_resume_count = 0;
  // Every write is synced: only the last may be torn. Damage anywhere else is
  // an error, not the end of the log.
  o.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // Compaction waits for those who wait for an answer.
  o.env->LowerThreadPoolCPUPriority(rocksdb::Env::LOW,
                                    rocksdb::CpuPriority::kLow);
  return o;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families() {
  // In few parts: the index of a large file is some megabytes, and what does
  // not fit into a part is read and unpacked again by every search.
  constexpr int shard_bits = 1;
  auto cache = rocksdb::NewLRUCache(64u << 20, shard_bits);
  std::vector<rocksdb::ColumnFamilyDescriptor> wanted{
      {rocksdb::kDefaultColumnFamilyName, family_options(cache)}};
  for (std::size_t i = 0; i < family_count; ++i)
    wanted.emplace_back(std::string(name(static_cast<family>(i))),
                        family_options(cache));
  return wanted;
}

} // namespace

result<std::unique_ptr<engine>> open_rocks_engine(const std::string& path,
                                                  const rocks_options& o) {
  if (!o.read_only)
    if (auto ready = prepare_directory("data directory", path); !ready)
      return ready.error();
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  auto s = o.read_only ? rocksdb::DB::OpenForReadOnly(database_options(o), path,
                                                      families(), &handles, &db)
                       : rocksdb::DB::Open(database_options(o), path,
                                           families(), &handles, &db);
  if (s.IsIOError() && s.ToString().find("lock") != std::string::npos)
    return failure{fault::storage,
                   fmt::format("data directory {} is in use by another "
                               "process; stop that one first",
                               path)};
  if (!s.ok())
    return broken(fmt::format("opening data directory {}", path), s);
  db->DestroyColumnFamilyHandle(handles.front());
  handles.erase(handles.begin());
  return std::unique_ptr<engine>(
      std::make_unique<rocks_engine>(db, std::move(handles)));
}

result<std::unique_ptr<engine>> open_rocks_engine(const std::string& path) {
  return open_rocks_engine(path, {});
}

} // namespace dastomized::storage

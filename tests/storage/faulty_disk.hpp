// A file system whose disk fails at a chosen operation, and that forgets what
// was never synced when the power goes. It knows itself what that is: nothing
// is really synced, which makes thousands of failures a matter of seconds.
#pragma once

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace dastomized::tests {

enum class disk_fault : unsigned char {
  full,      // appending, or making a file: no space, nothing is written
  torn,      // appending: an error after half of the bytes
  not_synced // syncing: an error, and the bytes are not on disk
};

class faulty_disk : public rocksdb::FileSystemWrapper {
public:
  using status = rocksdb::IOStatus;
  using options = rocksdb::IOOptions;
  using context = rocksdb::IODebugContext;

  // The n-th operation of that kind fails, counted from 1; if it lasts, all
  // after it fail too.
  faulty_disk(disk_fault kind, int n, bool lasts);

  const char* Name() const override { return "faulty_disk"; }
  status NewWritableFile(const std::string& name, const rocksdb::FileOptions& o,
                         std::unique_ptr<rocksdb::FSWritableFile>* made,
                         context* c) override;
  status NewDirectory(const std::string& name, const options& o,
                      std::unique_ptr<rocksdb::FSDirectory>* made,
                      context* c) override;
  status RenameFile(const std::string& from, const std::string& to,
                    const options& o, context* c) override;

  bool failed() const;
  // Cuts files back to what was synced. Nobody may have them open.
  void lose_power();

  // For its files.
  bool fails(disk_fault kind);
  void grown(const std::string& name, std::uint64_t size);
  void synced(const std::string& name);

private:
  struct extent {
    std::uint64_t written = 0, kept = 0;
  };
  disk_fault kind_;
  int at_;
  bool lasts_;
  mutable std::mutex mutex_;
  int count_ = 0;
  std::map<std::string, extent> files_;
};

} // namespace dastomized::tests

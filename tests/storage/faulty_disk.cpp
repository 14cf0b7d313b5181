#include "tests/storage/faulty_disk.hpp"

#include <filesystem>
#include <utility>

namespace dastomized::tests {

namespace {

using rocksdb::Slice;
using status = faulty_disk::status;
using options = faulty_disk::options;
using context = faulty_disk::context;

status io_error() {
  return status::IOError("the disk is broken");
}

class faulty_file : public rocksdb::FSWritableFileOwnerWrapper {
public:
  faulty_file(std::unique_ptr<rocksdb::FSWritableFile> f, faulty_disk& disk,
              std::string name)
      : FSWritableFileOwnerWrapper(std::move(f)), disk_(disk),
        name_(std::move(name)) {}

  status Append(const Slice& data, const options& o, context* c) override {
    if (disk_.fails(disk_fault::full))
      return status::NoSpace("no space left");
    if (disk_.fails(disk_fault::torn)) {
      (void)write({data.data(), data.size() / 2}, o, c);
      return io_error();
    }
    return write(data, o, c);
  }
  status Append(const Slice& data, const options& o,
                const rocksdb::DataVerificationInfo&, context* c) override {
    return Append(data, o, c);
  }
  status Sync(const options&, context*) override { return sync(); }
  status Fsync(const options&, context*) override { return sync(); }

private:
  status write(const Slice& data, const options& o, context* c) {
    size_ += data.size();
    disk_.grown(name_, size_);
    return FSWritableFileOwnerWrapper::Append(data, o, c);
  }
  status sync() {
    if (disk_.fails(disk_fault::not_synced))
      return io_error();
    disk_.synced(name_);
    return status::OK();
  }

  faulty_disk& disk_;
  std::string name_;
  std::uint64_t size_ = 0;
};

class faulty_directory : public rocksdb::FSDirectoryWrapper {
public:
  faulty_directory(std::unique_ptr<rocksdb::FSDirectory>&& d, faulty_disk& disk)
      : FSDirectoryWrapper(std::move(d)), disk_(disk) {}

  status Fsync(const options&, context*) override {
    return disk_.fails(disk_fault::not_synced) ? io_error() : status::OK();
  }
  status FsyncWithDirOptions(const options& o, context* c,
                             const rocksdb::DirFsyncOptions&) override {
    return Fsync(o, c);
  }

private:
  faulty_disk& disk_;
};

// The log for people is nobody's data.
bool is_log(const std::string& name) {
  return std::filesystem::path(name).filename().string().starts_with("LOG");
}

} // namespace

faulty_disk::faulty_disk(disk_fault kind, int n, bool lasts)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), kind_(kind), at_(n),
      lasts_(lasts) {}

status faulty_disk::NewWritableFile(
    const std::string& name, const rocksdb::FileOptions& o,
    std::unique_ptr<rocksdb::FSWritableFile>* made, context* c) {
  if (is_log(name))
    return FileSystemWrapper::NewWritableFile(name, o, made, c);
  if (fails(disk_fault::full))
    return status::NoSpace("no space left");
  auto s = FileSystemWrapper::NewWritableFile(name, o, made, c);
  if (s.ok()) {
    {
      std::lock_guard lock(mutex_);
      files_[name] = {};
    }
    *made = std::make_unique<faulty_file>(std::move(*made), *this, name);
  }
  return s;
}

status faulty_disk::NewDirectory(const std::string& name, const options& o,
                                 std::unique_ptr<rocksdb::FSDirectory>* made,
                                 context* c) {
  auto s = FileSystemWrapper::NewDirectory(name, o, made, c);
  if (s.ok())
    *made = std::make_unique<faulty_directory>(std::move(*made), *this);
  return s;
}

status faulty_disk::RenameFile(const std::string& from, const std::string& to,
                               const options& o, context* c) {
  auto s = FileSystemWrapper::RenameFile(from, to, o, c);
  std::lock_guard lock(mutex_);
  if (auto it = files_.find(from); s.ok() && it != files_.end()) {
    files_[to] = it->second;
    files_.erase(from);
  }
  return s;
}

bool faulty_disk::fails(disk_fault kind) {
  std::lock_guard lock(mutex_);
  if (kind != kind_)
    return false;
  ++count_;
  return lasts_ ? count_ >= at_ : count_ == at_;
}

bool faulty_disk::failed() const {
  std::lock_guard lock(mutex_);
  return count_ >= at_;
}

void faulty_disk::grown(const std::string& name, std::uint64_t size) {
  std::lock_guard lock(mutex_);
  files_[name].written = size;
}

void faulty_disk::synced(const std::string& name) {
  std::lock_guard lock(mutex_);
  files_[name].kept = files_[name].written;
}

void faulty_disk::lose_power() {
  std::lock_guard lock(mutex_);
  for (const auto& [name, e] : files_) {
    std::error_code gone;
    if (std::filesystem::file_size(name, gone) > e.kept && !gone)
      std::filesystem::resize_file(name, e.kept);
  }
}

} // namespace dastomized::tests

// How a RocksDB directory is opened: for the daemon, for tools that only look,
// and for tests that let the disk fail.
#pragma once

#include "storage/engine.hpp"

namespace rocksdb {
class Env;
}

namespace dastomized::storage {

struct rocks_options {
  // Writes nothing, not even a lock or a log: for backups, and for looking at
  // a directory that a daemon has open. Sees what was written when it opened.
  bool read_only = false;
  rocksdb::Env* env = nullptr; // none: the system's; outlives the engine
};

result<std::unique_ptr<engine>> open_rocks_engine(const std::string& path,
                                                  const rocks_options& o);

} // namespace dastomized::storage

// Copies of a data directory: whole, or not there at all.
#pragma once

#include "storage/engine.hpp"
#include "storage/store.hpp"

#include <string>

namespace dastomized::storage {

// Behind order_store::checkpoint().
result<backup_report> make_backup(engine& e, const std::string& into);

// Copies a backup to where a daemon will open it and notes the time there, as
// the meta value "restored_at". Only a backup that verify() finds clean is
// taken, and nothing is replaced.
result<backup_report> restore_backup(const std::string& from,
                                     const std::string& to, instant now);

} // namespace dastomized::storage

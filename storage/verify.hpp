// Looks whether everything in a data directory fits together: what decodes,
// which index agrees with which record, what the ledger knows of each part
// that was sent. Changes nothing, goes on after what it finds, and keeps
// nothing in memory but the report.
#pragma once

#include "storage/engine.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dastomized::storage {

struct finding {
  family where{};
  std::string key; // readable: "shop/1042", else bytes with \x escapes
  std::string what;
};

struct verify_report {
  std::uint64_t orders = 0, parts_sent = 0, journal = 0, due = 0, rows = 0;
  std::uint64_t twins = 0, references = 0, words = 0, ledger = 0;
  std::uint64_t deliveries = 0, pending = 0, settled = 0, meta = 0, audit = 0;
  std::uint64_t feed = 0;

  std::uint64_t problems = 0;    // all of them
  std::vector<finding> findings; // the first ones
  bool clean() const { return problems == 0; }
};

// The engine must not be written meanwhile.
verify_report verify(engine& e, std::size_t findings_max = 100);

// Opens the directory read-only; a failure if it can not be opened at all.
result<verify_report> verify_directory(const std::string& path);

} // namespace dastomized::storage

// An ordered key-value engine: what the store is written over. Thread-safe.
#pragma once

#include "domain/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::storage {

enum class family : std::uint8_t {
  records,
  journal,
  inbox,
  due,
  rows,
  tokens,
  ledger,
  jobs,
  meta,
};
inline constexpr std::size_t family_count = 9;
std::string_view name(family f);

struct write_op {
  family where{};
  std::string key;
  std::optional<std::string> value; // none: delete
};
using write_batch = std::vector<write_op>;

// false ends the scan.
using visitor =
    std::function<bool(std::string_view key, std::string_view value)>;

class engine {
public:
  virtual ~engine() = default;
  virtual result<std::optional<std::string>> get(family f,
                                                 std::string_view key) = 0;
  // Keys in [from, to), ascending or, with `backwards`, descending.
  virtual result<bool> scan(family f, std::string_view from,
                            std::string_view to, bool backwards,
                            const visitor& v) = 0;
  // All or nothing, on disk when it returns.
  virtual result<bool> write(const write_batch& b) = 0;
  // A copy of the present state at `into`, which must not exist, its parent
  // is made if missing: whole and on disk when it returns. Goes on beside reads
  // and writes.
  virtual result<bool> checkpoint(const std::string& into) = 0;
};

std::unique_ptr<engine> make_memory_engine();

// Creates the directory (0700) if it is missing. Says clearly when another
// process has it open or it can not be written.
result<std::unique_ptr<engine>> open_rocks_engine(const std::string& path);

} // namespace dastomized::storage

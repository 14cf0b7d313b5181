// Long work that people ask for: imports, and one action on many orders.
// Plain values.
#pragma once

#include "domain/event.hpp"
#include "domain/prospect.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dastomized::actors {

// ---- imports ----------------------------------------------------------------

enum class import_kind : std::uint8_t { all, range, ids };

struct import_plan {
  import_kind kind = import_kind::all;
  std::optional<instant> from, to; // range: exclusive, as the store's
  bool by_modified = false;        // range: else by creation
  bool shop_time = false;          // range: on the shop's own clock, not UTC
  std::vector<std::int64_t> ids{}; // ids, or order numbers where no id fits
};

struct import_report {
  std::uint64_t created = 0, updated = 0, unchanged = 0, skipped = 0;
  std::uint64_t by_number = 0; // found by their number, not their id
  std::uint64_t failures = 0;
  // id (0: unknown) and reason; the first thousand
  std::vector<std::pair<std::int64_t, std::string>> failed{};
};

// Adds `more`, keeping at most `failures_told` reasons.
void add(import_report& to, import_report more, std::size_t failures_told);
std::uint64_t orders_in(const import_report& r);

// ---- one action on many orders ----------------------------------------------

// ask::submit, hold, release and retry can be asked of many.
std::string_view bulk_name(ask a);
std::optional<ask> parse_bulk_action(std::string_view text);

inline constexpr std::size_t bulk_max = 100'000; // orders

// Either those, or what a list shows but for the exceptions.
struct bulk_wish {
  ask action = ask::hold;
  std::string reason; // may be empty
  std::vector<order_key> orders{};
  std::optional<storage::list_query> query{};
  std::vector<order_key> except{};
};

struct bulk_item {
  order_key key;
  std::string number; // the store's
  bool operator==(const bulk_item&) const = default;
};

struct bulk_group {
  prospect what;
  std::uint64_t count = 0;
  std::vector<bulk_item> examples{}; // the first few
};

struct bulk_preview {
  std::string id;
  ask action = ask::hold;
  std::uint64_t will = 0, will_not = 0;
  std::vector<bulk_group> groups{}; // those that will first, then the largest
  instant expires{};
};

struct bulk_plan {
  ask action = ask::hold;
  std::string reason;
};

struct bulk_report {
  std::uint64_t succeeded = 0, skipped = 0, failed = 0;
};

// done: it was asked of the order. skipped: the rules refused it. failed: it
// could not be asked.
enum class row_outcome : std::uint8_t { done, skipped, failed };
std::string_view name_of(row_outcome o);

struct bulk_row {
  std::uint64_t n = 0; // counts from 1
  bulk_item of;
  row_outcome outcome = row_outcome::done;
  std::string code, what;
};

// What became of the orders of a job, as far as it is: rows with n > after, in
// their order.
result<std::vector<bulk_row>> read_rows(storage::order_store& store,
                                        std::uint64_t job, std::uint64_t after,
                                        std::size_t limit);

// ---- both -------------------------------------------------------------------

enum class job_kind : std::uint8_t { imports, bulk };
enum class job_state : std::uint8_t { running, done, failed, cancelled };
std::string_view name_of(job_state s);

struct job {
  std::uint64_t id = 0;
  job_kind kind = job_kind::imports;
  std::string store, by; // store: of an import. by: who asked
  job_state state = job_state::running;
  bool cancelling = false; // somebody does not want it any more
  std::string problem;     // running: why it waits; failed: why
  instant begun{};
  std::optional<instant> ended;
  std::optional<std::uint64_t> total; // orders, once it is known
  std::uint64_t done = 0;

  import_plan plan;
  std::uint32_t pages_done = 0; // all before it are on disk
  import_report report;

  bulk_plan bulk;
  bulk_report tally;
  std::uint64_t rows_done = 0; // that and all before it; not stored
};

} // namespace dastomized::actors

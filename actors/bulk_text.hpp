// What is stored of one action on many orders: its set in chunks, and a row
// for each order that was dealt with. The rows are the truth about how far it
// is; the job's own counts are made from them.
#pragma once

#include "actors/jobs.hpp"

namespace dastomized::actors {

// The set as values to be stored, and back; fault::storage if they are
// damaged or one is missing.
std::vector<storage::named_value>
texts_of_set(std::uint64_t job, const std::vector<bulk_item>& set);
result<std::vector<bulk_item>> read_set(storage::order_store& store,
                                        std::uint64_t job, std::uint64_t total);

std::string row_key(std::uint64_t job, std::uint64_t n);
storage::named_value text_of(std::uint64_t job, const bulk_row& r);

// All that texts_of_set() and text_of() stored, to be removed.
std::vector<storage::named_value> removal_of(std::uint64_t job,
                                             std::uint64_t total);

} // namespace dastomized::actors

// Where a page of the list ended, as the text its reader brings back. It says
// which order it is in, so that it is not taken for one of another list.
#pragma once

#include "storage/store.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dastomized::storage {

struct list_cursor {
  std::string place;               // the last order's
  std::optional<std::int64_t> due; // if the list is sorted by that; in ms
  bool ahead = false; // of those a search puts first; they stand by creation
};

bool by_creation(list_sort sort);

std::string write_cursor(list_sort sort, const list_cursor& end);

// Of q.cursor; fault::invalid: it belongs to another list, or to none.
result<list_cursor> read_cursor(const list_query& q);

} // namespace dastomized::storage

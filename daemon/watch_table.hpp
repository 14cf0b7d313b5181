// The table `dastomized watch` draws. Pure.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dastomized {

struct watched {
  std::vector<std::pair<std::string, std::int64_t>> counts; // by state
  std::int64_t total = 0, attention = 0;
  // A title and its orders, newest first; the orders are the API's rows.
  std::vector<std::pair<std::string, boost::json::array>> sections;
  boost::json::array freezes;  // as the API writes them
  boost::json::object overdue; // likewise
  // The sandbox's own count; negative: not asked.
  std::int64_t printed = -1, twice = 0;
};

std::string table_of(const watched& w);
std::string sums_of(const watched& w); // one readable line

} // namespace dastomized

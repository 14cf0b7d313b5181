#include "bench/report.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace dastomized::bench {

double percentile(std::vector<double> values, double p) {
  if (values.empty())
    return 0;
  auto last = static_cast<double>(values.size() - 1);
  auto n = static_cast<std::ptrdiff_t>(std::ceil(last * p / 100));
  std::nth_element(values.begin(), values.begin() + n, values.end());
  return values[static_cast<std::size_t>(n)];
}

double median(std::vector<double> values) {
  return percentile(std::move(values), 50);
}

void report(const std::string& title, const boost::json::object& figures,
            const std::string& file) {
  fmt::print("{}\n", title);
  for (const auto& [name, value] : figures) {
    auto text = value.is_double() ? fmt::format("{:.2f}", value.get_double())
                                  : boost::json::serialize(value);
    fmt::print("  {:<44} {}\n", std::string_view(name), text);
  }
  if (!file.empty())
    std::ofstream(file) << boost::json::serialize(figures) << '\n';
}

} // namespace dastomized::bench

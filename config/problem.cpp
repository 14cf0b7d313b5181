#include "config/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace dastomized::config {

namespace {

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto change = diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

} // namespace

std::string to_string(const problem& p) {
  std::string text = p.at.file;
  auto out = std::back_inserter(text);
  if (p.at.line)
    fmt::format_to(out, ":{}", p.at.line);
  if (p.at.line && p.at.column)
    fmt::format_to(out, ":{}", p.at.column);
  fmt::format_to(out,
                 ": {}: ", p.severity == severity::error ? "error" : "warning");
  for (const auto& part : {p.section, p.key})
    if (!part.empty())
      fmt::format_to(out, "{}: ", part);
  text += p.what;
  if (!p.hint.empty())
    fmt::format_to(out, " ({})", p.hint);
  return text;
}

std::string to_string(const std::vector<problem>& all) {
  std::string text;
  for (const auto& p : all)
    text += to_string(p) + '\n';
  return text;
}

std::string suggestion(std::string_view written,
                       const std::vector<std::string>& names) {
  auto best = names.end();
  auto least = 2 + written.size() / 4; // the first distance that is too far
  for (auto name = names.begin(); name != names.end(); ++name) {
    auto d = distance(written, *name);
    if (d < least && d < name->size()) {
      least = d;
      best = name;
    }
  }
  return best == names.end() ? "" : fmt::format("did you mean \"{}\"?", *best);
}

} // namespace dastomized::config

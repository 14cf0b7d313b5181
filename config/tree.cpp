#include "config/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace dastomized::config {

bool node::is_list_of_tables() const {
  auto* items = std::get_if<list>(&value);
  return items && !items->empty() &&
         std::all_of(items->begin(), items->end(),
                     [](const node& n) { return n.as_table() != nullptr; });
}

const node* node::find(std::string_view key) const {
  auto* entries = as_table();
  if (!entries)
    return nullptr;
  auto found = std::find_if(entries->begin(), entries->end(),
                            [&](const entry& e) { return e.key == key; });
  return found == entries->end() ? nullptr : &found->value;
}

std::string kind_of(const node& n) {
  static const char* const names[] = {
      "a string", "an integer", "a decimal number", "true/false",
      "a date",   "",           "a list",           "a table"};
  if (auto* other = std::get_if<unsupported>(&n.value))
    return other->what;
  return names[n.value.index()];
}

namespace {

void append(node& base, node more) {
  auto& from = std::get<node::list>(more.value);
  auto& to = std::get<node::list>(base.value);
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

void merge_entry(node& base, entry more, const std::string& path,
                 std::vector<problem>& problems);

void merge_tables(node& base, node more, const std::string& path,
                  std::vector<problem>& problems) {
  for (auto& e : std::get<node::table>(more.value)) {
    auto name = path.empty() ? e.key : path + '.' + e.key;
    merge_entry(base, std::move(e), name, problems);
  }
}

void merge_entry(node& base, entry more, const std::string& path,
                 std::vector<problem>& problems) {
  auto& entries = std::get<node::table>(base.value);
  auto there = std::find_if(entries.begin(), entries.end(),
                            [&](const entry& e) { return e.key == more.key; });
  if (there == entries.end()) {
    entries.push_back(std::move(more));
  } else if (there->value.as_table() && more.value.as_table()) {
    merge_tables(there->value, std::move(more.value), path, problems);
  } else if (there->value.is_list_of_tables() &&
             more.value.is_list_of_tables()) {
    append(there->value, std::move(more.value));
  } else {
    const auto& first = there->value.at;
    problem p;
    p.at = more.value.at;
    p.key = path;
    p.what = fmt::format("is already set at {}:{}", first.file, first.line);
    p.hint = "keep one of the two";
    problems.push_back(std::move(p));
  }
}

} // namespace

void merge(node& base, node more, std::vector<problem>& problems) {
  merge_tables(base, std::move(more), "", problems);
}

} // namespace dastomized::config

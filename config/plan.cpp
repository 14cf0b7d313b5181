#include "config/plan.hpp"

#include "config/schema.hpp"

namespace dastomized::config {

namespace {

template <class Item>
std::vector<std::string> labels(const std::vector<Item>& items) {
  std::vector<std::string> all;
  for (const auto& i : items)
    all.push_back(label_of(i));
  return all;
}

// The first match decides, so the order of routes is part of their meaning.
void compare_order(const settings& old, const settings& now,
                   std::vector<change>& found) {
  auto a = labels(old.routes), b = labels(now.routes);
  if (a != b && std::is_permutation(a.begin(), a.end(), b.begin(), b.end()))
    found.push_back({"the order of the routes changes", false});
}

void compare_rows(const settings& old, const settings& now,
                  std::vector<change>& found) {
  for (const auto& map : now.sku_maps)
    for (const auto& was : old.sku_maps)
      if (label_of(map) == label_of(was) && map.rows != was.rows)
        found.push_back(
            {fmt::format("{} changes ({} rows before, {} now)", label_of(map),
                         was.rows.size(), map.rows.size()),
             false});
}

} // namespace

std::vector<change> plan(const settings& old, const settings& now) {
  auto found = differences(schema(), old, now, "");
  compare_order(old, now, found);
  compare_rows(old, now, found);
  return found;
}

std::string to_string(const std::vector<change>& all) {
  std::string text;
  for (const auto& c : all)
    text += c.what + (c.restart ? " (needs a restart)\n" : "\n");
  return text;
}

} // namespace dastomized::config

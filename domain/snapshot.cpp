#include "domain/snapshot.hpp"

#include <algorithm>

namespace dastomized {

std::string to_string(const order_key& key) {
  return key.store + '/' + std::to_string(key.id);
}

bool empty(const address& a) {
  return a.line1.empty() && a.line2.empty() && a.city.empty() &&
         a.postcode.empty();
}

bool same_content(const snapshot& a, const snapshot& b) {
  auto c = a;
  c.modified = b.modified;
  return c == b;
}

const line* find_line(const snapshot& s, std::int64_t line_id) {
  auto it = std::ranges::find(s.lines, line_id, &line::id);
  return it == s.lines.end() ? nullptr : &*it;
}

const meta_entry* find_meta(const std::vector<meta_entry>& all,
                            std::string_view key) {
  auto it = std::ranges::find(all, key, &meta_entry::key);
  return it == all.end() ? nullptr : &*it;
}

} // namespace dastomized

// Lists: filters and search over the narrow rows, newest first.
#include "domain/text.hpp"
#include "storage/keyed_store.hpp"
#include "storage/keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::storage {

namespace {

bool contains(const std::string& text, const std::string& wanted) {
  return lower(text).find(wanted) != std::string::npos;
}

bool found_by(const row& r, const std::string& wanted) {
  auto any = [&](const std::vector<std::string>& all) {
    return std::ranges::any_of(
        all, [&](const auto& x) { return contains(x, wanted); });
  };
  return std::to_string(r.key.id) == wanted || contains(r.number, wanted) ||
         contains(r.customer, wanted) || contains(r.email, wanted) ||
         any(r.skus) || any(r.tracking);
}

bool matches(const row& r, const list_query& q) {
  auto is = [](const std::optional<std::string>& want, std::string_view have) {
    return !want || *want == have;
  };
  if (q.provider &&
      std::ranges::find(r.providers, *q.provider) == r.providers.end())
    return false;
  if (q.needs_attention && *q.needs_attention != r.needs_attention)
    return false;
  return is(q.store, r.key.store) && is(q.status, r.status) &&
         is(q.submit, name(r.submit)) && is(q.type, name(r.type)) &&
         (!q.search || found_by(r, lower(trimmed(*q.search))));
}

std::string to_hex(std::string_view bytes) {
  std::string out;
  for (char c : bytes)
    out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

} // namespace

result<list_page> keyed_store::list(const list_query& q) {
  list_page page;
  std::optional<failure> bad;
  std::string last;
  auto scanned =
      engine_->scan(family::rows, "", std::string(9, '\xFF'), false,
                    [&](auto key, auto value) {
                      auto r = decode_row(value);
                      if (!r) {
                        bad = r.error();
                        return false;
                      }
                      if (!matches(*r, q))
                        return true;
                      ++page.total;
                      auto hex = q.cursor.empty() ? std::string{} : to_hex(key);
                      if (!q.cursor.empty() && hex <= q.cursor)
                        return true;
                      if (page.rows.size() < q.limit) {
                        page.rows.push_back(std::move(*r));
                        last.assign(key);
                      } else {
                        page.next_cursor = "more";
                      }
                      return true;
                    });
  if (!scanned)
    return scanned.error();
  if (bad)
    return *bad;
  if (!page.next_cursor.empty())
    page.next_cursor = to_hex(last);
  return page;
}

} // namespace dastomized::storage

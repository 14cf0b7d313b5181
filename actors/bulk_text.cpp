#include "actors/bulk_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <stdexcept>

namespace dastomized::actors {

namespace {

namespace json = boost::json;

constexpr std::size_t chunk_size = 500;

std::string set_key(std::uint64_t job, std::uint64_t chunk) {
  return fmt::format("bulk/{:016x}/set/{:08x}", job, chunk);
}

json::array item_json(const bulk_item& x) {
  return {x.key.store, x.key.id, x.number};
}

bulk_item item_in(const json::array& a) {
  return {
      {json::value_to<std::string>(a.at(0)), a.at(1).to_number<std::int64_t>()},
      json::value_to<std::string>(a.at(2))};
}

failure damaged(const std::string& key) {
  return {fault::storage, fmt::format("the stored value {} is damaged", key)};
}

// Throws if it is none.
bulk_row row_in(const storage::named_value& x) {
  const auto v = json::parse(*x.value);
  const auto& a = v.as_array();
  bulk_row r;
  auto digits = x.key.substr(x.key.rfind('/') + 1);
  auto end = digits.data() + digits.size();
  if (std::from_chars(digits.data(), end, r.n, 16).ptr != end)
    throw std::out_of_range("row");
  r.of = item_in(a);
  auto outcome = a.at(3).to_number<unsigned>();
  if (outcome > static_cast<unsigned>(row_outcome::failed))
    throw std::out_of_range("outcome");
  r.outcome = static_cast<row_outcome>(outcome);
  r.code = json::value_to<std::string>(a.at(4));
  r.what = json::value_to<std::string>(a.at(5));
  return r;
}

} // namespace

std::vector<storage::named_value>
texts_of_set(std::uint64_t job, const std::vector<bulk_item>& set) {
  std::vector<storage::named_value> all;
  for (std::size_t from = 0; from < set.size(); from += chunk_size) {
    json::array chunk;
    auto to = std::min(from + chunk_size, set.size());
    for (auto i = from; i < to; ++i)
      chunk.emplace_back(item_json(set[i]));
    all.push_back({set_key(job, from / chunk_size), json::serialize(chunk)});
  }
  return all;
}

result<std::vector<bulk_item>>
read_set(storage::order_store& store, std::uint64_t job, std::uint64_t total) {
  std::vector<bulk_item> set;
  for (std::uint64_t chunk = 0; set.size() < total; ++chunk) {
    auto key = set_key(job, chunk);
    auto text = store.meta(key);
    if (!text)
      return text.error();
    try {
      const auto v = json::parse(text->value_or(""));
      const auto& items = v.as_array();
      for (const auto& item : items)
        set.push_back(item_in(item.as_array()));
      if (items.empty())
        return damaged(key);
    } catch (const std::exception&) { // missing, or of another kind
      return damaged(key);
    }
  }
  return set;
}

std::string row_key(std::uint64_t job, std::uint64_t n) {
  return fmt::format("bulk/{:016x}/row/{:08x}", job, n);
}

storage::named_value text_of(std::uint64_t job, const bulk_row& r) {
  auto a = item_json(r.of);
  a.emplace_back(static_cast<int>(r.outcome));
  a.emplace_back(r.code);
  a.emplace_back(r.what);
  return {row_key(job, r.n), json::serialize(a)};
}

result<std::vector<bulk_row>> read_rows(storage::order_store& store,
                                        std::uint64_t job, std::uint64_t after,
                                        std::size_t limit) {
  auto end = fmt::format("bulk/{:016x}/row0", job); // '0' comes after '/'
  auto found = store.metas(row_key(job, after + 1), end, limit);
  if (!found)
    return found.error();
  std::vector<bulk_row> rows;
  for (const auto& x : *found)
    try {
      rows.push_back(row_in(x));
    } catch (const std::exception&) {
      return damaged(x.key);
    }
  return rows;
}

std::vector<storage::named_value> removal_of(std::uint64_t job,
                                             std::uint64_t total) {
  std::vector<storage::named_value> all;
  for (std::uint64_t chunk = 0; chunk * chunk_size < total; ++chunk)
    all.push_back({set_key(job, chunk), std::nullopt});
  for (std::uint64_t n = 1; n <= total; ++n)
    all.push_back({row_key(job, n), std::nullopt});
  return all;
}

} // namespace dastomized::actors

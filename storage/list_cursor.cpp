#include "storage/list_cursor.hpp"

#include "storage/keys.hpp"

#include <fmt/format.h>

namespace dastomized::storage {

namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (char c : bytes)
    out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

std::optional<std::string> unhex(std::string_view text) {
  auto digit = [](char c) {
    auto at = std::string_view("0123456789abcdef").find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
  };
  std::string out;
  if (text.size() % 2 != 0 || text.size() > 1024)
    return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    auto high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0)
      return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

} // namespace

bool by_creation(list_sort sort) {
  return sort == list_sort::created || sort == list_sort::newest;
}

std::string write_cursor(list_sort sort, const list_cursor& end) {
  std::string mark = end.ahead           ? "a"
                     : by_creation(sort) ? "c"
                     : end.due           ? "d"
                                         : "e";
  if (mark == "d")
    mark += keys::number(static_cast<std::uint64_t>(*end.due));
  return hex(mark + end.place);
}

result<list_cursor> read_cursor(const list_query& q) {
  auto bytes = unhex(q.cursor);
  bool timed = by_creation(q.sort);
  if (bytes && !bytes->empty()) {
    auto rest = bytes->substr(1);
    if (bytes->front() == 'a' && !rest.empty() && !q.search.empty())
      return list_cursor{rest, std::nullopt, true};
    if (bytes->front() == (timed ? 'c' : 'e') && !rest.empty())
      return list_cursor{rest, std::nullopt, false};
    if (!timed && bytes->front() == 'd' && rest.size() > 8)
      return list_cursor{rest.substr(8),
                         static_cast<std::int64_t>(keys::read_number(rest)),
                         false};
  }
  return failure{fault::invalid, "this cursor does not belong to this list"};
}

} // namespace dastomized::storage

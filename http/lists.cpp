// Lists of orders, and the board of what is about to happen.
#include "domain/text.hpp"
#include "http/describe.hpp"
#include "http/desk.hpp"
#include "http/times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t page_max = 200;
constexpr std::size_t search_max = 200; // bytes
constexpr std::size_t values_max = 100; // of one filter
constexpr std::size_t board_hours = 48;

constexpr std::array<std::string_view, storage::tab_count> tabs{
    "all",     "counting_down", "needs_attention",
    "on_hold", "submitted",     "shipped"};
constexpr std::array<std::string_view, 4> sorts{"-created", "created", "due",
                                                "-due"};
constexpr std::array<std::string_view, 7> fields{
    "", "id", "number", "name", "email", "sku", "tracking"};
constexpr std::array<std::string_view, 7> submits{
    "blank",  "queued", "submitting", "submitted", "partly_submitted",
    "failed", "unknown"};
constexpr std::array<std::string_view, 4> types{"in_app", "amazon", "shineon",
                                                "other"};

failure not_one_of(const std::string& name,
                   std::span<const std::string_view> all) {
  std::string words;
  for (auto w : all)
    if (!w.empty())
      words += (words.empty() ? "" : ", ") + std::string(w);
  return {fault::invalid, name + " must be one of " + words};
}

// The named value, by its place among `all`; absent: the first.
template <class E>
std::optional<failure> take(const call& c, const std::string& name,
                            std::span<const std::string_view> all, E& to) {
  const auto* text = c.arg(name);
  if (text == nullptr || text->empty())
    return std::nullopt;
  auto found = std::ranges::find(all, *text);
  if (found == all.end())
    return not_one_of(name, all);
  to = static_cast<E>(found - all.begin());
  return std::nullopt;
}

// Any of these; empty `all`: whatever there may be.
std::optional<failure> take(const call& c, const std::string& name,
                            std::span<const std::string_view> all,
                            std::vector<std::string>& to) {
  to = list_arg(c, name);
  if (to.size() > values_max)
    return failure{fault::invalid,
                   fmt::format("{} takes {} values at most", name, values_max)};
  for (const auto& value : to)
    if (!all.empty() && std::ranges::find(all, value) == all.end())
      return not_one_of(name, all);
  return std::nullopt;
}

std::optional<failure> take(const call& c, const std::string& name,
                            std::optional<instant>& to) {
  const auto* text = c.arg(name);
  if (text == nullptr || text->empty())
    return std::nullopt;
  to = parse_instant(*text);
  if (!to)
    return failure{fault::invalid,
                   name + " must be a time such as 2026-01-31T09:00:00Z"};
  return std::nullopt;
}

std::optional<failure> take(const call& c, const std::string& name,
                            std::optional<bool>& to) {
  const auto* text = c.arg(name);
  if (text == nullptr || text->empty())
    return std::nullopt;
  if (*text != "true" && *text != "false")
    return failure{fault::invalid, name + " must be true or false"};
  to = *text == "true";
  return std::nullopt;
}

std::optional<failure> take_search(const call& c, storage::list_query& q) {
  if (const auto* text = c.arg("search"))
    q.search = *text;
  if (q.search.size() > search_max)
    return failure{fault::invalid,
                   fmt::format("search takes {} bytes at most", search_max)};
  return take(c, "search_in", fields, q.search_in);
}

} // namespace

result<storage::list_query> query_of(const call& c) {
  if (auto odd =
          unknown_arg(c, {"store", "status", "submit_status", "type",
                          "provider", "attention", "needs_attention", "tab",
                          "created_from", "created_to", "due_from", "due_to",
                          "search", "search_in", "sort", "limit", "cursor"}))
    return failure{fault::invalid, "there is no parameter " + *odd};
  auto limit = number_arg(c, "limit", 50, page_max);
  if (!limit)
    return limit.error();
  storage::list_query q;
  q.limit = *limit;
  if (const auto* text = c.arg("cursor"))
    q.cursor = *text;
  for (const auto& wrong :
       {take(c, "store", {}, q.store), take(c, "status", {}, q.status),
        take(c, "submit_status", submits, q.submit),
        take(c, "type", types, q.type), take(c, "provider", {}, q.provider),
        take(c, "attention", {}, q.attention),
        take(c, "needs_attention", q.needs_attention),
        take(c, "tab", tabs, q.tab), take(c, "sort", sorts, q.sort),
        take(c, "created_from", q.created_from),
        take(c, "created_to", q.created_to), take(c, "due_from", q.due_from),
        take(c, "due_to", q.due_to), take_search(c, q)})
    if (wrong)
      return *wrong;
  return q;
}

void desk::list_orders(call_ptr c) {
  auto q = query_of(*c);
  if (!q)
    return c->answer(problem(q.error()));
  auto& where = q->search.empty() ? readers_ : searchers_;
  read_on(where, c, [this, q = std::move(*q)]() -> result<response> {
    auto page = store_.list(q);
    if (!page)
      return page.error();
    json::array rows;
    for (const auto& r : page->rows)
      rows.push_back(row_json(r, now_()));
    json::object counts;
    for (std::size_t t = 0; t < tabs.size(); ++t)
      counts[tabs[t]] = page->tabs[t];
    return json_response(200, {{"orders", std::move(rows)},
                               {"next_cursor", page->next_cursor},
                               {"total", page->total},
                               {"tabs", std::move(counts)}});
  });
}

void desk::show_board(call_ptr c) {
  read(c, [this]() -> result<response> {
    auto b = store_.board(now_(), board_hours, front_.freezes());
    json::array hours, attention;
    for (std::size_t h = 0; h < b.hours.size(); ++h)
      hours.push_back(
          {{"at", to_text(b.begin + h * 1h)}, {"count", b.hours[h]}});
    for (const auto& [code, count] : b.attention)
      attention.push_back({{"code", code},
                           {"count", count},
                           {"what", std::string(attention_words(code))}});
    return json_response(200, {{"hours", std::move(hours)},
                               {"overdue", b.overdue},
                               {"frozen", b.frozen},
                               {"attention", std::move(attention)}});
  });
}

} // namespace dastomized::http

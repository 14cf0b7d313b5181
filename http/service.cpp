// The inbox, and how the service is doing.
#include "http/describe.hpp"
#include "http/desk.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t filter_max = 100; // values
constexpr auto any_number = std::numeric_limits<std::uint64_t>::max();

failure no_delivery() {
  return {fault::not_found, "there is no such delivery"};
}

result<storage::inbox_item> item_at(storage::order_store& store,
                                    const std::string& seq) {
  std::uint64_t n = 0;
  auto end = seq.data() + seq.size();
  auto [stop, error] = std::from_chars(seq.data(), end, n);
  if (error != std::errc{} || stop != end)
    return no_delivery();
  auto found = store.inbox_item_at(n);
  if (!found)
    return found.error();
  if (!*found)
    return no_delivery();
  return std::move(**found);
}

result<storage::inbox_query> inbox_query_of(const call& c) {
  if (auto odd =
          unknown_arg(c, {"before", "limit", "store", "topic", "verdict"}))
    return failure{fault::invalid, "there is no parameter " + *odd};
  auto before = number_arg(c, "before", any_number, any_number);
  auto limit = number_arg(c, "limit", 50, 200);
  if (!before || !limit)
    return before ? limit.error() : before.error();
  storage::inbox_query q{
      *before, *limit, list_arg(c, "store"), list_arg(c, "topic"), {}};
  auto verdicts = list_arg(c, "verdict");
  for (auto* all : {&q.store, &q.topic, &verdicts})
    if (all->size() > filter_max)
      return failure{
          fault::invalid,
          fmt::format("a filter takes {} values at most", filter_max)};
  for (const auto& word : verdicts) {
    auto found = std::ranges::find(verdict_names, word);
    if (found == verdict_names.end())
      return failure{fault::invalid,
                     fmt::format("verdict must be one of {}",
                                 fmt::join(verdict_names, ", "))};
    q.state.push_back(
        static_cast<storage::verdict>(found - verdict_names.begin()));
  }
  return q;
}

std::function<void(result<connectors::findings>)> told(call_ptr c) {
  return [c = std::move(c)](result<connectors::findings> all) {
    c->answer(all ? json_response(200, {{"findings", findings_json(*all)}})
                  : problem(all.error()));
  };
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text)
    out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

} // namespace

void desk::list_inbox(call_ptr c) {
  auto q = inbox_query_of(*c);
  if (!q)
    return c->answer(problem(q.error()));
  read(c, [this, q = std::move(*q)]() -> result<response> {
    auto page = store_.inbox(q);
    if (!page)
      return page.error();
    json::array all;
    for (const auto& i : page->items)
      all.push_back(inbox_json(i, false));
    json::object out;
    out["deliveries"] = std::move(all);
    out["next_before"] = page->next_before == 0
                             ? json::value(nullptr)
                             : json::value(page->next_before);
    return json_response(200, out);
  });
}

void desk::show_delivery(call_ptr c) {
  read(c, [this, c]() -> result<response> {
    auto found = item_at(store_, c->taken[0]);
    if (!found)
      return found.error();
    auto out = inbox_json(*found, may_see_payloads(*c));
    if (!out.contains("body"))
      out["body"] = nullptr;
    return json_response(200, out);
  });
}

void desk::replay(call_ptr c) {
  later(c, [this, c] {
    auto found = item_at(store_, c->taken[0]);
    if (!found)
      return c->answer(problem(found.error()));
    auto again = std::move(found->raw);
    again.seq = 0;
    again.received = now_();
    c->note->target = again.store;
    front_.deliver(std::move(again), [c](auto seq) {
      if (seq)
        c->note->what =
            fmt::format("delivery {} taken in again as {}", c->taken[0], *seq);
      c->answer(seq ? json_response(202, {{"seq", *seq}})
                    : problem(seq.error()));
    });
  });
}

void desk::with_health(
    call_ptr c, std::function<response(const actors::health_report&)> f) {
  front_.health([c = std::move(c), f = std::move(f)](auto report) {
    c->answer(report ? f(*report) : problem(report.error()));
  });
}

void desk::show_health(call_ptr c) {
  with_health(
      c, [this](const auto& h) { return json_response(200, health_of(h)); });
}

json::object desk::health_of(const actors::health_report& h) const {
  auto zone_of = [s = settings()](const std::string& store) {
    auto it = std::ranges::find(s->stores, store, &store_access::name);
    return it == s->stores.end() ? std::string("UTC") : it->timezone;
  };
  return health_json(h, store_.healthy(), zone_of);
}

void desk::examine_store(call_ptr c) {
  front_.examine_store(c->taken[0], told(c));
}

void desk::examine_provider(call_ptr c) {
  front_.examine_provider(c->taken[0], told(c));
}

void desk::show_metrics(call_ptr c) {
  with_health(c, [this](const auto& h) {
    return text_response(200, "text/plain; version=0.0.4; charset=utf-8",
                         metrics_.text(h, store_.healthy()));
  });
}

void desk::alive(call_ptr c) {
  c->answer(text_response(200, "text/plain", "alive\n"));
}

void desk::ready(call_ptr c) {
  if (!store_.healthy())
    return c->answer(problem(503, "storage", "the storage failed to write"));
  with_health(c, [](const auto& h) {
    return h.moving ? text_response(200, "text/plain", "ready\n")
                    : problem(503, "standing", "the clocks do not move");
  });
}

void desk::list_routes(call_ptr c) {
  std::string rows;
  for (const auto& r : routes())
    rows +=
        fmt::format("<tr><td>{}</td><td><code>{}</code></td><td>{}</td>"
                    "</tr>\n",
                    r.method == boost::beast::http::verb::get ? "GET" : "POST",
                    r.pattern, escaped(r.about));
  c->answer(text_response(
      200, "text/html; charset=utf-8",
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<title>dastomized</title></head><body>\n<h1>dastomized</h1>\n"
      "<p>Submits personalized orders of WooCommerce stores to their "
      "fulfilment providers. This address serves:</p>\n<table>\n" +
          rows + "</table>\n</body></html>\n"));
}

} // namespace dastomized::http

// Orders: list, show, act.
#include "domain/twin.hpp"
#include "http/actions.hpp"
#include "http/describe.hpp"
#include "http/desk.hpp"
#include "http/order_view.hpp"

#include <algorithm>
#include <charconv>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t page_max = 200;
constexpr std::size_t twins_max = 20; // looked at

std::optional<order_key> key_of(const call& c) {
  order_key key{c.taken[0], 0};
  const auto& text = c.taken[1];
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, key.id);
  if (error != std::errc{} || stop != end || key.id < 1)
    return std::nullopt;
  return key;
}

failure no_order() {
  return {fault::not_found, "there is no such order"};
}

result<storage::list_query> query_of(const call& c) {
  if (auto odd = unknown_arg(c, {"store", "status", "submit_status", "type",
                                 "provider", "needs_attention", "search",
                                 "limit", "cursor"}))
    return failure{fault::invalid, "there is no parameter " + *odd};
  auto limit = number_arg(c, "limit", 50, page_max);
  if (!limit)
    return limit.error();
  storage::list_query q;
  auto take = [&](const char* name, std::optional<std::string>& to) {
    if (const auto* text = c.arg(name); text != nullptr && !text->empty())
      to = *text;
  };
  take("store", q.store);
  take("status", q.status);
  take("submit_status", q.submit);
  take("type", q.type);
  take("provider", q.provider);
  take("search", q.search);
  q.limit = *limit;
  if (const auto* text = c.arg("cursor"))
    q.cursor = *text;
  if (const auto* text = c.arg("needs_attention")) {
    if (*text != "true" && *text != "false")
      return failure{fault::invalid, "needs_attention must be true or false"};
    q.needs_attention = *text == "true";
  }
  return q;
}

} // namespace

void desk::list_orders(call_ptr c) {
  auto q = query_of(*c);
  if (!q)
    return c->answer(problem(q.error()));
  read(c, [this, q = std::move(*q)]() -> result<response> {
    auto page = store_.list(q);
    if (!page)
      return page.error();
    json::array rows;
    for (const auto& r : page->rows)
      rows.push_back(row_json(r, now_()));
    return json_response(200, {{"orders", std::move(rows)},
                               {"next_cursor", page->next_cursor},
                               {"total", page->total}});
  });
}

result<order> desk::known_order(const call& c) {
  auto key = key_of(c);
  if (!key)
    return no_order();
  auto found = store_.load(*key);
  if (!found)
    return found.error();
  if (!*found)
    return no_order();
  return std::move(**found);
}

// Those it is held because of or that are held because of it.
result<std::vector<order>> desk::twins_of(const order& o, const policy& p) {
  std::vector<order_key> keys;
  if (o.twin_of)
    keys.push_back(*o.twin_of);
  for (const auto& [print, window] :
       {std::pair{purchase_fingerprint(o.said), p.twin_window},
        std::pair{payment_fingerprint(o.said), payment_window}}) {
    if (print.empty() || window <= 0ms)
      continue;
    auto found = store_.twins(o.key.store, print, o.said.created - window,
                              o.said.created + window, twins_max);
    if (!found)
      return found.error();
    for (auto& key : *found)
      if (std::ranges::find(keys, key) == keys.end())
        keys.push_back(std::move(key));
  }
  std::vector<order> all;
  for (const auto& key : keys) {
    auto other = store_.load(key);
    if (!other)
      return other.error();
    if (*other && (o.twin_of == key || (*other)->twin_of == o.key))
      all.push_back(std::move(**other));
  }
  return all;
}

result<json::object> desk::order_page(const order& o) {
  auto rules = front_.rules(o.key.store);
  auto twins = twins_of(o, *rules);
  if (!twins)
    return twins.error();
  auto s = settings();
  auto at = std::ranges::find(s->stores, o.key.store, &store_access::name);
  auto url = at == s->stores.end() ? std::string() : at->url;
  return order_page_json(o, {*rules, url, std::move(*twins), now_()});
}

result<response> desk::described(const order& o) {
  auto page = order_page(o);
  if (!page)
    return page.error();
  auto r = json_response(200, *page);
  r.set(boost::beast::http::field::etag, '"' + std::to_string(o.version) + '"');
  return r;
}

void desk::show_order(call_ptr c) {
  read(c, [this, c]() -> result<response> {
    auto o = known_order(*c);
    if (!o)
      return o.error();
    return described(*o);
  });
}

void desk::act(call_ptr c) {
  auto key = key_of(*c);
  if (!key)
    return c->answer(problem(no_order()));
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  auto asked = read_action(c->taken[2], *body, now_());
  if (!asked)
    return c->answer(problem(asked.error()));
  front_.ask(*key, std::move(*asked), [this, c](auto came) {
    if (!came)
      return c->answer(problem(came.error()));
    if (came->denied)
      return c->answer(problem(*came->denied));
    read(c, [this, o = std::move(came->now)]() -> result<response> {
      return described(o);
    });
  });
}

} // namespace dastomized::http

// One order: show, act.
#include "domain/twin.hpp"
#include "http/actions.hpp"
#include "http/describe.hpp"
#include "http/desk.hpp"
#include "http/order_view.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

namespace dastomized::http {

namespace json = boost::json;

namespace {

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

// What the audit tells of an order.
json::object brief_of(const order& o) {
  return {{"version", o.version},
          {"status", o.said.status},
          {"submit_status", name(status_of(o))},
          {"countdown", name(o.count.state)}};
}

// The action and what it was given. The body is checked: it holds nothing but
// what the action knows.
std::string words_of(const std::string& action, const json::object& body) {
  auto words = action;
  for (const auto& [name, value] : body) {
    words +=
        (words.size() == action.size() ? ": " : ", ") + std::string(name) + ' ';
    words += value.is_string() ? std::string(value.get_string())
                               : json::serialize(value);
  }
  return words;
}

// The version an action is meant for; none: any.
result<std::optional<std::uint64_t>> seen_in(const call& c) {
  auto text = c.header("If-Match");
  if (c.asked.count("If-Match") == 0 || text == "*")
    return std::optional<std::uint64_t>();
  failure wrong{fault::invalid, "If-Match must be the ETag of the order as it "
                                "was given, such as \"17\", or *"};
  if (text.size() < 3 || !text.starts_with('"') || !text.ends_with('"'))
    return wrong;
  auto digits = text.substr(1, text.size() - 2);
  auto end = digits.data() + digits.size();
  std::uint64_t version = 0;
  auto [stop, error] = std::from_chars(digits.data(), end, version);
  if (error != std::errc{} || stop != end)
    return wrong;
  return std::optional(version);
}

void set_etag(response& r, const order& o) {
  r.set(boost::beast::http::field::etag, '"' + std::to_string(o.version) + '"');
}

// With the version it is at, if that is why.
response refusal(const denial& no, const order& now) {
  if (no.code != "stale")
    return problem(no);
  auto r = problem(412, "stale", no.what);
  set_etag(r, now);
  return r;
}

failure no_order() {
  return {fault::not_found, "there is no such order"};
}

} // namespace

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
  set_etag(r, o);
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
  auto asked = read_action(c->taken[2], *body, c->who.name, now_());
  if (!asked)
    return c->answer(problem(asked.error()));
  auto seen = seen_in(*c);
  if (!seen)
    return c->answer(problem(seen.error()));
  c->note->target = to_string(*key);
  c->note->what = words_of(c->taken[2], *body);
  later(c, [this, c, key = *key, seen = *seen,
            asked = std::move(*asked)]() mutable {
    if (auto before = store_.load(key); before && *before)
      c->note->before = brief_of(**before);
    front_.ask(key, std::move(asked), seen, [this, c](auto came) {
      if (!came)
        return c->answer(problem(came.error()));
      if (came->denied)
        return c->answer(refusal(*came->denied, came->now));
      c->note->after = brief_of(came->now);
      read(c, [this, o = std::move(came->now)]() -> result<response> {
        return described(o);
      });
    });
  });
}

} // namespace dastomized::http

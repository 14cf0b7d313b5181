// What an exchange came to: the thing asked for, or a problem with its layer.
#include "connectors/woocommerce/reading.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace dastomized::connectors::woocommerce {

decoded decode_value(const boost::json::value& v); // decode.cpp
order_mark mark_of(const boost::json::value& v);   // decode.cpp

namespace {

using boost::json::value;
using json::array;
using json::integer;
using json::member;
using json::text;
using layer = problem::layer;

std::optional<milliseconds> retry_after(const http_response& r) {
  auto h = r.header("Retry-After");
  if (!h || h->empty() || h->size() > 6 ||
      h->find_first_not_of("0123456789") != h->npos)
    return std::nullopt;
  return std::chrono::seconds{std::stoi(std::string(*h))};
}

problem busy(const http_response& r) {
  return {layer::http,
          "",
          fmt::format("the store answered {} {}", r.status, shown(r.reason)),
          true,
          retry_after(r),
          false};
}

bool names_missing_order(const std::string& code) {
  return code == "woocommerce_rest_shop_order_invalid_id" ||
         code == "woocommerce_rest_invalid_shop_order_id" ||
         code == "woocommerce_rest_order_invalid_id";
}

problem from_code(const http_response& r, const std::string& code,
                  const std::string& message) {
  problem p{layer::refused,
            code,
            fmt::format("the store answered {} {}: {}", r.status, shown(code),
                        shown(message)),
            false,
            retry_after(r),
            false};
  if (r.status == 401 || r.status == 403) {
    bool rights = code.find("_cannot_") != code.npos && r.status == 403;
    p.where = rights || code == "woocommerce_rest_authentication_error" ||
                      code == "woocommerce_rest_cannot_view"
                  ? (rights ? layer::rights : layer::auth)
                  : layer::rights;
    p.again = true; // keys are mended without us hearing of it
  } else if (code == "rest_no_route") {
    p.where = layer::not_found;
    p.again = true; // WooCommerce is switched off, for an update perhaps
  } else if (names_missing_order(code) || r.status == 410) {
    p.where = layer::not_found;
    p.gone = true;
  } else if (r.status == 404) {
    p.where = layer::not_found;
  } else if (r.status == 429 || r.status >= 500) {
    p.where = layer::http;
    p.again = true;
  }
  return p;
}

problem from_status(const http_response& r) {
  if (auto v = json::parse(r.body); v && member(*v, "code"))
    return from_code(r, text(*v, "code"), text(*v, "message"));
  if (r.status == 429 || r.status >= 500)
    return busy(r);
  if (r.status == 401 || r.status == 403)
    return {layer::shape,
            "",
            fmt::format("{} without WooCommerce's words: a firewall or a "
                        "security plugin answers instead of the shop",
                        r.status),
            true,
            retry_after(r),
            false};
  return {layer::shape,
          "",
          fmt::format("the store answered {} without JSON: is the address "
                      "right, and are permalinks on?",
                      r.status),
          true,
          {},
          false};
}

webhook read_hook(const value& v) {
  return {integer(v, "id"), text(v, "name"), text(v, "topic"),
          text(v, "status"), text(v, "delivery_url")};
}

std::optional<std::uint64_t> count(const http_outcome& o,
                                   std::string_view name) {
  auto* r = std::get_if<http_response>(&o);
  auto h = r ? r->header(name) : std::nullopt;
  if (!h || h->empty() || h->size() > 12 ||
      h->find_first_not_of("0123456789") != h->npos)
    return std::nullopt;
  return std::stoull(std::string(*h));
}

// ck_ and cs_ with their hex digits.
void hide_keys(std::string& text) {
  constexpr std::size_t digits_min = 16; // of 40: stock_ and docs_ are words
  for (std::string_view start : {"ck_", "cs_"})
    for (auto at = text.find(start); at != text.npos;
         at = text.find(start, at + 1)) {
      auto from = at + start.size();
      auto to = text.find_first_not_of("0123456789abcdefABCDEF", from);
      auto n = std::min(to, text.size()) - from;
      if (n >= digits_min)
        text.replace(from, n, "***");
    }
}

} // namespace

std::string shown(std::string_view text) {
  auto out = plain_text(text.substr(0, 300));
  hide_keys(out);
  return out;
}

answer<value> json_of(const http_outcome& o) {
  if (auto* e = std::get_if<http_error>(&o)) {
    bool tls = e->during == http_error::step::securing;
    return problem{
        tls ? layer::tls : layer::network, "", e->what, true, {}, false};
  }
  const auto& r = std::get<http_response>(o);
  if (r.status < 200 || r.status >= 300)
    return from_status(r);
  if (auto v = json::parse(r.body))
    return std::move(*v);
  bool html = trimmed(r.body).starts_with("<");
  return problem{layer::shape,
                 "",
                 html ? "the store answered with a web page instead of JSON: "
                        "a firewall, a maintenance page or a login in front"
                      : "the store's answer is not JSON",
                 true,
                 {},
                 false};
}

problem odd(std::string what) {
  return {layer::shape, "", std::move(what), true, {}, false};
}

answer<snapshot> read_order(const http_outcome& o) {
  return read_as<snapshot>(o, [](const value& v) -> answer<snapshot> {
    auto d = decode_value(v);
    if (auto* s = std::get_if<snapshot>(&d))
      return std::move(*s);
    auto* f = std::get_if<foreign>(&d);
    return odd(f ? f->what : "the answer is not an order");
  });
}

answer<order_page> read_orders(const http_outcome& o) {
  return read_as<order_page>(o, [&](const value& v) -> answer<order_page> {
    auto* all = v.if_array();
    if (!all)
      return odd("a list of orders was expected");
    order_page page;
    for (const auto& x : *all) {
      auto d = decode_value(x);
      if (auto* s = std::get_if<snapshot>(&d))
        page.orders.push_back(std::move(*s));
      else if (auto* f = std::get_if<foreign>(&d))
        page.unreadable.push_back(f->what);
      else
        page.unreadable.emplace_back("an entry is not an order");
    }
    page.total = count(o, "X-WP-Total");
    page.pages = count(o, "X-WP-TotalPages");
    return page;
  });
}

answer<std::vector<std::pair<std::int64_t, int>>>
read_refunds(const http_outcome& o) {
  using pieces = std::vector<std::pair<std::int64_t, int>>;
  return read_as<pieces>(o, [](const value& v) -> answer<pieces> {
    auto* all = v.if_array();
    if (!all)
      return odd("a list of refunds was expected");
    pieces out;
    for (const auto& r : *all)
      for (const auto& l : array(r, "line_items"))
        for (const auto& m : array(l, "meta_data"))
          if (text(m, "key") == "_refunded_item_id")
            out.emplace_back(integer(m, "value"),
                             std::abs(json::pieces(l, "quantity")));
    return out;
  });
}

answer<std::vector<order_mark>> read_order_marks(const http_outcome& o) {
  return read_list<order_mark>(o, mark_of);
}

answer<std::vector<std::string>> read_statuses(const http_outcome& o) {
  return read_list<std::string>(o, [](auto& v) { return text(v, "slug"); });
}

answer<std::vector<std::string>> read_namespaces(const http_outcome& o) {
  using names = std::vector<std::string>;
  return read_as<names>(o, [](const value& v) -> answer<names> {
    names out;
    for (const auto& n : array(v, "namespaces"))
      out.push_back(text(&n));
    if (out.empty())
      return odd("the REST index names no namespaces");
    return out;
  });
}

answer<std::vector<webhook>> read_webhooks(const http_outcome& o) {
  return read_list<webhook>(o, read_hook);
}

answer<webhook> read_webhook(const http_outcome& o) {
  return read_as<webhook>(
      o, [](const value& v) -> answer<webhook> { return read_hook(v); });
}

answer<std::vector<std::string>> read_notes(const http_outcome& o) {
  return read_list<std::string>(o, [](auto& v) { return text(v, "note"); });
}

answer<bool> read_done(const http_outcome& o) {
  return read_as<bool>(o, [](const value&) -> answer<bool> { return true; });
}

} // namespace dastomized::connectors::woocommerce

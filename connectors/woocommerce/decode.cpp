// Orders as WooCommerce writes them, into snapshots.
#include "connectors/json.hpp"
#include "connectors/woocommerce/woocommerce.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace dastomized::connectors::woocommerce {

namespace {

using boost::json::value;
using json::array;
using json::integer;
using json::member;
using json::text;

bool digits(std::string_view s, std::size_t from, std::size_t n) {
  return std::ranges::all_of(s.substr(from, n),
                             [](char c) { return c >= '0' && c <= '9'; });
}

int two(std::string_view s, std::size_t at) {
  return (s[at] - '0') * 10 + (s[at + 1] - '0');
}

// "2026-01-02T03:04:05", always GMT here.
std::optional<instant> date(std::string_view s) {
  if (s.size() < 19 || !digits(s, 0, 4) || !digits(s, 5, 2) ||
      !digits(s, 8, 2) || !digits(s, 11, 2) || !digits(s, 14, 2) ||
      !digits(s, 17, 2))
    return std::nullopt;
  using namespace std::chrono;
  auto day = year_month_day{year{two(s, 0) * 100 + two(s, 2)},
                            month{static_cast<unsigned>(two(s, 5))},
                            std::chrono::day{static_cast<unsigned>(two(s, 8))}};
  if (!day.ok())
    return std::nullopt;
  return instant{sys_days{day} + hours{two(s, 11)} + minutes{two(s, 14)} +
                 seconds{two(s, 17)}};
}

std::optional<instant> date(const value& v, std::string_view key) {
  return date(text(v, key));
}

std::vector<meta_entry> read_meta(const value& v) {
  std::vector<meta_entry> out;
  for (const auto& m : array(v, "meta_data")) {
    meta_entry e;
    e.id = integer(m, "id");
    e.key = text(m, "key");
    if (auto* x = member(m, "value")) {
      e.is_json = !x->is_string();
      e.value = e.is_json ? boost::json::serialize(*x) : text(x);
    }
    e.label = text(m, "display_key");
    out.push_back(std::move(e));
  }
  return out;
}

address read_address(const value* v) {
  address a;
  if (!v)
    return a;
  a.first_name = text(*v, "first_name");
  a.last_name = text(*v, "last_name");
  a.company = text(*v, "company");
  a.line1 = text(*v, "address_1");
  a.line2 = text(*v, "address_2");
  a.city = text(*v, "city");
  a.state = text(*v, "state");
  a.postcode = text(*v, "postcode");
  a.country = text(*v, "country");
  a.phone = text(*v, "phone");
  a.email = text(*v, "email");
  return a;
}

line read_line(const value& v) {
  line l;
  l.id = integer(v, "id");
  l.product_id = integer(v, "product_id");
  l.variation_id = integer(v, "variation_id");
  l.name = text(v, "name");
  l.sku = text(v, "sku");
  l.quantity = json::pieces(v, "quantity");
  l.subtotal = text(v, "subtotal");
  l.total = text(v, "total");
  l.total_tax = text(v, "total_tax");
  l.price = text(v, "price");
  if (auto* image = member(v, "image"))
    l.image = text(*image, "src");
  l.meta = read_meta(v);
  return l;
}

void read_lists(const value& v, snapshot& s) {
  for (const auto& x : array(v, "line_items"))
    s.lines.push_back(read_line(x));
  for (const auto& x : array(v, "shipping_lines"))
    s.shipping_lines.push_back({integer(x, "id"), text(x, "method_id"),
                                text(x, "method_title"), text(x, "total")});
  for (const auto& x : array(v, "refunds"))
    s.refunds.push_back(
        {integer(x, "id"), text(x, "reason"), text(x, "total")});
  s.meta = read_meta(v);
}

snapshot read_snapshot(const value& v) {
  snapshot s;
  s.id = integer(v, "id");
  s.number = text(v, "number");
  s.status = text(v, "status");
  s.created_via = text(v, "created_via");
  s.currency = text(v, "currency");
  s.order_key = text(v, "order_key");
  s.created = date(v, "date_created_gmt").value_or(instant{});
  s.modified = date(v, "date_modified_gmt").value_or(s.created);
  s.paid = date(v, "date_paid_gmt");
  s.completed = date(v, "date_completed_gmt");
  s.total = text(v, "total");
  s.total_tax = text(v, "total_tax");
  s.shipping_total = text(v, "shipping_total");
  s.discount_total = text(v, "discount_total");
  s.payment_method = text(v, "payment_method");
  s.payment_title = text(v, "payment_method_title");
  s.transaction_id = text(v, "transaction_id");
  s.customer_id = integer(v, "customer_id");
  s.customer_note = text(v, "customer_note");
  s.billing = read_address(member(v, "billing"));
  s.shipping = read_address(member(v, "shipping"));
  read_lists(v, s);
  if (s.number.empty())
    s.number = std::to_string(s.id);
  return s;
}

// Why it is not a whole order; empty: it is.
std::string missing(const value& v) {
  auto* id = member(v, "id");
  auto is = [&](std::string_view key, auto test) {
    auto* m = member(v, key);
    return m && test(*m);
  };
  if (!id || !id->is_int64() || id->get_int64() <= 0)
    return "an order without a usable id";
  if (text(v, "status").empty())
    return "an order without a status";
  if (!is("line_items", [](const value& x) { return x.is_array(); }) ||
      !is("billing", [](const value& x) { return x.is_object(); }))
    return "half an order: line_items or billing are missing";
  if (!date(v, "date_created_gmt"))
    return "an order without date_created_gmt";
  return {};
}

} // namespace

// Shared with answers.cpp.
order_mark mark_of(const value& v) {
  order_mark m;
  m.id = integer(v, "id");
  m.status = text(v, "status");
  m.modified = date(v, "date_modified_gmt").value_or(instant{});
  m.refunds = array(v, "refunds").size();
  return m;
}

decoded decode_value(const value& v) {
  auto* o = v.if_object();
  if (!o)
    return foreign{"JSON, but not an object"};
  if (o->contains("code") && o->contains("message") && !o->contains("id")) {
    auto* data = member(v, "data");
    auto status = data ? json::pieces(*data, "status") : 0;
    return rest_error{text(v, "code"), text(v, "message"), status};
  }
  auto id = integer(v, "id");
  if (o->size() == 1 && id > 0)
    return deleted{id};
  if (!o->contains("line_items") || !o->contains("status"))
    return foreign{o->contains("action") ? "a custom action, not an order"
                                         : "another resource, not an order"};
  if (auto why = missing(v); !why.empty())
    return foreign{why};
  return read_snapshot(v);
}

decoded decode_order(std::string_view bytes) {
  auto v = json::parse(bytes);
  if (!v)
    return foreign{"not JSON"};
  return decode_value(*v);
}

} // namespace dastomized::connectors::woocommerce

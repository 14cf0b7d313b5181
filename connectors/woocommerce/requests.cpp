#include "connectors/woocommerce/asking.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

namespace dastomized::connectors::woocommerce {

namespace {

using boost::json::object;
using boost::json::value;

std::string in_gmt(instant t) {
  return utc_text(t, 'T');
}

class query {
public:
  void add(std::string_view key, std::string_view v) {
    text_ += fmt::format("{}{}={}", text_.empty() ? '?' : '&', key,
                         percent_encoded(v));
  }
  const std::string& text() const { return text_; }

private:
  std::string text_;
};

} // namespace

http_request get_order(const account& a, std::int64_t id) {
  return get(a, order_path(id));
}

std::vector<std::string> listed_statuses() {
  return {"pending",   "processing", "on-hold", "completed",
          "cancelled", "refunded",   "failed"};
}

http_request get_orders(const account& a, const list_orders& q) {
  query s;
  s.add("per_page", std::to_string(q.per_page));
  s.add("page", std::to_string(q.page));
  s.add("orderby", q.orderby);
  s.add("order", "asc");
  s.add("dates_are_gmt", q.shop_time ? "false" : "true");
  if (!q.statuses.empty())
    s.add("status", fmt::format("{}", fmt::join(q.statuses, ",")));
  if (q.modified_after)
    s.add("modified_after", in_gmt(*q.modified_after));
  if (q.modified_before)
    s.add("modified_before", in_gmt(*q.modified_before));
  if (q.created_after)
    s.add("after", in_gmt(*q.created_after));
  if (q.created_before)
    s.add("before", in_gmt(*q.created_before));
  if (!q.include.empty())
    s.add("include", fmt::format("{}", fmt::join(q.include, ",")));
  if (!q.search.empty())
    s.add("search", q.search);
  return get(a, "/wc/v3/orders" + s.text());
}

http_request get_order_marks(const account& a,
                             const std::vector<std::string>& statuses,
                             std::uint32_t page) {
  query s;
  s.add("per_page", "100");
  s.add("page", std::to_string(page));
  s.add("orderby", "id");
  s.add("order", "asc");
  s.add("status", fmt::format("{}", fmt::join(statuses, ",")));
  s.add("_fields", "id,status,date_modified_gmt,refunds");
  return get(a, "/wc/v3/orders" + s.text());
}

http_request get_refunds(const account& a, std::int64_t id) {
  return get(a, order_path(id, "/refunds?per_page=100"));
}

http_request get_statuses(const account& a) {
  return get(a, "/wc/v3/orders/statuses");
}

http_request get_index(const account& a) {
  return get(a, "/?_fields=name,url,home,gmt_offset,timezone_string,"
                "namespaces,authentication");
}

http_request put_status(const account& a, std::int64_t id,
                        std::string_view to) {
  return send(a, "PUT", order_path(id), object{{"status", to}});
}

http_request put_meta(const account& a, std::int64_t id,
                      const std::vector<meta_entry>& entries,
                      std::optional<std::string> status) {
  boost::json::array all;
  for (const auto& e : entries) {
    auto parsed = e.is_json ? json::parse(e.value) : std::nullopt;
    all.push_back(
        object{{"key", e.key}, {"value", parsed ? *parsed : value(e.value)}});
  }
  object body{{"meta_data", std::move(all)}};
  if (status)
    body["status"] = *status;
  return send(a, "PUT", order_path(id), body);
}

http_request put_line_meta(const account& a, std::int64_t id,
                           std::int64_t line_id,
                           const std::vector<meta_change>& changes) {
  boost::json::array meta;
  for (const auto& c : changes)
    meta.push_back(object{{"id", c.meta_id}, {"key", c.key}, {"value", c.to}});
  boost::json::array lines{
      object{{"id", line_id}, {"meta_data", std::move(meta)}}};
  return send(a, "PUT", order_path(id),
              object{{"line_items", std::move(lines)}});
}

http_request post_note(const account& a, std::int64_t id, std::string_view text,
                       bool to_customer) {
  return send(a, "POST", order_path(id, "/notes"),
              object{{"note", text}, {"customer_note", to_customer}});
}

http_request get_notes(const account& a, std::int64_t id) {
  return get(a, order_path(id, "/notes"));
}

http_request get_webhooks(const account& a) {
  return get(a, "/wc/v3/webhooks?per_page=100");
}

http_request post_webhook(const account& a, const webhook& w,
                          const std::string& secret) {
  return send(a, "POST", "/wc/v3/webhooks",
              object{{"name", w.name},
                     {"topic", w.topic},
                     {"delivery_url", w.delivery_url},
                     {"secret", secret},
                     {"status", "active"}});
}

http_request put_webhook(const account& a, std::int64_t id,
                         const std::string& url, const std::string& secret) {
  return send(
      a, "PUT", fmt::format("/wc/v3/webhooks/{}", id),
      object{{"delivery_url", url}, {"secret", secret}, {"status", "active"}});
}

http_request delete_webhook(const account& a, std::int64_t id) {
  return request(a, "DELETE", fmt::format("/wc/v3/webhooks/{}?force=true", id));
}

} // namespace dastomized::connectors::woocommerce

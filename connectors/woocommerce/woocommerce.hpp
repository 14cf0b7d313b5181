// WooCommerce's REST API wc/v3 and webhooks: requests built, answers and
// deliveries decoded. Pure; the store gateway sends and waits.
#pragma once

#include "connectors/http.hpp"
#include "domain/order.hpp"
#include "domain/result.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dastomized::connectors::woocommerce {

struct account {
  std::string url; // of the shop, no trailing slash
  std::string key, secret;
  milliseconds timeout{30s};
};

// ---- what came in ---------------------------------------------------------

struct deleted {
  std::int64_t id = 0;
}; // body is {"id":N}
struct rest_error {
  std::string code, message;
  int status = 0;
};
struct foreign {
  std::string what;
}; // not an order

using decoded = std::variant<snapshot, deleted, rest_error, foreign>;

// Any bytes whatever; never throws. Bounded depth.
decoded decode_order(std::string_view json);

// A page of GET /orders.
struct order_page {
  std::vector<snapshot> orders;
  std::vector<std::string> unreadable;       // why single entries were left out
  std::optional<std::uint64_t> total, pages; // X-WP-Total(Pages)
};

// base64(HMAC-SHA256(secret, body)) compared in constant time.
bool signature_valid(std::string_view secret, std::string_view body,
                     std::string_view signature);
std::string sign(std::string_view secret, std::string_view body);

// The form-encoded announcement of a new webhook: no signature, no order.
bool is_ping(std::string_view content_type, std::string_view body);

// ---- requests -------------------------------------------------------------

// https: Basic. http: OAuth 1.0a HMAC-SHA256 in the query, which needs the
// time and a nonce never used before.
http_request authorised(http_request r, const account& a, instant now,
                        const std::string& nonce);
std::string fresh_nonce();

// The statuses of every WooCommerce but trash. checkout-draft is no order yet.
std::vector<std::string> listed_statuses();

struct list_orders {
  std::vector<std::string> statuses; // one by one; trash is never implied
  std::optional<instant> modified_after, modified_before;
  std::optional<instant> created_after, created_before;
  bool shop_time = false; // these are on the shop's own clock, not UTC
  std::vector<std::int64_t> include;
  std::string search;
  std::string orderby = "modified"; // ascending
  std::uint32_t page = 1, per_page = 100;
};

http_request get_order(const account& a, std::int64_t id);
http_request get_orders(const account& a, const list_orders& q);
// A page of 100 of what tells whether an order is as we know it.
http_request get_order_marks(const account& a,
                             const std::vector<std::string>& statuses,
                             std::uint32_t page);
http_request get_refunds(const account& a, std::int64_t id);
http_request get_statuses(const account& a);
http_request get_index(const account& a);
http_request put_status(const account& a, std::int64_t id, std::string_view to);
http_request put_meta(const account& a, std::int64_t id,
                      const std::vector<meta_entry>& meta,
                      std::optional<std::string> status = {});
// Changes entries of one line, by their ids; all else stays.
http_request put_line_meta(const account& a, std::int64_t id,
                           std::int64_t line_id,
                           const std::vector<meta_change>& changes);
http_request post_note(const account& a, std::int64_t id, std::string_view text,
                       bool to_customer);
http_request get_notes(const account& a, std::int64_t id);

struct webhook {
  std::int64_t id = 0;
  std::string name, topic, status, delivery_url;
};
http_request get_webhooks(const account& a);
http_request post_webhook(const account& a, const webhook& w,
                          const std::string& secret);
// Makes it active, with this address and secret.
http_request put_webhook(const account& a, std::int64_t id,
                         const std::string& url, const std::string& secret);
http_request delete_webhook(const account& a, std::int64_t id);

// ---- answers --------------------------------------------------------------

// Why an exchange did not give what was asked, and whether a repeat helps.
struct problem {
  enum class layer : std::uint8_t {
    network,
    tls,
    http,
    auth,
    rights,
    not_found,
    refused,
    shape,
  };
  layer where = layer::network;
  std::string code;   // WooCommerce's, or empty
  std::string what;   // a sentence; safe to log
  bool again = false; // trying again later can help
  std::optional<milliseconds> retry_after;
  bool gone = false; // the order does not exist (any more)
};

template <class T>
using answer = std::variant<T, problem>;

answer<snapshot> read_order(const http_outcome& o);
answer<order_page> read_orders(const http_outcome& o);
struct order_mark {
  std::int64_t id = 0;
  std::string status;
  instant modified{};
  std::size_t refunds = 0;
};
answer<std::vector<order_mark>> read_order_marks(const http_outcome& o);
answer<std::vector<std::pair<std::int64_t, int>>> // line id, refunded pieces
read_refunds(const http_outcome& o);
answer<std::vector<std::string>> read_statuses(const http_outcome& o);
answer<std::vector<std::string>> read_namespaces(const http_outcome& o);
answer<std::vector<webhook>> read_webhooks(const http_outcome& o);
answer<webhook> read_webhook(const http_outcome& o);
answer<std::vector<std::string>> read_notes(const http_outcome& o);
answer<bool> read_done(const http_outcome& o); // any 2xx with JSON

} // namespace dastomized::connectors::woocommerce

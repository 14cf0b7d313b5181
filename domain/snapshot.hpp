// What the store said about one order, in our words. A snapshot is a plain
// value; connectors/woocommerce makes it from JSON, nobody changes it.
#pragma once

#include "domain/time.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dastomized {

// Names an order for ever: the store's configured name and WooCommerce's id.
struct order_key {
  std::string store;
  std::int64_t id = 0;
  auto operator<=>(const order_key&) const = default;
};

std::string to_string(const order_key& key); // "shop/1042"

struct meta_entry {
  std::int64_t id = 0;
  std::string key;
  std::string value;    // a string as itself, anything else as JSON text
  bool is_json = false; // value holds JSON text
  std::string label;    // display_key, empty when the store gave none
  bool operator==(const meta_entry&) const = default;
};

struct address {
  std::string first_name, last_name, company;
  std::string line1, line2, city, state, postcode;
  std::string country; // ISO 3166 two letters
  std::string phone, email;
  bool operator==(const address&) const = default;
};

// Nothing in it that would let a parcel arrive.
bool empty(const address& a);

// Names keep the store's HTML entities; domain/text.hpp decodes for people.
struct line {
  std::int64_t id = 0, product_id = 0, variation_id = 0;
  std::string name, sku;
  int quantity = 0;
  int refunded = 0; // pieces, known only when the refunds were read
  std::string subtotal, total, total_tax, price; // amounts as written
  std::string image;
  std::vector<meta_entry> meta;
  bool operator==(const line&) const = default;
};

struct shipping_line {
  std::int64_t id = 0;
  std::string method_id, title, total;
  bool operator==(const shipping_line&) const = default;
};

struct refund {
  std::int64_t id = 0;
  std::string reason, total; // total is negative
  bool operator==(const refund&) const = default;
};

struct snapshot {
  std::int64_t id = 0;
  std::string number, status, created_via, currency, order_key;
  instant created{}, modified{};
  std::optional<instant> paid, completed;
  std::string total, total_tax, shipping_total, discount_total;
  std::string payment_method, payment_title, transaction_id;
  std::int64_t customer_id = 0;
  std::string customer_note;
  address billing, shipping;
  std::vector<line> lines;
  std::vector<shipping_line> shipping_lines;
  std::vector<refund> refunds;
  std::vector<meta_entry> meta;
  bool operator==(const snapshot&) const = default;
};

// Equal in all that matters: date_modified moves on its own in the store.
bool same_content(const snapshot& a, const snapshot& b);

const line* find_line(const snapshot& s, std::int64_t line_id);
const meta_entry* find_meta(const std::vector<meta_entry>& all,
                            std::string_view key);

} // namespace dastomized

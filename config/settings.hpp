// What the configuration says, as plain values with the defaults in place.
// Made by load() (config/loader.hpp); a reload makes a new one.
// dastomized.example.toml explains every member.
#pragma once

#include "config/secret.hpp"
#include "domain/policy.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dastomized::config {

enum class log_level : std::uint8_t { trace, debug, info, warning, error };
enum class log_format : std::uint8_t { automatic, journal, plain };

struct daemon_settings {
  std::string data_dir = "/var/lib/dastomized";
  std::string backup_dir = "/var/lib/dastomized/backups"; // below data_dir
  std::uint32_t threads = 0; // 0: as many as there are cores
  log_level level = log_level::info;
  log_format format = log_format::automatic;
};

struct endpoint {
  std::string host = "127.0.0.1"; // without the brackets of IPv6
  std::uint16_t port = 8080;      // 0: any free port
};

struct http_settings {
  endpoint listen;
  std::string public_url; // no trailing slash; empty: not reachable by others
  secret api_token;       // an admin's; empty: there is none
  std::vector<std::string> trusted_proxies; // addresses and networks
  std::uint64_t body_max = 10u << 20;
  std::uint64_t header_max = 16u << 10;
  milliseconds read_timeout{10s};
  milliseconds idle_timeout{60s};
  std::uint32_t connections_max = 20'000;
  std::uint32_t connections_per_address_max = 500;
};

struct auth_settings {
  milliseconds session_idle{12h};     // without a request
  milliseconds session_most{7 * 24h}; // in any case
  std::uint32_t password_min = 12;    // bytes
};

// Times that bind an order when its countdown begins.
struct countdown_rules {
  milliseconds delay{24h};
  milliseconds grace{15min};
  milliseconds resume_grace{5min};
  milliseconds twin_window{1h};
};

struct countdown_settings : countdown_rules {
  bool auto_submit = true;
  std::uint32_t catch_up_rate = 60; // orders per minute
  std::uint32_t catch_up_ask_above = 50;
  milliseconds catch_up_ask_age{24h};
};

// What may leave a store within an hour before it is frozen; 0: any number.
struct brakes_settings {
  std::uint32_t orders_per_hour = 0;
  double amount_per_hour = 0; // of totals, in the store's currency
};

// Looks at print files before they are sent.
struct artwork_settings {
  bool check = true;
  bool allow_private = false; // from addresses that are not public
  std::uint64_t bytes_max = 25u << 20;
  std::uint32_t pixels_min = 0; // of the shorter side; 0: any
};

enum class tracking_target : std::uint8_t {
  automatic,
  fulfillments,
  shipment_tracking,
  ast,
  note,
};

// Line meta keys per role as written by the seller, without the presets.
struct personalization_settings {
  std::vector<std::string> presets; // neighbours' keys to add, by name
  key_set any{{}, {"_dastomize"}};
  key_set preview{{"_dastomize_preview"}, {}};
  key_set print_file{{"_dastomize_print_file", "_dastomize_production"}, {}};
  key_set client_image{{"_dastomize_client_image", "_dastomize_upload"}, {}};
};

struct store_settings {
  std::string name;
  std::string url;        // no trailing slash
  secret key, secret_key; // WooCommerce's consumer key and consumer secret
  secret webhook_secret;  // empty: the daemon makes and keeps one
  secret path_secret;     // last part of the hook's URL; empty: the same
  bool webhooks = true;   // make and mend the store's webhooks
  milliseconds webhook_check_interval{10min};
  milliseconds sweep_interval{24h};
  bool auto_submit = true;
  // Orders created before this never submit themselves. Without it: none do.
  instant auto_submit_since = instant::max();
  countdown_rules countdown; // [countdown], overridden by [store.countdown]
  std::optional<std::string> timezone; // IANA name; for showing times
  milliseconds poll_interval{30s};
  milliseconds poll_overlap{5min};
  milliseconds timeout{30s};
  double rate = 5; // requests per second
  std::uint32_t in_flight = 4;
  std::vector<std::string> shineon_sku_prefixes{"SO-", "PT-"};
  std::vector<std::string> catalogue_skus;
  personalization_settings personalization;
  bool complete_when_shipped = true;
  tracking_target tracking = tracking_target::automatic;
};

struct provider_settings {
  std::string name;
  std::string kind; // customcat, shineon
  std::string url;  // no trailing slash; empty: the kind's own
  secret token;     // `api_key` or `token` in the file
  bool sandbox = false;
  double rate = 2; // requests per second
  std::uint32_t in_flight = 4;
  std::uint32_t breaker_after = 5; // calls in a row without result; 0: never
  std::string shipping_method;
  std::string fallback_phone, fallback_email;
  // What an address must have beyond what the kind itself asks for.
  bool require_phone = false, require_email = false;
  std::vector<std::string> require_state{"US", "CA", "AU"}; // of countries
  secret path_secret; // of /hooks/{provider}/{topic}/…; empty: made and kept
  milliseconds tracking_poll_interval{15min};
  milliseconds timeout{30s};
};

struct route_settings {
  std::string store;           // empty: every store
  std::string sku, sku_prefix; // exactly one is set
  std::string provider;        // "none": not fulfilled by us
  std::string provider_sku;    // empty: the SKU itself
  bool strip_prefix = false;
};

struct sku_row {
  std::string sku, provider, provider_sku;
  bool operator==(const sku_row&) const = default;
};

struct sku_map_settings {
  std::string file;  // as written; relative to the configuration's directory
  std::string store; // empty: every store
  std::vector<sku_row> rows;
};

struct notify_settings {
  std::string url; // receives a JSON message when a person is needed
  secret token;    // sent as bearer token if set
};

struct retention_settings {
  milliseconds inbox{30 * 24h};
  milliseconds journal{730 * 24h};
};

struct settings {
  daemon_settings daemon;
  http_settings http;
  auth_settings auth;
  countdown_settings countdown;
  brakes_settings brakes;
  artwork_settings artwork;
  std::vector<store_settings> stores;
  std::vector<provider_settings> providers;
  std::vector<route_settings> routes;
  std::vector<sku_map_settings> sku_maps;
  notify_settings notify;
  retention_settings retention;
  std::string revision; // tells one text of the configuration from the next
};

} // namespace dastomized::config

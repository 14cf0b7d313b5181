#include "daemon/wiring.hpp"

#include "config/rules.hpp"
#include "domain/address.hpp"
#include "domain/digest.hpp"

#include <algorithm>
#include <thread>

namespace dastomized {

namespace {

using connectors::provider_account;

void append(key_set& to, const key_set& more) {
  to.keys.insert(to.keys.end(), more.keys.begin(), more.keys.end());
  to.prefixes.insert(to.prefixes.end(), more.prefixes.begin(),
                     more.prefixes.end());
}

personalization_keys keys_of_all(const config::settings& s) {
  personalization_keys all;
  for (const auto& store : s.stores) {
    auto keys = config::keys_of(store.personalization);
    append(all.any, keys.any);
    append(all.preview, keys.preview);
    append(all.print_file, keys.print_file);
    append(all.client_image, keys.client_image);
  }
  return all;
}

provider_account account_of(const config::settings& s,
                            const config::provider_settings& p,
                            personalization_keys keys) {
  provider_account a;
  a.name = p.name;
  a.url = p.url;
  a.token = p.token.reveal();
  a.sandbox = p.sandbox;
  a.shipping_method = p.shipping_method;
  if (!s.http.public_url.empty() && !p.path_secret.empty())
    a.notice_url = s.http.public_url + "/hooks/" + p.name + "/shipped/" +
                   p.path_secret.reveal();
  a.timeout = p.timeout;
  a.fallback_phone = p.fallback_phone;
  a.fallback_email = p.fallback_email;
  a.personalization = std::move(keys);
  return a;
}

// Tells one account at a provider from another, and gives nothing away.
std::string fingerprint(const config::provider_settings& p) {
  return sha256_hex(p.kind + '\n' + p.url + '\n' + p.token.reveal())
      .substr(0, 16);
}

// A store's print files are found by the store's own keys.
std::shared_ptr<const policy> rules_of(const config::settings& s,
                                       const config::store_settings& store) {
  auto rules = std::make_shared<policy>(config::policy_of(s, store));
  for (const auto& p : s.providers) {
    auto api = connectors::make_provider(
        p.kind, account_of(s, p, rules->personalization));
    auto& r = rules->providers[p.name] = api->rules();
    config::demand(r, p);
    // Where changes are listed, asking about each part is a second look.
    bool lists = api->changes({}, 1).has_value();
    r.account = fingerprint(p);
    r.tracking_interval = (lists ? 8 : 1) * p.tracking_poll_interval;
  }
  return rules;
}

actors::tracking_wish wish_of(config::tracking_target t) {
  using to = actors::tracking_wish;
  switch (t) {
  case config::tracking_target::automatic:
    return to::automatic;
  case config::tracking_target::fulfillments:
    return to::fulfillments;
  case config::tracking_target::shipment_tracking:
    return to::shipment_tracking;
  case config::tracking_target::ast:
    return to::ast;
  case config::tracking_target::note:
    return to::note;
  }
  return to::automatic;
}

actors::store_setup store_setup_of(const config::settings& s,
                                   const config::store_settings& from) {
  actors::store_setup to;
  to.name = from.name;
  to.account = {from.url, from.key.reveal(), from.secret_key.reveal(),
                from.timeout};
  to.rules = rules_of(s, from);
  to.poll_interval = from.poll_interval;
  to.poll_overlap = from.poll_overlap;
  to.in_flight_max = from.in_flight;
  to.per_second = from.rate;
  to.brakes = {s.brakes.orders_per_hour, s.brakes.amount_per_hour};
  to.sweep_interval = from.sweep_interval;
  to.tracking = wish_of(from.tracking);
  if (!s.http.public_url.empty() && from.webhooks) {
    to.hook_base = s.http.public_url + "/hooks/" + from.name + "/";
    to.hook_url = to.hook_base + from.path_secret.reveal();
    to.hook_secret = from.webhook_secret.reveal();
    to.hook_interval = from.webhook_check_interval;
  }
  return to;
}

// Where this machine finds us.
std::string address_of(const config::http_settings& s) {
  auto host = s.listen.host;
  if (host == "0.0.0.0" || host == "::")
    host = "localhost";
  if (host.find(':') != host.npos)
    host = '[' + host + ']';
  return "http://" + host + ':' + std::to_string(s.listen.port);
}

unsigned threads_of(const config::settings& s) {
  return s.daemon.threads > 0
             ? s.daemon.threads
             : std::max(1u, std::thread::hardware_concurrency());
}

} // namespace

actors::setup setup_of(const config::settings& s) {
  actors::setup made;
  for (const auto& store : s.stores)
    made.stores.push_back(store_setup_of(s, store));
  auto keys = keys_of_all(s);
  for (const auto& p : s.providers)
    made.providers.push_back(
        {p.name, connectors::make_provider(p.kind, account_of(s, p, keys)),
         p.in_flight, p.rate, p.tracking_poll_interval, p.breaker_after});
  made.catch_up = {s.countdown.catch_up_rate, s.countdown.catch_up_ask_above,
                   s.countdown.catch_up_ask_age};
  made.threads = threads_of(s);
  made.artwork = {s.artwork.bytes_max, s.artwork.pixels_min,
                  s.artwork.allow_private};
  return made;
}

http::api_settings api_settings_of(const config::settings& s,
                                   const actors::setup& made) {
  http::api_settings out;
  for (std::size_t i = 0; i < s.stores.size(); ++i)
    out.stores.push_back({s.stores[i].name, s.stores[i].path_secret.reveal(),
                          s.stores[i].webhook_secret.reveal(), s.stores[i].url,
                          s.stores[i].timezone.value_or("UTC")});
  for (std::size_t i = 0; i < s.providers.size(); ++i)
    out.providers.push_back({s.providers[i].name,
                             s.providers[i].path_secret.reveal(),
                             made.providers[i].api});
  out.access.api_token = s.http.api_token.reveal();
  out.access.public_url = s.http.public_url;
  out.access.own_url = address_of(s.http);
  out.access.sessions = {s.auth.session_idle, s.auth.session_most};
  out.access.password_min = s.auth.password_min;
  for (const auto& n : s.http.trusted_proxies)
    if (auto network = parse_network(n)) // checked by config
      out.access.trusted_proxies.push_back(*network);
  out.backup_dir = s.daemon.backup_dir;
  return out;
}

connectors::http_client_settings client_settings_of(const config::settings& s) {
  connectors::http_client_settings out;
  for (const auto& store : s.stores)
    out.connections_max_per_host =
        std::max<std::size_t>(out.connections_max_per_host, store.in_flight);
  for (const auto& p : s.providers)
    out.connections_max_per_host =
        std::max<std::size_t>(out.connections_max_per_host, p.in_flight);
  return out;
}

http::server_settings server_settings_of(const config::settings& s) {
  http::server_settings out;
  out.address =
      s.http.listen.host == "localhost" ? "127.0.0.1" : s.http.listen.host;
  out.port = s.http.listen.port;
  out.threads = threads_of(s);
  out.limits = {s.http.body_max,        s.http.header_max,
                s.http.read_timeout,    s.http.idle_timeout,
                s.http.connections_max, s.http.connections_per_address_max};
  return out;
}

std::string store_path_of(const config::settings& s) {
  return s.daemon.data_dir + "/orders";
}

} // namespace dastomized

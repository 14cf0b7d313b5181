#include "config/schema.hpp"

#include "config/rules.hpp"
#include "domain/address.hpp"

#include <algorithm>
#include <cctype>

namespace dastomized::config {

namespace {

// ---- checks of one value --------------------------------------------------

template <class V>
auto between(V low, V high) {
  return [=](const V& v) {
    return v < low || v > high
               ? fmt::format("must be between {} and {}", show(low), show(high))
               : std::string{};
  };
}

auto of_characters(std::string_view also, std::size_t low, std::size_t high) {
  return [=](const std::string& text) {
    return text.size() >= low && text.size() <= high &&
           std::all_of(text.begin(), text.end(), [&](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                    also.find(c) != also.npos;
           });
  };
}

constexpr auto capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_+/";

std::string name_complaint(const std::string& name) {
  if (!of_characters("-", 1, 32)(name))
    return "must be 1 to 32 of a-z, 0-9 and -";
  return name == not_fulfilled ? "is a reserved word" : "";
}

std::string path_secret_complaint(const secret& s) {
  if (s.reveal().find_first_of("+/") == std::string::npos &&
      of_characters(capitals, 16, 128)(s.reveal()))
    return "";
  return "must be 16 to 128 letters, digits, - or _";
}

std::string zone_complaint(const std::string& zone) {
  return of_characters(capitals, 1, 64)(zone) && zone.front() != '/'
             ? ""
             : "must be a name like Europe/Berlin";
}

std::string url_complaint(const std::string& url) {
  auto rest = url.starts_with("https://")  ? url.substr(8)
              : url.starts_with("http://") ? url.substr(7)
                                           : "";
  if (rest.empty() || rest.front() == '/')
    return "must begin with https:// or http:// and a host";
  if (rest.find_first_of(" \t\"<>\\?#") != std::string::npos)
    return "must not hold spaces, quotation marks, ? or #";
  if (rest.substr(0, rest.find('/')).find('@') != std::string::npos)
    return "must not hold a user or password";
  return "";
}

std::string kind_complaint(const std::string& kind) {
  return kind == "customcat" || kind == "shineon"
             ? ""
             : fmt::format("must be customcat or shineon, not \"{}\"", kind);
}

std::string countries_complaint(const std::vector<std::string>& all) {
  for (const auto& c : all)
    if (c.size() != 2 || c[0] < 'A' || c[0] > 'Z' || c[1] < 'A' || c[1] > 'Z')
      return fmt::format("has \"{}\": countries are two capital letters, "
                         "like \"US\"",
                         c);
  return "";
}

std::string presets_complaint(const std::vector<std::string>& presets) {
  for (const auto& p : presets)
    if (!preset(p))
      return fmt::format("there is no preset \"{}\": customily, teeinblue, "
                         "zakeke, fancy_product_designer, orderdesk",
                         p);
  return "";
}

std::string networks_complaint(const std::vector<std::string>& all) {
  for (const auto& n : all)
    if (!parse_network(n))
      return fmt::format("has \"{}\": addresses and networks are written "
                         "like \"192.0.2.1\" or \"10.0.0.0/8\"",
                         n);
  return "";
}

std::string filled(const std::string& text) {
  return text.empty() ? "must not be empty" : "";
}

// ---- the tables -----------------------------------------------------------

keys<daemon_settings> daemon_keys() {
  using t = daemon_settings;
  return {
      value<t>("data_dir", &t::data_dir,
               {.restart = true, .complaint = filled}),
      value<t>("backup_dir", &t::backup_dir, {.complaint = filled}),
      value<t>("threads", &t::threads,
               {.restart = true, .complaint = between(0u, 1024u)}),
      value<t>("log_level", &t::level),
      value<t>("log_format", &t::format, {.restart = true}),
  };
}

keys<http_settings> http_keys() {
  using t = http_settings;
  constexpr std::uint64_t kib = 1024;
  return {
      value<t>("listen", &t::listen, {.restart = true}),
      value<t>("public_url", &t::public_url, {.complaint = url_complaint}),
      value<t>("api_token", &t::api_token),
      value<t>("trusted_proxies", &t::trusted_proxies,
               {.complaint = networks_complaint}),
      value<t>(
          "body_max", &t::body_max,
          {.restart = true, .complaint = between(64 * kib, 256 * kib * kib)}),
      value<t>("header_max", &t::header_max,
               {.restart = true, .complaint = between(4 * kib, 1024 * kib)}),
      value<t>("read_timeout", &t::read_timeout,
               {.restart = true, .complaint = between<milliseconds>(1s, 5min)}),
      value<t>("idle_timeout", &t::idle_timeout,
               {.restart = true, .complaint = between<milliseconds>(1s, 1h)}),
      value<t>("connections_max", &t::connections_max,
               {.restart = true, .complaint = between(1u, 1'000'000u)}),
      value<t>("connections_per_address_max", &t::connections_per_address_max,
               {.restart = true, .complaint = between(1u, 1'000'000u)}),
  };
}

template <class T>
keys<T> rule_keys() {
  using t = countdown_rules;
  auto month = between<milliseconds>(0s, 31 * 24h);
  return {
      value<T>("delay", &t::delay, {.complaint = month}),
      value<T>("grace", &t::grace, {.complaint = month}),
      value<T>("resume_grace", &t::resume_grace, {.complaint = month}),
      value<T>("twin_window", &t::twin_window, {.complaint = month}),
  };
}

keys<auth_settings> auth_keys() {
  using t = auth_settings;
  constexpr milliseconds most = 366 * 24h;
  return {
      value<t>("session_idle", &t::session_idle,
               {.complaint = between<milliseconds>(1s, most)}),
      value<t>("session_most", &t::session_most,
               {.complaint = between<milliseconds>(1s, most)}),
      value<t>("password_min", &t::password_min,
               {.complaint = between(8u, 128u)}),
  };
}

keys<countdown_settings> countdown_keys() {
  using t = countdown_settings;
  auto all = rule_keys<t>();
  all.insert(all.end(),
             {
                 value<t>("auto_submit", &t::auto_submit),
                 value<t>("catch_up_rate", &t::catch_up_rate,
                          {.complaint = between(1u, 100'000u)}),
                 value<t>("catch_up_ask_above", &t::catch_up_ask_above),
                 value<t>("catch_up_ask_age", &t::catch_up_ask_age),
             });
  return all;
}

keys<brakes_settings> brakes_keys() {
  using t = brakes_settings;
  return {
      value<t>("orders_per_hour", &t::orders_per_hour),
      value<t>("amount_per_hour", &t::amount_per_hour,
               {.complaint = between(0., 1e12)}),
  };
}

keys<artwork_settings> artwork_keys() {
  using t = artwork_settings;
  constexpr std::uint64_t kib = 1024;
  return {
      value<t>("check", &t::check),
      value<t>("allow_private", &t::allow_private),
      value<t>("max_bytes", &t::bytes_max,
               {.complaint = between(64 * kib, 256 * kib * kib)}),
      value<t>("min_pixels", &t::pixels_min,
               {.complaint = between(0u, 100'000u)}),
  };
}

keys<personalization_settings> line_meta_keys() {
  using t = personalization_settings;
  return {
      value<t>("presets", &t::presets, {.complaint = presets_complaint}),
      value<t>("any", &t::any),
      value<t>("preview", &t::preview),
      value<t>("print_file", &t::print_file),
      value<t>("client_image", &t::client_image),
  };
}

keys<store_settings> store_keys() {
  using t = store_settings;
  auto zone = [](const std::optional<std::string>& z) {
    return zone_complaint(z.value_or(""));
  };
  return {
      value<t>("name", &t::name,
               {.required = true, .complaint = name_complaint}),
      value<t>("url", &t::url, {.required = true, .complaint = url_complaint}),
      value<t>("key", &t::key, {.required = true}),
      value<t>("secret", &t::secret_key, {.required = true}),
      value<t>("webhook_secret", &t::webhook_secret),
      value<t>("path_secret", &t::path_secret,
               {.complaint = path_secret_complaint}),
      value<t>("webhooks", &t::webhooks),
      value<t>("webhook_check_interval", &t::webhook_check_interval,
               {.complaint = between<milliseconds>(1s, 24h)}),
      value<t>("sweep_interval", &t::sweep_interval,
               {.complaint = between<milliseconds>(1s, 31 * 24h)}),
      value<t>("auto_submit", &t::auto_submit),
      value<t>("auto_submit_since", &t::auto_submit_since),
      section<t>("countdown", &t::countdown, rule_keys<countdown_rules>()),
      value<t>("timezone", &t::timezone, {.complaint = zone}),
      value<t>("poll_interval", &t::poll_interval,
               {.complaint = between<milliseconds>(1s, 24h)}),
      value<t>("poll_overlap", &t::poll_overlap,
               {.complaint = between<milliseconds>(0s, 24h)}),
      value<t>("timeout", &t::timeout,
               {.complaint = between<milliseconds>(1s, 5min)}),
      value<t>("rate", &t::rate, {.complaint = between(0.01, 1000.)}),
      value<t>("in_flight", &t::in_flight, {.complaint = between(1u, 64u)}),
      value<t>("shineon_sku_prefixes", &t::shineon_sku_prefixes),
      value<t>("catalogue_skus", &t::catalogue_skus),
      section<t>("personalization", &t::personalization, line_meta_keys()),
      value<t>("complete_when_shipped", &t::complete_when_shipped),
      value<t>("tracking_target", &t::tracking),
  };
}

keys<provider_settings> provider_keys() {
  using t = provider_settings;
  return {
      value<t>("name", &t::name,
               {.required = true, .complaint = name_complaint}),
      value<t>("kind", &t::kind,
               {.required = true, .complaint = kind_complaint}),
      value<t>("url", &t::url, {.complaint = url_complaint}),
      value<t>("api_key", &t::token),
      alias<t>("token", &t::token),
      value<t>("sandbox", &t::sandbox),
      value<t>("rate", &t::rate, {.complaint = between(0.01, 1000.)}),
      value<t>("in_flight", &t::in_flight, {.complaint = between(1u, 64u)}),
      value<t>("breaker_after", &t::breaker_after),
      value<t>("shipping_method", &t::shipping_method, {.complaint = filled}),
      value<t>("fallback_phone", &t::fallback_phone),
      value<t>("fallback_email", &t::fallback_email),
      value<t>("require_phone", &t::require_phone),
      value<t>("require_email", &t::require_email),
      value<t>("require_state", &t::require_state,
               {.complaint = countries_complaint}),
      value<t>("path_secret", &t::path_secret,
               {.complaint = path_secret_complaint}),
      value<t>("tracking_poll_interval", &t::tracking_poll_interval,
               {.complaint = between<milliseconds>(1s, 7 * 24h)}),
      value<t>("timeout", &t::timeout,
               {.complaint = between<milliseconds>(1s, 5min)}),
  };
}

keys<route_settings> route_keys() {
  using t = route_settings;
  return {
      value<t>("store", &t::store),
      value<t>("sku", &t::sku, {.complaint = filled}),
      value<t>("sku_prefix", &t::sku_prefix, {.complaint = filled}),
      value<t>("provider", &t::provider, {.required = true}),
      value<t>("provider_sku", &t::provider_sku, {.complaint = filled}),
      value<t>("strip_prefix", &t::strip_prefix),
  };
}

keys<sku_map_settings> sku_map_keys() {
  using t = sku_map_settings;
  return {
      value<t>("file", &t::file, {.required = true, .complaint = filled}),
      value<t>("store", &t::store),
  };
}

keys<notify_settings> notify_keys() {
  using t = notify_settings;
  return {
      value<t>("url", &t::url, {.complaint = url_complaint}),
      value<t>("token", &t::token),
  };
}

keys<retention_settings> retention_keys() {
  using t = retention_settings;
  auto span = between<milliseconds>(24h, 36'500 * 24h);
  return {
      value<t>("inbox", &t::inbox, {.complaint = span}),
      value<t>("journal", &t::journal, {.complaint = span}),
  };
}

store_settings new_store(const settings& s) {
  store_settings store;
  store.auto_submit = s.countdown.auto_submit;
  store.countdown = s.countdown;
  return store;
}

template <class Item>
std::function<Item(const settings&)> fresh() {
  return [](const settings&) { return Item{}; };
}

} // namespace

// [countdown] stands before [[store]]: stores begin with its values.
const keys<settings>& schema() {
  using t = settings;
  static const keys<t> all{
      section<t>("daemon", &t::daemon, daemon_keys()),
      section<t>("http", &t::http, http_keys()),
      section<t>("auth", &t::auth, auth_keys()),
      section<t>("countdown", &t::countdown, countdown_keys()),
      section<t>("brakes", &t::brakes, brakes_keys()),
      section<t>("artwork", &t::artwork, artwork_keys()),
      tables<t, store_settings>("store", &t::stores, store_keys(), new_store),
      tables<t, provider_settings>("provider", &t::providers, provider_keys(),
                                   fresh<provider_settings>()),
      tables<t, route_settings>("route", &t::routes, route_keys(),
                                fresh<route_settings>()),
      tables<t, sku_map_settings>("sku_map", &t::sku_maps, sku_map_keys(),
                                  fresh<sku_map_settings>()),
      section<t>("notify", &t::notify, notify_keys()),
      section<t>("retention", &t::retention, retention_keys()),
  };
  return all;
}

std::string label_of(const store_settings& s) {
  return fmt::format("store \"{}\"", s.name);
}

std::string label_of(const provider_settings& p) {
  return fmt::format("provider \"{}\"", p.name);
}

std::string label_of(const route_settings& r) {
  auto skus = r.sku.empty() ? r.sku_prefix + '*' : r.sku;
  return r.store.empty() ? fmt::format("route \"{}\"", skus)
                         : fmt::format("route \"{}\" of {}", skus, r.store);
}

std::string label_of(const sku_map_settings& m) {
  return m.store.empty() ? fmt::format("SKU map {}", m.file)
                         : fmt::format("SKU map {} of {}", m.file, m.store);
}

} // namespace dastomized::config

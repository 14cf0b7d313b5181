#include "config/rules.hpp"

#include <algorithm>
#include <map>

namespace dastomized::config {

namespace {

void add(key_set& to, const key_set& more) {
  to.keys.insert(to.keys.end(), more.keys.begin(), more.keys.end());
  to.prefixes.insert(to.prefixes.end(), more.prefixes.begin(),
                     more.prefixes.end());
}

// Zakeke's and Fancy Product Designer's keys hold an object with everything
// in it: they tell that a line is personalized, not where its file is.
std::map<std::string_view, personalization_keys> make_presets() {
  personalization_keys customily, teeinblue, zakeke, fancy, orderdesk;
  customily.any.prefixes = {"_customily"};
  customily.preview.keys = {"_customily-preview", "_customily-thumb",
                            "_customily-cart-image"};
  customily.print_file.keys = {"_customily-production-url"};
  teeinblue.any.keys = {"_customization_image"};
  teeinblue.any.prefixes = {"_tib_"};
  teeinblue.preview.keys = {"_customization_image"};
  teeinblue.print_file.prefixes = {"_tib_design_link_"};
  zakeke.any.keys = {"zakeke_data", "zakeke_configurator_data"};
  fancy.any.keys = {"_fpd_data", "fpd_data"};
  orderdesk.any.keys = {"print_preview", "print_url"};
  orderdesk.any.prefixes = {"print_url_"};
  orderdesk.preview.keys = {"print_preview"};
  orderdesk.print_file.keys = {"print_url"};
  orderdesk.print_file.prefixes = {"print_url_"};
  return {{"customily", customily},
          {"teeinblue", teeinblue},
          {"zakeke", zakeke},
          {"fancy_product_designer", fancy},
          {"orderdesk", orderdesk}};
}

std::string provider_or_nobody(const std::string& name) {
  return name == not_fulfilled ? "" : name;
}

bool applies(const std::string& wanted, const std::string& store) {
  return wanted.empty() || wanted == store;
}

void add_defaults(const settings& s, std::vector<route>& routes) {
  auto first = [&](std::string_view kind) {
    auto p = std::find_if(s.providers.begin(), s.providers.end(),
                          [&](const auto& each) { return each.kind == kind; });
    return p == s.providers.end() ? std::string{} : p->name;
  };
  auto add_one = [&](std::string prefix, const std::string& to, bool strip) {
    if (!to.empty())
      routes.push_back({"", std::move(prefix), to, "", strip});
  };
  add_one("CC-", first("customcat"), true);
  add_one("SO-", first("shineon"), false);
  add_one("PT-", first("shineon"), false);
}

} // namespace

const personalization_keys* preset(std::string_view name) {
  static const auto all = make_presets();
  auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second;
}

personalization_keys keys_of(const personalization_settings& p) {
  personalization_keys all{p.any, p.preview, p.print_file, p.client_image};
  for (const auto& name : p.presets) {
    const auto* more = preset(name);
    if (!more)
      continue;
    add(all.any, more->any);
    add(all.preview, more->preview);
    add(all.print_file, more->print_file);
    add(all.client_image, more->client_image);
  }
  return all;
}

std::vector<route> routes_of(const settings& s, const std::string& store) {
  std::vector<route> routes;
  for (const auto& map : s.sku_maps)
    if (applies(map.store, store))
      for (const auto& row : map.rows)
        routes.push_back({row.sku, "", provider_or_nobody(row.provider),
                          row.provider_sku, false});
  for (const auto& r : s.routes)
    if (applies(r.store, store))
      routes.push_back({r.sku, r.sku_prefix, provider_or_nobody(r.provider),
                        r.provider_sku, r.strip_prefix});
  add_defaults(s, routes);
  return routes;
}

policy policy_of(const settings& s, const store_settings& store) {
  policy p;
  p.auto_submit = store.auto_submit;
  p.auto_submit_since = store.auto_submit_since;
  p.delay = store.countdown.delay;
  p.grace = store.countdown.grace;
  p.resume_grace = store.countdown.resume_grace;
  p.twin_window = store.countdown.twin_window;
  p.complete_when_shipped = store.complete_when_shipped;
  p.shineon_prefixes = store.shineon_sku_prefixes;
  p.personalization = keys_of(store.personalization);
  p.check_artwork = s.artwork.check;
  p.catalogue = {store.catalogue_skus.begin(), store.catalogue_skus.end()};
  p.routes = routes_of(s, store.name);
  p.revision = s.revision;
  return p;
}

void demand(provider_rules& r, const provider_settings& p) {
  r.needs_phone = r.needs_phone || p.require_phone;
  r.needs_email = r.needs_email || p.require_email;
  r.states_for.insert(p.require_state.begin(), p.require_state.end());
}

} // namespace dastomized::config

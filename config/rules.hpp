// From settings to the rules the domain decides by.
#pragma once

#include "config/settings.hpp"
#include "domain/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dastomized::config {

// As a route's provider: these lines are not fulfilled by us.
inline constexpr std::string_view not_fulfilled = "none";

// The line meta keys a neighbour's plugin leaves; nullptr if unknown.
// Names: customily, teeinblue, zakeke, fancy_product_designer, orderdesk.
const personalization_keys* preset(std::string_view name);

// The store's own keys and those of its presets.
personalization_keys keys_of(const personalization_settings& p);

// Routes for one store: SKU maps, then [[route]] in the order of the file,
// then the defaults: CC-… to the first customcat provider without the
// prefix, SO-… and PT-… to the first shineon provider.
std::vector<route> routes_of(const settings& s, const std::string& store);

// Everything but `providers` (the connectors know these), `freezes` and
// `statuses` (known at run time).
policy policy_of(const settings& s, const store_settings& store);

// Adds what the seller demands of addresses to what the provider does.
void demand(provider_rules& r, const provider_settings& p);

} // namespace dastomized::config

// Is a store as the daemon needs it? Asks nothing that could change it. Pure.
#pragma once

#include "connectors/conversation.hpp"
#include "connectors/finding.hpp"
#include "connectors/woocommerce/hooks.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dastomized::connectors::woocommerce {

struct checked {
  findings all;                        // in the order of the layers
  std::vector<std::string> namespaces; // of the REST index; empty: not read
};

// From the address over the keys to the webhooks; ends at the first layer
// without which the next ones say nothing. hooks.url empty: the webhooks are
// not ours to look after. `now` is asked when an answer is there.
std::unique_ptr<conversation<checked>>
make_checkup(account a, hooks_wanted hooks, std::function<instant()> now);

} // namespace dastomized::connectors::woocommerce

// The order as its page needs it: what order_json() tells, and what the
// server alone knows — personalization, links, what each action would do,
// what drifted. Pure.
#pragma once

#include "domain/order.hpp"
#include "domain/policy.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace dastomized::http {

struct order_surroundings {
  const policy& rules;      // of its store
  std::string store_url;    // empty: the store is not configured any more
  std::vector<order> twins; // that hold it or that it holds
  instant now{};
};

boost::json::object order_page_json(const order& o,
                                    const order_surroundings& around);

} // namespace dastomized::http

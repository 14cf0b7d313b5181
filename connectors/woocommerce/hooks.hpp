// Which webhooks a store should have, and what to ask it so that it has them.
// Pure; the guardian sends.
#pragma once

#include "connectors/woocommerce/woocommerce.hpp"

#include <string>
#include <vector>

namespace dastomized::connectors::woocommerce {

struct hooks_wanted {
  std::string url;    // where deliveries go, path secret included
  std::string base;   // begin of every URL that was ever ours
  std::string secret; // signs deliveries: letters and digits only
  // The ones there may have another secret; the store never tells.
  bool renew = false;
};

struct hook_repair {
  std::string what; // for people; without the URL, which is a secret
  http_request request;
};

// One webhook for each topic we live by. A disabled one is made anew, because
// enabling it leaves its count of failures one short of the limit.
std::vector<hook_repair> repairs(const account& a,
                                 const std::vector<webhook>& there,
                                 const hooks_wanted& wanted);

// What is wrong with them, a sentence each, for people. A URL without a path
// secret (it is made later) fits every one that was ever ours.
std::vector<std::string> hook_defects(const std::vector<webhook>& there,
                                      const hooks_wanted& wanted);

} // namespace dastomized::connectors::woocommerce

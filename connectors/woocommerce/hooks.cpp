#include "connectors/woocommerce/hooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dastomized::connectors::woocommerce {

namespace {

constexpr std::array topics{"order.created", "order.updated", "order.deleted",
                            "order.restored"};

bool ours(const webhook& w, const hooks_wanted& wanted) {
  return w.delivery_url == wanted.url ||
         (!wanted.base.empty() && w.delivery_url.starts_with(wanted.base));
}

// The one to keep: active before paused before disabled, then the right URL.
const webhook* best(const std::vector<webhook>& there, std::string_view topic,
                    const hooks_wanted& wanted) {
  auto rank = [&](const webhook& w) {
    auto state = w.status == "active" ? 0 : w.status == "paused" ? 1 : 2;
    return 2 * state + (w.delivery_url == wanted.url ? 0 : 1);
  };
  const webhook* found = nullptr;
  for (const auto& w : there)
    if (w.topic == topic && ours(w, wanted) &&
        (!found || rank(w) < rank(*found)))
      found = &w;
  return found;
}

hook_repair make(const account& a, const char* topic,
                 const hooks_wanted& wanted, std::string_view why) {
  webhook w;
  w.name = fmt::format("dastomized {}", topic);
  w.topic = topic;
  w.delivery_url = wanted.url;
  return {fmt::format("{} was {}: made", topic, why),
          post_webhook(a, w, wanted.secret)};
}

} // namespace

std::vector<hook_repair> repairs(const account& a,
                                 const std::vector<webhook>& there,
                                 const hooks_wanted& wanted) {
  std::vector<hook_repair> out;
  for (const char* topic : topics) {
    const auto* w = best(there, topic, wanted);
    if (w == nullptr) {
      out.push_back(make(a, topic, wanted, "missing"));
      continue;
    }
    if (w->status == "disabled") {
      out.push_back(make(a, topic, wanted, "disabled by the store"));
      out.push_back(
          {fmt::format("{} {}: the disabled one removed", topic, w->id),
           delete_webhook(a, w->id)});
      continue;
    }
    bool moved = w->delivery_url != wanted.url;
    if (w->status != "active" || moved || wanted.renew)
      out.push_back({fmt::format("{} {}: {}", topic, w->id,
                                 moved                   ? "has a new address"
                                 : w->status != "active" ? "was paused: active"
                                                         : "has its secret"),
                     put_webhook(a, w->id, wanted.url, wanted.secret)});
  }
  return out;
}

std::vector<std::string> hook_defects(const std::vector<webhook>& there,
                                      const hooks_wanted& wanted) {
  std::vector<std::string> out;
  for (const char* topic : topics) {
    const auto* w = best(there, topic, wanted);
    if (w == nullptr)
      out.push_back(fmt::format("there is no webhook for {}", topic));
    else if (w->status != "active")
      out.push_back(fmt::format("the webhook for {} is {}", topic,
                                w->status == "disabled" ? "disabled"
                                : w->status == "paused" ? "paused"
                                                        : "not active"));
    else if (w->delivery_url != wanted.url && wanted.url != wanted.base)
      out.push_back(
          fmt::format("the webhook for {} goes to an old address", topic));
  }
  return out;
}

} // namespace dastomized::connectors::woocommerce

// What stores and providers send us. A path nobody knows looks like one that
// does not exist.
#include "http/desk.hpp"

#include <algorithm>

namespace dastomized::http {

namespace {

template <class Items>
auto behind(const Items& items, const std::string& name,
            const std::string& secret) -> decltype(items.data()) {
  auto found = std::find_if(items.begin(), items.end(),
                            [&](const auto& i) { return i.name == name; });
  bool knows = found != items.end() && !found->path_secret.empty() &&
               same_secret(found->path_secret, secret);
  return knows ? &*found : nullptr;
}

response nothing_here() {
  return problem(404, "not_found", "there is nothing at this path");
}

response fine() {
  return text_response(200, "text/plain", "ok\n");
}

} // namespace

bool desk::opens_hook(const route& r,
                      const std::vector<std::string>& taken) const {
  auto s = settings();
  if (r.answer == &desk::store_hook)
    return behind(s->stores, taken[0], taken[1]) != nullptr;
  return r.answer == &desk::provider_hook &&
         behind(s->providers, taken[0], taken[2]) != nullptr;
}

// Once the signature is right only our own disk can make this fail: the store
// never tries again and disables a webhook after some failures.
void desk::store_hook(call_ptr c) {
  auto s = settings();
  const auto* from = behind(s->stores, c->taken[0], c->taken[1]);
  if (from == nullptr)
    return c->answer(nothing_here());
  auto signature = c->header("X-WC-Webhook-Signature");
  const auto& body = c->asked.body();
  namespace woo = connectors::woocommerce;
  if (signature.empty() && woo::is_ping(c->header("Content-Type"), body)) {
    metrics_.delivery(from->name, "ping");
    return c->answer(fine());
  }
  if (from->webhook_secret.empty() || signature.empty() ||
      !woo::signature_valid(from->webhook_secret, body, signature)) {
    metrics_.delivery(from->name,
                      signature.empty() ? "unsigned" : "wrong_signature");
    return c->answer(problem(401, "signature", "the signature is not right"));
  }
  storage::delivery d;
  d.store = from->name;
  d.received = now_();
  d.topic = c->header("X-WC-Webhook-Topic");
  d.delivery_id = c->header("X-WC-Webhook-Delivery-ID");
  d.webhook_id = c->header("X-WC-Webhook-ID");
  d.body = std::move(c->asked.body());
  front_.deliver(std::move(d), [this, c, name = from->name](auto seq) {
    metrics_.delivery(name, seq ? "accepted" : "failed");
    c->answer(seq ? fine()
                  : problem(503, "storage", "the delivery was not stored"));
  });
}

void desk::provider_hook(call_ptr c) {
  auto s = settings();
  const auto* from = behind(s->providers, c->taken[0], c->taken[2]);
  if (from == nullptr)
    return c->answer(nothing_here());
  auto notice = from->api->read_notice(c->taken[1], c->asked.body());
  metrics_.notice(from->name, notice ? "accepted" : "not_understood");
  if (notice)
    front_.hint(from->name, *notice);
  c->answer(fine());
}

} // namespace dastomized::http

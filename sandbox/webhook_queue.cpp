#include "sandbox/webhook_queue.hpp"

#include "sandbox/signing.hpp"

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace dastomized::sandbox {

namespace {

constexpr const char* agent = "WooCommerce/10.5.0 Hookshot (WordPress/6.9.1)";
constexpr int failures_max = 6; // the next one disables the webhook

connectors::http_request outgoing(const webhook& w, milliseconds timeout) {
  connectors::http_request r;
  r.method = "POST";
  r.url = w.delivery_url;
  r.timeout = timeout;
  r.headers = {{"User-Agent", agent},
               {"Accept", "*/*"},
               {"Accept-Encoding", "deflate, gzip, br, zstd"}};
  return r;
}

bool counts_as_delivered(const connectors::http_outcome& outcome) {
  const auto* r = std::get_if<connectors::http_response>(&outcome);
  return r != nullptr && ((r->status >= 200 && r->status < 300) ||
                          r->status == 301 || r->status == 302);
}

std::int64_t now_s() {
  return std::chrono::system_clock::now().time_since_epoch() /
         std::chrono::seconds{1};
}

} // namespace

webhook_queue::webhook_queue(boost::asio::io_context& io, shop& s,
                             std::shared_ptr<connectors::http_transport> client,
                             note_line note, std::uint64_t seed)
    : io_(io), shop_(s), client_(std::move(client)), note_(std::move(note)),
      dice_(seed) {}

bool webhook_queue::chance(int percent) {
  return percent > 0 && static_cast<int>(dice_() % 100) < percent;
}

void webhook_queue::announce(std::string_view topic, std::int64_t order) {
  for (const auto& [id, w] : shop_.webhooks) {
    delivery d{id, order};
    if (w.status == "active" && w.topic == topic &&
        std::find(waiting_.begin(), waiting_.end(), d) == waiting_.end())
      waiting_.push_back(d);
  }
}

void webhook_queue::run(std::function<void()> done) {
  done_.push_back(std::move(done));
  if (std::exchange(running_, true))
    return;
  late_ = std::exchange(later_, {});
  next();
}

void webhook_queue::next() {
  while (!waiting_.empty()) {
    auto d = waiting_.front();
    waiting_.pop_front();
    if (shop_.webhooks.count(d.hook) == 0)
      continue;
    if (chance(faults.lose_percent)) {
      note_("webhook.lost", {{"order", d.order}});
      continue;
    }
    if (chance(faults.reorder_percent)) {
      later_.push_back(rendered(shop_.webhooks.at(d.hook), d.order));
      note_("webhook.late", {{"order", d.order}});
      continue;
    }
    return send(d, chance(faults.duplicate_percent));
  }
  if (send_late())
    return;
  running_ = false;
  for (auto& done : std::exchange(done_, {}))
    done();
}

bool webhook_queue::send_late() {
  if (late_.empty())
    return false;
  auto request = std::move(late_.front());
  late_.pop_front();
  client_->send(std::move(request), [this, &io = io_](auto) {
    boost::asio::post(io, [this] { next(); });
  });
  return true;
}

connectors::http_request webhook_queue::rendered(const webhook& w,
                                                 std::int64_t order) {
  auto r = outgoing(w, std::chrono::seconds{60});
  auto* o = shop_.find(order);
  if (w.topic == "order.deleted")
    r.body = php_json(json::object{{"id", order}});
  else if (o == nullptr)
    r.body = php_json(
        refused(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
            .body);
  else
    r.body = php_json(o->doc);
  // A hash of webhook and second: two deliveries in a second share it.
  auto delivery_id =
      hex_digest(fmt::format("{}{}", w.id, now_s())).substr(0, 32);
  auto dot = w.topic.find('.');
  for (auto& [key, value] : connectors::header_list{
           {"Content-Type", "application/json"},
           {"X-WC-Webhook-Source", shop_.url + "/"},
           {"X-WC-Webhook-Topic", w.topic},
           {"X-WC-Webhook-Resource", w.topic.substr(0, dot)},
           {"X-WC-Webhook-Event", w.topic.substr(dot + 1)},
           {"X-WC-Webhook-Signature", base64(hmac("SHA256", w.secret, r.body))},
           {"X-WC-Webhook-ID", std::to_string(w.id)},
           {"X-WC-Webhook-Delivery-ID", delivery_id}})
    r.headers.emplace_back(key, value);
  return r;
}

void webhook_queue::send(const delivery& d, bool again) {
  auto request = rendered(shop_.webhooks.at(d.hook), d.order);
  client_->send(std::move(request), [this, &io = io_, d, again](auto outcome) {
    bool delivered = counts_as_delivered(outcome);
    boost::asio::post(io, [this, d, again, delivered] {
      if (again && shop_.webhooks.contains(d.hook))
        return send(d, false);
      answered(d, delivered);
    });
  });
}

void webhook_queue::answered(const delivery& d, bool delivered) {
  auto it = shop_.webhooks.find(d.hook);
  if (it != shop_.webhooks.end()) {
    auto& w = it->second;
    if (delivered) {
      w.failures = 0;
    } else if (w.failures >= failures_max) {
      w.status = "disabled";
      w.modified = now_s();
      note_("webhook.disabled", {{"webhook", w.id}, {"topic", w.topic}});
    } else {
      ++w.failures;
      note_("webhook.failed", {{"webhook", w.id}, {"failures", w.failures}});
    }
  }
  next();
}

void webhook_queue::ping(const webhook& w, std::function<void()> done) {
  auto r = outgoing(w, std::chrono::seconds{5});
  r.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  r.body = fmt::format("webhook_id={}", w.id);
  client_->send(std::move(r), [&io = io_, done = std::move(done)](auto) {
    boost::asio::post(io, done); // whatever was answered
  });
}

} // namespace dastomized::sandbox

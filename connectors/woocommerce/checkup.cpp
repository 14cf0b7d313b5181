#include "connectors/woocommerce/checkup.hpp"

#include "connectors/json.hpp"
#include "connectors/woocommerce/asking.hpp"
#include "connectors/woocommerce/reading.hpp"
#include "connectors/woocommerce/tracking.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::connectors::woocommerce {

namespace {

using layer = problem::layer;
using weight = finding::weight;
using step = http_error::step;

// No shop has an order of that number: asking about it changes nothing.
constexpr std::int64_t nobodys = 9'000'000'000;

constexpr milliseconds skew_told = 60s;  // worth a word
constexpr milliseconds skew_max = 15min; // WooCommerce refuses OAuth beyond

// Why nothing at all was answered.
finding unreachable(const http_error& e) {
  switch (e.during) {
  case step::resolving:
    return {weight::error, "dns", e.what, "the store cannot be reached",
            "check the host name in the store's url, and this machine's DNS"};
  case step::connecting:
    return {weight::error, "connect", e.what, "the store cannot be reached",
            "check the url and its port; a firewall may keep this machine out"};
  case step::securing:
    return {weight::error, "tls", e.what,
            "the store's certificate is not accepted, so no key is sent",
            "renew the certificate, or name the host it is made for in url"};
  default:
    return {weight::error, "http", e.what, "the store does not answer in time",
            "see whether the shop is overloaded or down; raise its timeout"};
  }
}

// What answers at /wp-json/ where no REST index does.
finding not_the_index(const http_response& r) {
  auto seen = fmt::format("/wp-json/ answered {}", r.status);
  if (r.status >= 300 && r.status < 400)
    return {weight::error, "http",
            fmt::format("{} and leads to {}", seen,
                        shown(redacted(r.header("Location").value_or("?")))),
            "the keys are never sent to another address than the configured",
            "write the address the shop really has, with https and www as it "
            "uses them, into url"};
  if (r.status == 404)
    return {weight::error, "rest", seen + ": no REST API there",
            "permalinks are plain, or the url is not that of the shop",
            "in WordPress choose Settings → Permalinks → Post name; check url"};
  if (r.status == 401 || r.status == 403 || r.status == 406 || r.status == 429)
    return {weight::error, "http",
            seen + (is_html(r) ? " with a web page"
                               : " without WooCommerce's words"),
            "a firewall, a CDN or a security plugin answers instead of the "
            "shop",
            "let this machine's address or the User-Agent dastomized pass to "
            "/wp-json/"};
  if (r.status >= 500)
    return {weight::error, "http", seen,
            "the shop is down, in maintenance or overloaded",
            "see the shop's own log; nothing is lost meanwhile"};
  return {weight::error, "rest",
          seen + (is_html(r) ? " with a web page instead of JSON"
                             : " with something that is no index"),
          "a login page, a maintenance page or a firewall stands before the "
          "shop, or a plugin has closed its REST API",
          "open /wp-json/ in a private window: it must show JSON"};
}

finding bad_keys(const problem& p, bool https) {
  if (p.code == "woocommerce_rest_cannot_view" || p.code == "rest_forbidden" ||
      p.code == "rest_cannot_view")
    return https
               ? finding{weight::error, "auth", p.what,
                         "the shop knows no such key, or its web server drops "
                         "the Authorization header",
                         "check the key; if it is right, let the web server "
                         "pass the header on (CGIPassAuth On, or "
                         "proxy_set_header Authorization)"}
               : finding{weight::error, "auth", p.what,
                         "the user of the key may not see orders",
                         "make the key for a shop manager"};
  if (p.what.find("timestamp") != p.what.npos)
    return {weight::error, "clock", p.what,
            "over plain http the keys work only while both clocks agree",
            "set this machine's clock and the shop's by NTP"};
  if (p.what.find("ignature") != p.what.npos)
    return {weight::error, "auth", p.what,
            "the secret is another one, or a proxy changes the address on its "
            "way",
            "check the secret; better give the shop https"};
  return {weight::error, "auth", p.what,
          "nothing can be read from or written to the store",
          "make a new key with Read/Write under WooCommerce → Settings → "
          "Advanced → REST API, and check which shop it belongs to"};
}

class checkup : public conversation<checked> {
public:
  checkup(account a, hooks_wanted h, std::function<instant()> now)
      : a_(std::move(a)), hooks_(std::move(h)), now_(std::move(now)) {}

  move start() override {
    return ask(get_index(a_), &checkup::on_index, false);
  }

  move next(const http_outcome& o) override { return (this->*then_)(o); }

private:
  using handler = move (checkup::*)(const http_outcome&);

  move ask(http_request r, handler then, bool keys = true) {
    then_ = then;
    if (keys)
      return authorised(std::move(r), a_, now_(), fresh_nonce());
    return r;
  }

  bool https() const { return a_.url.starts_with("https://"); }

  void say(finding f) { out_.all.push_back(std::move(f)); }
  void fine(std::string of, std::string seen) {
    say({weight::fine, std::move(of), std::move(seen), "", ""});
  }
  move end() { return std::move(out_); }

  move on_index(const http_outcome& o) {
    if (auto* e = std::get_if<http_error>(&o)) {
      say(unreachable(*e));
      return end();
    }
    fine(https() ? "tls" : "connect", "the store answers");
    auto read = read_namespaces(o);
    auto* names = std::get_if<std::vector<std::string>>(&read);
    if (!names) {
      say(not_the_index(std::get<http_response>(o)));
      return end();
    }
    out_.namespaces = *names;
    compare_clocks(o);
    if (std::ranges::find(*names, "wc/v3") == names->end()) {
      say({weight::error, "rest", "the REST index names no wc/v3",
           "WooCommerce is not active on this site, or its REST API is off",
           "activate WooCommerce; check that url is the shop, not a blog"});
      return end();
    }
    fine("rest", "WooCommerce's REST API is there");
    list_orders one;
    one.statuses = {"processing"};
    one.per_page = 1;
    return ask(get_orders(a_, one), &checkup::on_orders);
  }

  void compare_clocks(const http_outcome& o) {
    auto& r = std::get<http_response>(o);
    auto theirs = http_date(r.header("Date").value_or(""));
    if (!theirs)
      return;
    auto skew = now_() - *theirs;
    auto size = skew < milliseconds{0} ? -skew : skew;
    if (size < skew_told)
      return fine("clock", "both clocks agree");
    auto seen = fmt::format("the store's clock is {} s {} ours",
                            size / milliseconds{1s},
                            skew < milliseconds{0} ? "ahead of" : "behind");
    bool refused = !https() && size > skew_max;
    say({refused ? weight::error : weight::warning, "clock", seen,
         refused ? "over plain http the store refuses our keys"
                 : "countdowns follow our clock, the times of orders the "
                   "store's: they start that much off",
         "set both clocks by NTP"});
  }

  move on_orders(const http_outcome& o) {
    auto read = read_orders(o);
    if (auto* p = std::get_if<problem>(&read)) {
      say(p->where == layer::auth || p->where == layer::rights
              ? bad_keys(*p, https())
          : std::holds_alternative<http_response>(o)
              ? finding{weight::error, "rest", p->what, "orders cannot be read",
                        "a firewall or a plugin may answer for /wp-json/wc/"}
              : unreachable(std::get<http_error>(o)));
      return end();
    }
    fine("auth", "the keys read orders");
    return ask(send(a_, "PUT", order_path(nobodys), boost::json::object{}),
               &checkup::on_write);
  }

  // A key that may write hears that there is no such order.
  move on_write(const http_outcome& o) {
    auto read = read_order(o);
    auto* p = std::get_if<problem>(&read);
    bool may = p && p->where == layer::not_found;
    if (may)
      fine("rights", "the keys may write");
    else
      say({weight::error, "rights", p ? p->what : "an odd answer to a write",
           "holds, tracking, completed orders and mended webhooks do not reach "
           "the store: imports and countdowns alone work",
           "give the key Read/Write under WooCommerce → Settings → Advanced → "
           "REST API"});
    return ask(get_webhooks(a_), &checkup::on_webhooks);
  }

  move on_webhooks(const http_outcome& o) {
    auto read = read_webhooks(o);
    if (auto* p = std::get_if<problem>(&read))
      say({weight::warning, "webhooks", p->what,
           "webhooks are not looked after: changes are found by the poll, "
           "later",
           "make the key for a shop manager or an administrator"});
    else
      look_at_webhooks(std::get<std::vector<webhook>>(read));
    return ask(get_parcels(a_, tracking_home::fulfillments, nobodys),
               &checkup::on_fulfillments);
  }

  void look_at_webhooks(const std::vector<webhook>& there) {
    if (hooks_.url.empty())
      return say({weight::notice, "webhooks", "they are not ours to look after",
                  "changes are found by the poll",
                  "set http.public_url, and webhooks = true for this store"});
    auto defects = hook_defects(there, hooks_);
    if (defects.empty())
      return fine("webhooks", "all four are active");
    for (auto& d : defects)
      say({weight::warning, "webhooks", std::move(d),
           "changes are found by the poll, later",
           "the daemon mends it by itself; see why deliveries failed: the "
           "store must reach public_url"});
  }

  // Of an order nobody has: a shop with fulfillments hears of no order, one
  // without hears of no route.
  move on_fulfillments(const http_outcome& o) {
    auto read = read_parcels(tracking_home::fulfillments, o);
    auto* p = std::get_if<problem>(&read);
    if (p == nullptr || p->gone)
      fine("tracking", "goes to WooCommerce's fulfillments");
    else if (auto plugin = plugin_among(out_.namespaces))
      fine("tracking", fmt::format("goes to the plugin {}", name_of(*plugin)));
    else
      say({weight::notice, "tracking", "the store keeps no tracking numbers",
           "customers get them in a note to the order",
           "switch WooCommerce's fulfillments on, or use Advanced Shipment "
           "Tracking"});
    return end();
  }

  account a_;
  hooks_wanted hooks_;
  std::function<instant()> now_;
  handler then_ = nullptr;
  checked out_;
};

} // namespace

std::unique_ptr<conversation<checked>>
make_checkup(account a, hooks_wanted hooks, std::function<instant()> now) {
  return std::make_unique<checkup>(std::move(a), std::move(hooks),
                                   std::move(now));
}

} // namespace dastomized::connectors::woocommerce

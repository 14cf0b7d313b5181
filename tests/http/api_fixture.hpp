// A running API over the memory store and a scripted front.
#pragma once

#include "connectors/woocommerce/woocommerce.hpp"
#include "domain/digest.hpp"
#include "http/api.hpp"
#include "http/times.hpp"
#include "tests/support/golden.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <mutex>
#include <set>

namespace dastomized::http {

namespace asio = boost::asio;
namespace json = boost::json;
namespace wire = boost::beast::http;
using actors::ask_answer;
using actors::health_report;
using wire::verb;

const instant noon{std::chrono::sys_days{std::chrono::January / 31 / 2026} +
                   12h};
const std::string path_secret = "a-path-nobody-guesses";
const std::string api_token = "a-token-for-all";
const std::string hook_secret = "a-secret-that-signs";

// Writes down what it is asked and answers what the test says.
class scripted_front : public actors::front {
public:
  explicit scripted_front(storage::order_store& s) : store(s) {}

  void examine_store(
      const std::string& name,
      std::function<void(result<connectors::findings>)> done) override {
    if (name != "shop")
      return done(failure{fault::not_found, "there is no store " + name});
    done(connectors::findings{{connectors::finding::weight::error, "rights",
                               "read only", "no holds", "a new key"}});
  }

  void examine_provider(
      const std::string& name,
      std::function<void(result<connectors::findings>)> done) override {
    done(failure{fault::not_found, "there is no provider " + name});
  }

  void deliver(storage::delivery d,
               std::function<void(result<std::uint64_t>)> done) override {
    if (disk_fails)
      return done(failure{fault::storage, "write"});
    if (holding) {
      held.set_value([this, d, done] { store.append(d, done); });
      return;
    }
    store.append(std::move(d), std::move(done));
  }

  void ask(const order_key& key, person_asked what,
           std::optional<std::uint64_t> seen,
           std::function<void(result<ask_answer>)> done) override {
    asked = what;
    asked_seen = seen;
    ++asks;
    if (holding)
      return held.set_value([this, key, done] {
        done(ask_answer{denies, store.load(key).value().value_or(order{})});
      });
    if (breaks)
      return done(*breaks);
    auto o = store.load(key).value();
    done(ask_answer{denies, o.value_or(order{})});
  }

  void hint(const std::string& provider, const connectors::notice& n) override {
    hinted = provider + " " + n.references.at(0);
  }

  result<std::uint64_t> import_orders(const std::string& from,
                                      actors::import_plan plan,
                                      const std::string& by) override {
    actors::job j;
    j.store = from;
    j.by = by;
    j.plan = std::move(plan);
    j.begun = noon;
    std::lock_guard lock(jobs_mutex);
    j.id = imports.size() + 1;
    imports.push_back(j);
    return j.id;
  }
  std::vector<freeze> freezes() override { return frozen; }
  void add_freeze(freeze f, std::function<void(result<freeze>)> done) override {
    f.id = frozen.size() + 1;
    frozen.push_back(f);
    done(f);
  }
  void lift_freeze(std::uint64_t id,
                   std::function<void(result<bool>)> done) override {
    auto gone =
        std::erase_if(frozen, [&](const freeze& f) { return f.id == id; });
    gone ? done(true) : done(failure{fault::not_found, "no such freeze"});
  }
  void approve_catch_up(std::function<void(result<bool>)> done) override {
    approved = true;
    done(true);
  }
  std::shared_ptr<const policy> rules(const std::string&) override {
    auto p = std::make_shared<policy>(own);
    p->freezes = frozen;
    p->revision = "r1";
    return p;
  }

  result<actors::bulk_preview>
  preview_bulk(const actors::bulk_wish& wish,
               const std::function<bool()>&) override {
    wished = wish;
    actors::bulk_preview p{"p1", wish.action, 3, 2, {}, noon + 15min};
    p.groups.push_back({{true, "sent", "go to their providers", ""},
                        3,
                        {{{"shop", 1}, "A1"}}});
    p.groups.push_back({{false, "twin", "looks like another", "say which"}, 2});
    return p;
  }
  void begin_bulk(const std::string& preview, const std::string& by,
                  std::function<void(result<std::uint64_t>)> done) override {
    if (preview != "p1")
      return done(failure{fault::not_found, "the preview is gone"});
    actors::job j;
    j.kind = actors::job_kind::bulk;
    j.by = by;
    j.begun = noon;
    j.total = 5;
    j.bulk.action = dastomized::ask::hold;
    std::unique_lock lock(jobs_mutex);
    j.id = imports.size() + 1;
    imports.push_back(j);
    lock.unlock();
    done(j.id);
  }

  std::vector<actors::job> jobs() override {
    std::lock_guard lock(jobs_mutex); // the events' thread asks, too
    return imports;
  }
  void cancel_job(std::uint64_t id,
                  std::function<void(result<bool>)> done) override {
    auto& j = imports.at(id - 1);
    done(std::exchange(j.state, actors::job_state::cancelled) ==
         actors::job_state::running);
  }

  void health(std::function<void(result<health_report>)> done) override {
    health_report r;
    r.moving = moving;
    r.awake = 3;
    r.stores.push_back({"shop", true, "", noon, 5, 2, 1});
    r.providers.push_back({"cc", false, "", 7, 1, 0, 2});
    r.freezes = frozen;
    r.catch_up = {true, 60, 51, noon - 3h};
    done(r);
  }

  void reconfigure(actors::setup) override {}

  storage::order_store& store;
  bool disk_fails = false, holding = false, moving = true;
  std::promise<std::function<void()>> held;
  std::optional<denial> denies;
  std::optional<failure> breaks;
  person_asked asked;
  std::string hinted;
  std::optional<std::uint64_t> asked_seen;
  std::atomic<int> asks{0};
  actors::bulk_wish wished;
  std::mutex jobs_mutex;            // of imports
  std::vector<actors::job> imports; // all kinds
  std::vector<freeze> frozen;
  policy own; // rules of every store
  bool approved = false;
};

struct heard {
  unsigned status = 0;
  std::string body;
  wire::fields headers;

  json::object object() const { return json::parse(body).as_object(); }
  std::string code() const {
    return std::string(object().at("code").as_string());
  }
};

struct asked_for {
  verb method = verb::get;
  std::string path;
  std::string body{};
  connectors::header_list headers{};
};

inline order an_order(std::int64_t id) {
  order o;
  o.key = {"shop", id};
  o.said.id = id;
  o.said.number = "A" + std::to_string(id);
  o.said.status = "processing";
  o.said.currency = "EUR";
  o.said.total = "25.00";
  o.said.created = o.said.modified = noon - 1h;
  o.said.billing.first_name = "Bill &amp; Sue";
  o.said.lines.push_back({});
  o.said.lines[0].id = 9;
  o.said.lines[0].sku = "CC-1";
  o.said.lines[0].quantity = 2;
  o.type = order_type::in_app;
  o.count.state = countdown_state::running;
  o.count.due = noon + 90min;
  part p;
  p.provider = "cc";
  p.reference = "D-shop-" + std::to_string(id);
  p.state = part_state::refused;
  p.reason = "no such SKU";
  p.lines.push_back({9, 2, "1"});
  o.parts.push_back(p);
  return o;
}

class api_test : public testing::Test {
protected:
  api_test() : store_(std::move(storage::open_memory_store().value())) {
    shop_.name = "shop";
    shop_.timezone = "Europe/Berlin";
    shop_.path_secret = path_secret;
    shop_.webhook_secret = hook_secret;
  }

  ~api_test() override {
    if (server_)
      server_->stop(1s);
    if (api_)
      api_->stop();
  }

  // Serves from here on, with the settings as they are.
  void serve() {
    connectors::provider_account a;
    a.name = "cc";
    api_settings s;
    s.stores = {shop_};
    s.providers = {
        {"cc", path_secret, connectors::make_provider("customcat", a)}};
    s.access.api_token = api_token;
    s.access.own_url = "http://127.0.0.1";
    s.access.trusted_proxies = trusted_;
    s.backup_dir = "/proc/backups";
    api_ = std::make_unique<api>(front_, *store_, registry_, std::move(s),
                                 [this] { return time_.load(); });
    server_settings at;
    at.limits.body_max = body_max_;
    at.door = api_->door();
    server_ = std::move(server::start(at, api_->on_request()).value());
  }

  heard ask(const asked_for& a) {
    if (!server_)
      serve();
    asio::io_context io;
    boost::beast::tcp_stream stream{io};
    stream.connect({asio::ip::make_address("127.0.0.1"), server_->port()});
    request r{a.method, a.path, 11};
    r.set(wire::field::host, "127.0.0.1");
    if (!a.body.empty())
      r.set(wire::field::content_type, "application/json");
    if (!a.path.starts_with("/hooks/"))
      r.set(wire::field::authorization, "Bearer " + api_token);
    for (const auto& [name, value] : a.headers)
      name == "Authorization" && value.empty() ? (void)r.erase(name)
                                               : r.set(name, value);
    r.body() = a.body;
    r.prepare_payload();
    wire::write(stream, r);
    boost::beast::flat_buffer buffer;
    wire::response_parser<wire::string_body> parser;
    parser.skip(a.method == verb::head);
    wire::read_header(stream, buffer, parser);
    const auto& got = parser.get();
    if (got[wire::field::content_type] != "text/event-stream") // has no end
      wire::read(stream, buffer, parser);
    return {got.result_int(), got.body(), got.base()};
  }

  heard get(std::string path) { return ask({verb::get, std::move(path)}); }
  heard post(std::string path, std::string body = "") {
    return ask({verb::post, std::move(path), std::move(body)});
  }

  heard deliver(const std::string& body, const std::string& signature) {
    return ask({verb::post,
                hook(),
                body,
                {{"X-WC-Webhook-Topic", "order.updated"},
                 {"X-WC-Webhook-Signature", signature},
                 {"X-WC-Webhook-ID", "7"},
                 {"X-WC-Webhook-Delivery-ID", "abc"}}});
  }

  static std::string hook() { return "/hooks/shop/" + path_secret; }
  static std::string signed_by_us(const std::string& body) {
    return connectors::woocommerce::sign(hook_secret, body);
  }

  static asked_for golden_ping() {
    auto recorded =
        tests::golden_json("woocommerce/webhooks/ping-on-create.json");
    return {verb::post,
            hook(),
            std::string(recorded.at("request").at("body").as_string()),
            {{"Content-Type", "application/x-www-form-urlencoded"}}};
  }

  void keep(order o) {
    storage::change c;
    c.notes.push_back({noon, "order.seen", "the store announced it", "store"});
    c.ledger.push_back({});
    c.ledger[0].reference = o.parts.at(0).reference;
    c.ledger[0].key = o.key;
    c.ledger[0].kind = "intended";
    c.ledger[0].words = "\xff broken";
    c.next = std::move(o);
    std::promise<bool> done;
    store_->commit(std::move(c),
                   [&](auto r) { done.set_value(r.has_value()); });
    ASSERT_TRUE(done.get_future().get());
  }

  std::vector<storage::inbox_item> inbox() {
    storage::inbox_query all;
    all.limit = 100;
    return store_->inbox(all).value().items;
  }

  std::atomic<instant> time_{noon};
  std::unique_ptr<storage::order_store> store_;
  scripted_front front_{*store_};
  prometheus::Registry registry_;
  store_access shop_;
  std::size_t body_max_ = 64u << 10;
  std::vector<ip_network> trusted_;
  std::unique_ptr<api> api_;
  std::unique_ptr<server> server_;
};

// ---- hooks ------------------------------------------------------------------

} // namespace dastomized::http

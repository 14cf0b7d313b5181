// A shop's orders at rest with many counting down: how long the daemon takes
// to be ready, what it holds in memory, and how late countdowns end that end
// close together. Provider: the sandbox. Shop: answers here, at once.
#include "bench/orders.hpp"
#include "bench/process.hpp"
#include "bench/report.hpp"
#include "config/loader.hpp"
#include "config/rules.hpp"
#include "connectors/http_client.hpp"
#include "connectors/woocommerce/woocommerce.hpp"
#include "domain/advance.hpp"
#include "http/server.hpp"
#include "storage/store.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <future>
#include <thread>

using namespace dastomized;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

struct options {
  std::int64_t orders = 100'000, counting = 20'000, ending = 2'000;
  unsigned window_s = 10, lead_s = 20; // from now to the window's begin
  std::string json;
};

instant now() {
  return std::chrono::time_point_cast<milliseconds>(
      std::chrono::system_clock::now());
}

std::string stamp(instant t) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}",
                     std::chrono::floor<std::chrono::seconds>(t));
}

// Which order is in which state: the first `ending` end in the window, the
// rest of `counting` later today, all others are completed.
struct shop_model {
  options o;
  bench::order_maker maker;
  instant window; // its begin, whole seconds

  instant due(std::int64_t id) const {
    if (id <= o.ending)
      return window + milliseconds{id * o.window_s * 1000 / o.ending};
    return window + 2h + milliseconds{(id % 72'000) * 1000};
  }

  // Whole seconds as the shop's; the countdown adds what is missing.
  std::string body(std::int64_t id) const {
    auto order = boost::json::parse(maker.body(id)).as_object();
    auto paid = stamp(due(id) - 24h);
    for (const char* key : {"date_created", "date_modified", "date_paid"}) {
      order[key] = paid;
      order[std::string(key) + "_gmt"] = paid;
    }
    order["status"] = id <= o.counting ? "processing" : "completed";
    order["transaction_id"] = fmt::format("t{}", id);
    auto& line = order["line_items"].as_array().front().as_object();
    for (auto& other : order["line_items"].as_array())
      other.as_object()["sku"] = "CC-77120-11OZ";
    line["sku"] = "CC-77120-11OZ";
    for (const char* whose : {"billing", "shipping"}) {
      auto& a = order[whose].as_object();
      a = {{"first_name", "Ada"},
           {"last_name", "Byron"},
           {"address_1", fmt::format("{} Elm St", id)},
           {"city", "Troy"},
           {"state", "MI"},
           {"postcode", "48083"},
           {"country", "US"},
           {"phone", "2485550100"},
           {"email", "ada@example.com"}};
    }
    return boost::json::serialize(order);
  }
};

std::string write_config(const bench::folder& f, std::uint16_t port,
                         std::uint16_t shop, std::uint16_t provider) {
  auto file = f.path() + "/dastomized.toml";
  std::ofstream(file) << fmt::format(R"([daemon]
data_dir = "{0}/data"
log_format = "plain"
[http]
listen = "127.0.0.1:{1}"
public_url = "http://127.0.0.1:{1}"
[countdown]
delay = "24h"
grace = "0s"
[artwork]
check = false
[[store]]
name = "shop"
url = "http://127.0.0.1:{2}"
key = "ck"
secret = "cs"
auto_submit_since = 2020-01-01T00:00:00Z
poll_interval = "1h"
in_flight = 16
rate = 1000
[[provider]]
name = "customcat"
kind = "customcat"
url = "http://127.0.0.1:{3}/customcat/api/v1"
api_key = "cc_rw_sandbox"
shipping_method = "Economy"
rate = 1000
in_flight = 16
)",
                                     f.path(), port, shop, provider);
  return file;
}

// Every order as the daemon itself would have taken it in.
void fill(const shop_model& shop, const config::settings& s) {
  auto store = storage::open_rocks_store(s.daemon.data_dir + "/orders").value();
  auto rules = config::policy_of(s, s.stores.front());
  std::atomic<std::int64_t> written{0}, failed{0};
  for (std::int64_t id = 1; id <= shop.o.orders; ++id) {
    auto decoded = connectors::woocommerce::decode_order(shop.body(id));
    auto& said = std::get<snapshot>(decoded);
    order fresh;
    fresh.key = {"shop", id};
    auto paid = said.paid.value_or(said.created);
    auto step = advance(
        fresh, store_said{paid, std::move(said), origin::import, {}}, rules);
    storage::change c;
    c.next = std::move(step.next);
    c.notes = std::move(step.notes);
    store->commit(std::move(c), [&](const result<std::uint64_t>& r) {
      ++(r ? written : failed);
    });
    while (id - written - failed > 10'000)
      std::this_thread::sleep_for(1ms);
  }
  store.reset(); // writes what waits
  if (written != shop.o.orders)
    throw std::runtime_error("not every order could be stored");
}

result<std::unique_ptr<http::server>> serve_shop(const shop_model& shop) {
  http::server_settings where;
  return http::server::start(where, [&shop](http::request r, const std::string&,
                                            const http::responder& answer) {
    std::string path(r.target().substr(0, r.target().find('?')));
    auto last = path.substr(path.rfind('/') + 1);
    bool one = !last.empty() &&
               last.find_first_not_of("0123456789") == std::string::npos;
    answer(http::text_response(200, "application/json",
                               one ? shop.body(std::stoll(last)) : "[]"));
  });
}

// reference → when the sandbox took it
boost::json::object taken(std::uint16_t port) {
  auto client = connectors::http_client::start({}).value();
  connectors::http_request r;
  r.method = "GET";
  r.url = fmt::format("http://127.0.0.1:{}/control/counts?full=1", port);
  std::promise<connectors::http_outcome> came;
  client->send(r, [&](auto o) { came.set_value(std::move(o)); });
  auto outcome = came.get_future().get();
  auto& answer = std::get<connectors::http_response>(outcome);
  auto all = boost::json::parse(answer.body).as_object();
  return all.at("customcat").at("references").as_object();
}

struct seen {
  double ready_s = 0;
  std::uint64_t kib_ready = 0, kib_after = 0;
  boost::json::object references;
};

seen play(const bench::folder& here, shop_model& shop, std::string config,
          std::uint16_t sandbox_port) {
  seen s;
  auto log = here.path() + "/daemon.log";
  auto begin = steady_clock::now();
  bench::process daemon({DAEMON, "run", "--config", config}, log);
  daemon.await("daemon.ready");
  s.ready_s =
      std::chrono::duration<double>(steady_clock::now() - begin).count();
  std::this_thread::sleep_until(
      std::chrono::system_clock::time_point(shop.window - 1s));
  s.kib_ready = daemon.resident_kib();
  auto end = shop.window + std::chrono::seconds{shop.o.window_s} + 20s;
  while (now() < end &&
         std::ssize(s.references = taken(sandbox_port)) < shop.o.ending)
    std::this_thread::sleep_for(500ms);
  s.kib_after = daemon.resident_kib();
  return s;
}

void tell(const shop_model& shop, const seen& s, double fill_s) {
  std::vector<double> late_ms;
  std::int64_t twice = 0, early = 0;
  for (std::int64_t id = 1; id <= shop.o.ending; ++id) {
    auto* found =
        s.references.if_contains(reference_of({"shop", id}, "customcat", 1));
    if (found == nullptr)
      continue;
    auto at = found->at("at_ms").to_number<std::int64_t>();
    // The shop's times are whole seconds: so are the due instants.
    auto due = std::chrono::floor<std::chrono::seconds>(shop.due(id));
    late_ms.push_back(static_cast<double>(at - due.time_since_epoch() / 1ms));
    early += late_ms.back() < 0 ? 1 : 0;
    twice += found->at("twice").to_number<std::int64_t>();
  }
  bench::report(
      fmt::format("{} orders, {} counting down, {} ending within {} s",
                  shop.o.orders, shop.o.counting, shop.o.ending,
                  shop.o.window_s),
      {{"storing them, s", fill_s},
       {"start to ready, s", s.ready_s},
       {"resident before the window, MiB",
        static_cast<double>(s.kib_ready) / 1024},
       {"resident after it, MiB", static_cast<double>(s.kib_after) / 1024},
       {"taken by the provider", late_ms.size()},
       {"twice", twice},
       {"before they were due", early},
       {"due to taken by the provider, p50 ms", bench::median(late_ms)},
       {"p99 ms", bench::percentile(late_ms, 99)},
       {"most ms", bench::percentile(late_ms, 100)}},
      shop.o.json);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"Countdowns that end together"};
  options o;
  app.add_option("--orders", o.orders)->capture_default_str();
  app.add_option("--counting", o.counting)->capture_default_str();
  app.add_option("--ending", o.ending)->capture_default_str();
  app.add_option("--window", o.window_s, "seconds")->capture_default_str();
  app.add_option("--lead", o.lead_s, "seconds from start to the window")
      ->capture_default_str();
  app.add_option("--json", o.json, "also into this file");
  CLI11_PARSE(app, argc, argv);

  bench::folder here;
  shop_model shop{o, {}, {}};
  auto web = serve_shop(shop).value();
  auto provider_port = bench::free_port();
  bench::process provider({SANDBOX, "--port", std::to_string(provider_port)},
                          here.path() + "/sandbox.log");
  provider.await("sandbox.listening");
  auto config =
      write_config(here, bench::free_port(), web->port(), provider_port);
  auto read = config::load(config, config::environment::of_process());
  if (!read.ok()) {
    fmt::print(stderr, "{}", to_string(read.problems));
    return 1;
  }
  // Storing takes a while that is not known beforehand: the window begins
  // after it, by a guess that is checked.
  auto begin = steady_clock::now();
  auto guess = std::chrono::milliseconds{o.orders / 4};
  shop.window = std::chrono::ceil<std::chrono::seconds>(now() + guess) +
                std::chrono::seconds{o.lead_s};
  fill(shop, read.value);
  std::chrono::duration<double> took = steady_clock::now() - begin;
  if (now() + 5s > shop.window) {
    fmt::print(stderr, "storing took {} s: give more --lead\n", took.count());
    return 1;
  }
  auto s = play(here, shop, config, provider_port);
  tell(shop, s, took.count());
}

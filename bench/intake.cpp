// How many signed deliveries a second are on disk and answered, beside a bare
// Beast server that only checks the signature. Alternating rounds.
#include "bench/load.hpp"
#include "bench/process.hpp"
#include "bench/report.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <thread>

using namespace dastomized::bench;

namespace {

constexpr auto secret = "secret-of-the-bench";
constexpr auto path_secret = "path-secret-of-the-bench";

struct options {
  unsigned rounds = 5, connections = 64;
  unsigned seconds = 5;
  double per_second = 0;
  std::string json;
};

load plan(const options& o, std::uint16_t port) {
  load l;
  l.port = port;
  l.path = fmt::format("/hooks/shop/{}", path_secret);
  l.secret = secret;
  l.connections = o.connections;
  l.lasting = std::chrono::seconds{o.seconds};
  l.per_second = o.per_second;
  return l;
}

std::string write_config(const folder& f, std::uint16_t port) {
  auto file = f.path() + "/dastomized.toml";
  // Nobody is at the shop's address: only intake is measured.
  std::ofstream(file) << fmt::format(R"([daemon]
data_dir = "{0}/data"
log_level = "warning"
log_format = "plain"
[http]
listen = "127.0.0.1:{1}"
public_url = "http://127.0.0.1:{1}"
[artwork]
check = false
[[store]]
name = "shop"
url = "http://127.0.0.1:9"
key = "ck"
secret = "cs"
webhook_secret = "{2}"
path_secret = "{3}"
auto_submit_since = 2020-01-01T00:00:00Z
poll_interval = "1h"
)",
                                     f.path(), port, secret, path_secret);
  return file;
}

struct figures {
  std::vector<double> per_second, p50, p99, cpu_us;
  std::uint64_t failed = 0;

  void add(const outcome& o, std::chrono::milliseconds cpu) {
    per_second.push_back(o.per_second);
    p50.push_back(percentile(o.took_ms, 50));
    p99.push_back(percentile(o.took_ms, 99));
    auto n = static_cast<double>(std::max<std::uint64_t>(o.answered, 1));
    cpu_us.push_back(static_cast<double>(cpu.count()) * 1000 / n);
    failed += o.failed;
  }
};

void bare_round(const options& o, const order_maker& orders, figures& f) {
  folder here;
  auto port = free_port();
  process server({BARE_SERVER, std::to_string(port), secret, "2"},
                 here.path() + "/log");
  server.await("listening");
  auto got = run(plan(o, port), orders);
  f.add(got, server.cpu());
}

void daemon_round(const options& o, const order_maker& orders, figures& f) {
  folder here;
  auto port = free_port();
  process daemon({DAEMON, "run", "--config", write_config(here, port)},
                 here.path() + "/log");
  // Logs are quiet: ready is when it answers.
  load first = plan(o, port);
  first.lasting = std::chrono::milliseconds{1};
  first.connections = 1;
  first.per_second = 0;
  first.first_id = 1'000'000'000;
  while (run(first, orders).answered == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  auto before = daemon.cpu();
  auto got = run(plan(o, port), orders);
  f.add(got, daemon.cpu() - before);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"Durable intake beside a bare Beast server"};
  options o;
  app.add_option("--rounds", o.rounds)->capture_default_str();
  app.add_option("--seconds", o.seconds, "of each round")
      ->capture_default_str();
  app.add_option("--connections", o.connections)->capture_default_str();
  app.add_option("--per-second", o.per_second, "0: as fast as it goes");
  app.add_option("--json", o.json, "also into this file");
  CLI11_PARSE(app, argc, argv);
  order_maker orders;
  figures bare, ours;
  for (unsigned i = 0; i < o.rounds; ++i) {
    bare_round(o, orders, bare);
    daemon_round(o, orders, ours);
  }
  auto ratio = median(ours.per_second) / median(bare.per_second);
  report(fmt::format("intake, {} connections, bodies of {} bytes, medians of "
                     "{} rounds of {} s",
                     o.connections, orders.body(1).size(), o.rounds, o.seconds),
         {{"bare server, requests/s", median(bare.per_second)},
          {"daemon, requests/s on disk", median(ours.per_second)},
          {"daemon ÷ bare", ratio},
          {"bare server, p99 ms", median(bare.p99)},
          {"daemon, p50 ms", median(ours.p50)},
          {"daemon, p99 ms", median(ours.p99)},
          {"bare server, CPU µs a request", median(bare.cpu_us)},
          {"daemon, CPU µs a request", median(ours.cpu_us)},
          {"not answered with 200", ours.failed + bare.failed}},
         o.json);
}

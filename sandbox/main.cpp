#include "sandbox/sandbox.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <pthread.h>

using namespace dastomized;

namespace {

void add_options(CLI::App& app, sandbox::options& o) {
  app.add_option("--address", o.address, "where to listen");
  app.add_option("--port", o.port, "0: any free port");
  app.add_option("--store", o.store, "name of the shop, first part of paths");
  app.add_option("--consumer-key", o.consumer_key);
  app.add_option("--consumer-secret", o.consumer_secret);
  app.add_flag("--accept-basic", o.accept_basic,
               "take Basic auth over plain http, which a real shop ignores");
  app.add_option("--customcat-key", o.customcat_key, "read-write");
  app.add_option("--customcat-read-key", o.customcat_read_key);
  app.add_option("--shineon-token", o.shineon_token);
  app.add_flag("--fulfillments", o.fulfillments,
               "switch the shop's fulfillments feature on");
  app.add_flag("--queue-needs-request", o.queue_needs_request,
               "the webhook queue sleeps while nobody asks the shop anything");
  app.add_option("--seed", o.seed, "of the made-up customers");
  app.add_flag("--still", o.still,
               "buyers leave their orders as they placed them");
  app.add_option("--orders", o.orders, "orders in the shop at the start");
  app.add_option("--rate-per-minute", o.rate_per_minute, "new orders");
  app.add_option("--state", o.state_file, "file kept from run to run");
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"A WooCommerce shop, CustomCat and ShineOn, simulated"};
  sandbox::options o;
  auto ship_ms = o.ship_after.count(), queue_ms = o.queue_interval.count();
  add_options(app, o);
  app.add_option("--ship-after-ms", ship_ms, "from accepted to shipped");
  app.add_option("--queue-interval-ms", queue_ms, "between webhook runs");
  CLI11_PARSE(app, argc, argv);
  o.ship_after = milliseconds{ship_ms};
  o.queue_interval = milliseconds{queue_ms};

  sigset_t ends; // blocked before threads start, so that all inherit it
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  (void)std::signal(SIGPIPE, SIG_IGN);

  auto running = sandbox::sandbox::start(o);
  if (!running) {
    fmt::print(stderr, "sandbox.failed why=\"{}\"\n", running.error().what);
    return 1;
  }
  fmt::print("sandbox.listening port={}\n", (*running)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ends, &signal);
  auto stopped = (*running)->stop();
  if (!stopped)
    fmt::print(stderr, "sandbox.failed why=\"{}\"\n", stopped.error().what);
  return stopped ? 0 : 1;
}

// The command line: dastomized run | check-config | watch | version.
#include "daemon/run.hpp"
#include "daemon/watch.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

using namespace dastomized;

namespace {

struct choice {
  std::string config, file;
  bool online = false;
  watch_options watch;
};

void add_commands(CLI::App& app, choice& c) {
  app.require_subcommand(1);
  auto* run = app.add_subcommand("run", "Serves until SIGTERM");
  run->add_option("--config", c.config, "TOML file")->required();
  auto* check =
      app.add_subcommand("check-config", "Reports everything that is wrong");
  check->add_option("file", c.file, "TOML file")->required();
  check->add_flag("--online", c.online,
                  "also asks every store and provider whether keys work");
  auto* watch = app.add_subcommand("watch", "Shows a running daemon");
  watch->add_option("--url", c.watch.url, "of the daemon")
      ->capture_default_str();
  watch->add_option("--token-file", c.watch.token_file,
                    "holds the API's token");
  watch->add_option("--sandbox", c.watch.sandbox,
                    "URL of a sandbox, to show its own count");
  watch->add_option("--seconds", c.watch.seconds,
                    "ends by itself; 0: with Ctrl-C");
  app.add_subcommand("version", "Prints the version");
}

int chosen(const CLI::App& app, const choice& c) {
  if (app.got_subcommand("run"))
    return run(c.config);
  if (app.got_subcommand("check-config"))
    return check_config(c.file, c.online);
  if (app.got_subcommand("watch"))
    return watch(c.watch);
  fmt::print("dastomized {}\n", DASTOMIZED_VERSION);
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app{"Order fulfilment for personalized goods sold on WooCommerce"};
  choice c;
  add_commands(app, c);
  try {
    app.parse(argc, argv);
    return chosen(app, c);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : exit_usage;
  } catch (const std::exception& e) {
    fmt::print(stderr, "dastomized: {}\n", e.what());
    return exit_failure;
  }
}

// The command line: dastomized run | check-config | watch | verify | backup |
// version.
#include "daemon/backup.hpp"
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
  data_place place;
  daemon_address daemon;
  std::string backup;
  bool json = false;
};

void add_place(CLI::App& to, data_place& p) {
  auto* group = to.add_option_group("where");
  group->add_option("--config", p.config, "TOML file of the daemon");
  group->add_option("--data", p.data, "its data_dir");
  group->require_option(1);
}

void add_upkeep(CLI::App& app, choice& c) {
  auto* verify =
      app.add_subcommand("verify", "Looks whether all that is stored fits "
                                   "together; also beside a running daemon");
  add_place(*verify, c.place);
  verify->add_flag("--json", c.json, "a report for programs");
  auto* backup = app.add_subcommand("backup", "Makes, looks at, restores");
  backup->require_subcommand(1);
  auto* create = backup->add_subcommand("create", "Has the daemon make one");
  auto* address = create->add_option_group("daemon");
  address->add_option("--config", c.daemon.config, "TOML file of the daemon");
  address->add_option("--url", c.daemon.url, "of the daemon");
  address->require_option(1);
  create->add_option("--token-file", c.daemon.token_file,
                     "holds the API's token");
  auto* look = backup->add_subcommand("verify", "Looks whether one is well");
  look->add_option("directory", c.backup, "the backup")->required();
  look->add_flag("--json", c.json, "a report for programs");
  auto* restore = backup->add_subcommand(
      "restore", "Copies one to where no data are yet; the daemon must stand");
  restore->add_option("directory", c.backup, "the backup")->required();
  add_place(*restore, c.place);
}

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
  add_upkeep(app, c);
  app.add_subcommand("version", "Prints the version");
}

int chosen(const CLI::App& app, const choice& c) {
  if (app.got_subcommand("run"))
    return run(c.config);
  if (app.got_subcommand("check-config"))
    return check_config(c.file, c.online);
  if (app.got_subcommand("watch"))
    return watch(c.watch);
  if (app.got_subcommand("verify"))
    return verify_data(c.place, c.json);
  if (app.got_subcommand("backup")) {
    const auto* how = app.get_subcommand("backup");
    return how->got_subcommand("create")    ? create_backup(c.daemon)
           : how->got_subcommand("restore") ? restore_backup(c.backup, c.place)
                                            : verify_backup(c.backup, c.json);
  }
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

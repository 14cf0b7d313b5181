#include "daemon/run.hpp"

#include "config/loader.hpp"
#include "config/plan.hpp"
#include "daemon/doctor.hpp"
#include "daemon/logging.hpp"
#include "daemon/notify.hpp"
#include "daemon/process.hpp"
#include "daemon/reload.hpp"
#include "daemon/service.hpp"
#include "daemon/wiring.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>

namespace dastomized {

namespace {

constexpr milliseconds beat_interval{5s};

void warn_of(const std::vector<config::problem>& problems) {
  for (const auto& p : problems)
    spdlog::warn("config.questioned what=\"{}\"", to_string(p));
}

void refuse(const service& s, const std::string& why) {
  spdlog::error("config.refused why=\"{}\"", why);
  notify::ready(s.status());
}

// Everything is taken over, or nothing.
void reload(service& s, const std::string& file,
            const config::environment& env) {
  notify::reloading();
  auto read = config::load(file, env);
  warn_of(read.problems);
  auto why = read.ok() ? why_not_now(s.settings(), read.value)
                       : std::string("the new configuration is wrong");
  if (!why.empty())
    return refuse(s, why);
  auto changes = config::plan(s.settings(), read.value);
  auto level = read.value.daemon.level;
  if (auto done = s.reconfigure(std::move(read.value)); !done)
    return refuse(s, done.error().what);
  set_log_level(level);
  for (const auto& c : changes)
    spdlog::info("config.changed what=\"{}\" needs_restart={}", c.what,
                 c.restart);
  spdlog::info("config.reloaded changes={}", changes.size());
  notify::ready(s.status());
}

// Until a signal says stop: true. False: the storage failed, and nothing can
// be promised any more; whoever supervises starts us again.
bool serve(service& s, signals& told, const std::string& file,
           const config::environment& env) {
  auto watchdog = notify::watchdog_interval();
  auto every =
      watchdog ? std::min(*watchdog / 3, beat_interval) : beat_interval;
  s.beat();
  notify::ready(s.status());
  spdlog::info("daemon.ready stores={} providers={}",
               s.settings().stores.size(), s.settings().providers.size());
  for (;;) {
    int signal = told.wait(every);
    if (signal == SIGTERM || signal == SIGINT)
      return true;
    if (signal == SIGHUP)
      reload(s, file, env);
    if (!s.storage_healthy()) {
      spdlog::critical("storage.failed what=\"the daemon ends\"");
      return false;
    }
    if (s.beat())
      notify::watchdog();
    notify::status(s.status());
  }
}

} // namespace

int run(const std::string& file) {
  harden_process();
  auto env = config::environment::of_process();
  auto read = config::load(file, env);
  if (!read.ok()) {
    fmt::print(stderr, "{}", to_string(read.problems));
    return exit_config;
  }
  signals told;
  start_logging(read.value.daemon);
  warn_of(read.problems);
  auto made = service::start(std::move(read.value));
  if (!made) {
    spdlog::error("daemon.failed why=\"{}\"", made.error().what);
    return exit_failure;
  }
  bool asked = serve(**made, told, file, env);
  notify::stopping();
  spdlog::info("daemon.stopping");
  made->reset();
  spdlog::info("daemon.stopped");
  return asked ? 0 : exit_failure;
}

int check_config(const std::string& file, bool online) {
  auto read = config::load(file, config::environment::of_process());
  fmt::print(stderr, "{}", to_string(read.problems));
  if (!read.ok())
    return exit_config;
  auto setup = setup_of(read.value);
  api_settings_of(read.value, setup);
  if (online && !examine_all(setup))
    return exit_failure;
  fmt::print("{}: good, {} stores, {} providers\n", file, setup.stores.size(),
             setup.providers.size());
  return 0;
}

} // namespace dastomized

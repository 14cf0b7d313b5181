#include "daemon/notify.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <ctime>

namespace dastomized::notify {

namespace {

void say(const std::string& text) {
  sd_notify(0, text.c_str());
}

} // namespace

void ready(const std::string& status) {
  say(fmt::format("READY=1\nSTATUS={}", status));
}

void reloading() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  say(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                  t.tv_sec * 1'000'000 + t.tv_nsec / 1000));
}

void stopping() {
  say("STOPPING=1\nSTATUS=stopping");
}

void status(const std::string& text) {
  say("STATUS=" + text);
}

void watchdog() {
  say("WATCHDOG=1");
}

std::optional<milliseconds> watchdog_interval() {
  std::uint64_t us = 0;
  if (sd_watchdog_enabled(0, &us) <= 0)
    return std::nullopt;
  return milliseconds{us / 1000};
}

} // namespace dastomized::notify

// What systemd is told (sd_notify(3)). Does nothing without systemd.
#pragma once

#include "domain/time.hpp"

#include <optional>
#include <string>

namespace dastomized::notify {

void ready(const std::string& status);
void reloading();
void stopping();
void status(const std::string& text);
void watchdog();

// How often systemd wants to hear watchdog(); nullopt: never.
std::optional<milliseconds> watchdog_interval();

} // namespace dastomized::notify

// The subcommands that need a configuration; they answer exit codes.
#pragma once

#include <string>

namespace dastomized {

inline constexpr int exit_failure = 1, exit_usage = 2, exit_config = 78;

int run(const std::string& file);
int check_config(const std::string& file, bool online);

} // namespace dastomized

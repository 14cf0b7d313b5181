// The subcommands that look after stored data; they answer exit codes.
#pragma once

#include <string>

namespace dastomized {

// One of the two: a configuration, or the data_dir it would name.
struct data_place {
  std::string config, data;
};

// One of config and url; the token is the configuration's or in a file.
struct daemon_address {
  std::string config, url, token_file;
};

int verify_data(const data_place& at, bool json);
int create_backup(const daemon_address& at);
int verify_backup(const std::string& directory, bool json);
int restore_backup(const std::string& directory, const data_place& to);

} // namespace dastomized

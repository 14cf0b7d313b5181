// One child process, ended with its owner.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dastomized::bench {

class process {
public:
  // Its lines go to the file `log`.
  process(const std::vector<std::string>& command, const std::string& log);
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  ~process() { end(); }

  // Waits until the log holds `text`; throws if the process ends first.
  void await(const std::string& text) const;
  void end(); // SIGTERM, then waits

  std::uint64_t resident_kib() const;
  std::chrono::milliseconds cpu() const; // user and system

private:
  pid_t pid_ = -1;
  std::string log_;
};

// A port nobody listens at.
std::uint16_t free_port();

// Made for this run, gone with its owner.
class folder {
public:
  folder();
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder();
  const std::string& path() const { return path_; }

private:
  std::string path_;
};

} // namespace dastomized::bench

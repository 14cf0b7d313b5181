#include "daemon/logging.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <memory>
#include <sys/stat.h>

namespace dastomized {

namespace {

// "<6>": what journald takes for a line's priority (sd-daemon(3)).
class priority_flag : public spdlog::custom_flag_formatter {
public:
  void format(const spdlog::details::log_msg& m, const std::tm&,
              spdlog::memory_buf_t& out) override {
    constexpr int priorities[] = {7, 7, 6, 4, 3, 2, 6};
    fmt::format_to(std::back_inserter(out), "<{}>", priorities[m.level]);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<priority_flag>();
  }
};

// The message on one line, whatever somebody outside has put into it.
class one_line_flag : public spdlog::custom_flag_formatter {
public:
  void format(const spdlog::details::log_msg& m, const std::tm&,
              spdlog::memory_buf_t& out) override {
    for (char c : m.payload)
      out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' '
                                                                      : c);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<one_line_flag>();
  }
};

// Whether standard error is the journal: systemd tells device and inode, and
// programs started from a service inherit the variable.
bool journal_listens() {
  const char* told = std::getenv("JOURNAL_STREAM");
  struct stat s {};
  return told != nullptr && fstat(2, &s) == 0 &&
         fmt::format("{}:{}", s.st_dev, s.st_ino) == told;
}

} // namespace

void start_logging(const config::daemon_settings& s) {
  bool journal =
      s.format == config::log_format::journal ||
      (s.format == config::log_format::automatic && journal_listens());
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<priority_flag>('*').add_flag<one_line_flag>('Q');
  formatter->set_pattern(journal ? "%*%Q" : "%Y-%m-%dT%H:%M:%S.%e%z %l %Q");
  auto logger = std::make_shared<spdlog::logger>(
      "dastomized", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::move(formatter));
  spdlog::set_default_logger(std::move(logger));
  set_log_level(s.level);
}

void set_log_level(config::log_level level) {
  constexpr spdlog::level::level_enum levels[] = {
      spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
      spdlog::level::warn, spdlog::level::err};
  spdlog::set_level(levels[static_cast<std::size_t>(level)]);
}

} // namespace dastomized

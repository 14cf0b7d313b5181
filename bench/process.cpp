#include "bench/process.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dastomized::bench {

namespace {

std::string content(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::string& log) {
  int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  std::vector<char*> words;
  for (const auto& w : command)
    words.push_back(const_cast<char*>(w.c_str()));
  words.push_back(nullptr);
  execv(words[0], words.data());
  _exit(127);
}

} // namespace

process::process(const std::vector<std::string>& command,
                 const std::string& log)
    : log_(log) {
  pid_ = fork();
  if (pid_ < 0)
    throw std::runtime_error("fork failed");
  if (pid_ == 0)
    become(command, log);
}

void process::await(const std::string& text) const {
  using namespace std::chrono_literals;
  while (content(log_).find(text) == std::string::npos) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != 0)
      throw std::runtime_error("ended too early:\n" + content(log_));
    std::this_thread::sleep_for(5ms);
  }
}

void process::end() {
  if (pid_ < 0)
    return;
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
}

std::uint64_t process::resident_kib() const {
  std::istringstream in(content("/proc/" + std::to_string(pid_) + "/status"));
  for (std::string word; in >> word;)
    if (std::uint64_t kib = 0; word == "VmRSS:" && in >> kib)
      return kib;
  return 0;
}

std::chrono::milliseconds process::cpu() const {
  auto text = content("/proc/" + std::to_string(pid_) + "/stat");
  std::istringstream in(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i)
    in >> skipped;
  long user = 0, system = 0;
  in >> user >> system;
  return std::chrono::milliseconds{(user + system) * 1000 /
                                   sysconf(_SC_CLK_TCK)};
}

std::uint16_t free_port() {
  namespace ip = boost::asio::ip;
  boost::asio::io_context io;
  ip::tcp::acceptor a(io, {ip::address_v4::loopback(), 0});
  return a.local_endpoint().port();
}

folder::folder() {
  auto pattern =
      (std::filesystem::temp_directory_path() / "dastomized-bench-XXXXXX")
          .string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("no folder could be made for " + pattern);
  path_ = pattern;
}

folder::~folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

} // namespace dastomized::bench

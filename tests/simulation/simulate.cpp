// Random lives, many of them. One that breaks a promise is told with its
// seed, cut to the moves it needs, and can be lived again:
//   simulate --seeds 10000
//   simulate --seed 42 --trace
#include "tests/simulation/life.hpp"

#include <CLI/CLI.hpp>
#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <iostream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace dastomized::simulation {
namespace {

constexpr std::size_t tail = 60; // lines shown of a life that failed

struct options {
  std::uint64_t first = 1, seeds = 200, seed = 0;
  unsigned moves = 200, jobs = std::thread::hardware_concurrency();
  bool traced = false, twice = false, all = false;
};

struct lived {
  std::vector<std::string> complaints, lines;
  unsigned moves = 0;
  life::tally counted;
};

// What the daemon logs, among all else that happens.
class log_sink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
public:
  explicit log_sink(trace& t) : trace_(t) {}

protected:
  void sink_it_(const spdlog::details::log_msg& m) override {
    trace_.note("log: {}",
                std::string_view(m.payload.data(), m.payload.size()));
  }
  void flush_() override {}

private:
  trace& trace_;
};

void log_to(trace& t) {
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("", std::make_shared<log_sink>(t)));
  spdlog::set_level(t.wanted ? spdlog::level::info : spdlog::level::off);
}

lived live(std::uint64_t seed, unsigned moves, bool traced) {
  life l(seed, traced);
  log_to(l.account());
  l.storm(moves);
  l.calm_down();
  spdlog::set_level(spdlog::level::off);
  return {l.complaints(), l.lines(), l.moves(), l.counted()};
}

// The fewest moves after which the calm still shows what is wrong. Fewer may
// hide it and yet fewer show it again: good enough to read.
unsigned shrunk(std::uint64_t seed, unsigned failing) {
  unsigned fine = 0;
  while (failing - fine > 1) {
    auto middle = fine + (failing - fine) / 2;
    (live(seed, middle, false).complaints.empty() ? fine : failing) = middle;
  }
  return failing;
}

// The lines about the orders and parts that are complained of.
std::vector<std::string> telling(const lived& l) {
  std::vector<std::string> names, out;
  for (const auto& c : l.complaints)
    for (std::size_t i = 0; i < c.size();) {
      auto end = std::min(c.find(' ', i), c.size());
      auto word = c.substr(i, end - i);
      word = word.substr(word.find('/') + 1);
      if (!word.empty() && word[0] >= '0' && word[0] <= '9')
        names.push_back(word.substr(0, word.find('-')));
      i = end + 1;
    }
  for (const auto& line : l.lines) {
    auto about = [&](const std::string& n) {
      return line.find(n, 12) != line.npos;
    };
    if (std::ranges::any_of(names, about) || about("dies") || about("disk:") ||
        about("----"))
      out.push_back(line);
  }
  return names.empty() ? l.lines : out;
}

void tell(std::uint64_t seed, const lived& failed) {
  auto moves = shrunk(seed, failed.moves);
  auto again = live(seed, moves, true);
  fmt::print("\nseed {} after {} moves:\n", seed, moves);
  for (const auto& c : again.complaints)
    fmt::print("  {}\n", c);
  auto lines = telling(again);
  auto begin = lines.size() > tail ? lines.size() - tail : 0;
  for (auto i = begin; i < lines.size(); ++i)
    fmt::print("    {}\n", lines[i]);
  fmt::print("again: simulate --seed {} --moves {} --trace\n", seed, moves);
}

bool differs(std::uint64_t seed, unsigned moves) {
  auto one = live(seed, moves, true), other = live(seed, moves, true);
  if (one.lines == other.lines)
    return false;
  fmt::print("seed {} was lived in two ways\n", seed);
  auto [a, b] = std::ranges::mismatch(one.lines, other.lines);
  if (a != one.lines.end() && b != other.lines.end())
    fmt::print("  {}\n  {}\n", *a, *b);
  return true;
}

// Every `jobs`-th seed from `from` on. 0: all is well.
int run(const options& o, unsigned from) {
  life::tally all;
  int code = 0;
  for (auto s = o.first + from; s < o.first + o.seeds; s += o.jobs) {
    if (o.twice && differs(s, o.moves))
      return 1;
    auto l = live(s, o.moves, false);
    if (!l.complaints.empty()) {
      tell(s, l);
      code = 1;
      if (!o.all)
        break;
    }
    all += l.counted;
  }
  fmt::print("{} orders, {} intentions, {} taken, {} deaths\n", all.orders,
             all.intentions, all.taken, all.crashes);
  return code;
}

// A child's end is no end of a program to the sanitizer.
bool leaks() {
#ifdef __SANITIZE_ADDRESS__
  return __lsan_do_recoverable_leak_check() != 0;
#else
  return false;
#endif
}

int run_all(const options& o) {
  std::vector<pid_t> children;
  for (unsigned i = 1; i < o.jobs; ++i) {
    auto child = fork();
    if (child == 0) {
      int code = run(o, i);
      std::fflush(stdout);
      _exit(code != 0 || leaks() ? 1 : 0);
    }
    children.push_back(child);
  }
  int code = run(o, 0);
  for (auto child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    code = code || status != 0;
  }
  return code;
}

int run_one(const options& o) {
  auto l = live(o.seed, o.moves, o.traced);
  for (const auto& text : l.lines)
    fmt::print("{}\n", text);
  for (const auto& c : l.complaints)
    fmt::print("{}\n", c);
  return l.complaints.empty() ? 0 : 1;
}

} // namespace
} // namespace dastomized::simulation

int main(int argc, char** argv) {
  using namespace dastomized::simulation;
  spdlog::set_level(spdlog::level::off);
  options o;
  CLI::App app{"Random lives of the daemon"};
  app.add_option("--seeds", o.seeds, "how many")->envname("DASTOMIZED_SEEDS");
  app.add_option("--first", o.first, "the first of them");
  app.add_option("--seed", o.seed, "this one alone");
  app.add_option("--moves", o.moves, "how long the storm is");
  app.add_option("--jobs", o.jobs, "processes");
  app.add_flag("--all", o.all, "go on after one that failed");
  app.add_flag("--trace", o.traced, "tell all that happens (with --seed)");
  app.add_flag("--twice", o.twice, "each must be the same a second time");
  CLI11_PARSE(app, argc, argv);
  o.jobs = std::max(o.jobs, 1u);
  return o.seed ? run_one(o) : run_all(o);
}

// tests/golden/config/*.toml with the problems they have in *.expected. To
// write these anew after a change: DASTOMIZED_REGOLD=1 config_test, then read
// the difference.
#include "config/loader.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace dastomized::config {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  return text.str();
}

// With file names only, wherever they appear.
std::string problems_in(const fs::path& file) {
  auto all = load(file, {{{"SECRET", "abcdefghijklmnop"}}}).problems;
  auto lines = to_string(all);
  auto folder = file.parent_path().string() + '/';
  for (auto at = lines.find(folder); at != lines.npos; at = lines.find(folder))
    lines.erase(at, folder.size());
  return lines;
}

TEST(GoldenConfigurations, HaveTheProblemsWrittenBesideThem) {
  int seen = 0;
  for (const auto& each : fs::directory_iterator{DASTOMIZED_GOLDEN "/config"}) {
    if (each.path().extension() != ".toml")
      continue;
    ++seen;
    auto expected = fs::path{each.path()}.replace_extension(".expected");
    auto found = problems_in(each.path());
    if (std::getenv("DASTOMIZED_REGOLD"))
      std::ofstream{expected} << found;
    EXPECT_EQ(found, text_of(expected)) << each.path();
  }
  EXPECT_GE(seen, 5);
}

} // namespace
} // namespace dastomized::config

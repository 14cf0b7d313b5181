// Runs a harness over files and directories instead of searching: regressions
// show with every compiler. Usage: fuzz_… PATH…
#include "tests/fuzz/fuzz.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(int count, char** names) {
  std::vector<fs::path> all;
  for (int i = 1; i < count; ++i)
    if (fs::is_directory(names[i])) {
      for (const auto& each : fs::directory_iterator(names[i]))
        all.push_back(each.path());
    } else {
      all.emplace_back(names[i]);
    }
  std::ranges::sort(all);
  return all;
}

bool replay(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  // Before the run: if it ends the program, this is the last line.
  std::cout << file.filename().string() << std::endl;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                         bytes.size());
  return in.is_open();
}

} // namespace

int main(int count, char** names) {
  try {
    const auto files = files_of(count, names);
    if (!std::ranges::all_of(files, replay) || files.empty()) {
      std::cerr << "nothing to replay, or it can not be read\n";
      return 1;
    }
  } catch (const std::exception& e) {
    std::cerr << "threw: " << e.what() << '\n';
    return 1;
  }
  return 0;
}

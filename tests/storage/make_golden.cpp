// Writes a golden data directory in the format of the day:
//
//   storage_make_golden tests/golden/storage/data-N
//
// Once a format is released its directory is never made again: what later
// versions must read is what that version wrote.
#include "tests/storage/golden_orders.hpp"

#include <cstdio>
#include <exception>

namespace dastomized::tests {

namespace {

namespace fs = std::filesystem;

void write_step(storage::order_store& s, golden_step x) {
  commit(s,
         {std::move(x.next), {}, std::move(x.notes), std::move(x.ledger), {}})
      .value();
}

// The first opening's part becomes tables when it is opened again, the
// second's stays in the log.
void write_all(const std::string& path) {
  auto steps = golden_steps();
  auto half = steps.size() / 2;
  {
    auto s = storage::open_rocks_store(path).value();
    for (std::size_t i = 0; i < half; ++i)
      write_step(*s, steps[i]);
    append(*s, R"({"id":1})").value();
    append(*s, "no order").value();
    settle(*s, 2, storage::verdict::set_aside, "not an order").value();
    put_meta(*s, "poll/shop", "1772452800000").value();
  }
  auto s = storage::open_rocks_store(path).value();
  for (std::size_t i = half; i < steps.size(); ++i)
    write_step(*s, steps[i]);
  append(*s, R"({"id":3})").value();
  settle(*s, 1, storage::verdict::applied, "").value();
}

// Opening needs none of these.
void strip(const fs::path& path) {
  std::vector<fs::path> idle;
  for (const auto& each : fs::directory_iterator(path)) {
    auto name = each.path().filename().string();
    if (name == "LOCK" || name.starts_with("LOG") ||
        name.starts_with("OPTIONS-") || fs::file_size(each.path()) == 0)
      idle.push_back(each.path());
  }
  for (const auto& x : idle)
    fs::remove(x);
}

} // namespace

} // namespace dastomized::tests

int main(int argc, char** argv) {
  using namespace dastomized::tests;
  if (argc != 2 || std::filesystem::exists(argv[1])) {
    std::fprintf(stderr, "usage: %s DIRECTORY, which must not exist\n",
                 argv[0]);
    return 2;
  }
  try {
    write_all(argv[1]);
    strip(argv[1]);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
  return 0;
}

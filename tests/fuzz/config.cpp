// The configuration: a main file, one of conf.d and a SKU map, with "===" on
// a line of its own between them.
#include "config/loader.hpp"
#include "config/plan.hpp"
#include "config/rules.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <stdlib.h>
#include <string>

namespace dastomized::fuzz {

namespace {

namespace fs = std::filesystem;

const std::string secret = "s3cret-0f-the-env1ronment";

// A directory that goes with the program.
class folder {
public:
  folder() {
    auto name = (fs::temp_directory_path() / "config-XXXXXX").string();
    if (!mkdtemp(name.data()))
      throw std::runtime_error("no temporary directory");
    path_ = name;
    fs::create_directory(path_ / "conf.d");
  }
  ~folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  std::string put(const char* name, std::string_view text) const {
    auto file = path_ / name;
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }

private:
  fs::path path_;
};

const folder home;

void run(std::string_view text) {
  const bool told = contains(text, secret); // the text itself may be quoted
  auto file = home.put("dastomized.toml", next(text, "\n===\n"));
  home.put("conf.d/more.toml", next(text, "\n===\n"));
  home.put("skus.csv", text);
  config::environment env;
  env.variables["SECRET"] = secret;
  auto all = config::load(file, env);
  for (const auto& p : all.problems)
    require(!p.what.empty(), "a problem says what is wrong");
  require(told || !contains(to_string(all.problems), secret),
          "a problem holds no secret");
  if (!all.ok())
    return;
  require(config::load(file, env).value.revision == all.value.revision,
          "the same text has the same revision");
  require(config::plan(all.value, all.value).empty(),
          "nothing changes where nothing was changed");
  auto changes = config::to_string(config::plan({}, all.value));
  require(told || !contains(changes, secret), "a change holds no secret");
  for (const auto& s : all.value.stores) {
    require(!s.name.empty() && !s.url.empty(), "a store has what it needs");
    config::policy_of(all.value, s);
  }
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  dastomized::fuzz::run(dastomized::fuzz::text_of(data, size));
  return 0;
}

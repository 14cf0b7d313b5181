#include "config/loader.hpp"

#include "config/checks.hpp"
#include "config/schema.hpp"
#include "domain/digest.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <unistd.h>

namespace dastomized::config {

namespace fs = std::filesystem;

environment environment::of_process() {
  environment all;
  for (char** each = environ; each && *each; ++each) {
    std::string_view text = *each;
    auto equals = text.find('=');
    if (equals != text.npos)
      all.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

std::string environment::get(const std::string& name) const {
  auto found = variables.find(name);
  return found == variables.end() ? "" : found->second;
}

bool loaded::ok() const {
  return std::none_of(problems.begin(), problems.end(), [](const auto& p) {
    return p.severity == severity::error;
  });
}

namespace {

void file_problem(const std::string& file, std::string what,
                  std::vector<problem>& problems) {
  problem p;
  p.at.file = file;
  p.what = std::move(what);
  problems.push_back(std::move(p));
}

// Adds what it read to `seen`.
node read_file(const std::string& file, std::vector<problem>& problems,
               std::string& seen) {
  std::error_code failed;
  std::ifstream in;
  if (fs::is_regular_file(file, failed))
    in.open(file, std::ios::binary);
  if (!in.is_open()) {
    file_problem(file, "can not read this file", problems);
    return {{file, 0, 0}, node::table{}};
  }
  std::ostringstream text;
  text << in.rdbuf();
  seen += text.str() + '\0';
  return parse_toml(text.str(), file, problems);
}

// The main file first, then conf.d/*.toml in the order of their names.
std::vector<std::string> files_of(const std::string& path,
                                  std::vector<problem>& problems) {
  std::vector<std::string> files;
  std::error_code failed;
  auto directory = fs::path{path}.parent_path() / "conf.d";
  if (fs::is_directory(directory, failed)) {
    fs::directory_iterator each(directory, failed), end;
    for (; !failed && each != end; each.increment(failed))
      if (each->path().extension() == ".toml")
        files.push_back(each->path().string());
    if (failed)
      file_problem(directory.string(), "can not read this directory", problems);
  }
  std::sort(files.begin(), files.end());
  files.insert(files.begin(), path);
  return files;
}

void strip_slashes(std::string& url) {
  while (url.ends_with('/'))
    url.pop_back();
}

void normalize(settings& s, const reading& r) {
  if (!r.has("daemon.backup_dir"))
    s.daemon.backup_dir = s.daemon.data_dir + "/backups";
  strip_slashes(s.http.public_url);
  for (auto& store : s.stores)
    strip_slashes(store.url);
  for (auto& provider : s.providers)
    strip_slashes(provider.url);
}

void sort_problems(std::vector<problem>& problems,
                   const std::vector<std::string>& files) {
  auto rank = [&](const problem& p) {
    return std::tuple{std::find(files.begin(), files.end(), p.at.file),
                      p.at.line, p.at.column};
  };
  std::stable_sort(
      problems.begin(), problems.end(),
      [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

void interpret(loaded& all, std::vector<node>& documents, reading r) {
  auto& root = documents.front();
  for (std::size_t i = 1; i < documents.size(); ++i)
    merge(root, std::move(documents[i]), r.problems);
  cursor top{r, "", {root.at, "", ""}};
  r.spots[""] = top.here;
  read_table(schema(), all.value, root, top);
  normalize(all.value, r);
  check(all.value, r);
  read_sku_maps(all.value, r);
  all.problems = std::move(r.problems);
}

} // namespace

loaded load(const std::string& path, const environment& env) {
  loaded all;
  auto files = files_of(path, all.problems);
  std::vector<node> documents;
  std::string seen;
  for (const auto& file : files)
    documents.push_back(read_file(file, all.problems, seen));
  all.value.revision = sha256_hex(seen).substr(0, 12);
  if (all.ok()) // else half of the text is unknown: no guesses
    interpret(all, documents, {env, fs::path{path}.parent_path(), {}, {}});
  sort_problems(all.problems, files);
  return all;
}

std::vector<std::string> known_keys() {
  std::vector<std::string> all;
  for (const auto& k : schema())
    k.list("", all);
  return all;
}

} // namespace dastomized::config

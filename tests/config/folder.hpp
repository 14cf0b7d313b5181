// A scratch directory with configuration files, gone with the object.
#pragma once

#include "config/loader.hpp"

#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <string>

namespace dastomized::config {

class folder {
public:
  folder() {
    std::string name = std::filesystem::temp_directory_path() / "confXXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~folder() { std::filesystem::remove_all(path_); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  // Readable by the owner only.
  std::string write(const std::string& name, const std::string& text) const {
    auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file} << text;
    std::filesystem::permissions(file, std::filesystem::perms{0600});
    return file;
  }

  std::string path() const { return path_; }

  loaded load(const std::string& text, const environment& env = {}) const {
    return config::load(write("dastomized.toml", text), env);
  }

  // The problems as text, with the directory's name left out.
  std::string problems(const std::string& text,
                       const environment& env = {}) const {
    auto lines = to_string(load(text, env).problems);
    auto prefix = path() + '/';
    for (auto at = lines.find(prefix); at != lines.npos;
         at = lines.find(prefix))
      lines.erase(at, prefix.size());
    return lines;
  }

private:
  std::filesystem::path path_;
};

} // namespace dastomized::config

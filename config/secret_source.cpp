// Where secrets come from: the text itself, a systemd credential, a file, an
// environment variable.
#include "config/values.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sys/stat.h>

namespace dastomized::config {

namespace {

constexpr std::size_t secret_max = 4096;

// The file's first bytes, or nullopt after reporting.
std::optional<std::string> slurp(const std::string& path, const cursor& at,
                                 bool must_be_private) {
  struct stat info {};
  std::ifstream in;
  std::string why;
  if (stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode))
    why = "not a regular file";
  else if (in.open(path, std::ios::binary); !in.is_open())
    why = std::strerror(errno);
  if (!why.empty()) {
    at.error(fmt::format("can not read {}: {}", path, why));
    return std::nullopt;
  }
  if (must_be_private && (info.st_mode & S_IROTH))
    at.warn(fmt::format("everybody on this machine can read {}", path),
            "chmod 0640");
  std::string text(secret_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::optional<std::string> from_credential(const std::string& name,
                                           const cursor& at) {
  auto directory = at.r.env.get("CREDENTIALS_DIRECTORY");
  auto hint = fmt::format("LoadCredential={}:/path/to/file in the unit", name);
  if (name.empty() || name.find('/') != std::string::npos || name == "..") {
    at.error(fmt::format("\"{}\" can not name a credential", name));
    return std::nullopt;
  }
  if (directory.empty()) {
    at.error(
        fmt::format("credential \"{}\": systemd passed no credentials", name),
        std::move(hint));
    return std::nullopt;
  }
  struct stat info {};
  auto path = directory + '/' + name;
  if (stat(path.c_str(), &info) != 0) {
    at.error(fmt::format("there is no credential \"{}\"", name),
             std::move(hint));
    return std::nullopt;
  }
  return slurp(path, at, false);
}

std::optional<std::string> from_variable(const std::string& name,
                                         const cursor& at) {
  auto found = at.r.env.variables.find(name);
  if (found != at.r.env.variables.end())
    return found->second;
  at.error(fmt::format("the environment variable {} is not set", name));
  return std::nullopt;
}

std::optional<std::string> raw_text(const node& n, const cursor& at) {
  const auto hint = R"({ credential = "…" }, { file = "…" } or { env = "…" })";
  if (auto* literal = n.as_string()) {
    if (!literal->empty())
      at.warn("the secret itself stands in the file",
              fmt::format("better: {}", hint));
    return *literal;
  }
  auto* table = n.as_table();
  auto* name =
      table && table->size() == 1 ? table->front().value.as_string() : nullptr;
  const auto key = name ? table->front().key : std::string{};
  if (key == "credential")
    return from_credential(*name, at);
  if (key == "file")
    return slurp(at.r.resolved(*name), at, true);
  if (key == "env")
    return from_variable(*name, at);
  at.error("must say where the secret is", hint);
  return std::nullopt;
}

// What would break, or break out of, an HTTP header.
bool printable(const std::string& text) {
  for (auto c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      return false;
  return true;
}

} // namespace

bool take(const node& n, const cursor& at, secret& out) {
  auto text = raw_text(n, at);
  if (!text)
    return false;
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r'))
    text->pop_back();
  if (text->empty())
    at.error("the secret is empty");
  else if (text->size() > secret_max)
    at.error(fmt::format("the secret is longer than {} bytes", secret_max));
  else if (!printable(*text))
    at.error("the secret holds a line break or control character");
  else
    out = secret{std::move(*text)};
  return !out.empty();
}

} // namespace dastomized::config

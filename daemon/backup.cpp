#include "daemon/backup.hpp"

#include "config/loader.hpp"
#include "connectors/http_client.hpp"
#include "daemon/inquiry.hpp"
#include "daemon/process.hpp"
#include "daemon/run.hpp"
#include "daemon/wiring.hpp"
#include "storage/backup.hpp"
#include "storage/verify.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <utility>

namespace dastomized {

namespace json = boost::json;

namespace {

int complain(const std::string& what, int code = exit_failure) {
  fmt::print(stderr, "{}\n", what);
  return code;
}

std::optional<config::settings> read_config(const std::string& file) {
  auto read = config::load(file, config::environment::of_process());
  if (read.ok())
    return std::move(read.value);
  fmt::print(stderr, "{}", to_string(read.problems));
  return std::nullopt;
}

// Where the orders are; nullopt: the configuration is wrong, and it was said.
std::optional<std::string> store_path(const data_place& at) {
  config::settings s;
  s.daemon.data_dir = at.data;
  if (!at.config.empty()) {
    auto read = read_config(at.config);
    if (!read)
      return std::nullopt;
    s = std::move(*read);
  }
  return store_path_of(s);
}

using counts = std::array<std::pair<const char*, std::uint64_t>, 14>;

counts counts_of(const storage::verify_report& r) {
  return {{{"orders", r.orders},
           {"parts_sent", r.parts_sent},
           {"journal", r.journal},
           {"due", r.due},
           {"rows", r.rows},
           {"twins", r.twins},
           {"references", r.references},
           {"ledger", r.ledger},
           {"deliveries", r.deliveries},
           {"pending", r.pending},
           {"settled", r.settled},
           {"feed", r.feed},
           {"meta", r.meta},
           {"audit", r.audit}}};
}

std::string json_of(const std::string& path, const storage::verify_report& r) {
  json::object all{{"path", path}, {"clean", r.clean()}};
  for (const auto& [name, n] : counts_of(r))
    all[name] = n;
  json::array found;
  for (const auto& f : r.findings)
    found.push_back(json::object{
        {"where", storage::name(f.where)}, {"key", f.key}, {"what", f.what}});
  all["problems"] = r.problems;
  all["findings"] = std::move(found);
  return json::serialize(all) + "\n";
}

std::string text_of(const std::string& path, const storage::verify_report& r) {
  auto out = path + "\n";
  for (const auto& [name, n] : counts_of(r))
    out += fmt::format("  {:<12}{:>12}\n", name, n);
  for (const auto& f : r.findings)
    out += fmt::format("{} {}: {}\n", storage::name(f.where), f.key, f.what);
  if (r.problems > r.findings.size())
    out += fmt::format("and {} more\n", r.problems - r.findings.size());
  return out + (r.clean() ? "everything fits together\n"
                          : fmt::format("{} problems\n", r.problems));
}

int verify_at(const std::string& path, bool as_json) {
  auto r = storage::verify_directory(path);
  if (!r)
    return complain(r.error().what);
  fmt::print("{}", as_json ? json_of(path, *r) : text_of(path, *r));
  return r->clean() ? 0 : exit_failure;
}

// A daemon that listens everywhere is asked on this machine.
std::string url_of(const config::endpoint& e) {
  auto host = e.host == "0.0.0.0" ? "127.0.0.1"
              : e.host == "::"    ? "::1"
                                  : e.host;
  if (host.find(':') != host.npos)
    host = '[' + host + ']';
  return fmt::format("http://{}:{}", host, e.port);
}

} // namespace

int verify_data(const data_place& at, bool as_json) {
  auto path = store_path(at);
  return path ? verify_at(*path, as_json) : exit_config;
}

int verify_backup(const std::string& directory, bool as_json) {
  return verify_at(directory, as_json);
}

int create_backup(const daemon_address& at) {
  inquiry q{"POST", at.url, token_in(at.token_file), 1h};
  if (!at.config.empty()) {
    auto read = read_config(at.config);
    if (!read)
      return exit_config;
    q.url = url_of(read->http.listen);
    if (q.token.empty())
      q.token = read->http.api_token.reveal();
  }
  auto asked = q.url;
  q.url += "/api/v1/backups";
  auto client = connectors::http_client::start({});
  if (!client)
    return complain(client.error().what);
  auto made = inquire(**client, std::move(q));
  if (!made)
    return complain(fmt::format("no backup by the daemon at {}: {}", asked,
                                made.error().what));
  fmt::print("{}\n", json::serialize(*made));
  return 0;
}

int restore_backup(const std::string& directory, const data_place& to) {
  harden_process(); // the copy is for its owner alone
  auto path = store_path(to);
  if (!path)
    return exit_config;
  auto now = std::chrono::time_point_cast<milliseconds>(
      std::chrono::system_clock::now());
  auto r = storage::restore_backup(directory, *path, now);
  if (!r)
    return complain(r.error().what);
  fmt::print("{}: {} orders, {} bytes\n", r->path, r->orders, r->bytes);
  return 0;
}

} // namespace dastomized

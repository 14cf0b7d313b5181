#include "storage/verify.hpp"

#include "storage/checker.hpp"
#include "storage/keys.hpp"
#include "storage/rocks_engine.hpp"

#include <fmt/format.h>

namespace dastomized::storage {

namespace {

const std::string after_all(64, '\xFF');

} // namespace

std::string shown(std::string_view key) {
  if (auto k = keys::read_order(key))
    return to_string(*k);
  std::string out;
  for (char c : key)
    if (c > ' ' && c <= '~' && c != '\\')
      out += c;
    else
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  return out;
}

void checker::find(family f, std::string_view key, std::string what) {
  if (++report_.problems <= findings_max_)
    report_.findings.push_back({f, shown(key), std::move(what)});
}

std::optional<std::string> checker::get(family f, const std::string& key) {
  auto bytes = engine_.get(f, key);
  if (!bytes) {
    find(f, key, bytes.error().what);
    return std::nullopt;
  }
  return std::move(*bytes);
}

bool checker::has(family f, const std::string& key) {
  return get(f, key).has_value();
}

void checker::scan(family f, const std::string& from, const std::string& to,
                   const visitor& v) {
  if (auto done = engine_.scan(f, from, to, false, v); !done)
    find(f, "", done.error().what);
}

void checker::walk(family f, const visitor& v) {
  std::string last;
  auto done = engine_.scan(f, "", after_all, false, [&](auto key, auto bytes) {
    last.assign(key);
    return v(key, bytes);
  });
  if (done)
    return;
  find(f, "", done.error().what);
  (void)engine_.scan(f, last + '\0', after_all, true, v);
}

std::uint64_t checker::count(family f, const std::string& from,
                             const std::string& to) {
  std::uint64_t n = 0;
  scan(f, from, to, [&](auto, auto) {
    ++n;
    return true;
  });
  return n;
}

std::uint64_t
checker::judge_extra(family f, std::uint64_t expected,
                     const std::function<void(std::string_view)>& judge) {
  auto n = count(f, "", after_all);
  if (n != expected)
    scan(f, "", after_all, [&](auto key, auto) {
      judge(key);
      return true;
    });
  return n;
}

verify_report checker::run() {
  walk(family::records, [this](auto key, auto bytes) {
    check_record(key, bytes);
    return true;
  });
  journal();
  due();
  rows();
  tokens();
  ledger();
  inbox();
  numbered();
  named_values();
  return std::move(report_);
}

verify_report verify(engine& e, std::size_t findings_max) {
  return checker(e, findings_max).run();
}

result<verify_report> verify_directory(const std::string& path) {
  auto e = open_rocks_engine(path, {.read_only = true});
  if (!e)
    return e.error();
  return verify(**e);
}

} // namespace dastomized::storage

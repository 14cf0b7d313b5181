#include "daemon/watch_table.hpp"

#include <boost/json/value_to.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace dastomized {

namespace json = boost::json;

namespace {

std::string text(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  return v && v->is_string() ? std::string(v->get_string()) : "";
}

std::string joined(const json::object& o, std::string_view key) {
  std::string out;
  const auto* v = o.if_contains(key);
  if (v && v->is_array())
    for (const auto& one : v->get_array())
      out += (out.empty() ? "" : ", ") + json::value_to<std::string>(one);
  return out;
}

// 23:59:07 or 4:05, "paused", "–"
std::string countdown(const json::object& row) {
  const auto* c = row.if_contains("countdown");
  if (!c || !c->is_object())
    return "";
  auto state = text(c->get_object(), "state");
  const auto* left = c->get_object().if_contains("remaining_ms");
  if (state != "running" || !left || !left->is_int64())
    return state == "none" ? "" : state;
  auto s = left->get_int64() / 1000;
  return s >= 3600
             ? fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
             : fmt::format("{}:{:02}", s / 60, s % 60);
}

// At most `width` bytes of it, never half a character, no control bytes.
std::string cut(std::string s, std::size_t width) {
  std::replace_if(
      s.begin(), s.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  if (s.size() <= width)
    return s;
  while (width > 0 && (static_cast<unsigned char>(s[width]) & 0xc0) == 0x80)
    --width;
  s.resize(width);
  return s;
}

std::string line_of(const json::object& row) {
  auto last = joined(row, "tracking");
  if (last.empty())
    last = text(row, "problem");
  return fmt::format("{:<8} {:<11} {:<8} {:<10} {:<11} {:<18} {}\n",
                     cut(text(row, "number"), 8), cut(text(row, "status"), 11),
                     text(row, "type"), countdown(row),
                     cut(text(row, "submit_status"), 11),
                     cut(joined(row, "providers"), 18), cut(last, 44));
}

// What keeps orders from going, and what a person has to say.
std::string banner_of(const watched& w) {
  std::string out;
  for (const auto& f : w.freezes)
    if (f.is_object())
      out += cut(fmt::format("FROZEN {} {}: {}", text(f.get_object(), "scope"),
                             text(f.get_object(), "name"),
                             text(f.get_object(), "reason")),
                 100) +
             '\n';
  const auto* asks = w.overdue.if_contains("asks");
  const auto* missed = w.overdue.if_contains("missed");
  if (asks && missed && asks->is_bool() && asks->get_bool() &&
      missed->is_int64())
    out += fmt::format("{} orders fell due while nobody was here: may they "
                       "go? POST /api/v1/catch-up/approve\n",
                       missed->get_int64());
  return out;
}

} // namespace

std::string table_of(const watched& w) {
  auto out = fmt::format("orders {}", w.total);
  for (const auto& [name, count] : w.counts)
    if (count > 0)
      out += fmt::format("   {} {}", name, count);
  out += fmt::format("   need a person {}\n", w.attention);
  if (w.printed >= 0)
    out += fmt::format("the sandbox counts {} parts, twice {}\n", w.printed,
                       w.twice);
  out += banner_of(w);
  out += fmt::format("\n{:<8} {:<11} {:<8} {:<10} {:<11} {:<18} {}\n", "order",
                     "status", "type", "countdown", "submit", "provider",
                     "tracking or reason");
  for (const auto& [title, rows] : w.sections) {
    if (rows.empty())
      continue;
    out += fmt::format("- {} -\n", title);
    for (const auto& row : rows)
      if (row.is_object())
        out += line_of(row.get_object());
  }
  return out;
}

std::string sums_of(const watched& w) {
  std::int64_t submitted = 0;
  for (const auto& [name, count] : w.counts)
    if (name == "submitted" || name == "partly_submitted")
      submitted += count;
  auto out = fmt::format("orders in: {}, submitted: {}, need a person: {}",
                         w.total, submitted, w.attention);
  if (w.printed >= 0)
    out += fmt::format(", parts the sandbox counted: {}, twice: {}", w.printed,
                       w.twice);
  return out;
}

} // namespace dastomized

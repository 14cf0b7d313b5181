// SKU maps: CSV files with the columns sku, provider, provider_sku.
#include "config/checks.hpp"
#include "config/rules.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

namespace dastomized::config {

namespace {

// The fields of one line; "…" may hold commas and doubled quotation marks.
std::vector<std::string> fields(std::string_view line) {
  std::vector<std::string> all{""};
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && line.substr(i + 1).starts_with('"'))
      all.back() += line[i++];
    else if (line[i] == '"')
      quoted = !quoted;
    else if (line[i] == ',' && !quoted)
      all.emplace_back();
    else
      all.back() += line[i];
  }
  for (auto& f : all)
    f = std::string{trimmed(f)};
  return all;
}

// Reads one file line by line, reporting at its own lines.
struct map_reader {
  const settings& s;
  reading& r;
  std::string file;
  std::set<std::string> seen{};
  std::uint32_t line = 0;

  void complain(std::string what, std::string hint = {}) {
    problem p;
    p.at = {file, line, 0};
    p.what = std::move(what);
    p.hint = std::move(hint);
    r.problems.push_back(std::move(p));
  }

  bool provider_known(const std::string& name) {
    std::vector<std::string> names;
    for (const auto& p : s.providers)
      names.push_back(p.name);
    if (name == not_fulfilled ||
        std::find(names.begin(), names.end(), name) != names.end())
      return true;
    complain(fmt::format("there is no provider \"{}\"", name),
             suggestion(name, names));
    return false;
  }

  void take(std::string_view text, std::vector<sku_row>& rows) {
    auto f = fields(text);
    if (f.size() != 3 || f[0].empty() || f[1].empty())
      return complain("needs sku,provider,provider_sku");
    if (!seen.insert(f[0]).second)
      return complain(fmt::format("the SKU \"{}\" is mapped already", f[0]));
    if (provider_known(f[1]))
      rows.push_back({f[0], f[1], f[2]});
  }

  void read(std::istream& in, std::vector<sku_row>& rows) {
    std::string text;
    while (std::getline(in, text)) {
      std::string_view rest = text;
      if (++line == 1 && rest.starts_with("\xEF\xBB\xBF")) // spreadsheets
        rest.remove_prefix(3);
      rest = trimmed(rest);
      if (line == 1) {
        if (fields(rest) != fields("sku,provider,provider_sku"))
          complain("the first line must be sku,provider,provider_sku");
      } else if (!rest.empty()) {
        take(rest, rows);
      }
    }
  }
};

} // namespace

void read_sku_maps(settings& s, reading& r) {
  for (std::size_t i = 0; i < s.sku_maps.size(); ++i) {
    auto& map = s.sku_maps[i];
    if (map.file.empty())
      continue; // reported already
    map_reader reader{s, r, r.resolved(map.file)};
    std::error_code failed;
    std::ifstream in;
    if (std::filesystem::is_regular_file(reader.file, failed)) // it must end
      in.open(reader.file);
    std::vector<sku_row> rows;
    if (in.is_open() && in.peek() != std::ifstream::traits_type::eof())
      reader.read(in, rows);
    else
      r.report(severity::error, fmt::format("sku_map[{}]", i), "file",
               fmt::format("can not read {}", reader.file));
    map.rows = std::move(rows);
  }
}

} // namespace dastomized::config

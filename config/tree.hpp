// A TOML document as plain data that remembers where everything was written.
// Keeps the TOML library out of the rest of the project.
#pragma once

#include "config/problem.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dastomized::config {

struct entry;

// What we do not take: dates without an offset and bare times.
struct unsupported {
  std::string what;
};

struct node {
  using list = std::vector<node>;
  using table = std::vector<entry>;
  place at; // of the key, the array element or the table's header
  std::variant<std::string, std::int64_t, double, bool, instant, unsupported,
               list, table>
      value;

  const table* as_table() const { return std::get_if<table>(&value); }
  const std::string* as_string() const {
    return std::get_if<std::string>(&value);
  }
  // A non-empty array that holds nothing but tables.
  bool is_list_of_tables() const;
  // The value of a key of this table; nullptr if there is none.
  const node* find(std::string_view key) const;
};

struct entry {
  std::string key;
  node value;
};

// "a string", "an integer" …
std::string kind_of(const node& n);

// The document's root table. On a syntax error: a problem, an empty table.
node parse_toml(std::string_view text, const std::string& file,
                std::vector<problem>& problems);

// Puts `more` into `base`: tables join, lists of tables grow; anything said
// twice is a problem.
void merge(node& base, node more, std::vector<problem>& problems);

} // namespace dastomized::config

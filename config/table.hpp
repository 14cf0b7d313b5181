// A table of the configuration as a list of keys. The one list drives
// reading, the search for unknown keys, comparison and the list of all keys.
#pragma once

#include "config/plan.hpp"
#include "config/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace dastomized::config {

template <class T>
struct key {
  std::string name;
  bool required = false;
  std::function<void(T&, const node&, const cursor&)> read;
  // Says what differs; `where` is put before the key's name.
  std::function<void(const T&, const T&, const std::string& where,
                     std::vector<change>&)>
      compare;
  // The full names of this key and those below it.
  std::function<void(const std::string& above, std::vector<std::string>&)> list;
};

template <class T>
using keys = std::vector<key<T>>;

template <class V>
struct extra {
  bool required = false;
  bool restart = false;                             // a change needs a restart
  std::function<std::string(const V&)> complaint{}; // empty: value is good
};

// ---- one table ------------------------------------------------------------

template <class T>
void report_unknown(const keys<T>& known, const entry& e, const cursor& at) {
  std::vector<std::string> names;
  for (const auto& k : known)
    names.push_back(k.name);
  auto here = at.into(e.key, e.value.at);
  here.error("there is no such key", suggestion(e.key, names));
}

template <class T>
void read_table(const keys<T>& known, T& into, const node& n,
                const cursor& at) {
  auto* entries = n.as_table();
  if (!entries)
    return at.error(fmt::format("must be a table, not {}", kind_of(n)));
  for (const auto& k : known) { // in our order: defaults come first
    if (auto* value = n.find(k.name))
      k.read(into, *value, at.into(k.name, value->at));
    else if (k.required)
      at.r.report(severity::error, at.path, k.name, "is missing");
  }
  for (const auto& e : *entries)
    if (std::none_of(known.begin(), known.end(),
                     [&](const key<T>& k) { return k.name == e.key; }))
      report_unknown(known, e, at);
}

template <class T>
std::vector<change> differences(const keys<T>& known, const T& old,
                                const T& now, const std::string& where) {
  std::vector<change> found;
  for (const auto& k : known)
    k.compare(old, now, where, found);
  return found;
}

// ---- kinds of keys --------------------------------------------------------

inline std::string dotted(const std::string& above, const std::string& name) {
  return above.empty() ? name : above + '.' + name;
}

inline change changed(const std::string& name, const secret&, const secret&,
                      bool restart) {
  return {fmt::format("{} changes (not shown)", name), restart};
}

template <class V>
change changed(const std::string& name, const V& old, const V& now,
               bool restart) {
  return {fmt::format("{} changes from {} to {}", name, show(old), show(now)),
          restart};
}

inline bool same(const secret& a, const secret& b) {
  return a == b;
}

template <class V>
bool same(const V& a, const V& b) {
  return show(a) == show(b);
}

// A value in a member of T (or of a base of T).
template <class T, class C, class V>
key<T> value(std::string name, V C::*member, extra<V> more = {}) {
  key<T> k;
  k.name = name;
  k.required = more.required;
  k.read = [=](T& into, const node& n, const cursor& at) {
    V taken{};
    if (!take(n, at, taken))
      return;
    auto complaint = more.complaint ? more.complaint(taken) : std::string{};
    if (!complaint.empty())
      return at.error(std::move(complaint));
    into.*member = std::move(taken);
  };
  k.compare = [=](const T& old, const T& now, const std::string& where,
                  std::vector<change>& found) {
    if (!same(old.*member, now.*member))
      found.push_back(
          changed(where + name, old.*member, now.*member, more.restart));
  };
  k.list = [=](const std::string& above, std::vector<std::string>& all) {
    all.push_back(dotted(above, name));
  };
  return k;
}

// A second name for a value; comparing is left to the first.
template <class T, class C, class V>
key<T> alias(std::string name, V C::*member, extra<V> more = {}) {
  auto k = value<T>(std::move(name), member, std::move(more));
  k.compare = [](auto&&...) {};
  return k;
}

// A table in a member of T.
template <class T, class S>
key<T> section(std::string name, S T::*member, keys<S> inner) {
  key<T> k;
  k.name = name;
  k.read = [=](T& into, const node& n, const cursor& at) {
    auto inside = at;
    if (at.here.section.empty()) { // of the root: keys start anew
      inside.here.section = '[' + name + ']';
      inside.here.key.clear();
      at.r.spots[at.path] = inside.here;
    }
    read_table(inner, into.*member, n, inside);
  };
  k.compare = [=](const T& old, const T& now, const std::string& where,
                  std::vector<change>& found) {
    auto more =
        differences(inner, old.*member, now.*member, where + name + '.');
    found.insert(found.end(), more.begin(), more.end());
  };
  k.list = [=](const std::string& above, std::vector<std::string>& all) {
    for (const auto& i : inner)
      i.list(dotted(above, name), all);
  };
  return k;
}

// ---- lists of tables ------------------------------------------------------

// How problems name the i-th table of a list.
inline spot spot_of_item(const std::string& name, std::size_t i,
                         const node& n) {
  auto* label = n.find("name");
  auto* text = label ? label->as_string() : nullptr;
  return {n.at,
          text ? fmt::format("[[{}]] \"{}\"", name, *text)
               : fmt::format("[[{}]] #{}", name, i + 1),
          ""};
}

template <class Item>
void compare_items(const keys<Item>& inner, const std::vector<Item>& old,
                   const std::vector<Item>& now, std::vector<change>& found) {
  auto like = [](const std::vector<Item>& all, const Item& x) {
    return std::find_if(all.begin(), all.end(), [&](const Item& y) {
      return label_of(x) == label_of(y);
    });
  };
  for (const auto& x : old)
    if (like(now, x) == now.end())
      found.push_back({label_of(x) + " is removed", false});
  for (const auto& x : now) {
    auto was = like(old, x);
    if (was == old.end()) {
      found.push_back({label_of(x) + " is added", false});
      continue;
    }
    auto more = differences(inner, *was, x, label_of(x) + ": ");
    found.insert(found.end(), more.begin(), more.end());
  }
}

// [[name]] tables in a vector of T. `make` gives an item its defaults;
// label_of(item) tells which old item is the same as a new one.
template <class T, class Item>
key<T> tables(std::string name, std::vector<Item> T::*member, keys<Item> inner,
              std::function<Item(const T&)> make) {
  key<T> k;
  k.name = name;
  k.read = [=](T& into, const node& n, const cursor& at) {
    auto* list = std::get_if<node::list>(&n.value);
    if (!list)
      return at.error(
          fmt::format("must be a list of tables, not {}", kind_of(n)),
          fmt::format("write [[{}]]", name));
    for (std::size_t i = 0; i < list->size(); ++i) {
      cursor item{at.r, fmt::format("{}[{}]", name, i),
                  spot_of_item(name, i, (*list)[i])};
      at.r.spots[item.path] = item.here;
      (into.*member).push_back(make(into));
      read_table(inner, (into.*member).back(), (*list)[i], item);
    }
  };
  k.compare = [=](const T& old, const T& now, const std::string&,
                  std::vector<change>& found) {
    compare_items(inner, old.*member, now.*member, found);
  };
  k.list = [=](const std::string& above, std::vector<std::string>& all) {
    for (const auto& i : inner)
      i.list(dotted(above, name), all);
  };
  return k;
}

} // namespace dastomized::config

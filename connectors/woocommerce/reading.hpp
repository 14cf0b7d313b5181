// How a shop's answers are taken apart. Internal to this folder.
#pragma once

#include "connectors/json.hpp"
#include "connectors/woocommerce/woocommerce.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dastomized::connectors::woocommerce {

// The beginning of what a shop says, for people. Without keys: a shop, or what
// stands before it, may quote ours.
std::string shown(std::string_view text);

// The JSON of a 2xx, or what is wrong.
answer<boost::json::value> json_of(const http_outcome& o);

// JSON of another shape than the one asked for.
problem odd(std::string what);

template <class T, class Read>
answer<T> read_as(const http_outcome& o, Read read) {
  auto v = json_of(o);
  if (auto* p = std::get_if<problem>(&v))
    return std::move(*p);
  return read(std::get<boost::json::value>(v));
}

template <class T, class Read>
answer<std::vector<T>> read_list(const http_outcome& o, Read read) {
  using list = std::vector<T>;
  return read_as<list>(o, [&](const boost::json::value& v) -> answer<list> {
    auto* all = v.if_array();
    if (!all)
      return odd("a list was expected");
    list out;
    for (const auto& x : *all)
      out.push_back(read(x));
    return out;
  });
}

} // namespace dastomized::connectors::woocommerce

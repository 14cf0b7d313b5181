// A recorded exchange as the outcome our code would have got.
#pragma once

#include "connectors/http.hpp"
#include "tests/support/golden.hpp"

namespace dastomized::tests {

inline connectors::http_outcome answer_of(const boost::json::object& exchange) {
  auto text = [](const boost::json::value& v) {
    return v.is_null() ? std::string{} : std::string(v.as_string());
  };
  const auto& r = exchange.at("response").as_object();
  connectors::http_response out;
  out.status = static_cast<int>(r.at("status").as_int64());
  for (const auto& h : r.at("headers").as_array())
    out.headers.emplace_back(text(h.at(0)), text(h.at(1)));
  out.body = text(r.at("body"));
  return out;
}

} // namespace dastomized::tests

// How requests to a shop's REST API are put together. Internal to this folder.
#pragma once

#include "connectors/json.hpp"
#include "connectors/woocommerce/woocommerce.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace dastomized::connectors::woocommerce {

inline http_request request(const account& a, std::string method,
                            std::string path,
                            const boost::json::value* body = nullptr) {
  http_request r;
  r.method = std::move(method);
  r.url = a.url + "/wp-json" + path;
  r.timeout = a.timeout;
  r.headers.emplace_back("Accept", "application/json");
  if (body) {
    r.headers.emplace_back("Content-Type", "application/json");
    r.body = boost::json::serialize(*body);
  }
  return r;
}

inline http_request get(const account& a, std::string path) {
  return request(a, "GET", std::move(path));
}

inline http_request send(const account& a, std::string method, std::string path,
                         const boost::json::value& body) {
  return request(a, std::move(method), std::move(path), &body);
}

inline std::string order_path(std::int64_t id, std::string_view more = {}) {
  return fmt::format("/wc/v3/orders/{}{}", id, more);
}

} // namespace dastomized::connectors::woocommerce

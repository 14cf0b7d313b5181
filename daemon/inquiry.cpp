#include "daemon/inquiry.hpp"

#include "domain/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <fmt/format.h>

#include <fstream>
#include <future>
#include <iterator>

namespace dastomized {

namespace json = boost::json;
using connectors::http_outcome;
using connectors::http_request;
using connectors::http_response;

namespace {

http_outcome carried(connectors::http_transport& t, inquiry q) {
  http_request r;
  r.method = std::move(q.method);
  r.url = std::move(q.url);
  r.timeout = q.timeout;
  if (!q.token.empty())
    r.headers.emplace_back("Authorization", "Bearer " + q.token);
  std::promise<http_outcome> came;
  t.send(std::move(r), [&](http_outcome o) { came.set_value(std::move(o)); });
  return came.get_future().get();
}

} // namespace

result<json::object> inquire(connectors::http_transport& t, inquiry q) {
  auto outcome = carried(t, std::move(q));
  auto* answer = std::get_if<http_response>(&outcome);
  if (!answer)
    return failure{fault::unavailable,
                   std::get<connectors::http_error>(outcome).what};
  boost::system::error_code error;
  auto value = json::parse(answer->body, error);
  bool object = !error && value.is_object();
  if (answer->status / 100 != 2) {
    auto* why = object ? value.get_object().if_contains("detail") : nullptr;
    return failure{fault::refused,
                   fmt::format("it answers {}{}", answer->status,
                               why && why->is_string()
                                   ? ": " + json::value_to<std::string>(*why)
                                   : "")};
  }
  if (!object)
    return failure{fault::invalid, "it answers no JSON object"};
  return std::move(value.get_object());
}

std::string token_in(const std::string& file) {
  if (file.empty())
    return {};
  std::ifstream in(file);
  std::string text(std::istreambuf_iterator<char>(in), {});
  return std::string(trimmed(text));
}

} // namespace dastomized

#include "tests/fuzz/answers.hpp"

#include "connectors/http_message.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <charconv>
#include <string>

namespace dastomized::fuzz {

namespace {

using connectors::http_error;
using connectors::http_outcome;
using connectors::http_response;

constexpr std::size_t answers_max = 16;

http_outcome answer_in(std::string_view text) {
  auto first = next(text, "\n");
  if (first == "broken")
    return http_error{http_error::stage::maybe_seen, "it broke"};
  if (first == "not sent")
    return http_error{http_error::stage::not_sent, "nobody there"};
  http_response r;
  auto code = next(first, " ");
  std::from_chars(code.data(), code.data() + code.size(), r.status);
  r.reason = first;
  for (auto line = next(text, "\n"); !line.empty(); line = next(text, "\n")) {
    auto name = next(line, ": ");
    r.headers.emplace_back(name, line);
  }
  r.body = text;
  return r;
}

} // namespace

std::vector<http_outcome> answers_in(std::string_view text) {
  std::vector<http_outcome> all;
  while (!text.empty() && all.size() < answers_max)
    all.push_back(answer_in(next(text, "\n===\n")));
  return all;
}

void require_sendable(const connectors::http_request& r,
                      std::string_view base_url) {
  require(r.url.starts_with(base_url), "a request goes to the account's URL");
  require(!contains(r.url.substr(base_url.size()), "/../"),
          "no path is taken from an answer");
  auto to = connectors::parse_target(r.url);
  require(to.has_value(), "the URL of a request can be asked");
  require(connectors::serialized(r, *to, "fuzz").has_value(),
          "a request can be written");
}

} // namespace dastomized::fuzz

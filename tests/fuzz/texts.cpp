// Short texts from outside that are read by hand: targets, times, URLs, HTML,
// durations, sizes, personalization. Every input goes through all of them.
#include "config/units.hpp"
#include "connectors/http_message.hpp"
#include "domain/text.hpp"
#include "http/answers.hpp"
#include "http/api.hpp"
#include "http/personalization.hpp"
#include "http/target.hpp"
#include "http/times.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <boost/json/parse.hpp>

namespace dastomized::fuzz {

namespace {

void times(std::string_view text) {
  for (auto t : {http::parse_instant(text), http::parse_wall_time(text),
                 connectors::http_date(text)})
    if (t)
      require(http::parse_instant(http::to_text(*t)) == t,
              "a time that was read can be written and read");
}

void units(std::string_view text) {
  if (auto d = config::parse_duration(text)) {
    require(*d >= milliseconds{0}, "a duration is not negative");
    auto again = config::parse_duration(config::show_duration(*d));
    require(again.has_value() && *again == *d, "a duration can be shown");
  }
  if (auto n = config::parse_size(text)) {
    auto again = config::parse_size(config::show_size(*n));
    require(again.has_value() && *again == *n, "a size can be shown");
  }
}

// As each of the things a line's meta may say, as text and as JSON.
void personalizations(std::string_view text) {
  personalization_keys keys;
  keys.any.keys = {"_any"};
  keys.preview.keys = {"_preview"};
  keys.print_file.keys = {"_file"};
  keys.client_image.keys = {"_image"};
  line l;
  for (const char* key : {"_any", "_preview", "_file", "_image", "shown"})
    for (bool is_json : {false, true})
      l.meta.push_back({1, key, std::string(text), is_json, ""});
  auto p = http::personalization_of(l, keys);
  auto links = p.client_images;
  for (const auto& [key, url] : p.print_files)
    links.push_back(url);
  if (!p.preview.empty())
    links.push_back(p.preview);
  for (const auto& url : links)
    require(http::is_link(url) && !contains(url, " ") && !contains(url, "<"),
            "what becomes a link is one");
  for (const auto& [name, value] : p.options)
    require(!value.empty(), "an option says something");
}

// Written so that it means the same, and read again.
std::string rebuilt(const http::target& t) {
  std::string out;
  for (const auto& s : t.segments)
    out += '/' + connectors::percent_encoded(s);
  out += out.empty() ? "/" : "";
  for (const auto& [name, value] : t.args)
    out += (contains(out, "?") ? "&" : "?") +
           connectors::percent_encoded(name) + '=' +
           connectors::percent_encoded(value);
  return out;
}

void targets(std::string_view text) {
  auto t = http::parse_target(text);
  if (!t)
    return;
  for (const auto& s : t->segments)
    require(!s.empty() && !contains(s, {"\0", 1}), "segments are plain text");
  auto again = http::parse_target(rebuilt(*t));
  require(again && again->segments == t->segments && again->args == t->args,
          "a target can be written and read");
  for (const auto& r : http::routes())
    if (auto taken = http::match(r.pattern, t->segments))
      require(taken->size() <= t->segments.size(), "a route takes segments");
}

void urls(std::string_view text) {
  auto shown = connectors::redacted(text);
  require(connectors::redacted(shown) == shown, "what is redacted stays so");
  auto secret = "https://u:hidden@h/?api_key=hidden&" + std::string(text);
  require(contains(text, "hidden") ||
              !contains(connectors::redacted(secret), "hidden"),
          "a secret in a URL is not shown");
  auto to = connectors::parse_target(text);
  if (!to)
    return require(!contains(to.error().what, "://"), "no URL in the failure");
  require(to->path.starts_with('/') && !to->origin.host.empty(),
          "a target has a path and a host");
  connectors::http_request r;
  r.method = "GET";
  r.headers = {{"X-Given", std::string(text)}};
  auto bytes = connectors::serialized(r, *to, "fuzz");
  require(bytes && bytes->starts_with("GET /") && bytes->ends_with("\r\n\r\n"),
          "what can be asked can be written");
}

void html(std::string_view text) {
  auto plain = plain_text(text);
  require(plain.size() <= 3 * text.size(), "plain text does not swell");
  auto valid = http::valid_utf8(text);
  require(http::valid_utf8(valid) == valid, "valid text stays as it is");
  auto answer = http::problem(422, "invalid", text);
  boost::system::error_code ec;
  boost::json::parse(answer.body(), ec);
  require(!ec, "a problem is JSON whatever it quotes");
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace dastomized::fuzz;
  auto text = text_of(data, size);
  times(text);
  units(text);
  personalizations(text);
  targets(text);
  urls(text);
  html(text);
  return 0;
}

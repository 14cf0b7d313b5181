#include "http/answers.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace dastomized::http {

namespace json = boost::json;

namespace {

struct meaning {
  unsigned status;
  std::string_view code;
};

meaning meaning_of(fault kind) {
  switch (kind) {
  case fault::invalid:
    return {422, "invalid"};
  case fault::not_found:
    return {404, "not_found"};
  case fault::conflict:
    return {409, "conflict"};
  case fault::refused:
    return {409, "refused"};
  case fault::unavailable:
    return {503, "unavailable"};
  case fault::storage:
    return {503, "storage"};
  }
  return {500, "internal"};
}

// "already_submitted" → "Already submitted"
std::string title_of(std::string_view code) {
  std::string title(code);
  std::replace_if(
      title.begin(), title.end(), [](char c) { return c == '_' || c == '.'; },
      ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z')
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

// Length of the UTF-8 sequence at the front; 0: there is none.
std::size_t sequence(std::string_view s) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  auto lead = byte(0);
  std::size_t n = lead < 0x80   ? 1
                  : lead < 0xc2 ? 0
                  : lead < 0xe0 ? 2
                  : lead < 0xf0 ? 3
                  : lead < 0xf5 ? 4
                                : 0;
  if (n > s.size())
    return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((byte(i) & 0xc0) != 0x80)
      return 0;
  bool overlong =
      (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  bool outside = (lead == 0xed && byte(1) > 0x9f) || // surrogates
                 (lead == 0xf4 && byte(1) > 0x8f);
  return overlong || outside ? 0 : n;
}

} // namespace

response json_response(unsigned status, const json::value& body) {
  return text_response(status, "application/json", json::serialize(body));
}

response no_content() {
  response r;
  r.result(boost::beast::http::status::no_content);
  r.prepare_payload();
  return r;
}

response problem(unsigned status, std::string_view code,
                 std::string_view detail) {
  json::object body{{"type", "urn:dastomized:problem:" + std::string(code)},
                    {"title", title_of(code)},
                    {"status", status},
                    {"detail", valid_utf8(detail)},
                    {"code", code}};
  auto r =
      text_response(status, "application/problem+json", json::serialize(body));
  r.code = code;
  return r;
}

response problem(const failure& f) {
  auto m = meaning_of(f.kind);
  return problem(m.status, m.code, f.what);
}

response problem(const denial& d) {
  unsigned status = d.code == "not_found"           ? 404
                    : d.code.starts_with("invalid") ? 422
                                                    : 409;
  return problem(status, d.code, d.what);
}

std::string valid_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    auto n = sequence(bytes);
    if (n > 0)
      out += bytes.substr(0, n);
    else
      out += "\xEF\xBF\xBD";
    bytes.remove_prefix(std::max<std::size_t>(n, 1));
  }
  return out;
}

} // namespace dastomized::http

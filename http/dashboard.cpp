// The dashboard's files, as they were built in. Anybody may have them: what
// they show comes from the API.
#include "domain/text.hpp"
#include "http/desk.hpp"

#include "web/assets.hpp"
#include <algorithm>

namespace dastomized::http {

namespace {

using boost::beast::http::field;
using boost::beast::http::verb;

constexpr std::string_view first_page = "index.html";

// No inline script, nothing from elsewhere but pictures: those of products and
// personalizations are wherever the shop has them.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' https: http: data:; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const web::asset* file_called(std::string_view name) {
  auto all = web::assets();
  auto found = std::ranges::find(all, name, &web::asset::name);
  return found == all.end() ? nullptr : &*found;
}

// "main-4YQ5LWAJ.js": another content has another name.
bool named_by_content(std::string_view name) {
  constexpr std::size_t digits = 8;
  auto dot = name.rfind('.');
  if (dot == name.npos || dot < digits + 1 || name[dot - digits - 1] != '-')
    return false;
  return std::ranges::all_of(name.substr(dot - digits, digits), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

// "br, gzip;q=0.5" takes it, "gzip;q=0" says that it does not.
bool takes_gzip(std::string_view accepted) {
  while (!accepted.empty()) {
    auto end = std::min(accepted.find(','), accepted.size());
    auto one = trimmed(accepted.substr(0, end));
    accepted.remove_prefix(std::min(end + 1, accepted.size()));
    auto name = trimmed(one.substr(0, one.find(';')));
    if (lower(name) != "gzip")
      continue;
    auto q = one.find("q=");
    return q == one.npos ||
           one.find_first_of("123456789", q) != std::string_view::npos;
  }
  return false;
}

response answer_with(const web::asset& file, const request& asked) {
  auto says = [&](field name, const std::string& text) {
    return asked[name].find(text) != boost::beast::string_view::npos;
  };
  auto accepted = asked[field::accept_encoding];
  bool packed =
      !file.gzip.empty() && takes_gzip({accepted.data(), accepted.size()});
  auto tag = '"' + std::string(file.hash) + (packed ? "-gz\"" : "\"");
  bool known = says(field::if_none_match, tag);
  auto r = text_response(known ? 304 : 200, std::string(file.type), "");
  if (!known)
    r.fixed = packed ? file.gzip : file.bytes;
  if (packed && !known)
    r.set(field::content_encoding, "gzip");
  r.set(field::etag, tag);
  r.set(field::vary, "Accept-Encoding");
  r.set(field::cache_control, named_by_content(file.name)
                                  ? "public, max-age=31536000, immutable"
                                  : "no-cache");
  r.set("Content-Security-Policy", policy);
  r.set("Referrer-Policy", "no-referrer");
  r.set("Cross-Origin-Opener-Policy", "same-origin");
  return r;
}

} // namespace

std::optional<response> file_of(const request& asked, const target& where) {
  if (asked.method() != verb::get && asked.method() != verb::head)
    return std::nullopt;
  const auto* file =
      where.segments.size() == 1 ? file_called(where.segments[0]) : nullptr;
  return file ? std::optional(answer_with(*file, asked)) : std::nullopt;
}

void desk::first_file(call_ptr c) {
  const auto* file = file_called(first_page);
  file ? c->answer(answer_with(*file, c->asked)) : list_routes(c);
}

} // namespace dastomized::http

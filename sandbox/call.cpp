#include "sandbox/call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace dastomized::sandbox {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

pair_list read_query(std::string_view text) {
  pair_list found;
  while (!text.empty()) {
    auto one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    auto eq = one.find('=');
    if (one.empty())
      continue;
    found.emplace_back(
        percent_decoded(one.substr(0, eq), true),
        eq == one.npos ? "" : percent_decoded(one.substr(eq + 1), true));
  }
  return found;
}

} // namespace

std::string percent_decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 +
                               hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
  }
  return out;
}

std::string url_encoded(std::string_view text) {
  std::string out;
  for (char c : text) {
    auto u = static_cast<unsigned char>(c);
    if (std::isalnum(u) != 0 || c == '-' || c == '.' || c == '_' || c == '~')
      out += c;
    else
      out += fmt::format("%{:02X}", u);
  }
  return out;
}

std::string call::arg(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name)
      return value;
  return {};
}

bool call::has(std::string_view name) const {
  return std::any_of(query.begin(), query.end(),
                     [&](const auto& q) { return q.first == name; });
}

std::string call::part(std::size_t i) const {
  return i < parts.size() ? parts[i] : std::string();
}

call taken_apart(const http::request& request) {
  call c;
  c.method = std::string(request.method_string());
  std::string_view target(request.target().data(), request.target().size());
  auto mark = target.find('?');
  c.path = std::string(target.substr(0, mark));
  if (mark != target.npos)
    c.query = read_query(target.substr(mark + 1));
  std::string_view rest = c.path;
  while (!rest.empty()) {
    auto one = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (!one.empty())
      c.parts.push_back(percent_decoded(one, false));
  }
  namespace beast = boost::beast::http;
  c.host = std::string(request[beast::field::host]);
  c.authorization = std::string(request[beast::field::authorization]);
  c.body = request.body();
  return c;
}

std::string answer::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name)
      return value;
  return {};
}

answer json_answer(unsigned status, const json::value& body) {
  answer a;
  a.status = status;
  a.body = php_json(body);
  return a;
}

http::response to_response(const answer& a) {
  auto r = http::text_response(a.status, a.content_type, a.body);
  for (const auto& [key, value] : a.headers)
    r.insert(key, value);
  if (!a.reason.empty())
    r.reason(a.reason);
  if (a.drop)
    r.insert("X-Wire", "drop"); // see relay.hpp
  else if (a.reset)
    r.insert("X-Wire", "reset");
  else if (a.cut)
    r.insert("X-Wire", "cut");
  else if (a.drip_ms > 0)
    r.insert("X-Wire", fmt::format("drip {}", a.drip_ms));
  return r;
}

} // namespace dastomized::sandbox

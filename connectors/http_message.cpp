#include "connectors/http_message.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <array>

namespace dastomized::connectors {

namespace {

failure bad(std::string what) {
  return {fault::invalid, std::move(what)};
}

bool visible(char c) {
  return c > ' ' && c < 0x7f;
}

bool token_char(char c) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || marks.find(c) != marks.npos;
}

bool token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, token_char);
}

bool value(std::string_view text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3}) == text.npos;
}

bool port(std::string_view text) {
  const bool digits =
      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return digits && !text.empty() && text.size() <= 5 &&
         std::stoul(std::string{text}) <= 65535;
}

// host, host:port or [v6]:port
result<http_origin> parse_authority(std::string_view text, bool tls) {
  std::string_view host = text;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == text.npos)
      return bad("the URL has a bad host");
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else if (const auto colon = text.find(':'); colon != text.npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  if (host.empty())
    return bad("the URL has no host");
  if (rest.empty())
    rest = tls ? ":443" : ":80";
  if (rest[0] != ':' || !port(rest.substr(1)))
    return bad("the URL has a bad port");
  return http_origin{tls, lower(host), std::string{rest.substr(1)}};
}

// These say where the message ends: only we may set them.
bool framing(std::string_view lower_name) {
  constexpr std::array<std::string_view, 4> names{
      "content-length", "transfer-encoding", "connection", "expect"};
  return std::ranges::count(names, lower_name) > 0;
}

bool sends_length(const http_request& r) {
  return !r.body.empty() || r.method == "POST" || r.method == "PUT" ||
         r.method == "PATCH";
}

void add(std::string& out, std::string_view name, std::string_view text) {
  out.append(name).append(": ").append(text).append("\r\n");
}

} // namespace

result<http_target> parse_target(std::string_view url) {
  if (!std::ranges::all_of(url, visible))
    return bad("the URL has white space or bytes beyond ASCII");
  const auto colon = url.find("://");
  const std::string scheme =
      colon == url.npos ? "" : lower(url.substr(0, colon));
  if (scheme != "http" && scheme != "https")
    return bad("the URL is neither http nor https");
  auto rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto end = std::min(rest.find_first_of("/?"), rest.size());
  const auto authority = rest.substr(0, end);
  if (authority.find('@') != authority.npos)
    return bad("the URL holds a user name; send an Authorization header");
  auto origin = parse_authority(authority, scheme == "https");
  if (!origin)
    return origin.error();
  std::string path{rest.substr(end)};
  if (!path.starts_with('/'))
    path.insert(0, "/");
  return http_target{std::move(*origin), std::string{authority},
                     std::move(path)};
}

result<std::string> serialized(const http_request& r, const http_target& to,
                               std::string_view user_agent) {
  if (!token(r.method))
    return bad("the request has a bad method");
  std::string out;
  out.reserve(512 + r.body.size());
  out.append(r.method).append(" ").append(to.path).append(" HTTP/1.1\r\n");
  bool host = false;
  bool agent = false;
  std::string own;
  for (const auto& [name, text] : r.headers) {
    if (!token(name) || !value(text))
      return bad("the request has a bad header");
    const auto small = lower(name);
    if (framing(small))
      continue;
    host = host || small == "host";
    agent = agent || small == "user-agent";
    add(own, name, text);
  }
  if (!host)
    add(out, "Host", to.host_header);
  if (!agent)
    add(out, "User-Agent", user_agent);
  out += own;
  if (sends_length(r))
    add(out, "Content-Length", std::to_string(r.body.size()));
  out.append("\r\n").append(r.body);
  return out;
}

} // namespace dastomized::connectors

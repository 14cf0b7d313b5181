#include "http/target.hpp"

#include <algorithm>

namespace dastomized::http {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0')
      return std::nullopt;
    if (text[i] != '%') {
      out += text[i] == '+' && plus_is_space ? ' ' : text[i];
      continue;
    }
    int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0 || (high == 0 && low == 0))
      return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

// The text up to the next `mark`, which is taken away with it.
std::string_view next(std::string_view& rest, char mark) {
  auto one = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  return one;
}

void add_arg(std::string& all, const std::string& value) {
  all += (all.empty() ? "" : ",") + value;
}

bool read_args(std::string_view rest, target& t) {
  while (!rest.empty()) {
    auto one = next(rest, '&');
    auto key = decoded(next(one, '='), true);
    auto value = decoded(one, true);
    if (!key || !value)
      return false;
    if (!key->empty())
      add_arg(t.args[*key], *value);
  }
  return true;
}

} // namespace

std::optional<target> parse_target(std::string_view text) {
  if (!text.starts_with('/'))
    return std::nullopt;
  auto path = next(text, '?');
  target t;
  while (!path.empty()) {
    auto one = decoded(next(path, '/'), false);
    if (!one)
      return std::nullopt;
    if (!one->empty())
      t.segments.push_back(std::move(*one));
  }
  if (!read_args(text, t))
    return std::nullopt;
  return t;
}

std::optional<std::vector<std::string>>
match(std::string_view pattern, const std::vector<std::string>& segments) {
  std::vector<std::string> taken;
  pattern.remove_prefix(1);
  for (const auto& given : segments) {
    if (pattern.empty())
      return std::nullopt;
    auto wanted = next(pattern, '/');
    if (wanted.starts_with('{'))
      taken.push_back(given);
    else if (wanted != given)
      return std::nullopt;
  }
  if (!pattern.empty())
    return std::nullopt;
  return taken;
}

} // namespace dastomized::http

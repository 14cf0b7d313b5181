#include "domain/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace dastomized {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> named{{
    {"amp", "&"},
    {"lt", "<"},
    {"gt", ">"},
    {"quot", "\""},
    {"apos", "'"},
    {"nbsp", "\u00a0"},
    {"ndash", "\u2013"},
    {"mdash", "\u2014"},
    {"lsquo", "\u2018"},
    {"rsquo", "\u2019"},
    {"ldquo", "\u201c"},
    {"rdquo", "\u201d"},
    {"hellip", "\u2026"},
    {"times", "\u00d7"},
    {"euro", "\u20ac"},
    {"copy", "\u00a9"},
}};

void append_utf8(std::string& out, std::uint32_t c) {
  auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

bool append_numeric(std::string& out, std::string_view digits) {
  int base = 10;
  if (!digits.empty() && (digits[0] == 'x' || digits[0] == 'X')) {
    base = 16;
    digits.remove_prefix(1);
  }
  std::uint32_t code = 0;
  auto [end, ec] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
  bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (ec != std::errc{} || end != digits.data() + digits.size() || code == 0 ||
      code > 0x10FFFF || surrogate)
    return false;
  append_utf8(out, code);
  return true;
}

// Decodes the entity at html[at] == '&'; returns the characters consumed.
std::size_t append_entity(std::string& out, std::string_view html,
                          std::size_t at) {
  auto end = html.find(';', at);
  if (end == html.npos || end - at > 10)
    return 0;
  auto body = html.substr(at + 1, end - at - 1);
  if (body.starts_with('#'))
    return append_numeric(out, body.substr(1)) ? end - at + 1 : 0;
  for (auto& [entity, text] : named)
    if (entity == body) {
      out += text;
      return end - at + 1;
    }
  return 0;
}

bool opens_tag(std::string_view html, std::size_t at) {
  if (at + 1 >= html.size())
    return false;
  char c = html[at + 1];
  return c == '/' || c == '!' || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

} // namespace

std::string plain_text(std::string_view html) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t i = 0; i < html.size();) {
    if (html[i] == '<' && opens_tag(html, i)) {
      if (auto end = html.find('>', i); end != html.npos) {
        i = end + 1;
        continue;
      }
    }
    if (html[i] == '&') {
      if (auto used = append_entity(out, html, i)) {
        i += used;
        continue;
      }
    }
    out += html[i++];
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  auto first = text.find_first_not_of(blank);
  if (first == text.npos)
    return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string utc_text(instant t, char between) {
  using namespace std::chrono;
  auto day = floor<days>(t);
  year_month_day d{day};
  hh_mm_ss time{floor<seconds>(t - day)};
  return fmt::format(
      "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(d.year()),
      static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()), between,
      time.hours().count(), time.minutes().count(), time.seconds().count());
}

} // namespace dastomized

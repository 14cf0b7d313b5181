#include "domain/artwork.hpp"

#include "domain/text.hpp"

#include <fmt/format.h>

#include <array>

namespace dastomized {

namespace {

constexpr std::array<std::string_view, 7> verdict_names{
    "unseen",       "good",      "unsure",   "not_there",
    "not_an_image", "too_large", "too_small"};

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

} // namespace

std::string_view name(artwork_verdict v) {
  auto i = static_cast<std::size_t>(v);
  return i < verdict_names.size() ? verdict_names[i] : "?";
}

print_files print_files_of(const line& l, const personalization_keys& keys) {
  print_files found;
  for (const auto& m : l.meta) {
    auto url = trimmed(m.value);
    if (!keys.print_file.matches(m.key) || !is_url(url))
      continue;
    bool front = lower(m.key).find("back") == std::string::npos;
    auto& place = front ? found.front : found.back;
    if (place.empty())
      place = url;
  }
  return found;
}

bool is_bad(artwork_verdict v) {
  return v > artwork_verdict::unsure;
}

std::string_view blocker_code(artwork_verdict v) {
  switch (v) {
  case artwork_verdict::not_there:
    return "design.not_there";
  case artwork_verdict::not_an_image:
    return "design.not_an_image";
  case artwork_verdict::too_large:
    return "design.too_large";
  case artwork_verdict::too_small:
    return "design.too_small";
  default:
    return "";
  }
}

std::string without_query(const std::string& url) {
  return url.substr(0, url.find_first_of("?#"));
}

std::string described(const artwork_look& seen) {
  switch (seen.verdict) {
  case artwork_verdict::unseen:
    return "was not looked at yet";
  case artwork_verdict::unsure:
    return "could not be judged from here: " + seen.words;
  case artwork_verdict::not_there:
    return "is not there: " + seen.words;
  case artwork_verdict::not_an_image:
    return "is not an image: " + seen.words;
  case artwork_verdict::too_large:
    return "is too large: " + seen.words;
  case artwork_verdict::too_small:
    return "is too small: " + seen.words;
  case artwork_verdict::good:
    break;
  }
  auto text = seen.type;
  if (seen.width > 0)
    text += fmt::format(", {} × {}", seen.width, seen.height);
  if (seen.dpi > 0)
    text += fmt::format(", {} dpi", seen.dpi);
  return text;
}

} // namespace dastomized

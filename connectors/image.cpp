// Images by their first bytes. Nothing is decoded; each number is checked
// against what is there before it is used.
#include "connectors/artwork.hpp"
#include "domain/text.hpp"

#include <array>
#include <cmath>

namespace dastomized::connectors {

namespace {

using namespace std::string_view_literals;

std::uint32_t byte_at(std::string_view b, std::size_t at) {
  return at < b.size() ? static_cast<unsigned char>(b[at]) : 0;
}

std::uint32_t big16(std::string_view b, std::size_t at) {
  return byte_at(b, at) << 8 | byte_at(b, at + 1);
}

std::uint32_t big32(std::string_view b, std::size_t at) {
  return big16(b, at) << 16 | big16(b, at + 2);
}

// Nobody prints with more: a nonsense number is as good as none.
std::uint32_t sane_dpi(double dpi) {
  return dpi >= 1 && dpi <= 20'000
             ? static_cast<std::uint32_t>(std::lround(dpi))
             : 0;
}

// Chunk by chunk to the end: a file that stops in the middle prints half.
image_facts png(std::string_view b) {
  image_facts f{"PNG"};
  if (b.size() < 33 || b.substr(12, 4) != "IHDR" || big32(b, 8) != 13) {
    f.broken = "a PNG without a header";
    return f;
  }
  f.width = big32(b, 16);
  f.height = big32(b, 20);
  if (f.width == 0 || f.height == 0)
    f.broken = "a PNG without a size";
  for (std::size_t at = 8; f.broken.empty();) {
    auto length = big32(b, at);
    auto kind = at + 8 <= b.size() ? b.substr(at + 4, 4) : ""sv;
    if (kind.empty() || b.size() - at < 12 || length > b.size() - at - 12)
      f.broken = "a PNG that ends in the middle";
    else if (kind == "pHYs" && length == 9 && byte_at(b, at + 16) == 1)
      f.dpi = sane_dpi(big32(b, at + 8) * 0.0254);
    if (kind == "IEND")
      break;
    at += std::size_t{12} + length;
  }
  return f;
}

void jfif(std::string_view segment, image_facts& f) {
  if (!segment.starts_with("JFIF\0"sv) || segment.size() < 12)
    return;
  auto density = big16(segment, 8);
  if (byte_at(segment, 7) == 1)
    f.dpi = sane_dpi(density);
  else if (byte_at(segment, 7) == 2) // per centimetre
    f.dpi = sane_dpi(density * 2.54);
}

bool frame(std::uint32_t marker) { // SOF0 … SOF15 without DHT, JPG and DAC
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
         marker != 0xCC;
}

image_facts jpeg(std::string_view b) {
  image_facts f{"JPEG"};
  f.broken = "a JPEG without a size";
  for (std::size_t at = 2; at + 4 <= b.size();) {
    if (byte_at(b, at) != 0xFF)
      return f;
    auto marker = byte_at(b, at + 1);
    if (marker == 0xFF) { // padding
      ++at;
      continue;
    }
    auto length = big16(b, at + 2);
    if (length < 2 || length > b.size() - at - 2)
      return f;
    auto segment = b.substr(at + 4, length - 2);
    if (marker == 0xE0)
      jfif(segment, f);
    if (frame(marker)) {
      f.height = big16(segment, 1);
      f.width = big16(segment, 3);
      if (f.width > 0 && f.height > 0)
        f.broken = {};
      return f;
    }
    if (marker == 0xDA || marker == 0xD9)
      return f;
    at += std::size_t{2} + length;
  }
  return f;
}

// Past what may stand before a document's first element.
std::string_view first_element(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF"))
    text.remove_prefix(3);
  for (;;) {
    text = trimmed(text);
    auto end =
        text.starts_with("<?")     ? "?>"sv
        : text.starts_with("<!--") ? "-->"sv
        : text.starts_with("<!DOCTYPE svg") || text.starts_with("<!doctype svg")
            ? ">"sv
            : ""sv;
    if (end.empty())
      return text;
    if (auto internal = text.find_first_of("[>");
        end == ">" && internal != text.npos && text[internal] == '[')
      end = "]>";
    auto at = text.find(end);
    if (at == text.npos)
      return {};
    text.remove_prefix(at + end.size());
  }
}

bool is_svg(std::string_view bytes) {
  constexpr std::size_t looked_at = 64u << 10;
  auto element = first_element(bytes.substr(0, looked_at));
  return element.starts_with("<svg:svg") ||
         (element.starts_with("<svg") && element.size() > 4 &&
          " \t\r\n>/"sv.find(element[4]) != std::string_view::npos);
}

} // namespace

std::optional<image_facts> inspect_image(std::string_view b) {
  if (b.starts_with("\x89PNG\r\n\x1A\n"sv))
    return png(b);
  if (b.starts_with("\xFF\xD8\xFF"sv))
    return jpeg(b);
  if (is_svg(b))
    return image_facts{"SVG"};
  if (b.starts_with("RIFF") && b.substr(0, 12).ends_with("WEBP"))
    return image_facts{"WebP", false};
  if (b.starts_with("GIF87a") || b.starts_with("GIF89a"))
    return image_facts{"GIF", false};
  if (b.starts_with("II*\0"sv) || b.starts_with("MM\0*"sv))
    return image_facts{"TIFF", false};
  if (b.starts_with("%PDF-"))
    return image_facts{"PDF", false};
  return std::nullopt;
}

} // namespace dastomized::connectors

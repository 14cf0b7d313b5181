// Looks at a print file as its provider would: fetches it, follows redirects
// and inspects the bytes. Pure; every byte may be hostile. What can not be
// judged from here is a warning only: the provider may still reach it.
#pragma once

#include "connectors/conversation.hpp"
#include "domain/order.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dastomized::connectors {

struct artwork_limits {
  std::uint64_t bytes_max = 25u << 20;
  std::uint32_t pixels_min = 0; // of the shorter side; 0: any
  bool allow_private = false;   // fetch from addresses that are not public
};

// What the bytes say of themselves.
struct image_facts {
  std::string_view type;     // "PNG", "JPEG", "SVG", "WebP" …
  bool taken = true;         // by the providers we know
  std::string_view broken{}; // what is wrong with it; empty: nothing
  std::uint32_t width = 0, height = 0, dpi = 0; // 0: not told
};

// nullopt: no image we know.
std::optional<image_facts> inspect_image(std::string_view bytes);

// What an answer that is no redirect means for the file.
artwork_look judge_artwork(const http_outcome& answer, const artwork_limits& l);

// At most three redirects, no credentials, and none but public addresses
// unless allowed.
std::unique_ptr<conversation<artwork_look>> look_at(std::string url,
                                                    const artwork_limits& l);

// Scheme, host and port: the server that is asked first.
std::string origin_of(std::string_view url);

// Where a Location header leads from `base`; nullopt: nowhere.
std::optional<std::string> resolved(std::string_view base,
                                    std::string_view location);

} // namespace dastomized::connectors

// The dashboard's files, as they were built into the program. They live as
// long as it does. Without a dashboard (DASTOMIZED_WEB=OFF) there are none.
#pragma once

#include <span>
#include <string_view>

namespace dastomized::web {

struct asset {
  std::string_view name; // "index.html", "main-4YQ5LWAJ.js": no folders
  std::string_view type; // Content-Type
  std::string_view hash; // of the bytes, for ETag
  std::string_view bytes, gzip;
};

std::span<const asset> assets(); // by name

} // namespace dastomized::web

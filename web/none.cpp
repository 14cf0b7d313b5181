// A program without a dashboard.
#include "web/assets.hpp"

namespace dastomized::web {

std::span<const asset> assets() {
  return {};
}

} // namespace dastomized::web

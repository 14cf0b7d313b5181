// Hashes the domain needs: pure functions of their input.
#pragma once

#include <string>
#include <string_view>

namespace dastomized {

std::string sha256(std::string_view bytes);     // 32 raw bytes
std::string sha256_hex(std::string_view bytes); // 64 lower-case digits

} // namespace dastomized

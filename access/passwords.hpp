// Secrets of people and programs. Passwords are slow to try (argon2id, tens of
// milliseconds and 64 MiB each: never on a server thread); what we make
// ourselves is random enough that a plain hash keeps it. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dastomized::access {

inline constexpr std::size_t password_max = 1024; // bytes

// Why it can not be one ("must have …"); nullopt: it can.
std::optional<std::string> unfit_password(std::string_view password,
                                          std::size_t least);

// Throws std::runtime_error when there is no memory for it.
std::string hash_password(std::string_view password);

// An empty hash fits no password, and takes as long to say so.
bool password_fits(std::string_view hash, std::string_view password);

// 256 random bits, URL-safe.
std::string new_secret();

} // namespace dastomized::access

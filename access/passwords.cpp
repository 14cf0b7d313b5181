#include "access/passwords.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace dastomized::access {

namespace {

void ready() {
  static const bool done = sodium_init() >= 0;
  if (!done)
    throw std::runtime_error("libsodium does not start");
}

} // namespace

std::optional<std::string> unfit_password(std::string_view password,
                                          std::size_t least) {
  if (password.size() >= least && password.size() <= password_max)
    return std::nullopt;
  return "must have " + std::to_string(least) + " to " +
         std::to_string(password_max) + " bytes";
}

std::string hash_password(std::string_view password) {
  ready();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str(out.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw std::runtime_error("no memory to hash a password");
  return out.data();
}

bool password_fits(std::string_view hash, std::string_view password) {
  ready();
  // Of a password nobody has: whether a user exists is not told by the time.
  static const std::string nobody = hash_password(new_secret());
  std::string known(hash.empty() ? std::string_view(nobody) : hash);
  bool fits = crypto_pwhash_str_verify(known.c_str(), password.data(),
                                       password.size()) == 0;
  return fits && !hash.empty();
}

std::string new_secret() {
  ready();
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 64> text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

} // namespace dastomized::access

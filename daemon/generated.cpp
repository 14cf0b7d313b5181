#include "daemon/generated.hpp"

#include <openssl/rand.h>
#include <spdlog/spdlog.h>

#include <array>
#include <future>

namespace dastomized {

namespace {

// Letters and digits only: WooCommerce decodes entities in secrets.
result<std::string> fresh_secret() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::array<unsigned char, 256> dice{};
  if (RAND_bytes(dice.data(), static_cast<int>(dice.size())) != 1)
    return failure{fault::storage, "make a secret: no random bytes"};
  std::string out;
  for (auto d : dice)
    if (d < 4 * letters.size() && out.size() < 40) // no letter is likelier
      out += letters[d % letters.size()];
  return out;
}

result<void> fill(config::secret& secret, const std::string& key,
                  storage::order_store& store) {
  if (!secret.empty())
    return {};
  auto kept = store.meta(key);
  if (!kept)
    return kept.error();
  if (!*kept) {
    auto made = fresh_secret();
    if (!made)
      return made.error();
    *kept = *made;
    std::promise<result<bool>> written;
    store.put_meta(key, **kept,
                   [&](result<bool> r) { written.set_value(std::move(r)); });
    if (auto done = written.get_future().get(); !done)
      return done.error();
    spdlog::info("secret.made for=\"{}\"", key);
  }
  secret = config::secret(std::move(**kept));
  return {};
}

} // namespace

result<void> add_generated_secrets(config::settings& s,
                                   storage::order_store& store) {
  for (auto& x : s.stores)
    for (auto [secret, what] : {std::pair{&x.webhook_secret, "webhook"},
                                std::pair{&x.path_secret, "path"}})
      if (auto r = fill(*secret, "secret/store/" + x.name + '/' + what, store);
          !r)
        return r;
  for (auto& p : s.providers)
    if (auto r =
            fill(p.path_secret, "secret/provider/" + p.name + "/path", store);
        !r)
      return r;
  return {};
}

} // namespace dastomized

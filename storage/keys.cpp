#include "storage/keys.hpp"

namespace dastomized::storage::keys {

namespace {

std::uint64_t millis(instant t) {
  auto ms = t.time_since_epoch().count();
  return ms < 0 ? 0 : static_cast<std::uint64_t>(ms);
}

} // namespace

std::string number(std::uint64_t n) {
  std::string out(8, '\0');
  for (std::size_t i = 8; i-- > 0; n >>= 8)
    out[i] = static_cast<char>(n & 0xFF);
  return out;
}

std::uint64_t read_number(std::string_view bytes) {
  std::uint64_t n = 0;
  for (char c : bytes.substr(0, 8))
    n = n << 8 | static_cast<unsigned char>(c);
  return n;
}

std::string store_begin(const std::string& store) {
  return store + '\0';
}
std::string store_end(const std::string& store) {
  return store + '\1';
}

std::string order(const order_key& k) {
  return store_begin(k.store) + number(static_cast<std::uint64_t>(k.id));
}

std::optional<order_key> read_order(std::string_view bytes) {
  auto zero = bytes.find('\0');
  if (zero == bytes.npos || bytes.size() != zero + 9)
    return std::nullopt;
  return order_key{
      std::string(bytes.substr(0, zero)),
      static_cast<std::int64_t>(read_number(bytes.substr(zero + 1)))};
}

std::string journal(const order_key& k, std::uint64_t n) {
  return order(k) + number(n);
}

std::string due(instant at, const order_key& k) {
  return number(millis(at)) + order(k);
}

std::string row(instant created, const order_key& k) {
  return number(~millis(created)) + order(k);
}

std::string delivery(std::uint64_t seq) {
  return 'd' + number(seq);
}

std::string pending(const std::string& store, std::uint64_t seq) {
  return 'p' + store_begin(store) + number(seq);
}

std::string verdict(std::uint64_t seq) {
  return 'v' + number(seq);
}

std::string twin(std::string_view fingerprint, instant created) {
  return 't' + std::string(fingerprint) + number(millis(created));
}

std::string word_begin(std::string_view begin) {
  return 's' + std::string(begin);
}

std::string word(std::string_view word, std::uint8_t field,
                 const order_key& k) {
  return word_begin(word) + '\0' + static_cast<char>(field) + order(k);
}

std::optional<word_entry> read_word(std::string_view key) {
  auto zero = key.find('\0');
  if (!key.starts_with('s') || zero == key.npos || key.size() < zero + 3)
    return std::nullopt;
  return word_entry{key.substr(1, zero - 1),
                    static_cast<std::uint8_t>(key[zero + 1]),
                    key.substr(zero + 2)};
}

std::string audit(std::uint64_t seq) {
  return 'a' + number(seq);
}

std::string reference(std::string_view text) {
  return 'r' + std::string(text);
}

std::string feed(std::uint64_t seq) {
  return 'f' + number(seq);
}

std::string feed_end() {
  return "g";
}

std::string ledger(std::string_view reference, std::uint64_t n) {
  return std::string(reference) + '\0' + number(n);
}

std::string after(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xFF')
    prefix.pop_back();
  if (!prefix.empty())
    prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

} // namespace dastomized::storage::keys

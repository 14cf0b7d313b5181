// Every key layout. Numbers are big-endian, so byte order is their order.
// Prefixes are never reused for something else.
//
// records  store 0x00 id
// journal  store 0x00 id n
// due      ms store 0x00 id
// rows     ~created-ms store 0x00 id            newest first
// inbox    'd' seq → delivery · 'p' store 0x00 seq → "" · 'v' seq → verdict
// tokens   't' fingerprint created-ms store 0x00 id · 'r' reference → order key
//          's' word 0x00 field store 0x00 id        what a search finds
// ledger   reference 0x00 n
// jobs     'a' seq → audit entry · 'f' seq → order key     the feed of changes
// meta     the name itself; "format" holds the directory's format
#pragma once

#include "domain/snapshot.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dastomized::storage::keys {

std::string number(std::uint64_t n);               // 8 bytes
std::uint64_t read_number(std::string_view bytes); // of at least 8 bytes

std::string order(const order_key& k);
std::optional<order_key> read_order(std::string_view bytes);
std::string store_begin(const std::string& store); // of its records
std::string store_end(const std::string& store);

std::string journal(const order_key& k, std::uint64_t n);
std::string due(instant at, const order_key& k);
std::string row(instant created, const order_key& k);
std::string delivery(std::uint64_t seq);
std::string pending(const std::string& store, std::uint64_t seq);
std::string verdict(std::uint64_t seq);
std::string twin(std::string_view fingerprint, instant created);
std::string word_begin(std::string_view begin); // of all that begin so
std::string word(std::string_view word, std::uint8_t field, const order_key& k);
// What word() made the key of.
struct word_entry {
  std::string_view word;
  std::uint8_t field = 0;
  std::string_view order; // as by order()
};
std::optional<word_entry> read_word(std::string_view key);
std::string audit(std::uint64_t seq);
std::string reference(std::string_view reference);
std::string feed(std::uint64_t seq);
std::string feed_end();
std::string ledger(std::string_view reference, std::uint64_t n);

// The first key that does not begin with `prefix`.
std::string after(std::string prefix);

} // namespace dastomized::storage::keys

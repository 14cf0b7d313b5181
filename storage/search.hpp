// The words by which people look for orders: those of the customer's and the
// buyer's name, the e-mail address, SKUs, tracking numbers, the number and the
// id. Case and accents are folded away: "ünal" finds Ünal and Unal.
#pragma once

#include "storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dastomized::storage {

struct search_word {
  search_field field = search_field::any;
  std::string text; // folded, at most word_max bytes
  auto operator<=>(const search_word&) const = default;
};
inline constexpr std::size_t word_max = 64;
// Rows of earlier formats are found by nothing.
inline constexpr std::uint8_t words_since = 4;

// Sorted, each once.
std::vector<search_word> words_of(const row& r);

// The words of what somebody typed, the first of them.
inline constexpr std::size_t words_max = 8;
std::vector<std::string> words_in(std::string_view text,
                                  std::size_t most = words_max);

} // namespace dastomized::storage

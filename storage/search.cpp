#include "storage/search.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace dastomized::storage {

namespace {

constexpr std::size_t text_max = 16 << 10; // of a field; nobody has more

// Without case and accents. What is no UTF-8 is only made small.
std::string folded(std::string_view text) {
  text = text.substr(0, text_max);
  utf8proc_uint8_t* out = nullptr;
  auto length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &out,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                     UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                     UTF8PROC_STRIPMARK | UTF8PROC_IGNORE));
  std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(out,
                                                                &std::free);
  if (length < 0)
    return lower(text);
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)};
}

// Letters, digits, and all that is not ASCII.
bool inner(char c) {
  auto u = static_cast<unsigned char>(c);
  return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z');
}

bool blank(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

template <class F>
std::vector<std::string> pieces(std::string_view text, F part_of) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    auto begin = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at),
                              text.end(), part_of);
    auto end = std::find_if_not(begin, text.end(), part_of);
    if (begin != end)
      all.emplace_back(begin, std::min(end, begin + word_max));
    at = static_cast<std::size_t>(end - text.begin());
  }
  return all;
}

class collector {
public:
  // From each of its pieces on: "Ünal-O'Neil" is found by "unal", "o'neil" and
  // "neil".
  void add(search_field f, std::string_view text) {
    for (const auto& word : pieces(folded(text), std::not_fn(blank)))
      for (std::size_t at = 0; at < word.size(); ++at)
        if (at == 0 || (inner(word[at]) && !inner(word[at - 1])))
          words.push_back({f, word.substr(at)});
  }
  std::vector<search_word> words;
};

} // namespace

std::vector<search_word> words_of(const row& r) {
  collector c;
  c.add(search_field::id, std::to_string(r.key.id));
  c.add(search_field::number, r.number);
  c.add(search_field::name, r.customer);
  c.add(search_field::name, r.buyer);
  c.add(search_field::email, r.email);
  for (const auto& sku : r.skus)
    c.add(search_field::sku, sku);
  for (const auto& number : r.tracking)
    c.add(search_field::tracking, number);
  std::ranges::sort(c.words);
  c.words.erase(std::unique(c.words.begin(), c.words.end()), c.words.end());
  return std::move(c.words);
}

std::vector<std::string> words_in(std::string_view text, std::size_t most) {
  auto typed = folded(text);
  auto words = pieces(typed, std::not_fn(blank));
  for (auto& w : words)
    if (w.size() > 1 && w.front() == '#') // as people write order numbers
      w.erase(0, 1);
  if (words.size() > most)
    words.resize(most);
  return words;
}

} // namespace dastomized::storage

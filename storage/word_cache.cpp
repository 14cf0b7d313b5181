#include "storage/word_cache.hpp"

#include <algorithm>

namespace dastomized::storage {

namespace {

// Fewer are read again in about a millisecond.
constexpr std::uint64_t found_min = 1000;
// At most 128 KiB each for a million orders; looked at by every new order.
constexpr std::size_t kept_max = 64;

bool has(const std::vector<search_word>& words, const word_cache::wanted& w) {
  return std::ranges::any_of(words, [&](const search_word& x) {
    return (w.in == search_field::any || w.in == x.field) &&
           x.text.starts_with(w.begin);
  });
}

} // namespace

std::optional<order_index::selection> word_cache::find(const wanted& w) {
  std::lock_guard lock(mutex_);
  auto it = kept_.find(w);
  if (it == kept_.end())
    return std::nullopt;
  it->second.used = ++uses_;
  return it->second.found;
}

word_cache::reading::reading(word_cache& of, wanted w)
    : of_(of), wanted_(std::move(w)) {
  std::lock_guard lock(of_.mutex_);
  at_ = of_.readings_.insert(of_.readings_.end(), this);
}

word_cache::reading::~reading() {
  std::lock_guard lock(of_.mutex_);
  of_.readings_.erase(at_);
}

order_index::selection word_cache::reading::end(order_index::selection found) {
  std::lock_guard lock(of_.mutex_);
  for (const auto& [key, there] : changes_)
    of_.index_.set(found, key, there);
  changes_.clear();
  if (found.size() >= found_min) {
    of_.kept_[wanted_] = {found, ++of_.uses_};
    of_.make_room();
  }
  return found;
}

void word_cache::make_room() {
  if (kept_.size() > kept_max)
    kept_.erase(std::ranges::min_element(
        kept_, {}, [](const auto& x) { return x.second.used; }));
}

void word_cache::changed(const order_key& key,
                         const std::vector<search_word>& words) {
  std::lock_guard lock(mutex_);
  for (auto& [w, k] : kept_)
    index_.set(k.found, key, has(words, w));
  for (auto* r : readings_)
    r->changes_.emplace_back(key, has(words, r->wanted_));
}

} // namespace dastomized::storage

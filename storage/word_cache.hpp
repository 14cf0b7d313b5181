// What searches found for beginnings of words that very many orders share: the
// orders, so that the next search need not read those words again. Kept up
// with the commits. Thread-safe.
#pragma once

#include "storage/order_index.hpp"
#include "storage/search.hpp"

#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dastomized::storage {

class word_cache {
public:
  explicit word_cache(const order_index& index) : index_(index) {}

  struct wanted {
    std::string begin; // of the word
    search_field in = search_field::any;
    auto operator<=>(const wanted&) const = default;
  };

  std::optional<order_index::selection> find(const wanted& w);

  // One who reads the words because find() had nothing. Begins before the
  // first is read: what changes until the end is not missed.
  class reading {
  public:
    reading(word_cache& of, wanted w);
    ~reading();
    reading(const reading&) = delete;
    reading& operator=(const reading&) = delete;
    // Keeps what was found if it was much to read; answers it as it is now.
    order_index::selection end(order_index::selection found);

  private:
    friend class word_cache;
    word_cache& of_;
    wanted wanted_;
    std::vector<std::pair<order_key, bool>> changes_; // whether it has it now
    std::list<reading*>::iterator at_;
  };

  // The order is found by these words from now on. After it is in the index.
  void changed(const order_key& key, const std::vector<search_word>& words);

private:
  struct kept {
    order_index::selection found;
    std::uint64_t used = 0;
  };
  void make_room(); // mutex_ held

  const order_index& index_;
  std::mutex mutex_;
  std::map<wanted, kept> kept_;
  std::list<reading*> readings_;
  std::uint64_t uses_ = 0;
};

} // namespace dastomized::storage

// Lists, search and board: the index says which, the rows say what.
#include "domain/text.hpp"
#include "storage/keyed_store.hpp"
#include "storage/keys.hpp"
#include "storage/search.hpp"

#include <algorithm>

namespace dastomized::storage {

namespace {

// meta: the format of the catalog; absent before there were words to search,
// 1 before a gift was found by its buyer's name.
constexpr std::string_view catalog_key = "catalog";
constexpr std::string_view catalog_known = "2";
constexpr std::size_t renewed_at_once = 1000;   // orders in one batch
constexpr std::size_t looked_up_at_once = 1000; // of what a search finds

const std::string after_all(64, '\xFF');

// One order's row and words, from its record.
result<bool> renew(write_batch& b, std::string_view bytes) {
  auto o = decode_order(bytes);
  if (!o)
    return o.error();
  auto r = row_of(*o);
  b.push_back({family::rows, keys::row(r.created, r.key), encode(r)});
  for (const auto& w : words_of(r))
    b.push_back({family::tokens,
                 keys::word(w.text, static_cast<std::uint8_t>(w.field), r.key),
                 ""});
  return true;
}

// The next records behind `after`; false: there were none. What can not be
// read stays as it is: verify tells of it.
result<bool> renew_some(engine& e, std::string& after) {
  write_batch batch;
  std::size_t seen = 0;
  auto scanned = e.scan(family::records, after, after_all, false,
                        [&](auto key, auto bytes) {
                          (void)renew(batch, bytes);
                          after = std::string(key) + '\0';
                          return ++seen < renewed_at_once;
                        });
  if (!scanned)
    return scanned.error();
  if (!batch.empty())
    if (auto written = e.write(batch); !written)
      return written.error();
  return seen > 0;
}

result<bool> renew_all(engine& e) {
  std::string after;
  for (;;) {
    auto more = renew_some(e, after);
    if (!more)
      return more.error();
    if (!*more)
      break;
  }
  return e.write(
      {{family::meta, std::string(catalog_key), std::string(catalog_known)}});
}

// Rows that are read backwards come oldest first, but those of one store and
// instant by falling id, which is the other way round than in a list.
class oldest_first {
public:
  explicit oldest_first(order_index& to) : to_(to) {}

  void add(row r) {
    if (!same_.empty() && (same_.front().created != r.created ||
                           same_.front().key.store != r.key.store))
      end();
    same_.push_back(std::move(r));
  }

  void end() {
    for (auto it = same_.rbegin(); it != same_.rend(); ++it)
      to_.put(*it);
    same_.clear();
  }

private:
  order_index& to_;
  std::vector<row> same_;
};

} // namespace

result<std::unique_ptr<order_index>> open_catalog(engine& e) {
  auto known = e.get(family::meta, catalog_key);
  if (!known)
    return known.error();
  if (*known != catalog_known)
    if (auto done = renew_all(e); !done)
      return done.error();
  auto index = std::make_unique<order_index>();
  oldest_first all(*index);
  std::optional<failure> bad;
  auto scanned =
      e.scan(family::rows, "", after_all, true, [&](auto, auto bytes) {
        auto r = decode_row(bytes);
        if (r)
          all.add(std::move(*r));
        else
          bad = r.error();
        return !bad;
      });
  if (!scanned)
    return scanned.error();
  if (bad)
    return *bad;
  all.end();
  return index;
}

// The orders of the words with keys in [from, to) of the fields that count.
result<order_index::selection>
keyed_store::orders_of(const std::string& from, const std::string& to,
                       const std::function<bool(search_field)>& counts) {
  order_index::selection found;
  std::vector<order_key> some;
  auto look_up = [&] {
    index_->add(found, some);
    some.clear();
  };
  auto scanned =
      engine_->scan(family::tokens, from, to, false, [&](auto key, auto) {
        auto w = keys::read_word(key);
        if (w && counts(static_cast<search_field>(w->field)))
          if (auto k = keys::read_order(w->order))
            some.push_back(std::move(*k));
        if (some.size() == looked_up_at_once)
          look_up();
        return true;
      });
  if (!scanned)
    return scanned.error();
  look_up();
  return found;
}

// The orders with a word that begins so, or with that id.
result<order_index::selection> keyed_store::with_word(const list_query& q,
                                                      const std::string& word) {
  auto begin = keys::word_begin(word);
  auto counts = [in = q.search_in](search_field f) {
    return in == search_field::any || in == f;
  };
  if (q.search_in == search_field::id) { // nobody means those that begin so
    begin += '\0';
    return orders_of(begin, keys::after(begin), counts);
  }
  word_cache::wanted wanted{word, q.search_in};
  if (auto known = found_before_.find(wanted))
    return std::move(*known);
  word_cache::reading reading(found_before_, wanted);
  auto found = orders_of(begin, keys::after(begin), counts);
  return found ? reading.end(std::move(*found)) : std::move(found);
}

// Those whose id or number it is: they are meant before all that begin so.
result<order_index::selection> keyed_store::named_so(const list_query& q,
                                                     const std::string& word) {
  auto begin = keys::word_begin(word) + '\0';
  static_assert(static_cast<int>(search_field::id) + 1 ==
                static_cast<int>(search_field::number));
  return orders_of(begin + static_cast<char>(search_field::id),
                   begin + static_cast<char>(search_field::name),
                   [in = q.search_in](search_field f) {
                     return in == search_field::any || in == f;
                   });
}

// The orders that have all the words; each may begin one of the order's.
result<index_page> keyed_store::search(const list_query& q) {
  std::optional<order_index::selection> found;
  auto words = words_in(q.search);
  for (const auto& word : words) {
    auto those = with_word(q, word);
    if (!those)
      return those.error();
    if (found)
      found->keep_common(*those);
    else
      found = std::move(*those);
  }
  if (!found)
    found.emplace();
  if (words.size() != 1)
    return index_->find(q, &*found);
  auto ahead = named_so(q, words.front());
  return ahead ? index_->find(q, &*found, &*ahead) : ahead.error();
}

result<list_page> keyed_store::list(const list_query& q) {
  bool asked = !trimmed(q.search).empty();
  auto found = asked ? search(q) : index_->find(q, nullptr);
  if (!found)
    return found.error();
  list_page page;
  page.next_cursor = std::move(found->next_cursor);
  page.total = found->total;
  page.tabs = found->tabs;
  for (const auto& place : found->places) {
    auto bytes = engine_->get(family::rows, place);
    if (!bytes)
      return bytes.error();
    if (!*bytes)
      continue; // moved just now
    auto r = decode_row(**bytes);
    if (!r)
      return r.error();
    page.rows.push_back(std::move(*r));
  }
  return page;
}

board_counts keyed_store::board(instant now, std::size_t hours,
                                const std::vector<freeze>& freezes) {
  return index_->board(now, hours, freezes);
}

} // namespace dastomized::storage

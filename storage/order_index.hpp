// Which orders match, in which order: an index in memory over what lists show.
// Knows the keys of rows, not what is in them. Thread-safe; readers share, a
// writer is quick but when it renumbers.
//
// Every order has a small number, its ordinal; what it has in common with
// others is a bitmap of ordinals. Ordinals grow with the time an order was
// created, so a page is a walk over a bitmap. An order older than the newest
// that comes later is a stray: it gets a number from a range of its own until
// all are numbered anew.
#pragma once

#include "storage/store.hpp"

#include <array>
#include <functional>
#include <map>
#include <roaring/roaring.hh>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dastomized::storage {

struct index_page {
  std::vector<std::string> places; // keys of rows
  std::string next_cursor;         // empty: last page
  std::uint64_t total = 0;
  tab_counts tabs{};
};

class order_index {
public:
  void put(const row& r); // new or changed

  // What a search finds, order by order. One that is not known is passed over.
  class selection {
    friend class order_index;
    Roaring hits_;
    std::uint64_t numbering_ = 0; // another than the index's: outdated
  };
  selection none() const;
  void add(selection& to, const order_key& key) const;
  static void keep_common(selection& of, const selection& with);

  // `among`: only these. fault::invalid: the cursor is none of this query;
  // fault::conflict: all were numbered anew since the selection was begun.
  result<index_page> find(const list_query& q, const selection* among) const;

  board_counts board(instant now, std::size_t hours,
                     const std::vector<freeze>& freezes) const;

private:
  using ordinal = std::uint32_t;
  using bits = Roaring;
  static constexpr ordinal stray_begin = 1u << 31;

  struct slot {
    instant created{};
    std::int64_t id = 0;
    std::uint32_t store = 0;   // in stores_
    std::int64_t due = no_due; // milliseconds since the epoch
  };
  static constexpr std::int64_t no_due = -1;

  enum facet : std::uint8_t {
    by_store,
    by_status,
    by_submit,
    by_type,
    by_provider,
    by_attention,
    facet_count,
  };
  using values = std::map<std::string, bits, std::less<>>;

  slot& at(ordinal n);
  const slot& at(ordinal n) const;
  order_key key_of(const slot& s) const;
  std::string place_of(const slot& s) const; // its row's key: newest first
  std::uint32_t store_number(const std::string& name);
  ordinal place(const row& r);
  void forget(ordinal n);
  void mark(ordinal n, const row& r);
  void every_bitmap(const std::function<void(bits&)>& f);
  void renumber();

  bits matching(const list_query& q, const selection* among) const;
  bits created_between(const list_query& q) const;
  bits due_between(const list_query& q) const;
  bits frozen(instant now, const std::vector<freeze>& freezes) const;
  ordinal ordinals_before(const std::string& place, bool strictly) const;
  void by_time(const bits& hits, bool newest, const std::string& from,
               std::size_t limit, std::vector<ordinal>& out) const;
  void by_due(const bits& hits, bool latest,
              const std::optional<std::pair<std::int64_t, std::string>>& from,
              std::size_t limit, std::vector<ordinal>& out) const;

  mutable std::shared_mutex mutex_;
  std::uint64_t numbering_ = 0; // how often all were numbered
  std::vector<std::string> stores_;
  std::vector<std::unordered_map<std::int64_t, ordinal>> ids_; // by store
  std::vector<slot> slots_;               // ordinals from 0, oldest first
  std::vector<slot> stray_slots_;         // ordinals from stray_begin
  std::map<std::string, ordinal> strays_; // by place
  std::array<values, facet_count> facets_;
  std::array<bits, tab_count> tabs_; // the first: all
  std::set<std::pair<std::int64_t, ordinal>> due_;
};

} // namespace dastomized::storage

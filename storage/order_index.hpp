// Which orders match, in which order: an index in memory over what lists show.
// Knows the keys of rows, not what is in them. Thread-safe; readers share, and
// a writer keeps them waiting for an instant only.
//
// Every order has a small number, its ordinal; what it has in common with
// others is a bitmap of ordinals. Ordinals grow with the time an order was
// created, so a page is a walk over a bitmap. An order older than the newest
// that comes later is a stray: it gets a number from a range of its own until
// all are numbered anew, which is when the strays are a sixteenth. The new
// numbers are made beside the readers and put in place at once. What outlives
// a call names an order by its serial, which it gets once and keeps.
#pragma once

#include "storage/list_cursor.hpp"
#include "storage/store.hpp"

#include <array>
#include <map>
#include <mutex>
#include <roaring/roaring.hh>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dastomized::storage {

struct index_page {
  std::vector<std::string> places; // keys of their rows
  std::string next_cursor;         // empty: last page
  std::uint64_t total = 0;
  tab_counts tabs{};
};

class order_index {
public:
  order_index() : strays_(newer_first{this}) {}
  order_index(const order_index&) = delete;
  order_index& operator=(const order_index&) = delete;

  void put(const row& r); // new or changed

  // What a search finds. It stays what it is, whatever is put meanwhile.
  class selection {
  public:
    void keep_common(const selection& with) { hits_ &= with.hits_; }
    std::uint64_t size() const { return hits_.cardinality(); }

  private:
    friend class order_index;
    Roaring hits_; // serials
  };
  // One that is not known is passed over.
  void add(selection& to, const std::vector<order_key>& keys) const;
  void set(selection& of, const order_key& key, bool in) const;

  // Only `among`, if given, of which `ahead` come first, whatever the order of
  // the rest. fault::invalid: the cursor is none of this query.
  result<index_page> find(const list_query& q, const selection* among,
                          const selection* ahead = nullptr) const;

  board_counts board(instant now, std::size_t hours,
                     const std::vector<freeze>& freezes) const;

private:
  using ordinal = std::uint32_t;
  using serial = std::uint32_t;
  using bits = Roaring;
  using due_place = std::optional<std::pair<std::int64_t, std::string>>;
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

  // By their places, which nobody has to make for it.
  struct newer_first {
    using is_transparent = void;
    const order_index* in;
    bool operator()(ordinal a, ordinal b) const {
      return in->newer(in->at(a), in->at(b));
    }
    bool operator()(ordinal a, const std::string& place) const {
      return in->place_of(in->at(a)) < place;
    }
    bool operator()(const std::string& place, ordinal a) const {
      return place < in->place_of(in->at(a));
    }
    bool operator()(ordinal a, instant t) const { // lower_bound: before t
      return in->at(a).created >= t;
    }
  };
  // All that depends on the numbers.
  struct numbered {
    std::vector<slot> slots;
    std::vector<ordinal> ordinals;
    std::array<values, facet_count> facets;
    std::array<bits, tab_count> tabs;
  };
  // A number before and after.
  struct renumbering {
    std::vector<ordinal> main, stray;
    ordinal operator()(ordinal n) const {
      return n < stray_begin ? main[n] : stray[n - stray_begin];
    }
    bits operator()(const bits& all) const;
  };

  slot& at(ordinal n);
  const slot& at(ordinal n) const;
  order_key key_of(const slot& s) const;
  // Newest first; of a store's orders of one instant the one with the higher
  // id. That is where it differs from the row's key, which is not read so.
  std::string place_of(const slot& s) const;
  std::uint32_t store_number(const std::string& name);
  bool newer(const slot& a, const slot& b) const; // by their places
  serial place(const row& r);
  ordinal number_anew(const slot& s);
  void forget(serial of);
  void mark(serial of, const row& r);
  numbered numbered_anew() const;
  renumbering in_order(std::vector<slot>& slots) const;

  bits ordinals_of(const selection& s) const;
  bits matching(const list_query& q, const selection* among) const;
  bits created_between(const list_query& q) const;
  bits due_between(const list_query& q) const;
  bits frozen(instant now, const std::vector<freeze>& freezes) const;
  ordinal ordinals_before(const std::string& place, bool strictly) const;
  void in_turn(const list_query& q, const bits& hits, list_cursor from,
               std::size_t limit, std::vector<ordinal>& out) const;
  void by_time(const bits& hits, bool newest, const std::string& from,
               std::size_t limit, std::vector<ordinal>& out) const;
  std::vector<ordinal> strays_among(const bits& hits, bool newest,
                                    const std::string& from,
                                    std::size_t limit) const;
  void by_due(const bits& hits, bool latest, const due_place& from,
              std::size_t limit, std::vector<ordinal>& out) const;

  std::mutex writing_; // held by the one who writes; guards what is read there
  mutable std::shared_mutex mutex_; // held by all, for what is changed
  std::vector<std::string> stores_;
  std::vector<std::unordered_map<std::int64_t, serial>> ids_; // by store
  std::vector<ordinal> ordinals_;                             // by serial
  std::vector<slot> slots_;       // ordinals from 0, oldest first
  std::vector<slot> stray_slots_; // ordinals from stray_begin
  std::set<ordinal, newer_first> strays_;
  std::array<values, facet_count> facets_;
  std::array<bits, tab_count> tabs_; // the first: all
  std::set<std::pair<std::int64_t, serial>> due_;
};

} // namespace dastomized::storage

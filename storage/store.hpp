// The storage contract: orders, their journal, due index, list rows, ledger,
// the inbox of raw deliveries and the audit log. Everything above depends on
// this header alone. Thread-safe.
//
// Writes are grouped: one synced batch for all that wait. `done` runs on the
// storage thread after the sync, in the order of the calls; it must be quick
// and must not block.
#pragma once

#include "domain/advance.hpp"
#include "domain/freeze.hpp"
#include "domain/order.hpp"
#include "domain/result.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dastomized::storage {

// What lists show of an order; derived from the order, never edited.
struct row {
  order_key key;
  std::string number, status, place, email, total, currency, payment;
  std::string customer; // to whom it goes
  std::string buyer;    // who paid, where that is somebody else: a gift
  instant created{}, modified{};
  order_type type = order_type::other;
  submit_status submit = submit_status::blank;
  countdown_state count = countdown_state::none;
  std::optional<instant> due;
  milliseconds remaining{0};
  std::uint32_t items = 0; // pieces
  std::vector<std::string> skus, providers, tracking;
  std::string problem; // why submission failed or is blocked, for people
  bool needs_attention = false;
  bool gone = false;
  bool fulfilled = false;
  std::vector<std::string> attentions; // their codes
  bool operator==(const row&) const = default;
};

row row_of(const order& o);

// One exchange with a provider about a part. Kept longer than the order.
struct ledger_entry {
  std::string reference, provider;
  order_key key;
  instant at{};
  std::string kind;         // "intended", "answer", "look_up" …
  std::string payload_hash; // of what was sent
  std::string payload;      // only with kind "intended"
  int status = 0;           // HTTP, 0: none
  // Of an answer: its body up to 64 KiB, no secrets. Of kind "intended": the
  // print files as they were when they were last looked at.
  std::string words;
  std::uint32_t attempt = 0;
  std::string trigger; // who or what asked
  bool operator==(const ledger_entry&) const = default;
};

// A raw webhook delivery, exactly as it came.
struct delivery {
  std::uint64_t seq = 0; // given by append()
  std::string store;
  instant received{};
  std::string topic, delivery_id, webhook_id;
  std::string body;
  bool operator==(const delivery&) const = default;
};

enum class verdict : std::uint8_t { pending, applied, unchanged, set_aside };

struct inbox_item {
  delivery raw;
  verdict state = verdict::pending;
  std::string reason; // of set_aside
};

struct inbox_query {
  std::uint64_t before = ~std::uint64_t{0}; // seq
  std::size_t limit = 50;
  std::vector<std::string> store, topic; // any of; empty: whichever
  std::vector<verdict> state;
};

struct inbox_page {
  std::vector<inbox_item> items; // newest first
  // Where the page after it begins, 0 at the end. A call reads only so many
  // deliveries: a page may hold fewer than its limit, or none, and go on.
  std::uint64_t next_before = 0;
};

// A small named value. None: it is removed.
struct named_value {
  std::string key;
  std::optional<std::string> value;
  bool operator==(const named_value&) const = default;
};

// Everything one event changed, atomic: all of it or nothing.
struct change {
  order next;                       // next.version is the version it replaces
  std::optional<instant> was_due;   // wake instant of the replaced record
  std::vector<journal_entry> notes; // numbered from next.notes before them
  std::vector<ledger_entry> ledger;
  std::vector<std::uint64_t> inbox_done; // deliveries this change settles
  // That it was made, for whoever asked for it: none of them may be there yet,
  // so that nobody's wish is fulfilled twice.
  std::vector<named_value> marks{};
};

enum class list_tab : std::uint8_t {
  all,
  counting_down,
  needs_attention,
  on_hold,   // at the store, or its countdown is paused
  submitted, // at least a part of it, and not all is shipped
  shipped,
};
inline constexpr std::size_t tab_count = 6;
using tab_counts = std::array<std::uint64_t, tab_count>;

enum class list_sort : std::uint8_t {
  newest,
  created, // oldest first
  due,     // the next to end first; those that do not count come after
  due_latest,
};

enum class search_field : std::uint8_t {
  any,
  id,
  number,
  name,
  email,
  sku,
  tracking,
};

// All that is given must hold; of several values, one.
struct list_query {
  std::vector<std::string> store, status, submit, type, provider, attention;
  std::optional<bool> needs_attention;
  std::optional<instant> created_from, created_to; // to: exclusive
  std::optional<instant> due_from, due_to; // those that count down; likewise
  list_tab tab = list_tab::all;
  std::string search; // every word begins one of the order's; empty: no search
  search_field search_in = search_field::any;
  list_sort sort = list_sort::newest;
  std::size_t limit = 50;
  std::string cursor; // from the previous page; empty: first
};

struct list_page {
  std::vector<row> rows;
  std::string next_cursor; // empty: last page
  std::uint64_t total = 0; // all rows that match
  tab_counts tabs{};       // what each tab would show of the same query
};

// What is about to happen, and what people are needed for.
struct board_counts {
  instant begin{};                  // of the first hour
  std::vector<std::uint64_t> hours; // countdowns that end in each, from now on
  std::uint64_t overdue = 0;        // ended, and not gone yet
  std::uint64_t frozen = 0;         // count down, and would not go
  std::vector<std::pair<std::string, std::uint64_t>> attention; // by code
};

// A part of an order's journal, whose entries are numbered from 1.
struct journal_query {
  order_key key;
  std::uint64_t after = 0, before = ~std::uint64_t{0}; // exclusive
  bool oldest = false; // if there are more than `limit`: these, not the newest
  std::size_t limit = 1000;
};

struct numbered_entry {
  std::uint64_t number = 0;
  journal_entry entry;
};

// One write that somebody asked for, carried out or refused.
struct audit_entry {
  std::uint64_t seq = 0; // given by append_audit()
  instant at{};
  std::string who, role, via; // role empty: nobody who could come in
  std::string from;           // the address it came from
  std::string method, path, target;
  std::uint32_t status = 0;  // of the answer
  std::string what;          // for people
  std::string before, after; // JSON; empty: nothing to say
  bool operator==(const audit_entry&) const = default;
};

inline constexpr std::uint64_t audit_kept = 100'000; // the newest

struct audit_query {
  std::uint64_t before = ~std::uint64_t{0}; // exclusive
  std::size_t limit = 50;
  std::string who, target; // empty: any
};

struct audit_page {
  std::vector<audit_entry> entries; // newest first
  // Where to go on; 0: there is no more. With filters a page may be short, or
  // empty, while there is more: one call reads a bounded number of entries.
  std::uint64_t next_before = 0;
};

// The feed: which order each commit changed, numbered without a gap and kept
// with the commit itself. So many of the newest are kept.
inline constexpr std::uint64_t feed_kept = 100'000;
struct feed_entry {
  std::uint64_t seq = 0;
  order_key key;
  bool operator==(const feed_entry&) const = default;
};
struct feed_span {
  std::uint64_t oldest = 1, newest = 0; // oldest > newest: there is none
};

struct backup_report {
  std::string path;
  std::uint64_t orders = 0, bytes = 0;
};

template <class T>
using callback = std::function<void(result<T>)>;

class order_store {
public:
  virtual ~order_store() = default;

  // Conditional on the version: fault::conflict if the record is not at
  // change.next.version, or one of its marks is there. Answers the new version.
  virtual void commit(change c, callback<std::uint64_t> done) = 0;

  // Answers the delivery's sequence number once it is on disk.
  virtual void append(delivery d, callback<std::uint64_t> done) = 0;

  // Settles a delivery that changed no order.
  virtual void settle(std::uint64_t seq, verdict v, std::string reason,
                      callback<bool> done) = 0;

  // A note in the ledger that belongs to no change of an order.
  virtual void record(ledger_entry e, callback<bool> done) = 0;

  // Answers the entry's sequence number; the oldest makes room.
  virtual void append_audit(audit_entry e, callback<std::uint64_t> done) = 0;
  virtual result<audit_page> audit(const audit_query& q) = 0;

  // Small named values: cursors, jobs and their rows, generated secrets, who
  // may come in.
  virtual void put_meta(std::string key, std::string value,
                        callback<bool> done) = 0;
  // All of them or none.
  virtual void put_metas(std::vector<named_value> all, callback<bool> done) = 0;
  virtual result<std::optional<std::string>> meta(const std::string& key) = 0;
  // Those with from <= key < to, in the order of their bytes.
  virtual result<std::vector<named_value>>
  metas(const std::string& from, const std::string& to, std::size_t limit) = 0;

  // Reads see every commit that was acknowledged before the call. They may
  // touch the disk: not for actors' threads in bulk.
  virtual result<std::optional<order>> load(const order_key& key) = 0;
  virtual result<std::vector<journal_entry>> journal(const order_key& key,
                                                     std::size_t limit) = 0;
  virtual result<std::vector<numbered_entry>>
  journal_page(const journal_query& q) = 0; // oldest first
  virtual result<std::vector<ledger_entry>>
  ledger(const std::string& reference) = 0;

  struct due_entry {
    instant at{};
    order_key key;
  };
  // In due order, those at or before `until`, beginning after `after`.
  virtual result<std::vector<due_entry>>
  due(instant until, std::optional<due_entry> after, std::size_t limit) = 0;

  // Pending deliveries of one store, oldest first, with seq > after.
  virtual result<std::vector<delivery>>
  pending(const std::string& store, std::uint64_t after, std::size_t limit) = 0;
  virtual result<inbox_page> inbox(const inbox_query& q) = 0;
  virtual result<std::optional<inbox_item>>
  inbox_item_at(std::uint64_t seq) = 0;

  virtual result<list_page> list(const list_query& q) = 0;
  virtual board_counts board(instant now, std::size_t hours,
                             const std::vector<freeze>& freezes) = 0;
  virtual result<std::vector<order_key>> keys(const std::string& store) = 0;

  // Orders of that store that have, or once had, this fingerprint (domain/
  // twin.hpp) and were created from `from` to `to`, newest first.
  virtual result<std::vector<order_key>> twins(const std::string& store,
                                               const std::string& fingerprint,
                                               instant from, instant to,
                                               std::size_t limit) = 0;

  // Finds the order a provider's reference belongs to.
  virtual result<std::optional<order_key>>
  owner_of(const std::string& reference) = 0;

  // Those after `after`, oldest first.
  virtual result<std::vector<feed_entry>> feed_since(std::uint64_t after,
                                                     std::size_t limit) = 0;
  virtual feed_span feed() = 0;
  // `f` runs on the storage thread after each group of commits is on disk; it
  // must be quick. Replaces the former one, which runs no more from then on.
  virtual void on_feed(std::function<void()> f) = 0;

  // A copy of all that was acknowledged before the call, as a directory at
  // `into`, which must not exist. Whole and on disk, or not there. Takes
  // seconds with many orders; reads and writes go on. fault::refused if this
  // store is not kept on disk.
  virtual result<backup_report> checkpoint(const std::string& into) = 0;

  // False once a write failed: nothing is acknowledged any more.
  virtual bool healthy() const = 0;
};

// Made by the engines; closes cleanly on destruction (pending writes first).
result<std::unique_ptr<order_store>> open_memory_store();
result<std::unique_ptr<order_store>> open_rocks_store(const std::string& path);

} // namespace dastomized::storage

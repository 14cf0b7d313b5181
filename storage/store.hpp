// The storage contract: orders, their journal, due index, list rows, ledger
// and the inbox of raw deliveries. Everything above depends on this header
// alone. Thread-safe.
//
// Writes are grouped: one synced batch for all that wait. `done` runs on the
// storage thread after the sync, in the order of the calls; it must be quick
// and must not block.
#pragma once

#include "domain/advance.hpp"
#include "domain/order.hpp"
#include "domain/result.hpp"

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
  std::string number, status, customer, place, email, total, currency, payment;
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

// Everything one event changed, atomic: all of it or nothing.
struct change {
  order next;                       // next.version is the version it replaces
  std::optional<instant> was_due;   // wake instant of the replaced record
  std::vector<journal_entry> notes; // numbered from next.notes before them
  std::vector<ledger_entry> ledger;
  std::vector<std::uint64_t> inbox_done; // deliveries this change settles
};

struct list_query {
  std::optional<std::string> store, status, submit, type, provider, search;
  std::optional<bool> needs_attention;
  std::size_t limit = 50;
  std::string cursor; // from the previous page; empty: first
};

struct list_page {
  std::vector<row> rows;   // newest first
  std::string next_cursor; // empty: last page
  std::uint64_t total = 0; // all rows that match
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
  // change.next.version. Answers the new version.
  virtual void commit(change c, callback<std::uint64_t> done) = 0;

  // Answers the delivery's sequence number once it is on disk.
  virtual void append(delivery d, callback<std::uint64_t> done) = 0;

  // Settles a delivery that changed no order.
  virtual void settle(std::uint64_t seq, verdict v, std::string reason,
                      callback<bool> done) = 0;

  // A note in the ledger that belongs to no change of an order.
  virtual void record(ledger_entry e, callback<bool> done) = 0;

  // Small named values: cursors, jobs, generated secrets.
  virtual void put_meta(std::string key, std::string value,
                        callback<bool> done) = 0;
  virtual result<std::optional<std::string>> meta(const std::string& key) = 0;

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
  virtual result<std::vector<inbox_item>> inbox(std::uint64_t before,
                                                std::size_t limit) = 0;
  virtual result<std::optional<inbox_item>>
  inbox_item_at(std::uint64_t seq) = 0;

  virtual result<list_page> list(const list_query& q) = 0;
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

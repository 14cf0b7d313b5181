// The storage contract written once over an engine. One writer thread takes
// all that waits into one synced batch and then runs the callbacks in the
// order of the calls. Simulations do the writing themselves.
#pragma once

#include "storage/codec.hpp"
#include "storage/engine.hpp"
#include "storage/order_index.hpp"
#include "storage/store.hpp"
#include "storage/word_cache.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace dastomized::storage {

enum class writing : std::uint8_t {
  on_a_thread,
  when_asked, // by write_waiting(); what waits at the end is dropped
};

// Checks or writes the directory's format, then serves it.
result<std::unique_ptr<order_store>> serve(std::unique_ptr<engine> e,
                                           writing how = writing::on_a_thread);

// Makes the index of all orders there are. Rows of an earlier format are
// written anew first, with the words they are found by; that goes on where an
// earlier attempt stopped.
result<std::unique_ptr<order_index>> open_catalog(engine& e);

// Of the feed: from the first that is kept to the last there was.
result<feed_span> kept_feed(engine& e);

// Empties it and goes on with numbers nobody has seen: what was told after the
// backup that is restored here is not known any more.
result<void> cut_feed(engine& e, instant now);

// What a store goes on from: the last numbers there are.
struct numbering {
  std::uint64_t inbox = 0, audit = 0;
  feed_span feed{};
};

class keyed_store : public order_store {
public:
  keyed_store(std::unique_ptr<engine> e, numbering last,
              std::unique_ptr<order_index> index,
              writing how = writing::on_a_thread);
  ~keyed_store() override;

  std::size_t waiting();
  // Writes the first of what waits as one group, on the caller's thread.
  void write_waiting(std::size_t jobs_max);

  void commit(change c, callback<std::uint64_t> done) override;
  void append(delivery d, callback<std::uint64_t> done) override;
  void settle(std::uint64_t seq, verdict v, std::string reason,
              callback<bool> done) override;
  void record(ledger_entry e, callback<bool> done) override;
  void append_audit(audit_entry e, callback<std::uint64_t> done) override;
  void put_meta(std::string key, std::string value,
                callback<bool> done) override;
  void put_metas(std::vector<named_value> all, callback<bool> done) override;

  result<audit_page> audit(const audit_query& q) override;
  result<std::optional<std::string>> meta(const std::string& key) override;
  result<std::vector<named_value>> metas(const std::string& from,
                                         const std::string& to,
                                         std::size_t limit) override;
  result<std::optional<order>> load(const order_key& key) override;
  result<std::vector<numbered_entry>>
  journal_page(const journal_query& q) override;
  result<std::vector<journal_entry>> journal(const order_key& key,
                                             std::size_t limit) override;
  result<std::vector<ledger_entry>>
  ledger(const std::string& reference) override;
  result<std::vector<due_entry>> due(instant until,
                                     std::optional<due_entry> after,
                                     std::size_t limit) override;
  result<std::vector<delivery>> pending(const std::string& store,
                                        std::uint64_t after,
                                        std::size_t limit) override;
  result<inbox_page> inbox(const inbox_query& q) override;
  result<std::optional<inbox_item>> inbox_item_at(std::uint64_t seq) override;
  result<list_page> list(const list_query& q) override;
  board_counts board(instant now, std::size_t hours,
                     const std::vector<freeze>& freezes) override;
  result<std::vector<order_key>> keys(const std::string& store) override;
  result<std::vector<order_key>> twins(const std::string& store,
                                       const std::string& fingerprint,
                                       instant from, instant to,
                                       std::size_t limit) override;
  result<std::optional<order_key>>
  owner_of(const std::string& reference) override;
  result<std::vector<feed_entry>> feed_since(std::uint64_t after,
                                             std::size_t limit) override;
  feed_span feed() override;
  void on_feed(std::function<void()> f) override;
  result<backup_report> checkpoint(const std::string& into) override;
  bool healthy() const override { return healthy_; }

private:
  result<inbox_item> with_verdict(delivery d);

  // The batch being made, and what it will have changed when it is written.
  struct draft {
    write_batch batch;
    std::map<std::string, record_head> heads;    // by record key
    std::map<std::string, std::uint64_t> ledger; // next number by reference
    std::vector<std::string> entered; // references: this job's ledger entries
    std::map<std::string, row> rows;  // by record key
    // Where others than before; by record key.
    std::map<std::string, std::vector<search_word>> words;
    std::uint64_t feed = 0; // the newest number given; 0: none
  };
  // Adds its writes to the draft; answers what to call once it is on disk.
  // A failure is this job's alone.
  struct job {
    std::function<result<std::uint64_t>(draft&)> prepare;
    std::function<void(result<std::uint64_t>)> done;
  };

  void enqueue(job j);
  void run();
  std::deque<job> first_waiting(std::size_t jobs_max); // mutex_ held
  void write_all(std::deque<job> jobs);
  result<std::uint64_t> prepare_commit(draft& d, change& c);
  void prepare_feed(draft& d, const std::string& key);
  void publish(const draft& d);
  result<bool> prepare_mark(draft& d, named_value& m);
  result<bool> prepare_row(draft& d, const order& next,
                           const record_head& head);
  result<order_index::selection>
  orders_of(const std::string& from, const std::string& to,
            const std::function<bool(search_field)>& counts);
  result<order_index::selection> with_word(const list_query& q,
                                           const std::string& word);
  result<order_index::selection> named_so(const list_query& q,
                                          const std::string& word);
  result<index_page> search(const list_query& q);
  result<std::uint64_t> prepare_ledger(draft& d, const ledger_entry& e);
  result<std::uint64_t> prepare_settle(draft& d, std::uint64_t seq, verdict v,
                                       const std::string& reason);

  std::unique_ptr<engine> engine_;
  std::unique_ptr<order_index> index_;
  word_cache found_before_;
  numbering last_; // writer thread only
  const std::uint64_t feed_begin_;
  std::atomic<std::uint64_t> feed_newest_; // on disk
  std::mutex feed_mutex_;
  std::function<void()> on_feed_;
  std::atomic<bool> healthy_{true};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<job> jobs_;
  bool stop_ = false;
  std::thread writer_;
};

} // namespace dastomized::storage

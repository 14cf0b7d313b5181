// A store whose answers wait until the test lets them out, on the test's own
// thread: nothing happens behind its back.
#pragma once

#include "storage/store.hpp"

#include <deque>
#include <future>
#include <mutex>

namespace dastomized::tests {

class held_store : public storage::order_store {
public:
  explicit held_store(storage::order_store& inner) : inner_(inner) {}

  unsigned failing = 0; // so many commits from now on

  // Until the inner store has answered all.
  void wait_for_inner() {
    std::promise<void> done;
    inner_.put_meta("flush", "", [&](const auto&) { done.set_value(); });
    done.get_future().wait();
  }

  // Waits until the inner store has answered all, then passes the answers
  // on. True if there was any.
  bool let_out() {
    wait_for_inner();
    std::deque<std::function<void()>> all;
    {
      std::lock_guard lock(mutex_);
      all.swap(held_);
    }
    for (auto& f : all)
      f();
    return !all.empty();
  }

  void commit(storage::change c, storage::callback<std::uint64_t> f) override {
    if (failing > 0 && failing-- > 0)
      return hold(std::move(f))(failure{fault::storage, "input/output error"});
    inner_.commit(std::move(c), hold(std::move(f)));
  }
  void append(storage::delivery d,
              storage::callback<std::uint64_t> f) override {
    inner_.append(std::move(d), hold(std::move(f)));
  }
  void settle(std::uint64_t seq, storage::verdict v, std::string reason,
              storage::callback<bool> f) override {
    inner_.settle(seq, v, std::move(reason), hold(std::move(f)));
  }
  void record(storage::ledger_entry e, storage::callback<bool> f) override {
    inner_.record(std::move(e), hold(std::move(f)));
  }
  void put_meta(std::string key, std::string value,
                storage::callback<bool> f) override {
    inner_.put_meta(std::move(key), std::move(value), hold(std::move(f)));
  }
  void append_audit(storage::audit_entry e,
                    storage::callback<std::uint64_t> f) override {
    inner_.append_audit(std::move(e), hold(std::move(f)));
  }
  result<storage::audit_page> audit(const storage::audit_query& q) override {
    return inner_.audit(q);
  }
  void put_metas(std::vector<storage::named_value> all,
                 storage::callback<bool> f) override {
    inner_.put_metas(std::move(all), hold(std::move(f)));
  }
  result<std::optional<std::string>> meta(const std::string& key) override {
    return inner_.meta(key);
  }
  result<std::vector<storage::named_value>> metas(const std::string& from,
                                                  const std::string& to,
                                                  std::size_t limit) override {
    return inner_.metas(from, to, limit);
  }
  result<std::optional<order>> load(const order_key& key) override {
    return inner_.load(key);
  }
  result<std::vector<journal_entry>> journal(const order_key& key,
                                             std::size_t limit) override {
    return inner_.journal(key, limit);
  }
  result<std::vector<storage::numbered_entry>>
  journal_page(const storage::journal_query& q) override {
    return inner_.journal_page(q);
  }
  result<std::vector<storage::ledger_entry>>
  ledger(const std::string& reference) override {
    return inner_.ledger(reference);
  }
  result<std::vector<due_entry>> due(instant until,
                                     std::optional<due_entry> after,
                                     std::size_t limit) override {
    return inner_.due(until, after, limit);
  }
  result<std::vector<storage::delivery>> pending(const std::string& store,
                                                 std::uint64_t after,
                                                 std::size_t limit) override {
    return inner_.pending(store, after, limit);
  }
  result<storage::inbox_page> inbox(const storage::inbox_query& q) override {
    return inner_.inbox(q);
  }
  result<std::optional<storage::inbox_item>>
  inbox_item_at(std::uint64_t seq) override {
    return inner_.inbox_item_at(seq);
  }
  result<storage::list_page> list(const storage::list_query& q) override {
    return inner_.list(q);
  }
  storage::board_counts board(instant now, std::size_t hours,
                              const std::vector<freeze>& freezes) override {
    return inner_.board(now, hours, freezes);
  }
  result<std::vector<order_key>> keys(const std::string& store) override {
    return inner_.keys(store);
  }
  result<std::vector<order_key>> twins(const std::string& store,
                                       const std::string& fingerprint,
                                       instant from, instant to,
                                       std::size_t limit) override {
    return inner_.twins(store, fingerprint, from, to, limit);
  }
  result<std::optional<order_key>>
  owner_of(const std::string& reference) override {
    return inner_.owner_of(reference);
  }
  result<std::vector<storage::feed_entry>>
  feed_since(std::uint64_t after, std::size_t limit) override {
    return inner_.feed_since(after, limit);
  }
  storage::feed_span feed() override { return inner_.feed(); }
  void on_feed(std::function<void()> f) override {
    inner_.on_feed(std::move(f));
  }
  result<storage::backup_report> checkpoint(const std::string& into) override {
    return inner_.checkpoint(into);
  }
  bool healthy() const override { return inner_.healthy(); }

private:
  template <class T>
  storage::callback<T> hold(storage::callback<T> f) {
    return [this, f = std::move(f)](result<T> r) {
      std::lock_guard lock(mutex_);
      held_.push_back([f, r = std::move(r)] { f(r); });
    };
  }

  storage::order_store& inner_;
  std::mutex mutex_;
  std::deque<std::function<void()>> held_;
};

} // namespace dastomized::tests

// Writing: the group commit. Reading is in keyed_reads.cpp.
#include "storage/keyed_store.hpp"

#include "domain/twin.hpp"
#include "storage/backup.hpp"
#include "storage/keys.hpp"
#include "storage/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dastomized::storage {

namespace {

constexpr std::size_t group_max = 512; // jobs in one batch
constexpr std::string_view format_key = "format";
constexpr std::string_view format_known = "1";

template <class T>
std::function<void(result<std::uint64_t>)> as_bool(callback<T> done) {
  return [done = std::move(done)](result<std::uint64_t> r) {
    r ? done(true) : done(r.error());
  };
}

void put(write_batch& b, family f, std::string key, std::string value) {
  b.push_back({f, std::move(key), std::move(value)});
}

void erase(write_batch& b, family f, std::string key) {
  b.push_back({f, std::move(key), std::nullopt});
}

// The number of the last key, whose first byte tells what it is; 0: none.
result<std::uint64_t> last_in(engine& e, family f, std::string_view from,
                              std::string_view to) {
  std::uint64_t last = 0;
  auto scanned = e.scan(f, from, to, true, [&](auto key, auto) {
    last = keys::read_number(key.substr(1));
    return false;
  });
  return scanned ? result<std::uint64_t>(last) : scanned.error();
}

failure ill() {
  return {fault::storage, "an earlier write failed; nothing is accepted until "
                          "the daemon is restarted"};
}

} // namespace

result<std::unique_ptr<order_store>> serve(std::unique_ptr<engine> e,
                                           writing how) {
  auto format = e->get(family::meta, format_key);
  if (!format)
    return format.error();
  if (*format && **format != format_known)
    return failure{fault::storage,
                   fmt::format("the data directory has format {}, this program "
                               "knows {}: install the version that wrote it",
                               **format, format_known)};
  if (!*format) {
    auto done = e->write(
        {{family::meta, std::string(format_key), std::string(format_known)}});
    if (!done)
      return done.error();
  }
  auto inbox = last_in(*e, family::inbox, "d", "e");
  auto audit = last_in(*e, family::jobs, "a", "b");
  if (!inbox || !audit)
    return inbox ? audit.error() : inbox.error();
  auto feed = kept_feed(*e);
  if (!feed)
    return feed.error();
  auto index = open_catalog(*e);
  if (!index)
    return index.error();
  return std::unique_ptr<order_store>(std::make_unique<keyed_store>(
      std::move(e), numbering{*inbox, *audit, *feed}, std::move(*index), how));
}

result<std::unique_ptr<order_store>> open_memory_store() {
  return serve(make_memory_engine());
}

result<std::unique_ptr<order_store>> open_rocks_store(const std::string& path) {
  auto e = open_rocks_engine(path);
  if (!e)
    return e.error();
  return serve(std::move(*e));
}

keyed_store::keyed_store(std::unique_ptr<engine> e, numbering last,
                         std::unique_ptr<order_index> index, writing how)
    : engine_(std::move(e)), index_(std::move(index)), found_before_(*index_),
      last_(last), feed_begin_(last.feed.oldest),
      feed_newest_(last.feed.newest) {
  if (how == writing::on_a_thread)
    writer_ = std::thread([this] { run(); });
}

keyed_store::~keyed_store() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  if (writer_.joinable())
    writer_.join();
}

void keyed_store::enqueue(job j) {
  {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(j));
  }
  wake_.notify_one();
}

void keyed_store::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
    if (jobs_.empty())
      return; // stopped, and all that waited is written
    auto group = first_waiting(group_max);
    lock.unlock();
    write_all(std::move(group));
    lock.lock();
  }
}

std::deque<keyed_store::job> keyed_store::first_waiting(std::size_t jobs_max) {
  std::deque<job> group;
  while (!jobs_.empty() && group.size() < jobs_max) {
    group.push_back(std::move(jobs_.front()));
    jobs_.pop_front();
  }
  return group;
}

std::size_t keyed_store::waiting() {
  std::lock_guard lock(mutex_);
  return jobs_.size();
}

void keyed_store::write_waiting(std::size_t jobs_max) {
  std::unique_lock lock(mutex_);
  auto group = first_waiting(jobs_max);
  lock.unlock();
  write_all(std::move(group));
}

void keyed_store::write_all(std::deque<job> jobs) {
  draft d;
  std::vector<result<std::uint64_t>> answers;
  for (auto& j : jobs) {
    auto before = d.batch.size();
    d.entered.clear();
    answers.push_back(healthy_ ? j.prepare(d) : result<std::uint64_t>(ill()));
    if (answers.back())
      continue;
    d.batch.resize(before);
    for (const auto& reference : d.entered)
      --d.ledger[reference];
  }
  if (!d.batch.empty()) {
    if (auto written = engine_->write(d.batch); !written) {
      healthy_ = false;
      for (auto& a : answers)
        if (a)
          a = written.error();
    } else {
      publish(d);
    }
  }
  for (std::size_t i = 0; i < jobs.size(); ++i)
    jobs[i].done(std::move(answers[i]));
}

void keyed_store::commit(change c, callback<std::uint64_t> done) {
  auto shared = std::make_shared<change>(std::move(c));
  enqueue({[this, shared](draft& d) { return prepare_commit(d, *shared); },
           std::move(done)});
}

result<std::uint64_t> keyed_store::prepare_commit(draft& d, change& c) {
  auto key = keys::order(c.next.key);
  record_head head;
  if (auto it = d.heads.find(key); it != d.heads.end()) {
    head = it->second;
  } else {
    auto bytes = engine_->get(family::records, key);
    if (!bytes)
      return bytes.error();
    if (*bytes) {
      auto h = decode_head(**bytes);
      if (!h)
        return failure{fault::storage,
                       to_string(c.next.key) + ": " + h.error().what};
      head = *h;
    }
  }
  if (head.version != c.next.version)
    return failure{fault::conflict,
                   fmt::format("order {} is at version {}, not {}",
                               to_string(c.next.key), head.version,
                               c.next.version)};
  // First what can fail: it must not leave a row in the draft.
  for (auto& m : c.marks)
    if (auto done = prepare_mark(d, m); !done)
      return done.error();
  for (auto seq : c.inbox_done)
    if (auto done = prepare_settle(d, seq, verdict::applied, ""); !done)
      return done;
  for (const auto& e : c.ledger)
    if (auto done = prepare_ledger(d, e); !done)
      return done;
  for (const auto& n : c.notes)
    put(d.batch, family::journal, keys::journal(c.next.key, c.next.notes++),
        encode(n));
  ++c.next.version;
  if (head.due)
    erase(d.batch, family::due, keys::due(*head.due, c.next.key));
  if (auto done = prepare_row(d, c.next, head); !done)
    return done.error();
  auto wake = next_wake(c.next);
  if (wake)
    put(d.batch, family::due, keys::due(*wake, c.next.key), "");
  put(d.batch, family::records, key, encode(c.next));
  for (const auto& print :
       {purchase_fingerprint(c.next.said), payment_fingerprint(c.next.said)})
    if (!print.empty())
      put(d.batch, family::tokens, keys::twin(print, c.next.said.created) + key,
          "");
  for (const auto& p : c.next.parts)
    put(d.batch, family::tokens, keys::reference(p.reference), key);
  prepare_feed(d, key); // last: a number that was given is written
  d.heads[key] = {c.next.version, c.next.said.created, wake};
  return c.next.version;
}

void keyed_store::prepare_feed(draft& d, const std::string& key) {
  d.feed = ++last_.feed.newest;
  put(d.batch, family::jobs, keys::feed(d.feed), key);
  if (d.feed > feed_kept)
    erase(d.batch, family::jobs, keys::feed(d.feed - feed_kept));
}

// What is on disk now.
void keyed_store::publish(const draft& d) {
  for (const auto& [key, now] : d.rows)
    index_->put(now);
  for (const auto& [key, words] : d.words)
    found_before_.changed(d.rows.at(key).key, words);
  if (d.feed == 0)
    return;
  feed_newest_ = d.feed;
  std::lock_guard lock(feed_mutex_);
  if (on_feed_)
    on_feed_();
}

// A mark of the same group of writes is one of the same order, whose version
// has moved on.
result<bool> keyed_store::prepare_mark(draft& d, named_value& m) {
  auto there = engine_->get(family::meta, m.key);
  if (!there)
    return there.error();
  if (*there)
    return failure{fault::conflict, m.key + " was done before"};
  d.batch.push_back({family::meta, m.key, m.value});
  return true;
}

// The row, and the words by which it is found: only those that change.
result<bool> keyed_store::prepare_row(draft& d, const order& next,
                                      const record_head& head) {
  auto key = keys::order(next.key);
  std::vector<search_word> before;
  if (auto it = d.rows.find(key); it != d.rows.end()) {
    before = words_of(it->second);
  } else if (head.version > 0) {
    auto bytes = engine_->get(family::rows, keys::row(head.created, next.key));
    if (!bytes)
      return bytes.error();
    auto was = *bytes ? decode_row(**bytes) : result<row>(row{});
    if (!was)
      return was.error();
    if (*bytes)
      before = words_of(*was);
  }
  auto fresh = row_of(next);
  auto after = words_of(fresh);
  auto word = [&](const search_word& w) {
    return keys::word(w.text, static_cast<std::uint8_t>(w.field), next.key);
  };
  for (const auto& w : before)
    if (!std::ranges::binary_search(after, w))
      erase(d.batch, family::tokens, word(w));
  for (const auto& w : after)
    if (!std::ranges::binary_search(before, w))
      put(d.batch, family::tokens, word(w), "");
  if (head.version > 0 && head.created != next.said.created)
    erase(d.batch, family::rows, keys::row(head.created, next.key));
  put(d.batch, family::rows, keys::row(next.said.created, next.key),
      encode(fresh));
  d.rows[key] = std::move(fresh);
  if (before != after)
    d.words[key] = std::move(after);
  return true;
}

result<std::uint64_t> keyed_store::prepare_ledger(draft& d,
                                                  const ledger_entry& e) {
  auto it = d.ledger.find(e.reference);
  if (it == d.ledger.end()) {
    std::uint64_t next = 0;
    auto begin = keys::ledger(e.reference, 0);
    auto end = e.reference + '\1';
    auto scanned =
        engine_->scan(family::ledger, begin, end, true, [&](auto key, auto) {
          next = keys::read_number(key.substr(key.size() - 8)) + 1;
          return false;
        });
    if (!scanned)
      return scanned.error();
    it = d.ledger.emplace(e.reference, next).first;
  }
  put(d.batch, family::ledger, keys::ledger(e.reference, it->second++),
      encode(e));
  d.entered.push_back(e.reference);
  return 0;
}

void keyed_store::append(delivery x, callback<std::uint64_t> done) {
  auto shared = std::make_shared<delivery>(std::move(x));
  enqueue({[this, shared](draft& d) -> result<std::uint64_t> {
             shared->seq = ++last_.inbox;
             put(d.batch, family::inbox, keys::delivery(shared->seq),
                 encode(*shared));
             put(d.batch, family::inbox,
                 keys::pending(shared->store, shared->seq), "");
             return shared->seq;
           },
           std::move(done)});
}

result<std::uint64_t> keyed_store::prepare_settle(draft& d, std::uint64_t seq,
                                                  verdict v,
                                                  const std::string& reason) {
  auto raw = engine_->get(family::inbox, keys::delivery(seq));
  if (!raw)
    return raw.error();
  if (!*raw)
    return failure{fault::not_found,
                   fmt::format("there is no delivery {}", seq)};
  auto decoded = decode_delivery(**raw);
  if (!decoded)
    return decoded.error();
  erase(d.batch, family::inbox, keys::pending(decoded->store, seq));
  put(d.batch, family::inbox, keys::verdict(seq), encode_verdict(v, reason));
  return seq;
}

void keyed_store::settle(std::uint64_t seq, verdict v, std::string reason,
                         callback<bool> done) {
  enqueue({[this, seq, v, reason = std::move(reason)](draft& d) {
             return prepare_settle(d, seq, v, reason);
           },
           as_bool(std::move(done))});
}

void keyed_store::record(ledger_entry e, callback<bool> done) {
  auto shared = std::make_shared<ledger_entry>(std::move(e));
  enqueue({[this, shared](draft& d) { return prepare_ledger(d, *shared); },
           as_bool(std::move(done))});
}

void keyed_store::append_audit(audit_entry e, callback<std::uint64_t> done) {
  auto shared = std::make_shared<audit_entry>(std::move(e));
  enqueue({[this, shared](draft& d) -> result<std::uint64_t> {
             auto seq = shared->seq = ++last_.audit;
             put(d.batch, family::jobs, keys::audit(seq), encode(*shared));
             if (seq > audit_kept)
               erase(d.batch, family::jobs, keys::audit(seq - audit_kept));
             return seq;
           },
           std::move(done)});
}

result<backup_report> keyed_store::checkpoint(const std::string& into) {
  if (!healthy_)
    return ill();
  return make_backup(*engine_, into);
}

void keyed_store::put_meta(std::string key, std::string value,
                           callback<bool> done) {
  enqueue({[key = std::move(key),
            value = std::move(value)](draft& d) -> result<std::uint64_t> {
             put(d.batch, family::meta, key, value);
             return 0;
           },
           as_bool(std::move(done))});
}

void keyed_store::put_metas(std::vector<named_value> all, callback<bool> done) {
  enqueue({[all = std::move(all)](draft& d) -> result<std::uint64_t> {
             for (const auto& x : all)
               d.batch.push_back({family::meta, x.key, x.value});
             return 0;
           },
           as_bool(std::move(done))});
}

} // namespace dastomized::storage

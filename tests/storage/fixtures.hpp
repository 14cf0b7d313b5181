// What the tests of the storage share: a folder, orders, and calls that wait.
#pragma once

#include "domain/digest.hpp"
#include "storage/store.hpp"

#include <filesystem>
#include <future>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <utility>
#include <vector>

namespace dastomized::tests {

// A temporary directory that goes with the test.
class folder {
public:
  folder() {
    auto name = std::filesystem::temp_directory_path() / "store-XXXXXX";
    path_ = name.string();
    if (!mkdtemp(path_.data()))
      throw std::runtime_error("no temporary directory");
  }
  ~folder() { std::filesystem::remove_all(path_); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  const std::string& path() const { return path_; }
  std::string data() const { return path_ + "/data"; }

private:
  std::string path_;
};

inline const instant noon{milliseconds{1772452800000}};

inline order an_order(std::int64_t id, instant created) {
  order o;
  o.key = {"shop", id};
  o.said.id = id;
  o.said.number = std::to_string(1000 + id);
  o.said.status = "processing";
  o.said.created = o.said.modified = created;
  o.said.billing = {"Ada",   "Byron", "", "12 Elm St",      "", "Troy", "MI",
                    "48083", "US",    "", "ada@example.com"};
  o.said.lines.push_back({});
  o.said.lines[0].sku = "CC-48146";
  o.said.lines[0].quantity = 2;
  o.type = order_type::in_app;
  o.count.state = countdown_state::running;
  o.count.due = created + 24h;
  return o;
}

// Gives the order a part that was sent once, and the entry of the ledger that
// belongs to the same change.
inline storage::ledger_entry send_part_of(order& o, const std::string& provider,
                                          part_state state,
                                          std::string payload) {
  part p;
  p.provider = provider;
  p.reference = reference_of(o.key, provider, 1);
  p.lines.push_back({0, 2, "48146"});
  p.state = state;
  p.payload = std::move(payload);
  p.payload_hash = sha256_hex(p.payload);
  p.attempt = 1;
  p.requested_by = "countdown";
  storage::ledger_entry e;
  e.reference = p.reference;
  e.provider = provider;
  e.key = o.key;
  e.at = o.said.created + 24h;
  e.kind = "intended";
  e.payload_hash = p.payload_hash;
  e.payload = p.payload;
  e.attempt = 1;
  e.trigger = p.requested_by;
  o.parts.push_back(std::move(p));
  return e;
}

// Calls f(callback) and waits for the callback.
template <class T, class F>
result<T> awaited(F f) {
  std::promise<result<T>> came;
  f([&](result<T> r) { came.set_value(std::move(r)); });
  return came.get_future().get();
}

inline result<std::uint64_t> commit(storage::order_store& s,
                                    storage::change c) {
  return awaited<std::uint64_t>(
      [&](auto done) { s.commit(std::move(c), done); });
}

inline result<std::uint64_t> append(storage::order_store& s,
                                    const std::string& body) {
  storage::delivery d;
  d.store = "shop";
  d.received = noon;
  d.topic = "order.updated";
  d.body = body;
  return awaited<std::uint64_t>([&](auto done) { s.append(d, done); });
}

inline result<bool> settle(storage::order_store& s, std::uint64_t seq,
                           storage::verdict v, const std::string& reason) {
  return awaited<bool>([&](auto done) { s.settle(seq, v, reason, done); });
}

inline result<bool> record(storage::order_store& s, storage::ledger_entry e) {
  return awaited<bool>([&](auto done) { s.record(std::move(e), done); });
}

inline result<bool> put_meta(storage::order_store& s, const std::string& key,
                             const std::string& value) {
  return awaited<bool>([&](auto done) { s.put_meta(key, value, done); });
}

} // namespace dastomized::tests

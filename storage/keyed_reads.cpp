// Reading. Callers' threads; the engine gives each call a consistent view.
#include "domain/text.hpp"
#include "storage/keyed_store.hpp"
#include "storage/keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::storage {

namespace {

// Scans and decodes; the first value that does not decode is the answer.
template <class T, class Decode>
result<std::vector<T>> collect(engine& e, family f, const std::string& from,
                               const std::string& to, bool backwards,
                               std::size_t limit, Decode decode) {
  std::vector<T> out;
  std::optional<failure> bad;
  if (limit == 0)
    return out;
  auto scanned = e.scan(f, from, to, backwards, [&](auto key, auto value) {
    result<T> x = decode(key, value);
    if (!x) {
      bad = x.error();
      return false;
    }
    out.push_back(std::move(*x));
    return out.size() < limit;
  });
  if (!scanned)
    return scanned.error();
  if (bad)
    return *bad;
  return out;
}

constexpr std::size_t audit_read_max = 10'000; // entries, by one call
constexpr std::size_t inbox_read_max = 5'000;  // deliveries
constexpr std::size_t inbox_bytes_max = 64 << 20;

template <class T>
bool is_any_of(const std::vector<T>& wanted, const T& x) {
  return wanted.empty() || std::ranges::find(wanted, x) != wanted.end();
}

failure bad_key(std::string_view where) {
  return {fault::storage, fmt::format("a key in {} is damaged", where)};
}

} // namespace

result<std::optional<std::string>> keyed_store::meta(const std::string& key) {
  return engine_->get(family::meta, key);
}

result<std::vector<named_value>> keyed_store::metas(const std::string& from,
                                                    const std::string& to,
                                                    std::size_t limit) {
  return collect<named_value>(
      *engine_, family::meta, from, to, false, limit,
      [](auto key, auto value) -> result<named_value> {
        return named_value{std::string(key), std::string(value)};
      });
}

result<std::optional<order>> keyed_store::load(const order_key& key) {
  auto bytes = engine_->get(family::records, keys::order(key));
  if (!bytes)
    return bytes.error();
  if (!*bytes)
    return std::optional<order>{};
  auto o = decode_order(**bytes);
  if (!o)
    return failure{fault::storage, to_string(key) + ": " + o.error().what};
  return std::optional<order>{std::move(*o)};
}

result<std::vector<journal_entry>> keyed_store::journal(const order_key& key,
                                                        std::size_t limit) {
  auto all = collect<journal_entry>(
      *engine_, family::journal, keys::journal(key, 0),
      keys::journal(key, ~0ull), true, limit,
      [](auto, auto value) { return decode_journal(value); });
  if (all)
    std::ranges::reverse(*all);
  return all;
}

result<std::vector<numbered_entry>>
keyed_store::journal_page(const journal_query& q) {
  if (q.before < 2 || q.after >= q.before - 1)
    return std::vector<numbered_entry>{};
  auto all = collect<numbered_entry>(
      *engine_, family::journal, keys::journal(q.key, q.after),
      keys::journal(q.key, q.before - 1), !q.oldest, q.limit,
      [](auto key, auto value) -> result<numbered_entry> {
        auto e = decode_journal(value);
        if (!e)
          return e.error();
        auto n = keys::read_number(key.substr(key.size() - 8));
        return numbered_entry{n + 1, std::move(*e)};
      });
  if (all && !q.oldest)
    std::ranges::reverse(*all);
  return all;
}

result<std::vector<ledger_entry>>
keyed_store::ledger(const std::string& reference) {
  return collect<ledger_entry>(
      *engine_, family::ledger, keys::ledger(reference, 0), reference + '\1',
      false, ~0ull, [](auto, auto value) { return decode_ledger(value); });
}

result<std::vector<order_store::due_entry>>
keyed_store::due(instant until, std::optional<due_entry> after,
                 std::size_t limit) {
  auto from = after ? keys::due(after->at, after->key) + '\0' : std::string{};
  auto to = keys::number(
      static_cast<std::uint64_t>(until.time_since_epoch().count()) + 1);
  return collect<due_entry>(
      *engine_, family::due, from, to, false, limit,
      [](auto key, auto) -> result<due_entry> {
        auto k =
            key.size() > 8 ? keys::read_order(key.substr(8)) : std::nullopt;
        if (!k)
          return bad_key("due");
        auto ms = static_cast<std::int64_t>(keys::read_number(key));
        return due_entry{instant{milliseconds{ms}}, std::move(*k)};
      });
}

result<std::vector<delivery>> keyed_store::pending(const std::string& store,
                                                   std::uint64_t after,
                                                   std::size_t limit) {
  return collect<delivery>(
      *engine_, family::inbox, keys::pending(store, after + 1),
      keys::pending(store, ~0ull), false, limit,
      [this](auto key, auto) -> result<delivery> {
        auto seq = keys::read_number(key.substr(key.size() - 8));
        auto raw = engine_->get(family::inbox, keys::delivery(seq));
        if (!raw)
          return raw.error();
        if (!*raw)
          return bad_key("inbox");
        return decode_delivery(**raw);
      });
}

result<inbox_item> keyed_store::with_verdict(delivery d) {
  auto v = engine_->get(family::inbox, keys::verdict(d.seq));
  if (!v)
    return v.error();
  inbox_item item{std::move(d), verdict::pending, {}};
  if (*v) {
    auto x = decode_verdict(**v);
    if (!x)
      return x.error();
    item.state = x->first;
    item.reason = std::move(x->second);
  }
  return item;
}

result<std::optional<inbox_item>>
keyed_store::inbox_item_at(std::uint64_t seq) {
  auto raw = engine_->get(family::inbox, keys::delivery(seq));
  if (!raw)
    return raw.error();
  if (!*raw)
    return std::optional<inbox_item>{};
  auto d = decode_delivery(**raw);
  if (!d)
    return d.error();
  auto item = with_verdict(std::move(*d));
  if (!item)
    return item.error();
  return std::optional<inbox_item>{std::move(*item)};
}

result<inbox_page> keyed_store::inbox(const inbox_query& q) {
  inbox_page page;
  std::optional<failure> bad;
  std::size_t read = 0, bytes = 0;
  if (q.limit == 0)
    return page;
  auto scanned =
      engine_->scan(family::inbox, "d", keys::delivery(q.before), true,
                    [&](auto key, auto value) {
                      auto seq = keys::read_number(key.substr(1));
                      if (page.items.size() == q.limit ||
                          read++ == inbox_read_max || bytes > inbox_bytes_max) {
                        page.next_before = seq + 1;
                        return false;
                      }
                      bytes += value.size();
                      auto d = decode_delivery(value);
                      if (!d) {
                        bad = d.error();
                      } else if (is_any_of(q.store, d->store) &&
                                 is_any_of(q.topic, d->topic)) {
                        auto item = with_verdict(std::move(*d));
                        if (!item)
                          bad = item.error();
                        else if (is_any_of(q.state, item->state))
                          page.items.push_back(std::move(*item));
                      }
                      return !bad;
                    });
  if (!scanned || bad)
    return bad ? *bad : scanned.error();
  return page;
}

result<audit_page> keyed_store::audit(const audit_query& q) {
  audit_page page;
  std::optional<failure> bad;
  std::size_t read = 0;
  if (q.limit == 0)
    return page;
  auto scanned = engine_->scan(
      family::jobs, "a", keys::audit(q.before), true,
      [&](auto key, auto value) {
        if (page.entries.size() == q.limit || read++ == audit_read_max) {
          page.next_before = keys::read_number(key.substr(1)) + 1;
          return false;
        }
        auto e = decode_audit(value);
        if (!e)
          bad = e.error();
        else if ((q.who.empty() || e->who == q.who) &&
                 (q.target.empty() || e->target == q.target))
          page.entries.push_back(std::move(*e));
        return !bad;
      });
  if (!scanned || bad)
    return bad ? *bad : scanned.error();
  return page;
}

result<std::vector<order_key>> keyed_store::keys(const std::string& store) {
  return collect<order_key>(*engine_, family::records, keys::store_begin(store),
                            keys::store_end(store), false, ~0ull,
                            [](auto key, auto) -> result<order_key> {
                              auto k = keys::read_order(key);
                              if (!k)
                                return bad_key("records");
                              return std::move(*k);
                            });
}

result<std::vector<order_key>>
keyed_store::twins(const std::string& store, const std::string& fingerprint,
                   instant from, instant to, std::size_t limit) {
  std::vector<order_key> found;
  auto scanned = engine_->scan(
      family::tokens, keys::twin(fingerprint, from),
      keys::twin(fingerprint, to + milliseconds{1}), true, [&](auto key, auto) {
        auto k = keys::read_order(key.substr(1 + fingerprint.size() + 8));
        if (k && k->store == store)
          found.push_back(std::move(*k));
        return found.size() < limit;
      });
  if (!scanned)
    return scanned.error();
  return found;
}

result<std::optional<order_key>>
keyed_store::owner_of(const std::string& reference) {
  auto bytes = engine_->get(family::tokens, keys::reference(reference));
  if (!bytes)
    return bytes.error();
  if (!*bytes)
    return std::optional<order_key>{};
  return keys::read_order(**bytes);
}

} // namespace dastomized::storage

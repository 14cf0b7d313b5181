// Each record, and what the indexes, the journal and the ledger say of it.
#include "domain/digest.hpp"
#include "domain/twin.hpp"
#include "storage/archive.hpp"
#include "storage/checker.hpp"
#include "storage/keys.hpp"
#include "storage/search.hpp"

#include <fmt/format.h>

#include <set>

namespace dastomized::storage {

void checker::check_record(std::string_view at, std::string_view bytes) {
  std::string key(at);
  auto k = keys::read_order(key);
  if (!k)
    return find(family::records, key, "this key belongs to no order");
  ++report_.orders;
  auto head = decode_head(bytes);
  auto o = decode_order(bytes);
  if (!head || !o)
    return find(family::records, key,
                head ? o.error().what : head.error().what);
  if (o->key != *k)
    find(family::records, key,
         fmt::format("the record is that of {}", to_string(o->key)));
  check_head(key, *head, *o);
  check_row(key, *o);
  check_tokens(key, *o, static_cast<std::uint8_t>(bytes.front()));
  check_journal(key, *o);
  for (const auto& p : o->parts)
    check_part(key, p);
}

void checker::check_head(const std::string& key, const record_head& h,
                         const order& o) {
  if (h.version == 0 || h.version != o.version)
    find(family::records, key, fmt::format("version {} in front", h.version));
  if (h.created != o.said.created)
    find(family::records, key, "another time of creation in front");
  if (h.due != next_wake(o))
    find(family::records, key, "another due time in front");
  if (!h.due)
    return;
  if (has(family::due, keys::due(*h.due, o.key)))
    ++due_known_;
  else
    find(family::due, key, "is due and not in the due index");
}

// Rows of an earlier format may say less; they are written anew with the
// order.
void checker::check_row(const std::string& key, const order& o) {
  auto bytes = get(family::rows, keys::row(o.said.created, o.key));
  if (!bytes)
    return find(family::rows, key, "is in no list");
  ++rows_known_;
  auto row = decode_row(*bytes);
  if (!row)
    return find(family::rows, key, row.error().what);
  if (static_cast<std::uint8_t>(bytes->front()) == format_version &&
      *row != row_of(o))
    find(family::rows, key, "the list shows something else than the record");
  if (static_cast<std::uint8_t>(bytes->front()) < words_since)
    return;
  for (const auto& w : words_of(*row))
    if (has(family::tokens,
            keys::word(w.text, static_cast<std::uint8_t>(w.field), o.key)))
      ++tokens_known_;
    else
      find(family::tokens, key, fmt::format("is not found by {}", w.text));
}

void checker::check_twin(const std::string& key, const order& o,
                         const std::string& print, bool needed) {
  if (print.empty())
    return;
  if (has(family::tokens, keys::twin(print, o.said.created) + key))
    ++tokens_known_;
  else if (needed)
    find(family::tokens, key, "is not found as a twin");
}

// Format 1 did not look for two orders paid with one transaction.
void checker::check_tokens(const std::string& key, const order& o,
                           std::uint8_t format) {
  check_twin(key, o, purchase_fingerprint(o.said), true);
  check_twin(key, o, payment_fingerprint(o.said), format >= 2);
  std::set<std::string> own;
  for (const auto& p : o.parts) {
    if (!own.insert(p.reference).second) {
      find(family::records, key,
           fmt::format("two parts have the reference {}", p.reference));
      continue;
    }
    auto owner = get(family::tokens, keys::reference(p.reference));
    if (owner == key)
      ++tokens_known_;
    else
      find(family::tokens, key,
           fmt::format("its reference {} belongs to {}", p.reference,
                       owner ? shown(*owner) : "nobody"));
  }
}

void checker::check_journal(const std::string& key, const order& o) {
  std::uint64_t n = 0;
  scan(family::journal, key, keys::after(key), [&](auto k, auto bytes) {
    ++journal_known_;
    if (k != keys::journal(o.key, n) && n < o.notes)
      find(family::journal, key, fmt::format("entry {} is missing", n));
    n = k.size() == key.size() + 8 ? keys::read_number(k.substr(key.size()))
                                   : n;
    if (n++ >= o.notes)
      find(family::journal, key,
           fmt::format("entry {}, the record knows {}", n - 1, o.notes));
    if (auto e = decode_journal(bytes); !e)
      find(family::journal, k, e.error().what);
    return true;
  });
  if (n < o.notes)
    find(family::journal, key,
         fmt::format("ends with {} entries, the record knows {}", n, o.notes));
}

// Number and hash of the last send the ledger has of it; 0: none.
std::uint32_t checker::last_intent(const std::string& reference,
                                   std::string& hash) {
  std::uint32_t attempt = 0;
  scan(family::ledger, keys::ledger(reference, 0), reference + '\1',
       [&](auto, auto bytes) {
         auto e = decode_ledger(bytes); // a damaged one is found by ledger()
         if (e && e->kind == "intended" && e->attempt >= attempt) {
           attempt = e->attempt;
           hash = e->payload_hash;
         }
         return true;
       });
  return attempt;
}

void checker::check_part(const std::string& key, const part& p) {
  auto wrong = [&](const std::string& what) {
    find(family::ledger, key,
         fmt::format("part {}, {}: {}", p.reference, name(p.state), what));
  };
  bool went = p.state == part_state::intended ||
              p.state == part_state::accepted || p.state == part_state::unknown;
  if (went && p.attempt == 0)
    wrong("was never sent, after its record");
  std::string hash;
  auto last = last_intent(p.reference, hash);
  if (last != p.attempt)
    wrong(fmt::format("the ledger's last send is {}, the record's {}", last,
                      p.attempt));
  if (p.attempt == 0)
    return;
  ++report_.parts_sent;
  if (last == p.attempt && hash != p.payload_hash)
    wrong("the ledger has another payload");
  if (sha256_hex(p.payload) != p.payload_hash)
    wrong("the payload is not the one that was hashed");
}

std::optional<record_head> checker::head_of(std::string_view key) {
  auto bytes = get(family::records, std::string(key));
  if (!bytes)
    return std::nullopt;
  auto head = decode_head(*bytes);
  return head ? std::optional(*head) : std::nullopt;
}

} // namespace dastomized::storage

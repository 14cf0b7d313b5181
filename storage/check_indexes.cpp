// What the records do not account for; the ledger, the inbox and the rest.
#include "domain/digest.hpp"
#include "storage/checker.hpp"
#include "storage/keys.hpp"
#include "storage/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dastomized::storage {

namespace {

const std::string after_all(64, '\xFF');

} // namespace

void checker::journal() {
  std::string order;
  report_.journal =
      judge_extra(family::journal, journal_known_, [&](std::string_view key) {
        auto of = key.substr(0, key.size() < 8 ? 0 : key.size() - 8);
        if (!keys::read_order(of))
          return find(family::journal, key, "this key belongs to no order");
        if (of != order && !head_of(of))
          find(family::journal, of, "has a journal and no readable record");
        order = of;
      });
}

void checker::due() {
  report_.due = judge_extra(family::due, due_known_, [&](std::string_view key) {
    auto of = key.substr(std::min<std::size_t>(key.size(), 8));
    auto k = keys::read_order(of);
    if (!k)
      return find(family::due, key, "this key belongs to no order");
    auto head = head_of(of);
    if (!head || !head->due || keys::due(*head->due, *k) != key)
      find(family::due, of, "is in the due index at a time it is not due");
  });
}

void checker::rows() {
  report_.rows =
      judge_extra(family::rows, rows_known_, [&](std::string_view key) {
        auto of = key.substr(std::min<std::size_t>(key.size(), 8));
        auto k = keys::read_order(of);
        if (!k)
          return find(family::rows, key, "this key belongs to no order");
        auto head = head_of(of);
        if (!head || keys::row(head->created, *k) != key)
          find(family::rows, of, "is listed at a time it was not created");
      });
}

// An order that changed stays among the twins of what it was, and a part that
// was dropped before it was sent keeps its reference: both are well.
void checker::judge_token(std::string_view key) {
  constexpr std::size_t print = 16 + 8;
  if (key.starts_with('t') && key.size() > 1 + print &&
      keys::read_order(key.substr(1 + print))) {
    if (!head_of(key.substr(1 + print)))
      find(family::tokens, key, "a twin without a readable record");
    return;
  }
  if (auto w = keys::read_word(key)) {
    auto k = keys::read_order(w->order);
    auto head = head_of(w->order);
    auto bytes = k && head ? get(family::rows, keys::row(head->created, *k))
                           : std::nullopt;
    auto row = decode_row(bytes.value_or(""));
    search_word wanted{static_cast<search_field>(w->field),
                       std::string(w->word)};
    if (!row || !std::ranges::binary_search(words_of(*row), wanted))
      find(family::tokens, w->order, fmt::format("is found by {}", w->word));
    return;
  }
  if (!key.starts_with('r') || key.size() < 2)
    return find(family::tokens, key, "this key has no meaning");
  auto owner = get(family::tokens, std::string(key)).value_or("");
  if (!head_of(owner))
    return find(family::tokens, key, "a reference of no readable record");
  auto o = decode_order(get(family::records, owner).value_or(""));
  std::string reference(key.substr(1)), hash;
  if (o && !find_part(*o, reference) && last_intent(reference, hash) > 0)
    find(family::ledger, owner,
         fmt::format("{} was sent and the record has no such part", reference));
}

void checker::tokens() {
  auto all = judge_extra(family::tokens, tokens_known_,
                         [this](auto key) { judge_token(key); });
  report_.references = count(family::tokens, "r", "s");
  report_.words = count(family::tokens, "s", "t");
  report_.twins = all - report_.references - report_.words;
}

void checker::ledger() {
  scan(family::ledger, "", after_all, [this](auto key, auto bytes) {
    ++report_.ledger;
    check_entry(key, bytes);
    return true;
  });
}

void checker::check_entry(std::string_view key, std::string_view bytes) {
  auto zero = key.find('\0');
  if (zero == key.npos || zero == 0 || key.size() != zero + 9)
    return find(family::ledger, key, "this key has no meaning");
  std::string reference(key.substr(0, zero));
  if (reference != reference_) {
    reference_ = reference;
    number_ = 0;
    owner_ = get(family::tokens, keys::reference(reference));
    if (!owner_)
      find(family::ledger, reference, "belongs to no order");
  }
  auto n = keys::read_number(key.substr(zero + 1));
  if (n != number_)
    find(family::ledger, reference,
         fmt::format("entry {} is missing", number_));
  number_ = n + 1;
  auto e = decode_ledger(bytes);
  if (!e)
    return find(family::ledger, key, e.error().what);
  if (e->reference != reference || (owner_ && keys::order(e->key) != *owner_))
    find(family::ledger, key,
         fmt::format("is an entry of {}, {}", to_string(e->key), e->reference));
  if (e->kind == "intended" && sha256_hex(e->payload) != e->payload_hash)
    find(family::ledger, key, "the payload is not the one that was hashed");
}

void checker::inbox() {
  std::uint64_t markers = 0;
  scan(family::inbox, "d", "e", [&](auto key, auto bytes) {
    ++report_.deliveries;
    markers += check_delivery(key, bytes);
    return true;
  });
  if (count(family::inbox, "", after_all) != report_.deliveries + markers)
    scan(family::inbox, "", after_all, [this](auto key, auto) {
      judge_marker(key);
      return true;
    });
}

// Answers how many markers it has: well is one.
std::uint64_t checker::check_delivery(std::string_view key,
                                      std::string_view bytes) {
  auto seq = keys::read_number(key.substr(1));
  if (key.size() != 9) {
    find(family::inbox, key, "this key has no meaning");
    return 0;
  }
  if (last_seq_ > 0 && seq != last_seq_ + 1)
    find(family::inbox, key,
         fmt::format("the deliveries from {} to {} are missing", last_seq_ + 1,
                     seq - 1));
  last_seq_ = seq;
  auto d = decode_delivery(bytes);
  if (!d || d->seq != seq)
    find(family::inbox, key,
         d ? fmt::format("is number {}", d->seq) : d.error().what);
  bool waits = d && has(family::inbox, keys::pending(d->store, seq));
  auto settled = get(family::inbox, keys::verdict(seq));
  if (settled && !decode_verdict(*settled))
    find(family::inbox, key, "its verdict is damaged");
  if (d && waits == settled.has_value())
    find(family::inbox, key,
         fmt::format("delivery {} is {}", seq,
                     waits ? "settled and still pending"
                           : "neither pending nor settled"));
  report_.pending += waits;
  report_.settled += settled.has_value();
  return std::uint64_t{waits} + settled.has_value();
}

// Of a delivery that is there, and of its store.
void checker::judge_marker(std::string_view key) {
  bool fits = key.starts_with('d');
  if (key.size() > 8 && (key.starts_with('p') || key.starts_with('v'))) {
    auto seq = keys::read_number(key.substr(key.size() - 8));
    auto bytes = get(family::inbox, keys::delivery(seq));
    auto d = decode_delivery(bytes.value_or(""));
    fits = bytes && (!d || key == keys::verdict(seq) ||
                     key == keys::pending(d->store, seq));
  }
  if (!fits)
    find(family::inbox, key, "belongs to no delivery");
}

// What is numbered without a gap; a new kind begins anew.
void checker::numbered() {
  char kind = 0;
  std::uint64_t last = 0;
  walk(family::jobs, [&](auto key, auto bytes) {
    if ((!key.starts_with('a') && !key.starts_with('f')) || key.size() != 9) {
      find(family::jobs, key, "this key has no meaning");
      return true;
    }
    if (std::exchange(kind, key.front()) != key.front())
      last = 0;
    auto seq = keys::read_number(key.substr(1));
    if (last > 0 && seq != last + 1)
      find(family::jobs, key,
           fmt::format("{} from {} to {} are missing",
                       kind == 'a' ? "the audit's entries" : "the changes",
                       last + 1, seq - 1));
    last = seq;
    kind == 'a' ? judge_audit(key, seq, bytes) : judge_change(seq, bytes);
    return true;
  });
}

void checker::judge_audit(std::string_view key, std::uint64_t seq,
                          std::string_view bytes) {
  ++report_.audit;
  auto e = decode_audit(bytes);
  if (!e || e->seq != seq)
    find(family::jobs, key,
         e ? fmt::format("is number {}", e->seq) : e.error().what);
}

// No order is ever removed, so each entry has one.
void checker::judge_change(std::uint64_t seq, std::string_view of) {
  ++report_.feed;
  if (!keys::read_order(of) || !head_of(of))
    find(family::jobs, of,
         fmt::format("change {} is that of no readable record", seq));
}

void checker::named_values() {
  report_.meta = count(family::meta, "", after_all);
  if (!has(family::meta, "format"))
    find(family::meta, "format", "the directory does not say its format");
}

} // namespace dastomized::storage

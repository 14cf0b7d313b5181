#include "storage/codec.hpp"

#include "storage/archive.hpp"

#include <fmt/format.h>

namespace dastomized::storage {

template <>
constexpr std::uint64_t last_of<order_type> = 3;
template <>
constexpr std::uint64_t last_of<countdown_state> = 5;
template <>
constexpr std::uint64_t last_of<part_state> = 6;
template <>
constexpr std::uint64_t last_of<submit_status> = 6;
template <>
constexpr std::uint64_t last_of<push_state> = 1;
template <>
constexpr std::uint64_t last_of<artwork_verdict> = 6;
template <>
constexpr std::uint64_t last_of<verdict> = 3;

} // namespace dastomized::storage

// One list per struct, found by argument-dependent look-up. Fields are only
// ever appended, guarded by the version of what is read.
namespace dastomized {

using storage::all;

template <class A>
void fields(A& a, order_key& x) {
  all(a, x.store, x.id);
}
template <class A>
void fields(A& a, meta_entry& x) {
  all(a, x.id, x.key, x.value, x.is_json, x.label);
}
template <class A>
void fields(A& a, address& x) {
  all(a, x.first_name, x.last_name, x.company, x.line1, x.line2, x.city,
      x.state, x.postcode, x.country, x.phone, x.email);
}
template <class A>
void fields(A& a, line& x) {
  all(a, x.id, x.product_id, x.variation_id, x.name, x.sku, x.quantity,
      x.refunded, x.subtotal, x.total, x.total_tax, x.price, x.image, x.meta);
}
template <class A>
void fields(A& a, shipping_line& x) {
  all(a, x.id, x.method_id, x.title, x.total);
}
template <class A>
void fields(A& a, refund& x) {
  all(a, x.id, x.reason, x.total);
}
template <class A>
void fields(A& a, snapshot& x) {
  all(a, x.id, x.number, x.status, x.created_via, x.currency, x.order_key,
      x.created, x.modified, x.paid, x.completed, x.total, x.total_tax,
      x.shipping_total, x.discount_total, x.payment_method, x.payment_title,
      x.transaction_id, x.customer_id, x.customer_note, x.billing, x.shipping,
      x.lines, x.shipping_lines, x.refunds, x.meta);
}
template <class A>
void fields(A& a, countdown& x) {
  all(a, x.state, x.due, x.remaining, x.delay, x.grace, x.resume_grace, x.why,
      x.hold_until);
}
template <class A>
void fields(A& a, part_line& x) {
  all(a, x.line_id, x.quantity, x.provider_sku);
}
template <class A>
void fields(A& a, blocker& x) {
  all(a, x.code, x.what, x.todo, x.line_id);
}
template <class A>
void fields(A& a, part& x) {
  all(a, x.provider, x.revision, x.reference, x.lines, x.state, x.blockers,
      x.payload, x.payload_hash, x.attempt, x.unclear_rounds, x.tries,
      x.look_ups, x.first_try, x.next_try, x.transient, x.reason_code, x.reason,
      x.provider_order_id, x.requested_by, x.remake_of, x.remake_reason,
      x.all_shipped, x.next_tracking);
  if (a.version >= 2)
    all(a, x.account, x.not_there_at, x.read_at);
}
template <class A>
void fields(A& a, submission_request& x) {
  all(a, x.by, x.at, x.automatic, x.tries, x.next_try);
  if (a.version >= 2)
    all(a, x.late);
  if (a.version >= 3)
    all(a, x.looking, x.looks);
}
template <class A>
void fields(A& a, status_intent& x) {
  all(a, x.to, x.base, x.by, x.at, x.number, x.tries, x.next_try, x.problem);
}
template <class A>
void fields(A& a, shipment& x) {
  all(a, x.reference, x.carrier, x.number, x.url, x.lines, x.seen, x.push);
}
template <class A>
void fields(A& a, tracking_push& x) {
  all(a, x.in_flight, x.tries, x.next_try, x.problem);
}
template <class A>
void fields(A& a, attention& x) {
  all(a, x.code, x.what, x.since);
}
template <class A>
void fields(A& a, artwork_look& x) {
  all(a, x.verdict, x.words, x.type, x.bytes, x.width, x.height, x.dpi,
      x.sha256);
}
template <class A>
void fields(A& a, artwork_file& x) {
  all(a, x.url, x.seen, x.checked_at, x.look, x.asked, x.asked_at, x.fails,
      x.next_look);
}
template <class A>
void fields(A& a, meta_change& x) {
  all(a, x.meta_id, x.key, x.from, x.to);
}
template <class A>
void fields(A& a, line_edit& x) {
  all(a, x.line_id, x.changes, x.files, x.keeps_files, x.by, x.at, x.number,
      x.tries, x.next_try, x.refused, x.problem);
}
template <class A>
void fields(A& a, outdated_design& x) {
  all(a, x.line_id, x.files);
}
template <class A>
void fields(A& a, stray_write& x) {
  all(a, x.number, x.to, x.back, x.by);
}
template <class A>
void fields(A& a, order& x) {
  all(a, x.key, x.notes, x.said, x.gone, x.doubts, x.type, x.type_override,
      x.count, x.parts, x.request, x.intent, x.intents, x.shipments, x.tracking,
      x.attentions, x.sent_as, x.twin_of, x.twin_cleared);
  if (a.version >= 2)
    all(a, x.doubted_at);
  if (a.version >= 3)
    all(a, x.artwork, x.looks);
  if (a.version >= 5)
    all(a, x.edit, x.edits, x.outdated);
  if (a.version >= 6)
    all(a, x.stray);
}
template <class A>
void fields(A& a, journal_entry& x) {
  all(a, x.at, x.kind, x.text, x.by);
}

namespace storage {

template <class A>
void fields(A& a, row& x) {
  all(a, x.key, x.number, x.status, x.customer, x.place, x.email, x.total,
      x.currency, x.payment, x.created, x.modified, x.type, x.submit, x.count,
      x.due, x.remaining, x.items, x.skus, x.providers, x.tracking, x.problem,
      x.needs_attention, x.gone);
  if (a.version >= 4)
    all(a, x.fulfilled, x.attentions);
  if (a.version >= 6)
    all(a, x.buyer);
}
template <class A>
void fields(A& a, ledger_entry& x) {
  all(a, x.reference, x.provider, x.key, x.at, x.kind, x.payload_hash,
      x.payload, x.status, x.words, x.attempt, x.trigger);
}
template <class A>
void fields(A& a, delivery& x) {
  all(a, x.seq, x.store, x.received, x.topic, x.delivery_id, x.webhook_id,
      x.body);
}
template <class A>
void fields(A& a, audit_entry& x) {
  all(a, x.seq, x.at, x.who, x.role, x.via, x.from, x.method, x.path, x.target,
      x.status, x.what, x.before, x.after);
}
template <class A>
void fields(A& a, record_head& x) {
  all(a, x.version, x.created, x.due);
}

namespace {

// The writer only reads from what it is given.
template <class... Ts>
std::string pack(const Ts&... xs) {
  writer w;
  w.out += static_cast<char>(format_version);
  all(w, const_cast<Ts&>(xs)...);
  return std::move(w.out);
}

failure corrupt(std::string_view what) {
  return {fault::storage, fmt::format("a stored {} is damaged", what)};
}

result<reader> opened(std::string_view bytes, std::string_view what) {
  if (bytes.empty())
    return corrupt(what);
  auto version = static_cast<std::uint8_t>(bytes.front());
  if (version == 0)
    return corrupt(what);
  if (version > format_version)
    return failure{fault::storage,
                   fmt::format("a stored {} has format {}, this program knows "
                               "{}: it was written by a newer version",
                               what, version, format_version)};
  reader r(bytes.substr(1));
  r.version = version;
  return r;
}

template <class T>
result<T> unpack(std::string_view bytes, std::string_view what) {
  auto r = opened(bytes, what);
  if (!r)
    return r.error();
  T x;
  field(*r, x);
  if (!r->ok || !r->at_end())
    return corrupt(what);
  return x;
}

} // namespace

std::string encode(const order& o) {
  return pack(record_head{o.version, o.said.created, next_wake(o)}, o);
}
std::string encode(const row& r) {
  return pack(r);
}
std::string encode(const journal_entry& e) {
  return pack(e);
}
std::string encode(const ledger_entry& e) {
  return pack(e);
}
std::string encode(const delivery& d) {
  return pack(d);
}
std::string encode(const audit_entry& e) {
  return pack(e);
}
std::string encode_verdict(verdict v, const std::string& reason) {
  return pack(v, reason);
}

result<record_head> decode_head(std::string_view bytes) {
  auto r = opened(bytes, "order");
  if (!r)
    return r.error();
  record_head h;
  fields(*r, h);
  return r->ok ? result<record_head>(h) : corrupt("order");
}

result<order> decode_order(std::string_view bytes) {
  auto r = opened(bytes, "order");
  if (!r)
    return r.error();
  record_head h;
  order o;
  all(*r, h, o);
  if (!r->ok || !r->at_end())
    return corrupt("order");
  o.version = h.version;
  return o;
}

result<row> decode_row(std::string_view b) {
  return unpack<row>(b, "row");
}
result<journal_entry> decode_journal(std::string_view b) {
  return unpack<journal_entry>(b, "journal entry");
}
result<ledger_entry> decode_ledger(std::string_view b) {
  return unpack<ledger_entry>(b, "ledger entry");
}
result<delivery> decode_delivery(std::string_view b) {
  return unpack<delivery>(b, "delivery");
}
result<audit_entry> decode_audit(std::string_view b) {
  return unpack<audit_entry>(b, "audit entry");
}

result<std::pair<verdict, std::string>> decode_verdict(std::string_view bytes) {
  auto r = opened(bytes, "verdict");
  if (!r)
    return r.error();
  std::pair<verdict, std::string> x{verdict::pending, {}};
  all(*r, x.first, x.second);
  if (!r->ok)
    return corrupt("verdict");
  return x;
}

} // namespace storage
} // namespace dastomized

// Stored bytes. The first one says as what the rest is read: o an order, r a
// row, j an entry of the journal, l of the ledger, d a delivery, v a verdict,
// k a key, b an import job, a an audit entry.
#include "actors/job_text.hpp"
#include "storage/codec.hpp"
#include "storage/keys.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace dastomized::fuzz {

namespace {

using namespace storage;

// What can be read can be written, and reads the same again.
template <class T>
void round_trip(const result<T>& x, result<T> (*decode)(std::string_view)) {
  if (!x)
    return require(!x.error().what.empty(), "a failure has a sentence");
  auto again = decode(encode(*x));
  require(again.has_value() && *again == *x, "it is read as it was written");
}

void read_as_order(std::string_view bytes) {
  auto o = decode_order(bytes);
  round_trip(o, decode_order);
  auto head = decode_head(bytes);
  if (!o)
    return;
  require(head.has_value() && head->version == o->version,
          "an order's head tells its version");
  round_trip(result<row>(row_of(*o)), decode_row);
  for (const auto& e : {o->said, o->sent_as.value_or(o->said)})
    require(same_content(e, e), "a snapshot is like itself");
}

void read_as_verdict(std::string_view bytes) {
  auto v = decode_verdict(bytes);
  if (!v)
    return;
  auto again = decode_verdict(encode_verdict(v->first, v->second));
  require(again.has_value() && *again == *v, "a verdict stays what it was");
}

void read_as_job(std::string_view bytes) {
  auto j = actors::job_in(std::string(bytes));
  if (!j)
    return;
  require(!actors::name_of(j->state).empty(), "a job's state has a name");
  auto text = actors::text_of(*j);
  auto again = actors::job_in(text);
  require(again.has_value() && actors::text_of(*again) == text,
          "a job is read as it was written");
}

void read_as_key(std::string_view bytes) {
  auto k = keys::read_order(bytes);
  if (k)
    require(keys::order(*k) == bytes, "an order has one key");
  std::string prefix(bytes);
  if (auto end = keys::after(prefix); !end.empty())
    require(prefix < end, "what comes after a prefix is behind it");
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace dastomized::fuzz;
  if (size == 0)
    return 0;
  auto bytes = text_of(data + 1, size - 1);
  switch (*data) {
  case 'o':
    read_as_order(bytes);
    break;
  case 'r':
    round_trip(decode_row(bytes), decode_row);
    break;
  case 'j':
    round_trip(decode_journal(bytes), decode_journal);
    break;
  case 'l':
    round_trip(decode_ledger(bytes), decode_ledger);
    break;
  case 'd':
    round_trip(decode_delivery(bytes), decode_delivery);
    break;
  case 'a':
    round_trip(decode_audit(bytes), decode_audit);
    break;
  case 'v':
    read_as_verdict(bytes);
    break;
  case 'k':
    read_as_key(bytes);
    break;
  case 'b':
    read_as_job(bytes);
    break;
  default:
    break;
  }
  return 0;
}

// Stored values as bytes. Old versions decode for ever; bytes that do not
// decode are a fault::storage that names what was read, never skipped.
#pragma once

#include "storage/store.hpp"

#include <string>
#include <string_view>

namespace dastomized::storage {

// What the writer needs of a record without decoding it whole.
struct record_head {
  std::uint64_t version = 0;
  instant created{};
  std::optional<instant> due;
};

std::string encode(const order& o);
std::string encode(const row& r);
std::string encode(const journal_entry& e);
std::string encode(const ledger_entry& e);
std::string encode(const delivery& d);
std::string encode(const audit_entry& e);
std::string encode_verdict(verdict v, const std::string& reason);

result<record_head> decode_head(std::string_view bytes);
result<order> decode_order(std::string_view bytes);
result<row> decode_row(std::string_view bytes);
result<journal_entry> decode_journal(std::string_view bytes);
result<ledger_entry> decode_ledger(std::string_view bytes);
result<delivery> decode_delivery(std::string_view bytes);
result<audit_entry> decode_audit(std::string_view bytes);
result<std::pair<verdict, std::string>> decode_verdict(std::string_view bytes);

} // namespace dastomized::storage

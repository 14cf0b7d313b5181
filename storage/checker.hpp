// Behind verify(). Internal to storage/.
//
// Records are walked once and every index is asked about each. An index that
// then has as many keys as the records account for has none too many; only
// otherwise its keys are looked up one by one.
#pragma once

#include "storage/codec.hpp"
#include "storage/verify.hpp"

#include <functional>
#include <optional>

namespace dastomized::storage {

// "shop/1042" where the bytes are an order's key, else escaped.
std::string shown(std::string_view key);

class checker {
public:
  checker(engine& e, std::size_t findings_max)
      : engine_(e), findings_max_(findings_max) {}

  verify_report run();

private:
  void find(family f, std::string_view key, std::string what);

  // What can not be read is found; the answer is then as if there was nothing.
  std::optional<std::string> get(family f, const std::string& key);
  bool has(family f, const std::string& key);
  void scan(family f, const std::string& from, const std::string& to,
            const visitor& v);
  // The whole family; past damage it goes on from the other end.
  void walk(family f, const visitor& v);
  std::uint64_t count(family f, const std::string& from, const std::string& to);
  // Calls `judge` for each key unless there are just as many as expected.
  std::uint64_t judge_extra(family f, std::uint64_t expected,
                            const std::function<void(std::string_view)>& judge);

  // check_records.cpp
  void check_record(std::string_view key, std::string_view bytes);
  void check_head(const std::string& key, const record_head& h, const order& o);
  void check_row(const std::string& key, const order& o);
  void check_twin(const std::string& key, const order& o,
                  const std::string& print, bool needed);
  void check_tokens(const std::string& key, const order& o,
                    std::uint8_t format);
  void check_journal(const std::string& key, const order& o);
  void check_part(const std::string& key, const part& p);
  std::uint32_t last_intent(const std::string& reference, std::string& hash);

  // check_indexes.cpp
  std::optional<record_head> head_of(std::string_view key);
  void journal();
  void due();
  void rows();
  void tokens();
  void judge_token(std::string_view key);
  void ledger();
  void check_entry(std::string_view key, std::string_view bytes);
  void inbox();
  std::uint64_t check_delivery(std::string_view key, std::string_view bytes);
  void judge_marker(std::string_view key);
  void numbered();
  void judge_audit(std::string_view key, std::uint64_t seq,
                   std::string_view bytes);
  void judge_change(std::uint64_t seq, std::string_view of);
  void named_values();

  engine& engine_;
  std::size_t findings_max_;
  verify_report report_;
  // What the records account for.
  std::uint64_t journal_known_ = 0, due_known_ = 0, rows_known_ = 0,
                tokens_known_ = 0;
  // Where the ledger and the inbox have come to.
  std::string reference_;
  std::optional<std::string> owner_; // of reference_
  std::uint64_t number_ = 0, last_seq_ = 0;
};

} // namespace dastomized::storage

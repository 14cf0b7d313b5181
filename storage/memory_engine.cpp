#include "storage/engine.hpp"

#include <array>
#include <map>
#include <mutex>
#include <shared_mutex>

namespace dastomized::storage {

std::string_view name(family f) {
  constexpr std::array<std::string_view, family_count> names{
      "records", "journal", "inbox", "due", "rows",
      "tokens",  "ledger",  "jobs",  "meta"};
  return names.at(static_cast<std::size_t>(f));
}

namespace {

class memory_engine : public engine {
public:
  result<std::optional<std::string>> get(family f,
                                         std::string_view key) override {
    std::shared_lock lock(mutex_);
    auto& m = at(f);
    auto it = m.find(key);
    if (it == m.end())
      return std::optional<std::string>{};
    return std::optional<std::string>{it->second};
  }

  result<bool> scan(family f, std::string_view from, std::string_view to,
                    bool backwards, const visitor& v) override {
    std::shared_lock lock(mutex_);
    auto& m = at(f);
    auto begin = m.lower_bound(from), end = m.lower_bound(to);
    if (!backwards) {
      while (begin != end && v(begin->first, begin->second))
        ++begin;
      return true;
    }
    while (end != begin) {
      --end;
      if (!v(end->first, end->second))
        break;
    }
    return true;
  }

  result<bool> write(const write_batch& b) override {
    std::unique_lock lock(mutex_);
    for (const auto& op : b)
      if (op.value)
        at(op.where).insert_or_assign(op.key, *op.value);
      else
        at(op.where).erase(op.key);
    return true;
  }

  result<bool> checkpoint(const std::string&) override {
    return failure{fault::refused,
                   "orders that are kept in memory can not be backed up"};
  }

private:
  using ordered = std::map<std::string, std::string, std::less<>>;
  ordered& at(family f) { return all_.at(static_cast<std::size_t>(f)); }

  std::shared_mutex mutex_;
  std::array<ordered, family_count> all_;
};

} // namespace

std::unique_ptr<engine> make_memory_engine() {
  return std::make_unique<memory_engine>();
}

} // namespace dastomized::storage

#include "actors/brake.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace dastomized::actors {

namespace {

std::string key_of(const std::string& store) {
  return "brake/" + store;
}

} // namespace

std::string brake::count(const std::string& store, double amount,
                         const brake_limits& limits, instant now) {
  if (limits.orders_per_hour == 0 && limits.amount_per_hour <= 0)
    return {};
  std::lock_guard lock(mutex_);
  auto& h = of(store);
  auto this_minute =
      std::chrono::floor<std::chrono::minutes>(now.time_since_epoch()).count();
  std::erase_if(h, [&](const auto& m) { return m.first <= this_minute - 60; });
  ++h[this_minute].orders;
  h[this_minute].amount += amount;
  save(store);
  std::uint64_t orders = 0;
  double sum = 0;
  for (const auto& [at, m] : h) {
    orders += m.orders;
    sum += m.amount;
  }
  if (limits.orders_per_hour > 0 && orders >= limits.orders_per_hour)
    return fmt::format("{} orders went out within an hour, the limit is {}",
                       orders, limits.orders_per_hour);
  if (limits.amount_per_hour > 0 && sum >= limits.amount_per_hour)
    return fmt::format("orders worth {:.2f} went out within an hour, the "
                       "limit is {:.2f}",
                       sum, limits.amount_per_hour);
  return {};
}

void brake::reset(const std::string& store) {
  std::lock_guard lock(mutex_);
  hours_[store].clear();
  save(store);
}

brake::hour& brake::of(const std::string& store) {
  auto [it, fresh] = hours_.try_emplace(store);
  if (!fresh)
    return it->second;
  auto kept = store_.meta(key_of(store));
  if (!kept)
    spdlog::error("brake.load_failed store={} error=\"{}\"", store,
                  kept.error().what);
  if (kept && *kept) {
    std::istringstream in(**kept);
    std::int64_t at = 0;
    minute m;
    while (in >> at >> m.orders >> m.amount)
      it->second[at] = m;
  }
  return it->second;
}

void brake::save(const std::string& store) {
  std::string text;
  for (const auto& [at, m] : hours_[store])
    text += fmt::format("{} {} {}\n", at, m.orders, m.amount);
  store_.put_meta(key_of(store), std::move(text), [](const result<bool>& done) {
    if (!done)
      spdlog::error("brake.write_failed error=\"{}\"", done.error().what);
  });
}

} // namespace dastomized::actors

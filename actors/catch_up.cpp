#include "actors/catch_up.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

namespace dastomized::actors {

namespace {

constexpr auto approved_key = "catch_up/approved";

} // namespace

catch_up::catch_up(storage::order_store& store, instant started)
    : store_(store), started_(started) {
  auto kept = store_.meta(approved_key);
  if (!kept)
    spdlog::error("catch_up.load_failed error=\"{}\"", kept.error().what);
  std::int64_t millis = 0; // what can not be read: a person is asked
  if (kept && *kept)
    std::from_chars((*kept)->data(), (*kept)->data() + (*kept)->size(), millis);
  approved_ = instant{milliseconds{millis}};
}

void catch_up::wait(const order_key& key, instant due) {
  std::lock_guard lock(mutex_);
  if (waiting_.emplace(due, key).second && missed(due))
    ++missed_;
}

std::optional<order_key> catch_up::next(const catch_up_limits& l) {
  std::lock_guard lock(mutex_);
  bool hold = asks(l);
  auto it = std::ranges::find_if(
      waiting_, [&](const auto& w) { return !hold || !missed(w.first); });
  if (it == waiting_.end())
    return std::nullopt;
  auto key = it->second;
  if (missed(it->first))
    --missed_;
  waiting_.erase(it);
  return key;
}

// Once asked, the question stands until it is answered: nothing that was
// missed gets a turn meanwhile.
bool catch_up::asks(const catch_up_limits& l) const {
  if (missed_ == 0)
    return false;
  auto oldest = std::ranges::find_if(
      waiting_, [&](const auto& w) { return missed(w.first); });
  return missed_ > l.ask_above || started_ - oldest->first > l.ask_age;
}

catch_up_view catch_up::view(const catch_up_limits& l) const {
  std::lock_guard lock(mutex_);
  catch_up_view v;
  v.asks = asks(l);
  v.waiting = waiting_.size();
  v.missed = missed_;
  if (!waiting_.empty())
    v.oldest = waiting_.begin()->first;
  return v;
}

void catch_up::approve(instant now, std::function<void(result<bool>)> done) {
  std::lock_guard lock(mutex_);
  approved_ = now;
  missed_ = 0;
  store_.put_meta(approved_key, std::to_string(now.time_since_epoch().count()),
                  std::move(done));
}

} // namespace dastomized::actors

// The shop's webhooks: sent once, never again, and a webhook that fails five
// times is disabled.
#include "tests/simulation/life.hpp"

#include <algorithm>

namespace dastomized::simulation {

constexpr int failures_max = 5;

void life::announce(std::string_view topic, std::int64_t order) {
  for (const auto& [id, w] : outside_.shop.webhooks) {
    if (w.status != "active" || w.topic != topic)
      continue;
    bool waits = std::ranges::any_of(letters_, [&](const letter& l) {
      return l.hook == id && l.order == order && l.body.empty();
    });
    if (!waits)
      letters_.push_back(
          {id, order, w.topic, "", trace_.now + dice_.within(0ms, 5s)});
  }
}

std::size_t life::letters_due() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      letters_, [this](const letter& l) { return l.at <= trace_.now; }));
}

void life::delivered(std::int64_t hook, bool well) {
  auto it = outside_.shop.webhooks.find(hook);
  if (it == outside_.shop.webhooks.end())
    return;
  auto& failures = it->second.failures;
  failures = well ? 0 : failures + 1;
  if (failures > failures_max)
    it->second.status = "disabled";
}

void life::post(std::size_t which) {
  auto it = std::ranges::find_if(letters_, [&](const letter& l) {
    return l.at <= trace_.now && which-- == 0;
  });
  auto l = std::move(*it);
  letters_.erase(it);
  auto* o = outside_.shop.find(l.order);
  bool late = !l.body.empty();
  if (!late) { // as things are when it is sent
    if (l.topic == "order.deleted")
      l.body = fmt::format("{{\"id\":{}}}", l.order);
    else
      l.body = o ? sandbox::php_json(o->doc)
                 : R"({"code":"x","message":"gone","data":{"status":404}})";
  }
  if (!late && !calm_ && dice_.percent(letters_lost_))
    return trace_.note("lost: {} {}", l.topic, l.order);
  if (!late && !calm_ && dice_.percent(letters_late_)) {
    l.at = trace_.now + dice_.within(1s, 30min);
    letters_.push_back(std::move(l));
    return;
  }
  if (!calm_ && dice_.percent(letters_twice_)) {
    auto again = l;
    again.at = trace_.now + dice_.within(0ms, 1min);
    letters_.push_back(std::move(again));
  }
  auto number = ++last_letter_;
  unacknowledged_[number] = l.hook;
  trace_.note("posted: {} {}", l.topic, l.order);
  storage::delivery d;
  d.store = "shop";
  d.received = wall_clock();
  d.topic = l.topic;
  d.body = std::move(l.body);
  process_->deliver(std::move(d), [this, number](result<std::uint64_t> seq) {
    auto hook = unacknowledged_.extract(number).mapped();
    delivered(hook, seq.has_value());
    if (seq)
      acknowledged_.insert(*seq);
  });
}

} // namespace dastomized::simulation

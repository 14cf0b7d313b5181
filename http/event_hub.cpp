#include "http/event_hub.hpp"

#include "http/times.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::http {

namespace {

// A stream is told orders up to here and more when it has written some: there
// stays room for the rest.
constexpr std::size_t told_at_once = 64u << 10;
constexpr std::size_t row_max = 128u << 10;
const std::vector<storage::feed_entry> no_orders;
constexpr std::size_t window_max = 2000; // changes looked at together

} // namespace

std::string event_text(std::string_view name, std::string_view data,
                       std::optional<std::uint64_t> seq) {
  return fmt::format("event: {}\n{}data: {}\n\n", name,
                     seq ? fmt::format("id: {}\n", *seq) : "", data);
}

bool event_hub::open(event_listener l, time now) {
  forget_the_gone();
  if (listeners_.size() >= streams_max || has_too_many(l.owner))
    return false;
  if (listeners_.empty()) {
    jobs_at_ = health_at_ = now;
    beat_at_ = now + beat_pace;
    jobs_ = from_.jobs(); // one that begins from here on is news
    health_.clear();
  }
  listeners_.push_back({std::move(l), 0});
  greet(listeners_.back());
  tell_present_jobs(listeners_.back());
  return true;
}

bool event_hub::has_too_many(const std::string& owner) const {
  auto its = [&](const listener& l) {
    return l.of.owner == owner && !l.of.to->over();
  };
  return !owner.empty() && std::ranges::count_if(listeners_, its) >=
                               static_cast<std::ptrdiff_t>(streams_of_one_max);
}

void event_hub::greet(listener& l) {
  auto feed = from_.store.feed();
  l.told = l.of.after.value_or(feed.newest);
  tell(l, event_text("hello",
                     fmt::format(R"({{"seq":{},"server_time":"{}"}})",
                                 feed.newest, to_text(from_.now())),
                     l.told));
  if (l.told > feed.newest)
    reset(l);
}

// Changes of jobs are not kept as those of orders are: who was away meanwhile
// is told how they stand.
void event_hub::tell_present_jobs(listener& l) {
  for (const auto& [id, data] : from_.jobs())
    tell(l, event_text("job", data));
}

void event_hub::reset(listener& l) {
  l.told = from_.store.feed().newest;
  tell(l, event_text("reset", "{}", l.told));
}

bool event_hub::tell(listener& l, std::string_view text) {
  bool taken = l.of.to->push(text);
  sent_ += taken;
  return taken;
}

void event_hub::tell_all(std::string_view text) {
  for (auto& l : listeners_)
    tell(l, text);
}

void event_hub::tell_health(std::string data) {
  if (std::exchange(health_, data) != data)
    tell_all(event_text("health", data));
}

void event_hub::end_of(const std::string& owner) {
  for (auto& l : listeners_)
    if (l.of.owner == owner)
      l.of.to->end();
  forget_the_gone();
}

void event_hub::end_the_unwelcome() {
  for (auto& l : listeners_)
    if (l.of.may && !l.of.may())
      l.of.to->end();
}

void event_hub::end_all() {
  for (auto& l : listeners_)
    l.of.to->end();
  forget_the_gone();
}

void event_hub::forget_the_gone() {
  for (auto& l : listeners_)
    dropped_ += l.of.to->dropped();
  std::erase_if(listeners_, [](const listener& l) { return l.of.to->over(); });
}

event_hub::time event_hub::orders_due(time now) const {
  return std::max(now, orders_at_);
}

std::optional<event_hub::time> event_hub::run(time now) {
  for (auto& l : listeners_)
    if (l.of.until && from_.now() >= *l.of.until)
      l.of.to->end();
  if (now >= beat_at_)
    end_the_unwelcome();
  forget_the_gone();
  if (listeners_.empty())
    return std::nullopt;
  if (now >= orders_at_) {
    orders_at_ = now + order_pace;
    tell_orders();
  }
  if (now >= jobs_at_) {
    jobs_at_ = now + job_pace;
    tell_jobs();
  }
  if (now >= health_at_) {
    health_at_ = now + health_pace;
    from_.ask_health();
  }
  if (now >= beat_at_) {
    beat_at_ = now + beat_pace;
    tell_all(event_text("beat", fmt::format(R"({{"server_time":"{}"}})",
                                            to_text(from_.now()))));
  }
  auto next = std::min({jobs_at_, health_at_, beat_at_});
  return somebody_is_behind() ? std::min(next, orders_at_) : next;
}

// Those that stand at the same place, nearly always all, are told together.
void event_hub::tell_orders() {
  auto feed = from_.store.feed();
  std::map<std::uint64_t, std::vector<listener*>> at;
  for (auto& l : listeners_)
    if (l.told + 1 < feed.oldest || l.told + behind_max < feed.newest)
      reset(l);
    else if (l.told < feed.newest && l.of.to->waiting() < told_at_once)
      at[l.told].push_back(&l);
  std::map<order_key, std::string> rows;
  for (const auto& [told, some] : at)
    tell_orders(told, some, rows);
}

bool event_hub::somebody_is_behind() const {
  auto newest = from_.store.feed().newest;
  return std::ranges::any_of(
      listeners_, [&](const listener& l) { return l.told < newest; });
}

// In the order of their last change: whoever has heard of one knows all that
// came before it. What can not be read ends the streams; readers come back.
void event_hub::tell_orders(std::uint64_t told,
                            const std::vector<listener*>& to,
                            std::map<order_key, std::string>& rows) {
  auto some = window_after(told);
  std::size_t size = 0;
  for (const auto& [seq, key] : some ? some->orders : no_orders) {
    if (size > told_at_once) {
      some->end = told; // the rest comes later
      break;
    }
    const auto* row = row_of(key, rows);
    if (row == nullptr) {
      some.reset();
      break;
    }
    if (row->size() > row_max) { // it would end the stream, again and again
      for (auto* l : to)
        reset(*l);
      return;
    }
    size += row->size();
    told = seq;
    auto text = event_text(
        "order", fmt::format(R"({{"seq":{},"row":{}}})", seq, *row), seq);
    for (auto* l : to)
      tell(*l, text);
  }
  for (auto* l : to)
    some ? void(l->told = some->end) : l->of.to->end();
}

std::optional<event_hub::window> event_hub::window_after(std::uint64_t told) {
  auto entries = from_.store.feed_since(told, window_max);
  if (!entries || entries->empty())
    return std::nullopt;
  window w{{}, entries->back().seq};
  std::map<order_key, std::uint64_t> last;
  for (const auto& e : *entries)
    last[e.key] = e.seq;
  for (auto& e : *entries)
    if (last[e.key] == e.seq)
      w.orders.push_back(std::move(e));
  return w;
}

const std::string* event_hub::row_of(const order_key& key,
                                     std::map<order_key, std::string>& rows) {
  auto [it, fresh] = rows.try_emplace(key);
  if (!fresh)
    return &it->second;
  auto o = from_.store.load(key);
  if (!o || !*o) {
    rows.erase(it); // or others would be told that there is nothing
    return nullptr;
  }
  it->second = from_.row(storage::row_of(**o), from_.now());
  return &it->second;
}

// A job that has not been seen before has begun since.
void event_hub::tell_jobs() {
  auto now = from_.jobs();
  for (const auto& [id, data] : now)
    if (auto was = jobs_.find(id); was == jobs_.end() || was->second != data)
      tell_all(event_text("job", data));
  jobs_ = std::move(now);
}

} // namespace dastomized::http

#include "tests/simulation/life.hpp"

#include <algorithm>

namespace dastomized::simulation {

namespace {

constexpr instant first_day =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::March / 2};
constexpr std::uint64_t busy_max = 50'000; // steps in one moment

} // namespace

life::life(std::uint64_t seed, bool traced)
    : dice_(seed),
      outside_(trace_, dice_.within(0ms, 1s), dice_.within(30min, 6h)),
      promises_(outside_, trace_), network_(outside_, promises_, dice_, trace_),
      disk_(dice_, trace_), setup_(usual_setup(dice_)),
      orders_max_(3 + static_cast<unsigned>(dice_.below(10))),
      disk_slowest_(dice_.percent(70) ? 20ms : 3s),
      letters_lost_(dice_.percent(50) ? 0 : 20),
      letters_late_(dice_.percent(50) ? 0 : 20),
      letters_twice_(dice_.percent(50) ? 0 : 20) {
  trace_.wanted = traced;
  trace_.now = first_day;
  outside_.go_on(trace_.now);
  disk_.written = [this](const auto& batch, instant at) {
    promises_.written(batch, at);
  };
  promises_.freezes = [this] {
    if (!process_) // what is found on disk was decided before
      return std::vector<freeze>{};
    auto all = process_->context()->freezes.all(wall_clock());
    std::erase_if(all, [now = wall_clock()](const freeze& f) {
      // Our clock may have been ahead when somebody last looked.
      bool ends = f.until && *f.until - now < 6min;
      return f.by_itself || ends || now - f.since < 6min;
    });
    return all;
  };
  outside_.shop.announce = [this](auto topic, auto id) { announce(topic, id); };
  outside_.shipped = [this](const std::string& reference) {
    if (dice_.percent(50))
      process_->hint(reference);
  };
  process_ = std::make_unique<process>(
      disk_, network_, [this] { return wall_clock(); }, setup_);
  for (int i = 0; i < 2; ++i)
    weather_changes();
}

void life::storm(unsigned moves) {
  while (moves_ < moves && !over()) {
    ++moves_;
    if (work() || dice_.percent(30))
      move();
  }
}

bool life::work() {
  while (work_once()) {
    if (over() || (!calm_ && dice_.below(800) == 0))
      return false;
    if (++busy_ > busy_max)
      promises_.complain("never comes to rest");
  }
  return true;
}

bool life::work_once() {
  bool waiting = process_->store().waiting() > 0;
  if (waiting && !write_at_)
    write_at_ = trace_.now +
                (dice_.percent(70) ? 0ms : dice_.within(0ms, disk_slowest_));
  auto steps = process_->steps();
  auto arriving = network_.arriving();
  auto letters = letters_due();
  std::size_t writes = waiting && *write_at_ <= trace_.now ? 1 : 0;
  auto all = steps + arriving + letters + writes;
  if (all == 0)
    return false;
  auto which = dice_.below(all);
  if (which < steps)
    process_->step(which);
  else if ((which -= steps) < arriving)
    network_.arrive(which);
  else if ((which -= arriving) < letters)
    post(which);
  else
    write_some();
  return true;
}

void life::write_some() {
  auto waiting = process_->store().waiting();
  process_->store().write_waiting(dice_.percent(50) ? waiting
                                                    : 1 + dice_.below(waiting));
  write_at_.reset();
}

instant life::next_event() {
  auto first = trace_.now + process_->until_next_timer();
  if (auto n = network_.next())
    first = std::min(first, *n);
  if (write_at_)
    first = std::min(first, *write_at_);
  for (const auto& l : letters_)
    first = std::min(first, l.at);
  return first;
}

void life::advance(milliseconds span) {
  auto end = trace_.now + span;
  while (trace_.now < end && work() && !over()) {
    auto step = std::clamp<milliseconds>(next_event() - trace_.now, 1ms,
                                         end - trace_.now);
    trace_.now += step;
    outside_.go_on(trace_.now);
    process_->move_on(step);
    busy_ = 0;
  }
  work();
}

void life::die_and_rise() {
  trace_.note("the process dies");
  ++crashes_;
  process_.reset();
  disk_.power_cut();
  write_at_.reset();
  for (const auto& [number, hook] : std::exchange(unacknowledged_, {}))
    delivered(hook, false);
  process_ = std::make_unique<process>(
      disk_, network_, [this] { return wall_clock(); }, setup_);
  check_inbox();
}

void life::tally::operator+=(const tally& x) {
  orders += x.orders;
  taken += x.taken;
  intentions += x.intentions;
  crashes += x.crashes;
}

life::tally life::counted() const {
  return {placed_.size(), outside_.taken().size(), promises_.intentions(),
          crashes_};
}

} // namespace dastomized::simulation

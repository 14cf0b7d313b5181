// What the event streams are told, and when: every stream is a cursor over the
// feed of changes. Orders that changed several times are told once, with their
// newest row, which is read once for all streams. A stream whose reader is
// slow is told no more than it takes, and the rest later. Not thread-safe;
// knows no clock.
#pragma once

#include "actors/front.hpp"
#include "http/stream.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dastomized::http {

// One event as it is written; `seq`: what a reader that comes back has seen.
std::string event_text(std::string_view name, std::string_view data,
                       std::optional<std::uint64_t> seq = {});

struct event_listener {
  std::shared_ptr<stream> to;
  std::optional<std::uint64_t> after; // what it has seen; none: begins now
  std::string owner{};                // whose session; see end_of()
  std::optional<instant> until{};     // of the session
  std::function<bool()> may{};        // whether it still may listen
};

struct event_source {
  storage::order_store& store;
  std::function<std::string(const storage::row&, instant)> row;
  // The jobs there are, by id.
  std::function<std::map<std::uint64_t, std::string>()> jobs;
  // Asks; the answer comes by tell_health().
  std::function<void()> ask_health;
  std::function<instant()> now;
};

class event_hub {
public:
  using time = std::chrono::steady_clock::time_point;

  static constexpr std::size_t streams_max = 500, streams_of_one_max = 20;
  static constexpr milliseconds order_pace{100}, job_pace{500},
      health_pace{2000}, beat_pace{15'000};
  // Who missed more changes reads the lists anew.
  static constexpr std::uint64_t behind_max = 10'000;

  explicit event_hub(event_source from) : from_(std::move(from)) {}

  // False: there are too many, or too many of its owner.
  bool open(event_listener l, time now);
  bool has_too_many(const std::string& owner) const;
  void tell_health(std::string data);
  void end_of(const std::string& owner);
  // Of whoever may not listen any more; with every beat this is asked anyway.
  void end_the_unwelcome();
  void end_all();

  // Tells what is due; answers when to come again, unless orders change
  // before: then at orders_due(). None: nobody listens.
  std::optional<time> run(time now);
  time orders_due(time now) const;

  std::size_t open_streams() const { return listeners_.size(); }
  std::uint64_t sent() const { return sent_; }
  std::uint64_t dropped() const { return dropped_; }

private:
  struct listener {
    event_listener of;
    std::uint64_t told = 0; // of the feed
  };
  struct window {                            // of the feed
    std::vector<storage::feed_entry> orders; // by their last change in it
    std::uint64_t end = 0;
  };

  void forget_the_gone();
  void greet(listener& l);
  void tell_present_jobs(listener& l);
  void reset(listener& l);
  bool tell(listener& l, std::string_view text);
  void tell_all(std::string_view text);
  void tell_orders();
  bool somebody_is_behind() const;
  void tell_orders(std::uint64_t told, const std::vector<listener*>& to,
                   std::map<order_key, std::string>& rows);
  std::optional<window> window_after(std::uint64_t told);
  const std::string* row_of(const order_key& key,
                            std::map<order_key, std::string>& rows);
  void tell_jobs();

  event_source from_;
  std::vector<listener> listeners_;
  time orders_at_{}, jobs_at_{}, health_at_{}, beat_at_{}; // not before
  // As they were told.
  std::map<std::uint64_t, std::string> jobs_;
  std::string health_;
  std::uint64_t sent_ = 0, dropped_ = 0;
};

} // namespace dastomized::http

// One order told as a story: a shop, a clock and what advance() made of it.
#pragma once

#include "domain/advance.hpp"
#include "domain/artwork.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <string>
#include <variant>
#include <vector>

namespace dastomized::tests {

// Saturday noon, when all stories begin.
inline constexpr instant noon =
    std::chrono::sys_days{std::chrono::year{2025} / 11 / 1} + 12h;

// Two providers: CC-… goes to "cats", SO-… and PT-… to "shine", TIP nowhere.
policy usual_rules();

line shirt(std::int64_t id = 1, std::string sku = "CC-TEE-M");
snapshot a_paid_shirt(); // one personalized shirt, processing since noon

order an_order(std::string store, std::int64_t id); // nothing known yet

freeze total_freeze();
freeze provider_freeze(std::string name);

struct wish { // of a person; what a person_asked needs beside the act
  std::string text{}, reference{};
  milliseconds span{0};
  instant until{};
  bool there = false;
};

class story {
public:
  policy rules = usual_rules();
  snapshot shop = a_paid_shirt(); // what the store holds
  instant now = noon;
  order o = an_order("shop", 1042);
  step last;
  std::vector<journal_entry> journal;

  const step& feed(const event& e);

  // The store tells of its order as it is now.
  const step& news(origin from = origin::webhook);
  const step& becomes(std::string status);
  const step& reread() { return news_of(shop, origin::reread); }
  const step& news_of(snapshot s, origin from = origin::webhook);
  const step& gone(std::string how) { return feed(store_gone{now, how}); }

  // Then looks at what is due; if that was long ago, its turn comes at once.
  const step& pass(milliseconds span);
  const step& restart(); // all that was in flight is lost

  std::string asks(ask what, wish w = {}); // the code of the denial, or ""

  const step& answer(part_outcome outcome, std::size_t which = 0);
  // … and reads the store, if it is to be read before the part goes again.
  const step& look_up(look_up_outcome outcome, std::size_t which = 0);
  const step& pushed(std::string problem = {}, bool permanent = false);

  void submitted(); // by hand, and accepted

  const part& first() const { return o.parts.at(0); }
  countdown_state counting() const { return o.count.state; }
  milliseconds left() const { return o.count.due - now; }
  bool attends(std::string_view code) const;
  bool journaled(std::string_view kind) const;

  template <class Effect>
  std::vector<Effect> did() const { // by the last event
    std::vector<Effect> all;
    for (const auto& e : last.effects)
      if (auto* x = std::get_if<Effect>(&e))
        all.push_back(*x);
    return all;
  }
};

inline part_outcome yes(std::string id = "P-1") {
  return part_accepted{std::move(id), "taken"};
}
inline part_outcome no(std::string words = "bad address") {
  return part_refused{"invalid", std::move(words), false, {}};
}
inline part_outcome busy(std::optional<milliseconds> retry_after = {}) {
  return part_refused{"busy", "too many requests", true, retry_after};
}
inline part_outcome silence() {
  return part_unclear{"timeout"};
}
inline look_up_outcome found(std::string id = "P-1") {
  return part_found{std::move(id), {}, false};
}
inline look_up_outcome not_there() {
  return part_not_there{};
}
inline look_up_outcome no_answer() {
  return part_no_answer{"timeout"};
}

} // namespace dastomized::tests

namespace dastomized {

// For readable failures.
void PrintTo(order_type t, std::ostream* out);
void PrintTo(countdown_state s, std::ostream* out);
void PrintTo(part_state s, std::ostream* out);
void PrintTo(submit_status s, std::ostream* out);

} // namespace dastomized

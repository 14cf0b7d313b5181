// The order as a pure function: state and event in, state and effects out.
// The caller commits `next` and `notes` in one batch and only then carries
// out the effects. A repeated, late or stale event changes nothing.
#pragma once

#include "domain/event.hpp"
#include "domain/policy.hpp"
#include "domain/result.hpp"

#include <string>
#include <variant>
#include <vector>

namespace dastomized {

// One line of the journal: what happened and why.
struct journal_entry {
  instant at{};
  std::string kind; // "countdown.started", "part.accepted" …
  std::string text; // a sentence for people
  std::string by;   // "store", "countdown", "provider", a person's name
  bool operator==(const journal_entry&) const = default;
};

// Effects. Each names what its answer must bring back.
struct reread_order {}; // → store_said | reread_failed
struct send_part {      // → part_answered
  std::string provider, reference, payload;
  std::uint32_t attempt = 0;
};
struct look_up_part { // → part_looked_up
  std::string provider, reference;
  std::uint32_t attempt = 0;
  std::string payload;      // to compare with what the provider holds
  bool may_release = false; // what the provider holds back for us
};
struct push_status { // → status_pushed
  std::string to;
  std::uint64_t number = 0;
};
struct push_edit { // → edit_pushed
  std::int64_t line_id = 0;
  std::vector<meta_change> changes;
  std::uint64_t number = 0;
};
struct push_tracking { // → tracking_pushed
  std::vector<shipment> shipments;
};
struct poll_tracking { // → tracking_seen | _failed
  std::string provider, reference, provider_order_id;
};

struct ask_turn { // → turn_came
  instant due{};  // when the countdown ended
};

struct look_at_artwork { // → artwork_seen
  std::uint64_t number = 0;
  std::vector<std::string> urls;
  bool urgent = false; // a submission waits for it
};

using effect = std::variant<reread_order, send_part, look_up_part, push_status,
                            push_tracking, poll_tracking, ask_turn,
                            look_at_artwork, push_edit>;

// Why a person's request was not carried out; nothing changed then.
struct denial {
  std::string code; // stable: "already_submitted", "unknown_outcome" …
  std::string what;
};

struct step {
  order next;
  std::vector<journal_entry> notes;
  std::vector<effect> effects;
  std::optional<denial> denied; // answers person_asked
};

step advance(order o, const event& e, const policy& p);

// The verdict before the deadline: what would block a submission now.
std::vector<blocker> preflight(const order& o, const policy& p);

// Our id at the provider: [A-Za-z0-9-], at most 32 characters.
std::string reference_of(const order_key& key, std::string_view provider,
                         std::uint32_t revision);

} // namespace dastomized

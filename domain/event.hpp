// All that can happen to an order. Each event carries its own instant.
#pragma once

#include "domain/order.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace dastomized {

// Where news of the store came from.
enum class origin : std::uint8_t { webhook, poll, import, reread, answer };

// The store described the order.
struct store_said {
  instant at{};
  snapshot said;
  origin from = origin::webhook;
  std::optional<order_key> twin; // an earlier order that looks the same
};

// The order is in the trash or was deleted for good.
struct store_gone {
  instant at{};
  std::string how; // "trash", "deleted"
};

// The read before an automatic submission did not succeed.
struct reread_failed {
  instant at{};
  std::string what;
};

// Time went on: look at all that is due. Also sent after loading from
// storage with `fresh` set: whatever was in flight then is lost.
struct time_passed {
  instant at{};
  bool fresh = false;
};

// Among the orders whose countdown ended long ago it is this one's turn.
struct turn_came {
  instant at{};
};

// A person (or program on behalf of one) asks for something.
enum class ask : std::uint8_t {
  submit,
  hold,
  release,
  extend,
  hold_until,
  restart,
  set_status,
  set_type,
  resolve_unknown,
  remake,
  clear_twin,
  cancel_intent,
  retry,
  edit,
  cancel_edit,
};

// What one entry of a line's meta is to say.
struct wanted_value {
  std::int64_t meta_id = 0;
  std::string value;
  bool operator==(const wanted_value&) const = default;
};

struct person_asked {
  instant at{};
  ask what{};
  std::string by;
  std::string text;      // status, type, reference or reason, as the ask needs
  std::string reference; // resolve_unknown, remake: which part
  milliseconds span{0};  // extend
  instant until{};       // hold_until
  bool there = false;    // resolve_unknown: the provider has it
  std::string reason{};  // why, in their words, for the journal; may be empty
  // edit: which line, what it is to say, and whether its print files need not
  // be made anew for it.
  std::int64_t line_id = 0;
  std::vector<wanted_value> values{};
  bool keeps_files = false;
};

// What became of a sent part.
struct part_accepted {
  std::string provider_order_id, words;
};
struct part_refused {
  std::string code, words;
  bool transient = false;
  std::optional<milliseconds> retry_after;
};
struct part_unclear {
  std::string words;
};
using part_outcome = std::variant<part_accepted, part_refused, part_unclear>;

struct part_answered {
  instant at{};
  std::string reference;
  std::uint32_t attempt = 0;
  part_outcome outcome;
};

// What the provider says when asked for our reference.
struct part_found {
  std::string provider_order_id;
  std::string differs; // how it differs from what we sent; empty: it does not
  bool cancelled = false;
};
struct part_not_there {};
struct part_no_answer {
  std::string words;
};
using look_up_outcome =
    std::variant<part_found, part_not_there, part_no_answer>;

struct part_looked_up {
  instant at{};
  std::string reference;
  std::uint32_t attempt = 0;
  look_up_outcome outcome;
};

// The store's answer to a status write. No snapshot: it failed.
struct status_pushed {
  instant at{};
  std::uint64_t number = 0;
  std::optional<snapshot> said;
  bool permanent = false; // of a failure: asking again will not help
  std::string problem;
  bool written = false; // by us just now; else it was only read
};

// The store's answer to an edit of a line, read back. No snapshot: it failed.
struct edit_pushed {
  instant at{};
  std::uint64_t number = 0;
  std::optional<snapshot> said;
  bool permanent = false; // of a failure: asking again will not help
  std::string problem;
};

// Parcels the provider told us of (all it knows for this part so far).
struct tracking_seen {
  instant at{};
  std::string reference;
  std::vector<shipment> shipments;
  bool all_shipped = false;
  bool cancelled = false; // by the provider
  std::string words;
};

// Somebody says there is news of this part: ask the provider now.
struct tracking_hinted {
  instant at{};
  std::string reference;
};

// The provider was asked for tracking and gave no usable answer.
struct tracking_failed {
  instant at{};
  std::string reference, what;
};

// Tracking written to the store and read back (or not).
struct tracking_pushed {
  instant at{};
  std::vector<std::string> numbers; // that the store now shows
  std::string problem;              // empty: all well
};

// What was seen of print files. Those that are needed no more, or that are
// looked at anew meanwhile, are passed over.
struct artwork_seen {
  instant at{};
  std::uint64_t number = 0;                               // of the look
  std::vector<std::pair<std::string, artwork_look>> seen; // by URL
};

using event =
    std::variant<store_said, store_gone, reread_failed, time_passed,
                 person_asked, part_answered, part_looked_up, status_pushed,
                 tracking_seen, tracking_hinted, tracking_failed,
                 tracking_pushed, turn_came, artwork_seen, edit_pushed>;

instant at(const event& e);

} // namespace dastomized

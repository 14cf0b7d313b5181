// The mirror of one store order: everything the daemon remembers of it. A
// plain value, changed only by advance() (domain/advance.hpp).
#pragma once

#include "domain/snapshot.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dastomized {

enum class order_type : std::uint8_t { in_app, amazon, shineon, other };

enum class countdown_state : std::uint8_t {
  none,    // this type or store does not count down
  waiting, // not paid yet
  running, // counts to `due`
  paused,  // stopped, keeps `remaining`
  elapsed, // reached zero; submission was requested
  stopped, // for the reason in `why`
};

struct countdown {
  countdown_state state = countdown_state::none;
  instant due{};
  milliseconds remaining{0};
  // Bound when the countdown starts: later configuration does not move it.
  milliseconds delay{0}, grace{0}, resume_grace{0};
  std::string why;
  std::optional<instant> hold_until; // a person's hold ends by itself then
  bool operator==(const countdown&) const = default;
};

enum class part_state : std::uint8_t {
  none,      // not asked for yet
  blocked,   // pre-flight says no; see blockers
  intended,  // committed; the call is under way, or was when we died
  accepted,  // the provider has it; never sent again
  refused,   // definitely not taken; see reason, `transient` retries itself
  unknown,   // may have been taken: only a look-up leads out
  cancelled, // withdrawn before or after acceptance
};

struct part_line {
  std::int64_t line_id = 0;
  int quantity = 0;
  std::string provider_sku;
  bool operator==(const part_line&) const = default;
};

// Why something can not be sent, and what a person does about it.
struct blocker {
  std::string code;         // stable: "address.postcode", "route.missing" …
  std::string what;         // a sentence for people
  std::string todo;         // what to do
  std::int64_t line_id = 0; // 0: the whole order or part
  bool operator==(const blocker&) const = default;
};

// The lines of one order that go to one provider; the unit of submission.
struct part {
  std::string provider;
  std::uint32_t revision = 1; // a remake is a new revision
  std::string reference;      // our id at the provider, deterministic
  std::vector<part_line> lines;
  part_state state = part_state::none;
  std::vector<blocker> blockers;

  std::string payload;              // exact bytes sent, kept once intended
  std::string payload_hash;         // SHA-256, hex
  std::uint32_t attempt = 0;        // sends so far, numbers the answers
  std::uint32_t unclear_rounds = 0; // unclear answers followed by "not there"
  std::uint32_t tries = 0;          // transient refusals in a row
  std::uint32_t look_ups = 0;       // unanswered look-ups in a row
  std::optional<instant> first_try; // of the present series of tries
  std::optional<instant> next_try;  // look again (refused) or ask (unknown)

  bool transient = false;        // of a refusal: it retries by itself
  std::string reason_code;       // typed reason of a refusal
  std::string reason;            // the provider's words, for people
  std::string provider_order_id; // once accepted
  std::string requested_by;      // who or what asked for the submission
  std::string remake_of;         // reference of the original
  std::string remake_reason;
  bool all_shipped = false;
  std::optional<instant> next_tracking; // when to ask for tracking again
  std::string account;                  // it was sent with, see provider_rules
  // When the provider said that it does not have the last attempt, and when
  // the store was last read with sending in mind.
  std::optional<instant> not_there_at;
  instant read_at{};
  bool operator==(const part&) const = default;
};

// What became of looking at a print file.
enum class artwork_verdict : std::uint8_t {
  unseen, // nobody looked yet
  good,
  unsure, // could not be judged from here: a warning, never a blocker
  not_there,
  not_an_image,
  too_large,
  too_small,
};

struct artwork_look {
  artwork_verdict verdict = artwork_verdict::unseen;
  std::string words; // why it is not good, for people
  std::string type;  // "PNG" …; empty: not known
  std::uint64_t bytes = 0;
  std::uint32_t width = 0, height = 0, dpi = 0; // 0: not known
  std::string sha256;                           // hex; empty: not read
  bool operator==(const artwork_look&) const = default;
};

// A print file, by its address, and the last look at it.
struct artwork_file {
  std::string url;
  artwork_look seen;
  instant checked_at{};
  std::uint64_t look = 0;  // number of the look that told it; 0: none did
  std::uint64_t asked = 0; // … of the one under way; 0: none is
  instant asked_at{};
  std::uint32_t fails = 0; // looks in a row that did not find it good
  std::optional<instant> next_look;
  bool operator==(const artwork_file&) const = default;
};

// A submission that was asked for and has not reached its parts yet.
struct submission_request {
  std::string by; // "countdown" or a person
  instant at{};
  bool automatic = false; // read the order again first
  std::uint32_t tries = 0;
  std::optional<instant> next_try; // of the read, after a failed one
  bool late = false;       // its countdown ended long ago: waits for its turn
  bool looking = false;    // waits for a look at its print files
  std::uint64_t looks = 0; // when it was made: what was found wrong up to
                           // then is looked at once more
  bool operator==(const submission_request&) const = default;
};

// A status a person (or completion) wants the store to have.
struct status_intent {
  std::string to, base; // base: what the store said when it was made
  std::string by;
  instant at{};
  std::uint64_t number = 0; // matches answers to intents
  std::uint32_t tries = 0;
  std::optional<instant> next_try;
  std::string problem; // last failure, for people
  bool operator==(const status_intent&) const = default;
};

// A write whose wish was withdrawn or replaced while it was under way: it may
// reach the store all the same. Only its answer tells whether it did.
struct stray_write {
  std::uint64_t number = 0; // of the intent; earlier ones may stray, too
  std::string to;
  std::string back; // what is then written again; "": nothing
  std::string by;   // who withdrew it
  bool operator==(const stray_write&) const = default;
};

// What an entry of a line's meta is to say instead.
struct meta_change {
  std::int64_t meta_id = 0;
  std::string key, from, to; // from: what the store said when it was asked for
  bool operator==(const meta_change&) const = default;
};

// A change of what the buyer chose on a line, until the store has it. Nothing
// of the order is sent meanwhile.
struct line_edit {
  std::int64_t line_id = 0;
  std::vector<meta_change> changes;
  std::vector<std::string> files; // the line's print files when it was asked
  bool keeps_files = false;       // they show it already, or never did
  std::string by;
  instant at{};
  std::uint64_t number = 0; // matches answers to edits
  std::uint32_t tries = 0;
  std::optional<instant> next_try;
  bool refused = false; // for good: a person withdraws it or asks anew
  std::string problem;  // last failure, for people
  bool operator==(const line_edit&) const = default;
};

// Print files from before their line was edited: they show what it said then.
struct outdated_design {
  std::int64_t line_id = 0;
  std::vector<std::string> files;
  bool operator==(const outdated_design&) const = default;
};

enum class push_state : std::uint8_t { pending, written };

// One parcel, merged by (part, tracking number).
struct shipment {
  std::string reference; // of the part
  std::string carrier, number, url;
  std::vector<part_line> lines; // empty: the provider did not say
  instant seen{};
  push_state push = push_state::pending; // written: read back from the store
  bool operator==(const shipment&) const = default;
};

struct tracking_push {
  bool in_flight = false;
  std::uint32_t tries = 0;
  std::optional<instant> next_try;
  std::string problem;
  bool operator==(const tracking_push&) const = default;
};

// Something a person should look at. One entry per code, the latest text.
struct attention {
  std::string code; // "drift.address", "twin", "unknown", "refused" …
  std::string what;
  instant since{};
  bool operator==(const attention&) const = default;
};

struct order {
  order_key key;
  std::uint64_t version = 0; // of the stored record; 0: never stored
  std::uint64_t notes = 0;   // journal entries written so far
  snapshot said;             // the store's latest word
  bool gone = false;         // in the trash or deleted; kept, marked
  std::uint32_t doubts = 0;  // re-reads in a row older than `said`
  instant doubted_at{};      // the last of them
  order_type type = order_type::other;
  std::optional<order_type> type_override;
  countdown count;
  std::vector<part> parts;
  std::optional<submission_request> request;
  std::optional<status_intent> intent;
  std::uint64_t intents = 0; // numbers them
  std::optional<stray_write> stray;
  std::vector<shipment> shipments;
  tracking_push tracking;
  std::vector<attention> attentions;
  std::optional<snapshot> sent_as; // what the first acceptance was based on
  std::optional<order_key> twin_of;
  bool twin_cleared = false; // a person said: both are real
  std::vector<artwork_file> artwork;
  std::uint64_t looks = 0; // numbers them
  std::optional<line_edit> edit;
  std::uint64_t edits = 0; // numbers them
  std::vector<outdated_design> outdated;
  bool operator==(const order&) const = default;
};

enum class submit_status : std::uint8_t {
  blank,
  queued,
  submitting,
  submitted,
  partly_submitted,
  failed,
  unknown,
};

order_type type_of(const order& o); // with a person's override
submit_status status_of(const order& o);
bool fulfilled(const order& o); // every shippable line shipped
const part* find_part(const order& o, std::string_view reference);

// The earliest instant at which the order wants to be looked at again, by
// countdown, retry, look-up or tracking poll; nullopt: never by itself.
std::optional<instant> next_wake(const order& o);

std::string_view name(order_type t);      // "in_app" …
std::string_view name(countdown_state s); // "running" …
std::string_view name(part_state s);
std::string_view name(submit_status s); // "blank", "partly_submitted" …
std::optional<order_type> parse_order_type(std::string_view text);

} // namespace dastomized

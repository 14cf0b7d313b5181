// The rooms inside advance(): each decides one matter on the step under
// construction. Internal to domain/.
#pragma once

#include "domain/advance.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dastomized::rules {

// The step being made, with what every rule needs at hand.
struct draft {
  step out;
  const policy& rules;
  instant now;

  order& o() { return out.next; }
  void note(std::string kind, std::string text, std::string by);
  void act(effect e) { out.effects.push_back(std::move(e)); }
  void deny(std::string code, std::string what);
  void attend(std::string code, std::string what); // raise or renew
  void settle(std::string_view code_prefix);       // no longer an issue
};

// typing.cpp
order_type decide_type(const snapshot& s, const policy& p);
bool amazon_fulfilled(const snapshot& s); // AFN: never ours

// routing.cpp
struct routed {
  std::vector<part> parts; // fresh, one per provider, state none
  std::vector<blocker> blockers;
};
routed route_lines(const order& o, const policy& p);
void refresh_parts(draft& d); // adopts the routing where nothing was sent

// preflight.cpp
std::vector<blocker> part_blockers(const order& o, const part& p,
                                   const policy& rules);

// artwork.cpp
void check_artwork(std::vector<blocker>& out, const line& l, const order& o,
                   const policy& p);
// True: the request waits for a look at its print files, which was asked for.
bool looks_first(draft& d);
// The same for a part that is to go again, however it stands now.
bool looks_first(draft& d, const part& p);
void on_artwork(draft& d, const artwork_seen& e);
void forget_looks(draft& d); // those under way are lost
// After every event: what was never looked at, or is due for another look.
void tend_artwork(draft& d, bool look_at_due);

// countdown.cpp
enum class phase { unpaid, processing, interrupted, over };
phase phase_of(std::string_view status);
std::string why_no_countdown(const order& o, const policy& p);
void follow_status(draft& d, std::string_view before); // status changed
void follow_type(draft& d);                            // type changed
void pause(draft& d, std::string why, std::string by);
void resume(draft& d, std::string by);
void stop(draft& d, std::string why, std::string by);
void check_countdown(draft& d); // time passed
// An order whose submission was blocked at zero and that the store changed
// since counts once more, shortly.
void revive(draft& d);
void adjust_countdown(draft& d, const person_asked& e);

// submission.cpp
const freeze* frozen(draft& d);
bool may_go_on(const order& o);   // status, trash and twins allow sending
bool reads_first(const order& o); // the request waits for a re-read
void prepare(draft& d);           // looks, reads, then goes on
void ask_submission(draft& d, const person_asked& e);
void retry(draft& d, const person_asked& e);
void request_by_countdown(draft& d);
void go_on_with_request(draft& d); // after the read; sends or blocks
void check_request(draft& d, bool fresh);
void drop_request(draft& d, std::string why);
void on_turn(draft& d);

// parts.cpp
part* find(draft& d, const std::string& reference);
const freeze* frozen(draft& d, const part& p);
// When to try again what a freeze keeps.
instant look_again_at(draft& d, const freeze& f);
bool account_moved(draft& d, const part& p); // since it was sent
void accept(draft& d, part& p, std::string id, std::string_view how,
            std::string by);
void refuse(draft& d, part& p, std::string code, std::string words,
            std::string by);
void settle_unknown(draft& d); // if none is any more
void send(draft& d, part& p);  // builds, intends, acts
void on_answer(draft& d, const part_answered& e);
void on_looked_up(draft& d, const part_looked_up& e);
void check_parts(draft& d, bool fresh);
void wake_parts(draft& d);     // those that waited for the order's status
void read_for_parts(draft& d); // the store was read: repeats may go
constexpr auto not_there = "not_there"; // reason_code of an unknown part

// resolution.cpp
void resolve_unknown(draft& d, const person_asked& e);
void remake(draft& d, const person_asked& e);

// status.cpp
void ask_status(draft& d, std::string to, std::string by);
void cancel_intent(draft& d, std::string by);
void settle_intent(draft& d); // after the store spoke
// A write that was withdrawn and would be undone is wanted after all.
bool keep_stray(draft& d, std::string_view to, const std::string& by);
void expect_stray(draft& d, const status_pushed& e); // before it is adopted
void on_stray(draft& d, const status_pushed& e);     // and after
void on_status_pushed(draft& d, const status_pushed& e);
void check_intent(draft& d, bool fresh);

// editing.cpp
void ask_edit(draft& d, const person_asked& e);
void cancel_edit(draft& d, const person_asked& e);
void settle_edit(draft& d); // after the store spoke
void on_edit_pushed(draft& d, const edit_pushed& e);
void check_edit(draft& d, bool fresh);
// Until it is settled nothing is sent. One that was refused blocks instead.
bool edit_under_way(const order& o);
// Why nothing of the line can be changed any more; empty code: it can.
denial closed_to_edits(const order& o, std::int64_t line_id);
void check_edited(std::vector<blocker>& out, const line& l, const order& o,
                  const policy& p);

// drift.cpp
void check_drift(draft& d, const snapshot& before);

// shipping.cpp
void on_tracking(draft& d, const tracking_seen& e);
void on_hint(draft& d, const std::string& reference);
void on_tracking_pushed(draft& d, const tracking_pushed& e);
void check_tracking(draft& d, bool fresh);
void complete_if_shipped(draft& d);

// advance.cpp
void adopt(draft& d, store_said e);

// Waits between tries: base · factor^(n-1), at most cap, up to a quarter
// longer by a jitter that is a function of the seed, so replays agree.
milliseconds backoff(std::uint32_t n, milliseconds base, unsigned factor,
                     milliseconds cap, std::string_view seed);

} // namespace dastomized::rules

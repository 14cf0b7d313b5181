// What the golden data directories hold. Frozen: directories written with it
// are compared with it for ever.
#pragma once

#include "tests/storage/fixtures.hpp"

namespace dastomized::tests {

// What is committed, in this order; an order may change more than once.
struct golden_step {
  order next; // version and notes as the store gives them
  std::vector<journal_entry> notes;
  std::vector<storage::ledger_entry> ledger;
};

inline order golden_order(std::int64_t id) {
  auto o = an_order(id, noon + id * 1min);
  o.said.total = "49.90";
  o.said.currency = "USD";
  o.said.billing.line1 = std::to_string(id) + " Elm St"; // nobody's twin
  return o;
}

inline golden_step accepted_step() {
  auto o = golden_order(2);
  o.count.state = countdown_state::stopped;
  o.count.why = "already submitted";
  auto sent =
      send_part_of(o, "customcat", part_state::accepted, R"({"order":2})");
  auto heard = sent;
  heard.kind = "answer";
  heard.payload.clear();
  heard.status = 200;
  heard.words = R"({"ORDER_ID":"77"})";
  o.parts[0].provider_order_id = "77";
  o.sent_as = o.said;
  shipment s;
  s.reference = o.parts[0].reference;
  s.carrier = "usps";
  s.number = "9400100000000000000000";
  s.seen = noon + 48h;
  s.push = push_state::written;
  o.shipments.push_back(s);
  return {o,
          {{noon, "order.seen", "seen by webhook", "store"},
           {noon + 24h, "part.accepted", "customcat has it", "customcat"}},
          {sent, heard}};
}

inline golden_step unknown_step() {
  auto o = golden_order(3);
  o.count.state = countdown_state::elapsed;
  auto sent = send_part_of(o, "shineon", part_state::unknown, R"({"order":3})");
  o.parts[0].next_try = noon + 25h;
  o.parts[0].reason_code = "unknown";
  o.parts[0].reason = "no answer within 30 s";
  o.attentions.push_back({"unknown", "shineon may or may not have it", noon});
  return {o, {{noon, "part.unknown", "no clear answer", "shineon"}}, {sent}};
}

inline golden_step refused_step() {
  auto o = golden_order(4);
  o.count.state = countdown_state::elapsed;
  auto sent =
      send_part_of(o, "customcat", part_state::refused, R"({"order":4})");
  o.parts[0].reason_code = "busy";
  o.parts[0].reason = "try later";
  o.parts[0].transient = true;
  o.parts[0].tries = 1;
  o.parts[0].first_try = noon + 24h;
  o.parts[0].next_try = noon + 26h;
  return {o, {}, {sent}};
}

inline golden_step held_step() {
  auto o = golden_order(5);
  o.said.status = "on-hold";
  o.count.state = countdown_state::paused;
  o.count.remaining = 3h;
  o.count.hold_until = noon + 72h;
  o.type_override = order_type::in_app;
  o.twin_of = order_key{"shop", 1};
  o.intent = status_intent{"processing", "on-hold", "api", noon, 1, 0, {}, ""};
  o.intents = 1;
  return {o, {{noon, "countdown.held", "held", "api"}}, {}};
}

inline golden_step gone_step() {
  auto o = golden_order(6);
  o.said.status = "trash";
  o.gone = true;
  o.count.state = countdown_state::stopped;
  o.count.why = "trash";
  return {o, {}, {}};
}

inline std::vector<golden_step> golden_steps() {
  return {{golden_order(1), {{noon, "order.seen", "seen", "store"}}, {}},
          accepted_step(),
          unknown_step(),
          refused_step(),
          held_step(),
          gone_step()};
}

} // namespace dastomized::tests

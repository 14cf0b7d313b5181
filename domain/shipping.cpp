// Parcels: merged by part and tracking number, written to the store, read
// back, and only then completed.
#include "domain/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dastomized::rules {

namespace {

// A few minutes of failing to write a number are worth a look.
constexpr std::uint32_t tries_told = 5;

bool merge(draft& d, const std::string& reference, const shipment& s) {
  auto& all = d.o().shipments;
  auto it = std::ranges::find_if(all, [&](const shipment& x) {
    return x.reference == reference && x.number == s.number;
  });
  if (s.number.empty() || it != all.end())
    return false;
  auto& added = all.emplace_back(s);
  added.reference = reference;
  added.seen = d.now;
  added.push = push_state::pending;
  d.note("shipment.seen", fmt::format("{} {}", s.carrier, s.number),
         "provider");
  return true;
}

void push_pending(draft& d) {
  auto& o = d.o();
  std::vector<shipment> waiting;
  for (const auto& s : o.shipments)
    if (s.push == push_state::pending)
      waiting.push_back(s);
  if (waiting.empty() || o.tracking.in_flight || o.gone)
    return;
  o.tracking.in_flight = true;
  o.tracking.next_try.reset();
  d.act(push_tracking{std::move(waiting)});
}

void poll(draft& d, part& p) {
  if (p.state != part_state::accepted || p.all_shipped || !p.next_tracking ||
      *p.next_tracking > d.now)
    return;
  auto it = d.rules.providers.find(p.provider);
  if (it == d.rules.providers.end())
    return;
  p.next_tracking = d.now + it->second.tracking_interval;
  d.act(poll_tracking{p.provider, p.reference, p.provider_order_id});
}

} // namespace

void on_tracking(draft& d, const tracking_seen& e) {
  auto& o = d.o();
  auto it = std::ranges::find(o.parts, e.reference, &part::reference);
  if (it == o.parts.end() || it->state != part_state::accepted)
    return;
  for (const auto& s : e.shipments)
    merge(d, e.reference, s);
  if (e.all_shipped && !it->all_shipped) {
    it->all_shipped = true;
    d.note("part.shipped", fmt::format("{} has left completely", e.reference),
           "provider");
  }
  if (e.cancelled) {
    it->state = part_state::cancelled;
    d.attend(
        "provider.cancelled",
        fmt::format("{} cancelled {}: {}", it->provider, e.reference, e.words));
    d.note("part.cancelled", e.words, "provider");
  }
  push_pending(d);
  complete_if_shipped(d);
}

void on_hint(draft& d, const std::string& reference) {
  auto it = std::ranges::find(d.o().parts, reference, &part::reference);
  if (it == d.o().parts.end() || it->state != part_state::accepted ||
      it->all_shipped)
    return;
  it->next_tracking = d.now;
  poll(d, *it);
}

void on_tracking_pushed(draft& d, const tracking_pushed& e) {
  auto& o = d.o();
  bool expected = std::exchange(o.tracking.in_flight, false);
  bool wrote = false;
  for (auto& s : o.shipments)
    if (s.push == push_state::pending &&
        std::ranges::find(e.numbers, s.number) != e.numbers.end()) {
      s.push = push_state::written;
      wrote = true;
      d.note("shipment.written", fmt::format("the store shows {}", s.number),
             "store");
    }
  if (!expected && !wrote)
    return; // a repeated answer
  o.tracking.problem = e.problem;
  if (!e.problem.empty() || !wrote) {
    ++o.tracking.tries;
    o.tracking.next_try =
        d.now + backoff(o.tracking.tries, 10s, 2, 30min, to_string(o.key));
    if (o.tracking.tries >= tries_told)
      d.attend("tracking", "the store does not show the tracking number: " +
                               e.problem);
    return;
  }
  o.tracking.tries = 0;
  d.settle("tracking");
  push_pending(d);
  complete_if_shipped(d);
}

void check_tracking(draft& d, bool fresh) {
  auto& o = d.o();
  for (auto& p : o.parts)
    poll(d, p);
  if (fresh)
    o.tracking.in_flight = false;
  if (fresh || !o.tracking.next_try || *o.tracking.next_try <= d.now)
    push_pending(d);
}

void complete_if_shipped(draft& d) {
  auto& o = d.o();
  bool written = std::ranges::all_of(o.shipments, [](const shipment& s) {
    return s.push == push_state::written;
  });
  if (!d.rules.complete_when_shipped || !written || o.shipments.empty() ||
      !fulfilled(o) || o.gone || o.intent || o.said.status != "processing")
    return;
  ask_status(d, "completed", "shipping");
}

} // namespace dastomized::rules

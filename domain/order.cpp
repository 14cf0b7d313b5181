#include "domain/order.hpp"

#include "domain/advance.hpp"
#include "domain/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dastomized {

namespace {

template <class T, std::size_t N>
std::string_view at(const std::array<std::string_view, N>& names, T value) {
  auto i = static_cast<std::size_t>(value);
  return i < N ? names[i] : "?";
}

constexpr std::array<std::string_view, 4> type_names{"in_app", "amazon",
                                                     "shineon", "other"};
constexpr std::array<std::string_view, 6> countdown_names{
    "none", "waiting", "running", "paused", "elapsed", "stopped"};
constexpr std::array<std::string_view, 7> part_names{
    "none",    "blocked", "intended", "accepted",
    "refused", "unknown", "cancelled"};
constexpr std::array<std::string_view, 7> submit_names{
    "blank",  "queued", "submitting", "submitted", "partly_submitted",
    "failed", "unknown"};

using wake = std::optional<instant>;

void sooner(wake& best, const wake& candidate) {
  if (candidate && (!best || *candidate < *best))
    best = candidate;
}

wake wake_of(const part& p) {
  switch (p.state) {
  case part_state::intended:
  case part_state::unknown:
    return p.next_try;
  case part_state::refused:
    return p.transient ? p.next_try : std::nullopt;
  case part_state::accepted:
    return p.all_shipped ? std::nullopt : p.next_tracking;
  default:
    return std::nullopt;
  }
}

} // namespace

std::string_view name(order_type t) {
  return at(type_names, t);
}
std::string_view name(countdown_state s) {
  return at(countdown_names, s);
}
std::string_view name(part_state s) {
  return at(part_names, s);
}
std::string_view name(submit_status s) {
  return at(submit_names, s);
}

std::optional<order_type> parse_order_type(std::string_view text) {
  auto it = std::ranges::find(type_names, text);
  if (it == type_names.end())
    return std::nullopt;
  return static_cast<order_type>(it - type_names.begin());
}

order_type type_of(const order& o) {
  return o.type_override.value_or(o.type);
}

submit_status status_of(const order& o) {
  auto any = [&](part_state s) {
    return std::ranges::any_of(o.parts,
                               [s](const part& p) { return p.state == s; });
  };
  if (any(part_state::unknown))
    return submit_status::unknown;
  if (any(part_state::intended))
    return submit_status::submitting;
  auto waits = [](const part& p) {
    return p.state == part_state::refused && p.transient;
  };
  if (o.request || std::ranges::any_of(o.parts, waits))
    return submit_status::queued;
  if (any(part_state::refused) || any(part_state::blocked))
    return submit_status::failed;
  if (!any(part_state::accepted))
    return submit_status::blank;
  return any(part_state::none) ? submit_status::partly_submitted
                               : submit_status::submitted;
}

bool fulfilled(const order& o) {
  bool some = false;
  for (const auto& p : o.parts) {
    bool made_anew = std::ranges::any_of(o.parts, [&](const part& x) {
      return x.remake_of == p.reference && !x.lines.empty();
    });
    if (p.state == part_state::cancelled && (p.lines.empty() || made_anew))
      continue;
    if (p.state != part_state::accepted || !p.all_shipped)
      return false;
    some = true;
  }
  return some;
}

const part* find_part(const order& o, std::string_view reference) {
  auto it = std::ranges::find(o.parts, reference, &part::reference);
  return it == o.parts.end() ? nullptr : &*it;
}

std::optional<instant> next_wake(const order& o) {
  wake best;
  if (o.count.state == countdown_state::running)
    best = o.count.due;
  if (o.count.state == countdown_state::paused)
    sooner(best, o.count.hold_until);
  // Without a next try the effect is in flight; if that was lost with the
  // process, the past instant brings it back first thing.
  if (o.request)
    sooner(best, o.request->next_try.value_or(o.request->at));
  if (o.intent)
    sooner(best, o.intent->next_try.value_or(o.intent->at));
  if (o.edit && !o.edit->refused)
    sooner(best, o.edit->next_try.value_or(o.edit->at));
  for (const auto& p : o.parts)
    sooner(best, wake_of(p));
  for (const auto& s : o.shipments)
    if (s.push == push_state::pending && !o.gone)
      sooner(best, o.tracking.next_try.value_or(s.seen));
  for (const auto& f : o.artwork)
    sooner(best, f.asked ? f.asked_at : f.next_look);
  return best;
}

// Readable id in front; the digest keeps stores and providers apart, the
// whole stays within every provider's 32 characters.
std::string reference_of(const order_key& key, std::string_view provider,
                         std::uint32_t revision) {
  constexpr std::string_view digits = "abcdefghijkmnpqrstuvwxyz23456789";
  auto hash = sha256(
      fmt::format("{}\n{}\n{}\n{}", key.store, key.id, provider, revision));
  std::string tail;
  for (std::size_t i = 0; i < 9; ++i)
    tail += digits[static_cast<unsigned char>(hash[i]) & 31];
  return fmt::format("{}-{}-{}", key.id, tail, revision);
}

} // namespace dastomized

// Stops submissions: of everything, of a store, a provider or a type of
// order, until somebody lifts it or its end comes. Countdowns that reach zero
// stay due meanwhile.
#pragma once

#include "domain/order.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dastomized {

enum class freeze_scope : std::uint8_t { all, store, provider, type };

struct freeze {
  std::uint64_t id = 0;
  freeze_scope scope = freeze_scope::all;
  std::string name;   // of the store, provider or type; empty: all
  std::string reason; // for people
  std::string by;     // a person, "brake", "account" or "breaker"
  instant since{};
  std::optional<instant> until;
  // Made by the daemon for a provider in trouble: the parts that met it go on
  // asking, and the first that gets through lifts it.
  bool by_itself = false;
  bool operator==(const freeze&) const = default;
};

// The first that stops the order now; nullptr: none does.
const freeze* freeze_on(const order& o, const std::vector<freeze>& all,
                        instant now);
// The first that keeps this part of it from being sent now.
const freeze* freeze_on(const order& o, const part& p,
                        const std::vector<freeze>& all, instant now);

std::string_view name(freeze_scope s); // "all", "store" …
std::optional<freeze_scope> parse_freeze_scope(std::string_view text);

} // namespace dastomized

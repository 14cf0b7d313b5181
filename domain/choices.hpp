// What a person can do with an order, and what that would lead to, told
// before it is done. Nothing here decides: advance() is tried on a copy, with
// a store that says yes to all it is asked.
#pragma once

#include "domain/advance.hpp"

#include <string>
#include <vector>

namespace dastomized {

struct choice {
  bool allowed = false;
  std::string code, why; // of the denial
  std::string effect;    // a sentence; empty if denied
};

choice foresee(const order& o, const person_asked& asked, const policy& p);

struct status_choice {
  std::string status;
  std::string effect;
};
// The statuses that the store may be asked to make of it now.
std::vector<status_choice> status_choices(const order& o, const policy& p,
                                          instant now);

struct part_choices {
  choice resolve_there, resolve_not_there, remake;
};
part_choices choices_of(const part& x, const order& o, const policy& p,
                        instant now);

// To change what the buyer chose on this line.
choice edit_choice(const line& l, const order& o, const policy& p);

// By the names of the API's actions. Those that need words are tried with
// some that are allowed; "resolve" and "remake" with each part,
// "edit" with each line.
struct named_choice {
  std::string name;
  choice what;
};
std::vector<named_choice> choices_of(const order& o, const policy& p,
                                     instant now);

// The action to offer first: "submit", "fix", "retry", "resolve", "release",
// "clear-twin", "view_at_provider"; empty: nothing is to be done.
std::string primary_action(const order& o, const policy& p, instant now);

// "on-hold" → "On hold", as the store's admin shows it.
std::string status_title(std::string_view status);

} // namespace dastomized

// Why an order is where it is, what happens next and when, and what would
// change it. Nothing here decides: it asks advance() and the pre-flight what
// they would do.
#pragma once

#include "domain/advance.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dastomized {

struct explanation {
  std::vector<std::string> now;   // sentences: the state and its reason
  std::vector<blocker> blockers;  // of a submission now
  std::optional<instant> next_at; // when it moves by itself
  std::vector<std::string> next;  // what happens then, all else unchanged
  std::string rules;              // revision of the configuration

  struct choice {
    ask what{};
    bool possible = false;
    std::string code; // of the denial
    std::string then; // what it leads to, or why it is not possible
  };
  std::vector<choice> choices; // of a person
};

explanation explain(const order& o, const policy& p, instant now);

std::string_view name(ask a); // "submit", "hold" …

std::string sentence(const effect& e);    // "the store is read again"
std::string span_text(milliseconds span); // "3 h 12 min", "40 s"

} // namespace dastomized

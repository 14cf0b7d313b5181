// Faults asked for over /control/faults: which calls they meet and what
// they do to them.
#pragma once

#include "sandbox/call.hpp"

#include <functional>
#include <list>
#include <optional>
#include <random>
#include <string>

namespace dastomized::sandbox {

struct fault_rule {
  std::int64_t id = 0;
  std::string target; // customcat, shineon, shop
  std::string kind;
  std::string match = "any";  // kind of call, or any
  std::int64_t count = 1;     // calls left to meet; -1: all
  std::string about;          // only calls that carry this text
  std::int64_t percent = 100; // of those calls, by the dice
  std::int64_t ms = 0;
  std::int64_t retry_after = 0;
  std::string message;
  std::int64_t status = 0; // of `answer`; 0: the service's own
  std::string type;        // of `answer`; "": the service's own
  bool taken = false;      // of `answer`: processed before
};

class fault_box {
public:
  explicit fault_box(std::uint64_t seed) : dice_(seed) {}

  // Nullopt with a sentence in `why` when the rule makes no sense.
  std::optional<fault_rule> add(const json::object& given, std::string& why);
  json::array listed() const;
  void clear() { rules_.clear(); }

  // The first rule this call meets, used up by one.
  std::optional<fault_rule> meet(std::string_view target,
                                 std::string_view call_kind, const call& c);

private:
  bool strikes(const fault_rule& f, const call& c);

  std::list<fault_rule> rules_;
  std::mt19937_64 dice_;
  std::int64_t last_id_ = 0;
};

// The answer of a fault that keeps the call from being processed; nullopt
// for faults that strike afterwards.
std::optional<answer> answered_instead(const fault_rule& f);

// What the fault makes of a processed call's answer. Latency is the
// caller's to add.
answer spoiled(const fault_rule& f, answer a);

} // namespace dastomized::sandbox

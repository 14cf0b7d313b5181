// What an action on many orders would come to for one of them, as one of few
// outcomes by which they are counted. Nothing here decides: advance() is
// tried on a copy, as for the choices of one order.
#pragma once

#include "domain/advance.hpp"

#include <string>

namespace dastomized {

struct prospect {
  bool will = false;      // what was asked for comes about
  std::string code, what; // code: stable; what: goes on after a number
  std::string todo;       // for what will not; may be empty
  bool operator==(const prospect&) const = default;
};

prospect prospect_of(const order& o, const person_asked& asked,
                     const policy& p);

} // namespace dastomized

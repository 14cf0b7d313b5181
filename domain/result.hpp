// Failures are values with a kind, which says what to do, and a sentence.
#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace dastomized {

// Kinds are few: each asks the caller for a different action.
enum class fault : std::uint8_t {
  invalid = 1, // the input is wrong: reject it, a repeat will not help
  not_found,   // there is no such thing
  conflict,    // somebody else was faster: read again, then decide anew
  refused,     // understood and denied by the rules
  unavailable, // the other side can not be reached now: try later
  storage,     // our own disk failed: stop and call a person
};

struct failure {
  fault kind{};
  std::string what; // lower case, says what we were doing; safe to log
};

// Makes result<T>::value() throw instead of calling abort().
[[noreturn]] inline void
throw_exception_from_error(const failure& f, const boost::source_location&) {
  throw std::runtime_error(f.what);
}

template <class T>
using result = boost::system::result<T, failure>;

} // namespace dastomized

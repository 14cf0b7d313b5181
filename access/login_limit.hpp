// How often somebody may try to sign in. Counts failures by user name and by
// address; the clock is the caller's. Not thread-safe.
#pragma once

#include "domain/time.hpp"

#include <map>
#include <optional>
#include <string>

namespace dastomized::access {

struct login_limits {
  unsigned per_name = 5, per_address = 20; // failures within `window`
  milliseconds window{15min};
};

class login_limit {
public:
  explicit login_limit(login_limits l = {}) : limits_(l) {}

  // How long to wait before the next attempt is looked at; nullopt: none.
  std::optional<milliseconds>
  wait(const std::string& name, const std::string& address, instant now) const;
  void failed(const std::string& name, const std::string& address, instant now);
  void succeeded(const std::string& name);

private:
  struct failures {
    unsigned count = 0;
    instant first{};
  };
  using counts = std::map<std::string, failures>;

  std::optional<milliseconds> wait(const counts& all, const std::string& of,
                                   unsigned most, instant now) const;
  void add(counts& all, const std::string& of, instant now);

  login_limits limits_;
  counts names_, addresses_;
};

} // namespace dastomized::access

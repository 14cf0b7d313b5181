// How often somebody may try to sign in. Failures count for a name from a
// neighbourhood of addresses, for the neighbourhood, and for the name: the last
// with a high number, since anybody can add to it and would otherwise lock the
// name's owner out. Who signed in from a neighbourhood before is not locked out
// there by what others do. The clock is the caller's. Not thread-safe.
#pragma once

#include "domain/time.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>

namespace dastomized::access {

struct login_limits {
  // Failures within `window`.
  unsigned of_both = 5, of_address = 20, of_name = 200;
  milliseconds window{15min};
  milliseconds remembered{30 * 24h}; // that somebody signed in from there
  std::size_t kept = 10'000;         // of each kind; the oldest go
};

// What is known of so many keys. When there are more the oldest goes: the
// newest, which may be an attack under way, is always counted.
class recent_counts {
public:
  struct count {
    unsigned number = 0;
    instant first{};
  };

  explicit recent_counts(std::size_t kept) : kept_(kept) {}

  const count* of(const std::string& key) const;
  // Begins at one if there was none, or its time was over.
  void add(const std::string& key, instant now, milliseconds life);
  void put(const std::string& key, instant now); // begins in any case
  void erase(const std::string& key);
  std::size_t size() const { return by_key_.size(); }

private:
  struct entry {
    count value;
    std::list<std::string>::iterator place;
  };
  std::size_t kept_;
  std::list<std::string> oldest_first_;
  std::map<std::string, entry> by_key_;
};

class login_limit {
public:
  explicit login_limit(login_limits l = {});

  // How long to wait before the next attempt is looked at; nullopt: none. An
  // empty name: whoever tries a link, whose secret nobody guesses.
  std::optional<milliseconds>
  wait(const std::string& name, const std::string& address, instant now) const;
  void failed(const std::string& name, const std::string& address, instant now);
  void succeeded(const std::string& name, const std::string& address,
                 instant now);

private:
  std::optional<milliseconds> wait(const recent_counts& all,
                                   const std::string& key, unsigned most,
                                   instant now) const;
  bool known(const std::string& both, instant now) const;

  login_limits limits_;
  recent_counts both_, addresses_, names_;
  recent_counts welcome_; // names with where they signed in
};

} // namespace dastomized::access

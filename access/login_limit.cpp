#include "access/login_limit.hpp"

#include <algorithm>

namespace dastomized::access {

namespace {

// Names and addresses are whatever somebody sends: old ones make room, and
// when all are fresh the newest go uncounted by name (their address counts).
constexpr std::size_t kept_max = 10'000;

} // namespace

std::optional<milliseconds> login_limit::wait(const counts& all,
                                              const std::string& of,
                                              unsigned most,
                                              instant now) const {
  auto it = all.find(of);
  if (it == all.end() || it->second.count < most)
    return std::nullopt;
  auto left = it->second.first + limits_.window - now;
  if (left <= 0ms || left > limits_.window) // over, or the clock was set back
    return std::nullopt;
  return left;
}

std::optional<milliseconds> login_limit::wait(const std::string& name,
                                              const std::string& address,
                                              instant now) const {
  auto a = wait(names_, name, limits_.per_name, now);
  auto b = wait(addresses_, address, limits_.per_address, now);
  return a && b ? std::max(a, b) : a ? a : b;
}

void login_limit::add(counts& all, const std::string& of, instant now) {
  auto old = [&](const auto& x) {
    return now - x.second.first >= limits_.window || x.second.first > now;
  };
  if (all.size() >= kept_max && !all.contains(of))
    std::erase_if(all, old);
  if (all.size() >= kept_max && !all.contains(of))
    return;
  auto& f = all[of];
  if (f.count == 0 || now - f.first >= limits_.window || f.first > now)
    f = {0, now};
  ++f.count;
}

void login_limit::failed(const std::string& name, const std::string& address,
                         instant now) {
  add(names_, name, now);
  add(addresses_, address, now);
}

void login_limit::succeeded(const std::string& name) {
  names_.erase(name);
}

} // namespace dastomized::access

#include "access/login_limit.hpp"

#include "domain/address.hpp"

#include <algorithm>

namespace dastomized::access {

namespace {

bool is_over(instant first, milliseconds life, instant now) {
  return now - first >= life || first > now; // or the clock was set back
}

std::string both_of(const std::string& name, const std::string& near) {
  return name + ' ' + near; // no name has a space
}

} // namespace

const recent_counts::count* recent_counts::of(const std::string& key) const {
  auto it = by_key_.find(key);
  return it == by_key_.end() ? nullptr : &it->second.value;
}

void recent_counts::erase(const std::string& key) {
  auto it = by_key_.find(key);
  if (it == by_key_.end())
    return;
  oldest_first_.erase(it->second.place);
  by_key_.erase(it);
}

void recent_counts::put(const std::string& key, instant now) {
  erase(key);
  if (by_key_.size() >= kept_) {
    by_key_.erase(oldest_first_.front());
    oldest_first_.pop_front();
  }
  oldest_first_.push_back(key);
  by_key_[key] = {{1, now}, std::prev(oldest_first_.end())};
}

void recent_counts::add(const std::string& key, instant now,
                        milliseconds life) {
  auto it = by_key_.find(key);
  if (it == by_key_.end() || is_over(it->second.value.first, life, now))
    put(key, now);
  else
    ++it->second.value.number;
}

login_limit::login_limit(login_limits l)
    : limits_(l), both_(l.kept), addresses_(l.kept), names_(l.kept),
      welcome_(l.kept) {}

std::optional<milliseconds> login_limit::wait(const recent_counts& all,
                                              const std::string& key,
                                              unsigned most,
                                              instant now) const {
  const auto* f = all.of(key);
  if (f == nullptr || f->number < most ||
      is_over(f->first, limits_.window, now))
    return std::nullopt;
  return f->first + limits_.window - now;
}

bool login_limit::known(const std::string& both, instant now) const {
  const auto* w = welcome_.of(both);
  return w != nullptr && !is_over(w->first, limits_.remembered, now);
}

std::optional<milliseconds> login_limit::wait(const std::string& name,
                                              const std::string& address,
                                              instant now) const {
  auto near = neighbourhood(address);
  if (name.empty())
    return wait(addresses_, near, limits_.of_address, now);
  auto both = both_of(name, near);
  auto own = wait(both_, both, limits_.of_both, now);
  if (known(both, now))
    return own;
  return std::max({own, wait(addresses_, near, limits_.of_address, now),
                   wait(names_, name, limits_.of_name, now)});
}

void login_limit::failed(const std::string& name, const std::string& address,
                         instant now) {
  auto near = neighbourhood(address);
  addresses_.add(near, now, limits_.window);
  if (name.empty())
    return;
  both_.add(both_of(name, near), now, limits_.window);
  names_.add(name, now, limits_.window);
}

void login_limit::succeeded(const std::string& name, const std::string& address,
                            instant now) {
  auto both = both_of(name, neighbourhood(address));
  both_.erase(both);
  welcome_.put(both, now);
}

} // namespace dastomized::access

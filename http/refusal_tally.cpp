#include "http/refusal_tally.hpp"

#include "domain/address.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace dastomized::http {

namespace {

using storage::audit_entry;

// `counted` requests of which this is the last.
audit_entry sum_of(audit_entry last, unsigned counted, instant since,
                   bool many_places) {
  last.what =
      fmt::format("{}{}the last of {} such requests{} since {} UTC "
                  "that were only counted",
                  last.what, last.what.empty() ? "" : "; ", counted,
                  many_places ? " from many addresses" : "", utc_text(since));
  last.before.clear();
  last.after.clear();
  return last;
}

} // namespace

bool refusal_tally::is_over(instant begun, instant now) const {
  return now - begun >= limits_.window || begun > now; // or a clock set back
}

void refusal_tally::close(windows& all,
                          const std::function<bool(instant)>& ends,
                          std::vector<audit_entry>& to) {
  std::erase_if(all, [&](auto& x) {
    auto& [key, w] = x;
    if (!ends(w.begun))
      return false;
    if (w.counted > 0)
      to.push_back(
          sum_of(std::move(w.last), w.counted, w.begun, key == elsewhere));
    return true;
  });
}

std::vector<audit_entry>
refusal_tally::close_all(const std::function<bool(instant)>& ends) {
  std::vector<audit_entry> told;
  close(known_, ends, told);
  close(strangers_, ends, told);
  return told;
}

std::vector<audit_entry> refusal_tally::over(instant now) {
  std::lock_guard lock(mutex_);
  return close_all([&](instant begun) { return is_over(begun, now); });
}

std::vector<audit_entry> refusal_tally::rest() {
  std::lock_guard lock(mutex_);
  return close_all([](instant) { return true; });
}

std::vector<audit_entry> refusal_tally::add(audit_entry e,
                                            const std::string& whose) {
  std::lock_guard lock(mutex_);
  auto told = close_all([&](instant begun) { return is_over(begun, e.at); });
  if (is_over(strangers_since_, e.at))
    strangers_since_ = e.at, strangers_left_ = limits_.of_strangers;
  bool stranger = whose.empty();
  auto key = stranger ? neighbourhood(e.from) : whose;
  auto& all = stranger ? strangers_ : known_;
  // No window of their own for those who come when no entry is left: there
  // are never more windows than entries.
  if (stranger && strangers_left_ == 0 && !all.contains(key))
    key = elsewhere;
  auto& w = all.try_emplace(key, window{e.at, 0, 0, {}}).first->second;
  bool room = w.written < limits_.of_one && (!stranger || strangers_left_ > 0);
  if (!room) {
    ++w.counted;
    w.last = std::move(e);
    return told;
  }
  ++w.written;
  if (stranger)
    --strangers_left_;
  told.push_back(std::move(e));
  return told;
}

} // namespace dastomized::http

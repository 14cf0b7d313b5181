// The feed of changes: what of it is kept, and reading it. Each commit writes
// its own entry.
#include "storage/keyed_store.hpp"
#include "storage/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace dastomized::storage {

namespace {

// meta: the feed begins after this number; written where it was cut.
constexpr std::string_view cut_key = "feed_cut";
// Numbers that were given after a backup are not given to other changes once
// it is restored: nobody who knows one of them must believe to know all. The
// time of the restoring, in milliseconds, sees to those that were given after
// the same backup was restored before: there is less than one in each.
constexpr std::uint64_t cut_skip = 1'000'000'000;

result<std::uint64_t> cut_of(engine& e) {
  auto text = e.get(family::meta, cut_key);
  if (!text)
    return text.error();
  std::uint64_t n = 0;
  if (!*text)
    return n;
  auto end = (*text)->data() + (*text)->size();
  if (auto [stop, error] = std::from_chars((*text)->data(), end, n);
      error != std::errc{} || stop != end)
    return failure{fault::storage, "the value feed_cut is no number"};
  return n;
}

} // namespace

result<feed_span> kept_feed(engine& e) {
  auto cut = cut_of(e);
  if (!cut)
    return cut.error();
  feed_span s{*cut + 1, *cut};
  for (bool backwards : {false, true}) {
    auto scanned = e.scan(family::jobs, keys::feed(0), keys::feed_end(),
                          backwards, [&](auto key, auto) {
                            auto n = keys::read_number(key.substr(1));
                            auto& end = backwards ? s.newest : s.oldest;
                            end = std::max(end, n);
                            return false;
                          });
    if (!scanned)
      return scanned.error();
  }
  return s;
}

result<void> cut_feed(engine& e, instant now) {
  auto kept = kept_feed(e);
  if (!kept)
    return kept.error();
  auto ms = std::max<std::int64_t>(0, now.time_since_epoch().count());
  auto cut = std::max(kept->newest + cut_skip, static_cast<std::uint64_t>(ms));
  write_batch b{{family::meta, std::string(cut_key), std::to_string(cut)}};
  auto scanned =
      e.scan(family::jobs, keys::feed(0), keys::feed_end(), false,
             [&](auto key, auto) {
               b.push_back({family::jobs, std::string(key), std::nullopt});
               return true;
             });
  if (!scanned)
    return scanned.error();
  auto done = e.write(b);
  return done ? result<void>() : result<void>(done.error());
}

result<std::vector<feed_entry>> keyed_store::feed_since(std::uint64_t after,
                                                        std::size_t limit) {
  std::vector<feed_entry> out;
  bool damaged = false;
  if (limit == 0 || after >= feed_newest_)
    return out;
  auto scanned = engine_->scan(
      family::jobs, keys::feed(after + 1), keys::feed_end(), false,
      [&](auto key, auto value) {
        auto of = keys::read_order(value);
        damaged = !of;
        if (of)
          out.push_back({keys::read_number(key.substr(1)), std::move(*of)});
        return of && out.size() < limit;
      });
  if (!scanned)
    return scanned.error();
  if (damaged)
    return failure{fault::storage, "an entry of the feed is damaged"};
  return out;
}

feed_span keyed_store::feed() {
  auto newest = feed_newest_.load();
  auto trimmed = newest > feed_kept ? newest - feed_kept : 0;
  return {std::max(feed_begin_, trimmed + 1), newest};
}

void keyed_store::on_feed(std::function<void()> f) {
  std::lock_guard lock(feed_mutex_);
  on_feed_ = std::move(f);
}

} // namespace dastomized::storage

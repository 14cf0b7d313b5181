#include "actors/freezes.hpp"

#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace dastomized::actors {

namespace json = boost::json;

namespace {

constexpr auto kept_key = "freezes";

std::int64_t millis(instant t) {
  return t.time_since_epoch().count();
}

json::object written(const freeze& f) {
  json::object o;
  o["id"] = f.id;
  o["scope"] = json::string(name(f.scope));
  o["name"] = f.name;
  o["reason"] = f.reason;
  o["by"] = f.by;
  o["since"] = millis(f.since);
  if (f.until)
    o["until"] = millis(*f.until);
  return o;
}

// Throws what Boost.JSON throws on text that is not ours.
freeze read(const json::object& o) {
  auto text = [&](const char* key) {
    return json::value_to<std::string>(o.at(key));
  };
  freeze f;
  f.id = o.at("id").to_number<std::uint64_t>();
  f.scope = parse_freeze_scope(text("scope")).value_or(freeze_scope::all);
  f.name = text("name");
  f.reason = text("reason");
  f.by = text("by");
  f.since = instant{milliseconds{o.at("since").to_number<std::int64_t>()}};
  if (auto* until = o.if_contains("until"))
    f.until = instant{milliseconds{until->to_number<std::int64_t>()}};
  return f;
}

std::vector<freeze> read_all(const std::string& text) {
  std::vector<freeze> all;
  auto list = json::parse(text);
  for (const auto& x : list.as_array())
    all.push_back(read(x.as_object()));
  return all;
}

} // namespace

freezes::freezes(storage::order_store& store) : store_(store) {
  std::string problem;
  try {
    auto kept = store_.meta(kept_key);
    if (!kept)
      problem = kept.error().what;
    else if (*kept)
      all_ = read_all(**kept);
  } catch (const std::exception& e) {
    problem = e.what();
  }
  if (!problem.empty()) {
    spdlog::error("freeze.load_failed error=\"{}\"", problem);
    freeze f;
    f.reason = "the kept freezes could not be read: " + problem;
    f.by = "daemon";
    all_ = {f};
  }
  for (const auto& f : all_)
    last_id_ = std::max(last_id_, f.id);
}

std::vector<freeze> freezes::all(instant now) const {
  std::lock_guard lock(mutex_);
  auto out = all_;
  std::erase_if(out,
                [&](const freeze& f) { return f.until && *f.until <= now; });
  return out;
}

std::uint64_t freezes::revision() const {
  std::lock_guard lock(mutex_);
  return revision_;
}

void freezes::add(freeze f, std::function<void(result<freeze>)> done) {
  std::lock_guard lock(mutex_);
  std::erase_if(
      all_, [&](const freeze& x) { return x.until && *x.until <= f.since; });
  f.id = ++last_id_;
  all_.push_back(f);
  spdlog::warn("freeze.made id={} scope={} name={} by={} reason=\"{}\"", f.id,
               name(f.scope), f.name, f.by, f.reason);
  save([f, done = std::move(done)](const result<bool>& kept) {
    kept ? done(f) : done(kept.error());
  });
}

std::optional<freeze> freezes::lift(std::uint64_t id,
                                    std::function<void(result<bool>)> done) {
  std::lock_guard lock(mutex_);
  auto it = std::ranges::find(all_, id, &freeze::id);
  if (it == all_.end())
    return std::nullopt;
  auto lifted = std::move(*it);
  all_.erase(it);
  spdlog::warn("freeze.lifted id={} scope={} name={}", id, name(lifted.scope),
               lifted.name);
  save(std::move(done));
  return lifted;
}

void freezes::halt(const std::string& provider, std::string by,
                   std::string reason, instant now, instant until) {
  std::lock_guard lock(mutex_);
  auto it = std::ranges::find_if(all_, [&](const freeze& f) {
    return f.by_itself && f.name == provider && f.by == by;
  });
  bool known = it != all_.end();
  if (!known) {
    all_.push_back({++last_id_, freeze_scope::provider, provider, "",
                    std::move(by), now, until, true});
    it = std::prev(all_.end());
  }
  if (!known || (it->until && *it->until <= now))
    spdlog::warn("provider.halted provider={} by={} reason=\"{}\"", provider,
                 it->by, reason);
  it->reason = std::move(reason);
  it->until = until;
  ++revision_;
}

void freezes::resume(const std::string& provider) {
  std::lock_guard lock(mutex_);
  auto gone = std::erase_if(
      all_, [&](const freeze& f) { return f.by_itself && f.name == provider; });
  if (gone == 0)
    return;
  ++revision_;
  spdlog::info("provider.resumed provider={}", provider);
}

void freezes::save(std::function<void(result<bool>)> done) {
  ++revision_;
  json::array list;
  for (const auto& f : all_)
    if (!f.by_itself)
      list.push_back(written(f));
  store_.put_meta(kept_key, json::serialize(list), std::move(done));
}

} // namespace dastomized::actors

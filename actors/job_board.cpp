#include "actors/job_board.hpp"

#include "connectors/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

namespace dastomized::actors {

namespace {

namespace json = boost::json;

constexpr std::size_t kept_max = 200;
constexpr auto last_key = "jobs/last";

std::string key_of(std::uint64_t id) {
  return "jobs/" + std::to_string(id);
}

json::value millis(const std::optional<instant>& t) {
  return t ? json::value(t->time_since_epoch().count()) : json::value(nullptr);
}

std::optional<instant> instant_in(const json::object& o, const char* key) {
  const auto& v = o.at(key);
  if (!v.is_int64())
    return {};
  return instant{milliseconds{v.get_int64()}};
}

json::object plan_json(const import_plan& p) {
  return {{"kind", static_cast<int>(p.kind)},
          {"from", millis(p.from)},
          {"to", millis(p.to)},
          {"by_modified", p.by_modified},
          {"shop_time", p.shop_time},
          {"ids", json::value_from(p.ids)}};
}

json::object report_json(const import_report& r) {
  json::array failed;
  for (const auto& [id, why] : r.failed)
    failed.push_back(json::array{id, why});
  return {{"created", r.created},     {"updated", r.updated},
          {"unchanged", r.unchanged}, {"skipped", r.skipped},
          {"by_number", r.by_number}, {"failures", r.failures},
          {"failed", failed}};
}

import_plan plan_in(const json::object& o) {
  import_plan p;
  p.kind = static_cast<import_kind>(o.at("kind").to_number<int>());
  p.from = instant_in(o, "from");
  p.to = instant_in(o, "to");
  p.by_modified = o.at("by_modified").as_bool();
  if (auto* given = o.if_contains("shop_time")) // older jobs have none
    p.shop_time = given->as_bool();
  p.ids = json::value_to<std::vector<std::int64_t>>(o.at("ids"));
  return p;
}

import_report report_in(const json::object& o) {
  import_report r;
  auto number = [&](const char* key) {
    return o.at(key).to_number<std::uint64_t>();
  };
  r.created = number("created");
  r.updated = number("updated");
  r.unchanged = number("unchanged");
  r.skipped = number("skipped");
  r.by_number = number("by_number");
  r.failures = number("failures");
  for (const auto& f : o.at("failed").as_array())
    r.failed.emplace_back(f.at(0).to_number<std::int64_t>(),
                          json::value_to<std::string>(f.at(1)));
  return r;
}

std::string text_of(const import_job& j) {
  return json::serialize(json::object{
      {"id", j.id},
      {"store", j.store},
      {"by", j.by},
      {"plan", plan_json(j.plan)},
      {"state", static_cast<int>(j.state)},
      {"problem", j.problem},
      {"begun", millis(j.begun)},
      {"ended", millis(j.ended)},
      {"total", j.total ? json::value(*j.total) : json::value(nullptr)},
      {"done", j.done},
      {"pages_done", j.pages_done},
      {"report", report_json(j.report)}});
}

import_job job_in(const std::string& text) {
  auto o = json::parse(text).as_object();
  import_job j;
  j.id = o.at("id").to_number<std::uint64_t>();
  j.store = json::value_to<std::string>(o.at("store"));
  j.by = json::value_to<std::string>(o.at("by"));
  j.plan = plan_in(o.at("plan").as_object());
  j.state = static_cast<job_state>(o.at("state").to_number<int>());
  j.problem = json::value_to<std::string>(o.at("problem"));
  j.begun = instant_in(o, "begun").value_or(instant{});
  j.ended = instant_in(o, "ended");
  if (o.at("total").is_number())
    j.total = o.at("total").to_number<std::uint64_t>();
  j.done = o.at("done").to_number<std::uint64_t>();
  j.pages_done = o.at("pages_done").to_number<std::uint32_t>();
  j.report = report_in(o.at("report").as_object());
  return j;
}

} // namespace

std::uint64_t job_board::add(import_job j) {
  {
    std::lock_guard lock(mutex_);
    j.id = ++last_;
    jobs_[j.id] = j;
  }
  store_.put_meta(last_key, std::to_string(j.id), [](const result<bool>&) {});
  save(j);
  return j.id;
}

void job_board::put(const import_job& j) {
  {
    std::lock_guard lock(mutex_);
    jobs_[j.id] = j;
  }
  save(j);
}

void job_board::save(const import_job& j) {
  store_.put_meta(key_of(j.id), text_of(j), [id = j.id](const auto& r) {
    if (!r)
      spdlog::error("job.save_failed job={} error=\"{}\"", id, r.error().what);
  });
}

std::optional<import_job> job_board::find(std::uint64_t id) const {
  std::lock_guard lock(mutex_);
  auto it = jobs_.find(id);
  return it == jobs_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<import_job> job_board::all() const {
  std::lock_guard lock(mutex_);
  std::vector<import_job> out;
  for (auto it = jobs_.rbegin(); it != jobs_.rend() && out.size() < kept_max;
       ++it)
    out.push_back(it->second);
  return out;
}

result<std::vector<import_job>> job_board::load() {
  auto last = store_.meta(last_key);
  if (!last)
    return last.error();
  std::lock_guard lock(mutex_);
  last_ = *last ? std::stoull(**last) : 0;
  std::vector<import_job> open;
  for (auto id = last_; id > 0 && last_ - id < kept_max; --id) {
    auto text = store_.meta(key_of(id));
    if (!text)
      return text.error();
    if (!*text)
      continue;
    auto j = job_in(**text);
    if (j.state == job_state::running)
      open.push_back(j);
    jobs_[id] = std::move(j);
  }
  return open;
}

} // namespace dastomized::actors

#include "actors/job_text.hpp"

#include <boost/json.hpp>

#include <exception>
#include <stdexcept>

namespace dastomized::actors {

namespace {

namespace json = boost::json;

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

// An enumeration by its number; throws above `last`.
template <class E>
E enum_in(const json::object& o, const char* key, E last) {
  auto n = o.at(key).to_number<unsigned>();
  if (n > static_cast<unsigned>(last))
    throw std::out_of_range(key);
  return static_cast<E>(n);
}

import_plan plan_in(const json::object& o) {
  import_plan p;
  p.kind = enum_in(o, "kind", import_kind::ids);
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

import_job read(const std::string& text) {
  const auto v = json::parse(text);
  const auto& o = v.as_object();
  import_job j;
  j.id = o.at("id").to_number<std::uint64_t>();
  j.store = json::value_to<std::string>(o.at("store"));
  j.by = json::value_to<std::string>(o.at("by"));
  j.plan = plan_in(o.at("plan").as_object());
  j.state = enum_in(o, "state", job_state::cancelled);
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

result<import_job> job_in(const std::string& text) {
  try {
    return read(text);
  } catch (const std::exception&) { // a member is missing or of another kind
    return failure{fault::storage, "a stored import job is damaged"};
  }
}

} // namespace dastomized::actors

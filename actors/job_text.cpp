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

// What every job has.
job head_in(const json::object& o) {
  job j;
  j.id = o.at("id").to_number<std::uint64_t>();
  j.by = json::value_to<std::string>(o.at("by"));
  j.state = enum_in(o, "state", job_state::cancelled);
  j.problem = json::value_to<std::string>(o.at("problem"));
  j.begun = instant_in(o, "begun").value_or(instant{});
  j.ended = instant_in(o, "ended");
  if (o.at("total").is_number())
    j.total = o.at("total").to_number<std::uint64_t>();
  j.done = o.at("done").to_number<std::uint64_t>();
  if (auto* given = o.if_contains("cancelling")) // older jobs have none
    j.cancelling = given->as_bool();
  return j;
}

job read_bulk(const json::object& o) {
  auto j = head_in(o);
  j.kind = job_kind::bulk;
  auto action = parse_bulk_action(json::value_to<std::string>(o.at("action")));
  if (!action || !j.total || *j.total > bulk_max)
    throw std::out_of_range("action");
  j.bulk.action = *action;
  j.bulk.reason = json::value_to<std::string>(o.at("reason"));
  const auto& tally = o.at("tally").as_array();
  j.tally = {tally.at(0).to_number<std::uint64_t>(),
             tally.at(1).to_number<std::uint64_t>(),
             tally.at(2).to_number<std::uint64_t>()};
  return j;
}

job read_import(const json::object& o) {
  auto j = head_in(o);
  j.store = json::value_to<std::string>(o.at("store"));
  j.plan = plan_in(o.at("plan").as_object());
  j.pages_done = o.at("pages_done").to_number<std::uint32_t>();
  j.report = report_in(o.at("report").as_object());
  return j;
}

} // namespace

std::string text_of(const job& j) {
  json::object o{
      {"id", j.id},
      {"by", j.by},
      {"state", static_cast<int>(j.state)},
      {"cancelling", j.cancelling},
      {"problem", j.problem},
      {"begun", millis(j.begun)},
      {"ended", millis(j.ended)},
      {"total", j.total ? json::value(*j.total) : json::value(nullptr)},
      {"done", j.done}};
  if (j.kind == job_kind::bulk) {
    o["action"] = bulk_name(j.bulk.action);
    o["reason"] = j.bulk.reason;
    o["tally"] =
        json::array{j.tally.succeeded, j.tally.skipped, j.tally.failed};
  } else {
    o["store"] = j.store;
    o["plan"] = plan_json(j.plan);
    o["pages_done"] = j.pages_done;
    o["report"] = report_json(j.report);
  }
  return json::serialize(o);
}

result<job> job_in(const std::string& text) {
  try {
    const auto v = json::parse(text);
    const auto& o = v.as_object();
    return o.contains("action") ? read_bulk(o) : read_import(o);
  } catch (const std::exception&) { // a member is missing or of another kind
    return failure{fault::storage, "a stored job is damaged"};
  }
}

} // namespace dastomized::actors

// Imports, which are jobs.
#include "domain/text.hpp"
#include "http/answers.hpp"
#include "http/describe.hpp"
#include "http/desk.hpp"
#include "http/times.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t ids_max = 10'000;

result<std::vector<std::int64_t>> ids_in(const json::value& given) {
  if (!given.is_array() || given.get_array().empty() ||
      given.get_array().size() > ids_max)
    return failure{fault::invalid, "ids must be a list of 1 to 10000 ids"};
  std::vector<std::int64_t> ids;
  for (const auto& id : given.get_array()) {
    if (!id.is_int64() || id.get_int64() < 1)
      return failure{fault::invalid, "ids must be whole numbers"};
    ids.push_back(id.get_int64());
  }
  return ids;
}

struct bound {
  std::optional<instant> at;
  bool shop_time = false; // on the shop's own clock
};

result<bound> bound_in(const json::object& body, const char* key) {
  const auto* given = body.if_contains(key);
  if (given == nullptr)
    return bound{};
  std::string_view text = given->is_string()
                              ? std::string_view(given->get_string())
                              : std::string_view();
  if (auto at = parse_instant(text))
    return bound{at, false};
  if (auto at = parse_wall_time(text))
    return bound{at, true};
  return failure{fault::invalid, std::string(key) +
                                     " must be a time like "
                                     "2026-01-31T08:00:00+01:00, or without a "
                                     "zone one of the shop's own clock"};
}

result<actors::import_plan> range_in(const json::object& body) {
  actors::import_plan p;
  p.kind = actors::import_kind::range;
  auto from = bound_in(body, "from"), to = bound_in(body, "to");
  if (!from || !to)
    return from ? to.error() : from.error();
  if (from->at && to->at && from->shop_time != to->shop_time)
    return failure{fault::invalid,
                   "give from and to either both with a zone or both without"};
  if (from->at && to->at && *from->at >= *to->at)
    return failure{fault::invalid, "from must be before to"};
  p.from = from->at;
  p.to = to->at;
  p.shop_time = from->shop_time || to->shop_time;
  if (const auto* by = body.if_contains("by")) {
    if (*by != "created" && *by != "modified")
      return failure{fault::invalid, "by must be created or modified"};
    p.by_modified = *by == "modified";
  }
  return p;
}

// For the audit.
std::string words_of(const actors::import_plan& p) {
  if (p.kind == actors::import_kind::all)
    return "all orders";
  if (p.kind == actors::import_kind::ids)
    return fmt::format("{} orders by their ids", p.ids.size());
  auto side = [](std::string_view word, std::optional<instant> t) {
    return t ? fmt::format(" {} {}", word, utc_text(*t)) : std::string();
  };
  return fmt::format("orders {}{}{}{}", p.by_modified ? "modified" : "created",
                     side("from", p.from), side("to", p.to),
                     p.shop_time ? " of the shop's clock" : " UTC");
}

// Exactly one of all, ids, from/to says what is wanted.
result<actors::import_plan> plan_in(const json::object& body) {
  for (const auto& [key, value] : body)
    if (key != "all" && key != "ids" && key != "from" && key != "to" &&
        key != "by")
      return failure{fault::invalid,
                     "there is no key " + valid_utf8(std::string(key))};
  bool all = body.contains("all"), ids = body.contains("ids"),
       range = body.contains("from") || body.contains("to");
  if (all + ids + range != 1)
    return failure{fault::invalid,
                   "say one of all (true), ids (a list) or from and to"};
  actors::import_plan p;
  if (range)
    return range_in(body);
  if (ids) {
    auto given = ids_in(body.at("ids"));
    if (!given)
      return given.error();
    p.kind = actors::import_kind::ids;
    p.ids = std::move(*given);
  } else if (body.at("all") != true) {
    return failure{fault::invalid, "all must be true"};
  }
  return p;
}

} // namespace

void desk::import_orders(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  auto s = settings();
  bool known =
      std::any_of(s->stores.begin(), s->stores.end(),
                  [&](const auto& x) { return x.name == c->taken[0]; });
  if (!known)
    return c->answer(problem(404, "not_found", "there is no such store"));
  auto plan = plan_in(*body);
  if (!plan)
    return c->answer(problem(plan.error()));
  c->note->target = c->taken[0];
  auto what = words_of(*plan);
  auto id = front_.import_orders(c->taken[0], std::move(*plan), c->who.name);
  if (!id)
    return c->answer(problem(id.error()));
  c->note->what = fmt::format("import of {}: job {}", what, *id);
  c->answer(job_begun(*id));
}

} // namespace dastomized::http

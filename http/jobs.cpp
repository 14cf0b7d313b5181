// Jobs: imports and actions on many orders, and what became of each order.
#include "http/describe.hpp"
#include "http/desk.hpp"
#include "http/times.hpp"

#include <algorithm>
#include <array>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr std::size_t page_max = 200;
constexpr std::size_t read_at_once = 1000;
constexpr std::size_t scanned_max = 20'000; // rows, for one page
constexpr auto any_number = ~std::uint64_t{0};
constexpr std::array outcomes{actors::row_outcome::done,
                              actors::row_outcome::skipped,
                              actors::row_outcome::failed};

std::optional<actors::job> job_named(actors::front& f, const std::string& id) {
  for (auto& j : f.jobs())
    if (std::to_string(j.id) == id)
      return std::move(j);
  return std::nullopt;
}

response no_job() {
  return problem(404, "not_found", "there is no such job");
}

struct rows_wanted {
  std::uint64_t after = 0, limit = 50;
  std::optional<actors::row_outcome> outcome;
};

result<rows_wanted> wanted_of(const call& c) {
  if (auto odd = unknown_arg(c, {"after", "limit", "outcome"}))
    return failure{fault::invalid, "there is no parameter " + *odd};
  const auto* from = c.arg("after");
  bool first = from != nullptr && *from == "0";
  auto after = first ? std::uint64_t{0} : number_arg(c, "after", 0, any_number);
  auto limit = number_arg(c, "limit", 50, page_max);
  if (!after || !limit)
    return after ? limit.error() : after.error();
  rows_wanted w{*after, *limit, {}};
  if (const auto* text = c.arg("outcome")) {
    auto found = std::ranges::find(outcomes, *text,
                                   [](auto o) { return actors::name_of(o); });
    if (found == outcomes.end())
      return failure{fault::invalid, "outcome must be done, skipped or failed"};
    w.outcome = *found;
  }
  return w;
}

json::object row_json(const actors::bulk_row& r) {
  return {{"store", r.of.key.store},
          {"id", r.of.key.id},
          {"number", valid_utf8(r.of.number)},
          {"outcome", actors::name_of(r.outcome)},
          {"code", r.code},
          {"what", valid_utf8(r.what)}};
}

// Up to `last`: behind it rows may still come, out of their order.
result<json::object> rows_page(storage::order_store& store, std::uint64_t job,
                               std::uint64_t last, const rows_wanted& w) {
  json::array rows;
  auto at = w.after;
  std::size_t scanned = 0;
  bool more = at < last;
  while (more && rows.size() < w.limit && scanned < scanned_max) {
    auto some = actors::read_rows(store, job, at, read_at_once);
    if (!some)
      return some.error();
    more = some->size() == read_at_once;
    for (const auto& r : *some) {
      if (r.n > last || rows.size() == w.limit) {
        more = r.n <= last;
        break;
      }
      at = r.n;
      ++scanned;
      if (!w.outcome || r.outcome == *w.outcome)
        rows.push_back(row_json(r));
    }
  }
  more = more && at < last;
  return json::object{{"rows", std::move(rows)},
                      {"next_after", more ? json::value(at) : nullptr}};
}

double rate_of(const actors::job& j, instant now) {
  auto took = j.ended.value_or(now) - j.begun;
  return took.count() > 0 ? static_cast<double>(j.done) * 1000 /
                                static_cast<double>(took.count())
                          : 0;
}

json::object report_json(const actors::import_report& r) {
  json::array failed;
  for (const auto& [id, why] : r.failed)
    failed.push_back(json::object{{"id", id}, {"reason", valid_utf8(why)}});
  return {{"created", r.created},     {"updated", r.updated},
          {"unchanged", r.unchanged}, {"skipped", r.skipped},
          {"by_number", r.by_number}, {"failures", r.failures},
          {"failed", failed}};
}

json::object report_json(const actors::bulk_report& r) {
  return {
      {"succeeded", r.succeeded}, {"skipped", r.skipped}, {"failed", r.failed}};
}

} // namespace

json::object job_json(const actors::job& j, instant now) {
  static constexpr const char* kinds[] = {"all", "range", "ids"};
  bool bulk = j.kind == actors::job_kind::bulk;
  auto rate = rate_of(j, now);
  json::value left = nullptr;
  if (j.state == actors::job_state::running && j.total && rate > 0)
    left = static_cast<double>(*j.total - std::min(*j.total, j.done)) / rate;
  return {{"id", j.id},
          {"kind", bulk ? "bulk" : "import"},
          {"action", bulk ? actors::bulk_name(j.bulk.action)
                          : kinds[static_cast<std::size_t>(j.plan.kind)]},
          {"store", j.store},
          {"by", valid_utf8(j.by)},
          {"state", actors::name_of(j.state)},
          {"problem", valid_utf8(j.problem)},
          {"begun", to_text(j.begun)},
          {"ended", j.ended ? json::value(to_text(*j.ended)) : nullptr},
          {"total", j.total ? json::value(*j.total) : nullptr},
          {"done", j.done},
          {"per_second", rate},
          {"seconds_left", left},
          {"report", bulk ? report_json(j.tally) : report_json(j.report)}};
}

response job_begun(std::uint64_t id) {
  auto where = "/api/v1/jobs/" + std::to_string(id);
  auto r = json_response(202, json::object{{"job", id}, {"href", where}});
  r.set(boost::beast::http::field::location, where);
  return r;
}

void desk::list_jobs(call_ptr c) {
  json::array all;
  for (const auto& j : front_.jobs())
    all.push_back(job_json(j, now_()));
  c->answer(json_response(200, json::object{{"jobs", std::move(all)}}));
}

void desk::show_job(call_ptr c) {
  auto j = job_named(front_, c->taken[0]);
  c->answer(j ? json_response(200, job_json(*j, now_())) : no_job());
}

void desk::list_job_rows(call_ptr c) {
  auto j = job_named(front_, c->taken[0]);
  if (!j)
    return c->answer(no_job());
  auto w = wanted_of(*c);
  if (!w)
    return c->answer(problem(w.error()));
  bool ended = j->state != actors::job_state::running;
  auto last = ended ? j->total.value_or(0) : j->rows_done;
  if (j->kind != actors::job_kind::bulk)
    last = 0; // an import has no rows
  read(c, [this, id = j->id, last, w = *w]() -> result<response> {
    auto page = rows_page(store_, id, last, w);
    if (!page)
      return page.error();
    return json_response(200, *page);
  });
}

void desk::cancel_job(call_ptr c) {
  auto j = job_named(front_, c->taken[0]);
  if (!j)
    return c->answer(no_job());
  c->note->target = "job " + std::to_string(j->id);
  c->note->what = j->kind == actors::job_kind::bulk
                      ? "cancel an action on many orders"
                      : "cancel an import of " + j->store;
  front_.cancel_job(j->id, [c, id = j->id](const result<bool>& r) {
    if (!r)
      return c->answer(problem(r.error()));
    c->answer(*r ? json_response(202, json::object{{"job", id}})
                 : problem(409, "ended", "the job has ended"));
  });
}

} // namespace dastomized::http

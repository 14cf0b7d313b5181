// When nothing goes wrong any more, everything must come to an end that
// somebody can explain.
#include "connectors/woocommerce/woocommerce.hpp"
#include "storage/keys.hpp"
#include "tests/simulation/life.hpp"

#include <algorithm>

namespace dastomized::simulation {

namespace {

using enum part_state;

constexpr int hours_max = 72;

// Only a re-read knows the refunded pieces.
snapshot comparable(snapshot s) {
  for (auto& l : s.lines)
    l.refunded = 0;
  return s;
}

bool attended(const order& o, std::string_view code) {
  return std::ranges::any_of(o.attentions, [&](const attention& a) {
    return a.code.starts_with(code);
  });
}

} // namespace

void life::calm_down() {
  if (over())
    return;
  trace_.note("---- calm");
  calm_ = true;
  network_.over = {};
  disk_.read_fails = disk_.write_fails = 0;
  outside_.missing.clear();
  outside_.page_instead.clear();
  if (!process_->store().healthy())
    die_and_rise();
  auto& freezes = process_->context()->freezes;
  for (const auto& f : freezes.all(wall_clock()))
    freezes.lift(f.id, [](const auto&) {});
  std::vector<std::string> open;
  for (int hour = 0; hour < hours_max && !over(); ++hour) {
    advance(1h);
    open = unexplained();
    if (open.empty())
      break;
  }
  for (auto& what : open)
    promises_.complain(what);
  check_indexes();
  check_inbox();
}

std::vector<std::string> life::unexplained() {
  std::vector<std::string> out;
  for (auto id : placed_) {
    auto o = process_->store().load({"shop", id}).value();
    if (o)
      judge(*o, out);
    else if (outside_.shop.find(id))
      out.push_back(fmt::format("order {} was never heard of", id));
    compare_with_shop(id, out);
  }
  for (const auto& j : process_->context()->jobs.all())
    judge_job(j, out);
  if (!process_->store().pending("shop", 0, 1).value().empty())
    out.emplace_back("a delivery was never looked at");
  return out;
}

void life::compare_with_shop(std::int64_t id, std::vector<std::string>& out) {
  auto held = process_->store().load({"shop", id}).value();
  if (!held)
    return;
  auto* o = outside_.shop.find(id);
  bool gone = !o || sandbox::text_at(o->doc, "status") == "trash";
  if (held->gone != gone)
    return out.push_back(fmt::format("order {} is {}gone, and we say {}", id,
                                     gone ? "" : "not ", held->gone));
  if (gone)
    return;
  auto truth = std::get<snapshot>(
      connectors::woocommerce::decode_order(sandbox::php_json(o->doc)));
  if (!same_content(comparable(held->said), comparable(truth)))
    out.push_back(fmt::format("order {} is {} in the shop, {} here, and not "
                              "the same",
                              id, truth.status, held->said.status));
}

// It has ended, and each row it calls done came about once.
void life::judge_job(const actors::job& j, std::vector<std::string>& out) {
  auto say = [&](const std::string& what) {
    out.push_back(fmt::format("job {} {}", j.id, what));
  };
  if (j.state == actors::job_state::running)
    return say("runs for ever: " + j.problem);
  auto rows = actors::read_rows(process_->store(), j.id, 0, *j.total).value();
  if (j.state == actors::job_state::done && rows.size() != *j.total)
    say(fmt::format("is done with {} of {} rows", rows.size(), *j.total));
  auto by = fmt::format("mia (bulk job {})", j.id);
  for (const auto& r : rows) {
    auto notes = process_->store().journal(r.of.key, ~0u).value();
    auto times = std::ranges::count_if(notes, [&](const journal_entry& e) {
      return e.by == by && e.kind == "reason";
    });
    if (times != (r.outcome == actors::row_outcome::done))
      say(fmt::format("did {} {} times and calls it {}", to_string(r.of.key),
                      times, name_of(r.outcome)));
  }
}

void life::judge(const order& o, std::vector<std::string>& out) {
  auto say = [&](const std::string& what) {
    out.push_back(to_string(o.key) + " " + what);
  };
  if (o.request)
    say("waits to be submitted by " + o.request->by);
  if (o.intent)
    say("waits to become " + o.intent->to);
  if (o.edit && !o.edit->refused)
    say("waits to have its personalization changed");
  if (o.count.state == countdown_state::running)
    say("still counts down");
  if (o.count.hold_until && o.count.state == countdown_state::paused)
    say("is held though its hold is over");
  for (const auto& s : o.shipments)
    if (s.push != push_state::written && !o.gone)
      say("has a parcel the shop was not told of");
  judge_parts(o, out);
  bool done = std::ranges::all_of(o.parts, [](const part& p) {
    return p.state == accepted || p.state == cancelled;
  });
  bool told = attended(o, "refused") || attended(o, "twin") ||
              attended(o, "blocked") || attended(o, "status") ||
              attended(o, "drift.") || attended(o, "design") ||
              attended(o, "edit") || o.count.state == countdown_state::paused;
  if (!o.gone && o.said.status == "processing" && !done && !told)
    say("was lost: neither submitted nor shown to a person");
  if (must_be_made(o) && (!done || o.parts.empty()))
    say("was touched by nobody and is not submitted");
}

void life::judge_parts(const order& o, std::vector<std::string>& out) {
  for (const auto& p : o.parts) {
    auto took = outside_.took(p.reference);
    bool there = took.accepted > took.cancelled;
    // Until the order may go on: the store calls it on hold, say.
    bool waits = p.reason_code == "not_there" || p.transient;
    if (p.state == intended ||
        ((p.state == unknown || p.transient) && (!waits || p.next_try)))
      out.push_back(fmt::format("{} is still {}", p.reference, name(p.state)));
    if (p.state == accepted && took.accepted == 0)
      out.push_back(p.reference + " is accepted, and the printer has none");
    if (there && p.state != accepted && p.state != unknown &&
        p.state != intended && !promises_.acted_late(p.reference))
      out.push_back(fmt::format("{} is at the printer and {} here", p.reference,
                                name(p.state)));
  }
}

bool life::must_be_made(const order& o) const {
  auto refused_by_printer = [&](const part& p) {
    return network_.rejected.contains(p.reference) ||
           p.reason_code == "provider.error" || p.state == refused;
  };
  return !touched_.contains(o.key.id) && o.said.paid && !o.twin_of &&
         type_of(o) == order_type::in_app &&
         std::ranges::none_of(o.parts, refused_by_printer);
}

// The due index and the rows say what the records say.
void life::check_indexes() {
  auto& store = process_->store();
  std::map<order_key, instant> due;
  for (const auto& e :
       store.due(instant{milliseconds{std::int64_t{1} << 50}}, {}, ~0ull)
           .value())
    if (!due.emplace(e.key, e.at).second)
      promises_.complain(to_string(e.key) + " is due twice");
  storage::list_query all;
  all.limit = 1000;
  auto rows = store.list(all).value().rows;
  auto keys = store.keys("shop").value();
  if (rows.size() != keys.size())
    promises_.complain("there are more rows than orders, or fewer");
  for (const auto& key : keys) {
    auto o = store.load(key).value().value();
    auto it = due.find(key);
    auto wake = next_wake(o);
    if (wake.has_value() != (it != due.end()) || (wake && *wake != it->second))
      promises_.complain(to_string(key) + " is due at another time");
    if (std::ranges::find(rows, storage::row_of(o)) == rows.end())
      promises_.complain(to_string(key) + " has another row");
  }
}

void life::check_inbox() {
  for (auto seq : acknowledged_)
    if (auto item = process_->store().inbox_item_at(seq); item && !*item)
      promises_.complain(
          fmt::format("delivery {} was acknowledged and is gone", seq));
}

} // namespace dastomized::simulation

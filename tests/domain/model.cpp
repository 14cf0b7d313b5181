#include "tests/domain/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace dastomized::tests {

namespace {

std::string told(const event& e) {
  constexpr const char* names[] = {
      "store_said",    "store_gone",      "reread_failed",   "time_passed",
      "person_asked",  "part_answered",   "part_looked_up",  "status_pushed",
      "tracking_seen", "tracking_hinted", "tracking_failed", "tracking_pushed",
      "turn_came",     "artwork_seen",    "edit_pushed"};
  std::string text = names[e.index()];
  if (auto* x = std::get_if<store_said>(&e))
    text += fmt::format(" {} \"{}\" from {}", x->said.status,
                        x->said.shipping.line1, static_cast<int>(x->from));
  if (auto* x = std::get_if<time_passed>(&e); x && x->fresh)
    text += " fresh";
  if (auto* x = std::get_if<person_asked>(&e))
    text += fmt::format(" {} {}", static_cast<int>(x->what), x->text);
  if (auto* x = std::get_if<part_answered>(&e))
    text +=
        fmt::format(" {} #{} {}", x->reference, x->attempt, x->outcome.index());
  if (auto* x = std::get_if<part_looked_up>(&e))
    text +=
        fmt::format(" {} #{} {}", x->reference, x->attempt, x->outcome.index());
  return text;
}

std::string shown(const order& o) {
  auto text = fmt::format("{} count={}", o.said.status, name(o.count.state));
  if (o.request)
    text += " request=" + o.request->by;
  if (o.intent)
    text += " intent=" + o.intent->to;
  if (o.edit)
    text += o.edit->refused ? " edit=refused" : " edit";
  for (const auto& p : o.parts)
    text += fmt::format(" {}:{}#{}", p.reference, name(p.state), p.attempt);
  return text;
}

} // namespace

model_world::model_world(std::uint64_t seed) : random_(seed) {
  for (auto* percent :
       {&mood_.lost, &mood_.refused, &mood_.busy, &mood_.down, &mood_.no_file})
    *percent = happens(50) ? dice(50) : 0;
  rules_.check_artwork = happens(75);
  store_.truth = a_paid_shirt();
  if (happens(40))
    store_.truth.lines.push_back(shirt(2, "SO-RING"));
  if (happens(20))
    store_.truth.status = "pending";
  for (auto& l : store_.truth.lines)
    l.meta.push_back({2, "Name", "Bela", false, ""});
  post();
  if (happens(90))
    mail_comes();
}

void model_world::stir() {
  struct option {
    unsigned weight;
    void (model_world::*act)();
  };
  constexpr option options[] = {
      {22, &model_world::time_goes_on},
      {30, &model_world::an_answer_comes},
      {10, &model_world::mail_comes},
      {10, &model_world::person_acts},
      {8, &model_world::shop_changes},
      {7, &model_world::an_answer_is_repeated},
      {6, &model_world::process_dies},
      {4, &model_world::provider_ships_or_cancels},
      {3, &model_world::operator_acts},
  };
  auto left = dice(100);
  for (const auto& o : options) {
    if (left < o.weight)
      return (this->*o.act)();
    left -= o.weight;
  }
}

void model_world::feed(event e) {
  std::visit([this](auto& x) { x.at = now_; }, e);
  auto s = advance(order_, e, rules_);
  write_down(e, s);
  judge_.check(order_, e, s, rules_);
  order_ = s.next;
  for (auto& x : s.effects)
    flights_.push_back({std::move(x), {}});
  std::set<std::string> under_way;
  for (const auto& f : flights_)
    if (auto* x = std::get_if<send_part>(&f.what))
      under_way.insert(x->reference);
  for (const auto& p : order_.parts)
    if (p.state == part_state::accepted || p.state == part_state::cancelled)
      forgotten_.erase(p.reference);
  under_way.insert(forgotten_.begin(), forgotten_.end());
  judge_.check_truth(order_, provider_, under_way);
  if (heard_.size() < 40)
    heard_.push_back(std::move(e));
  else
    heard_[dice(40)] = std::move(e);
}

void model_world::write_down(const event& e, const step& s) {
  auto minutes = std::chrono::duration<double, std::ratio<60>>(now_ - noon);
  auto text = fmt::format("{:9.2f} min  {} -> {}", minutes.count(), told(e),
                          shown(s.next));
  if (s.denied)
    text += " denied=" + s.denied->code;
  for (const auto& x : s.effects)
    text += fmt::format(" !{}", x.index());
  log_.push_back(std::move(text));
}

void model_world::time_goes_on() {
  auto wake = next_wake(order_);
  if (wake && *wake > now_ && happens(70))
    now_ = *wake;
  else
    now_ +=
        milliseconds{random_() % milliseconds{happens(20) ? 12h : 1h}.count()};
  feed(time_passed{});
}

std::string model_world::some_status() {
  constexpr const char* all[] = {"processing", "processing", "processing",
                                 "on-hold",    "on-hold",    "cancelled",
                                 "pending",    "refunded",   "completed"};
  return all[dice(std::size(all))];
}

std::string model_world::some_reference() {
  if (order_.parts.empty())
    return "nobody";
  return order_.parts[dice(static_cast<unsigned>(order_.parts.size()))]
      .reference;
}

void model_world::person_acts() {
  constexpr ask acts[] = {ask::submit,        ask::submit,
                          ask::hold,          ask::release,
                          ask::release,       ask::extend,
                          ask::hold_until,    ask::restart,
                          ask::set_status,    ask::resolve_unknown,
                          ask::remake,        ask::clear_twin,
                          ask::cancel_intent, ask::retry,
                          ask::edit,          ask::edit,
                          ask::cancel_edit};
  person_asked p;
  p.what = acts[dice(std::size(acts))];
  if (p.what == ask::remake && happens(50))
    p.what = ask::submit;
  p.by = "mia";
  p.reference = some_reference();
  p.text = p.what == ask::set_status ? some_status() : "because";
  p.span = milliseconds{1h} * (1 + dice(5));
  p.until = now_ + milliseconds{1h} * (1 + dice(48));
  p.line_id = 1 + dice(2);
  p.values = {{2, happens(50) ? "Bella" : "Bettina"}};
  if (happens(30))
    p.values.push_back({1, fmt::format("https://shop/{}.png", dice(4))});
  p.keeps_files = happens(50);
  p.there = provider_.has(p.reference); // a person looks before speaking
  bool under_way = std::ranges::any_of(flights_, [](const flight& f) {
    return std::holds_alternative<send_part>(f.what);
  });
  if (p.what != ask::resolve_unknown || !under_way)
    feed(std::move(p));
}

bool model_world::edit(snapshot& s) {
  switch (dice(9)) {
  case 0:
    s.shipping.line1 = fmt::format("{} Mill Lane", dice(9));
    return true;
  case 1:
    s.shipping.country = s.shipping.country.empty() ? "GB" : "";
    return true;
  case 2:
    s.lines[0].quantity = 1 + static_cast<int>(dice(3));
    return true;
  case 3:
    if (s.lines.size() > 1)
      s.lines.pop_back();
    else
      s.lines.push_back(shirt(2, "SO-RING"));
    return true;
  case 4:
    throw_away();
    return false;
  case 5:
    s.lines[0].meta[0].value = fmt::format("https://shop/{}.png", dice(4));
    return true;
  default:
    s.status = some_status();
    return true;
  }
}

void model_world::throw_away() {
  store_.gone = true;
  store_.deleted = happens(30);
  if (!store_.deleted)
    store_.mail.push_back(store_gone{{}, "trash"});
}

void model_world::shop_changes() {
  if (store_.gone) { // restored as it was
    store_.gone = false;
    if (!store_.deleted)
      store_.truth.modified = now_;
  } else if (!edit(store_.truth)) {
    return;
  } else if (happens(80)) { // else within the same second
    store_.truth.modified = now_;
  }
  post();
}

void model_world::post() {
  if (happens(10))
    return; // lost: the sweep will find it
  store_said news{{}, store_.truth, origin::webhook, {}};
  if (happens(3))
    news.twin = order_key{"shop", 1041};
  store_.mail.push_back(std::move(news));
}

void model_world::mail_comes() {
  if (store_.mail.empty())
    return;
  auto which = dice(static_cast<unsigned>(store_.mail.size()));
  auto letter = store_.mail[which];
  if (happens(80)) // else it comes again
    store_.mail.erase(store_.mail.begin() + which);
  feed(std::move(letter));
}

void model_world::an_answer_comes() {
  if (flights_.empty())
    return time_goes_on();
  auto which = dice(static_cast<unsigned>(flights_.size()));
  reach(flights_[which]);
  if (happens(15))
    return; // reached, and the answer is on its way back
  auto answer = *flights_[which].answer;
  flights_.erase(flights_.begin() + which);
  now_ += milliseconds{dice(3000)};
  feed(std::move(answer));
}

void model_world::an_answer_is_repeated() {
  if (heard_.empty())
    return;
  auto e = heard_[dice(static_cast<unsigned>(heard_.size()))];
  if (auto* p = std::get_if<person_asked>(&e);
      p && p->what == ask::resolve_unknown)
    return; // what a person saw then need not be so now
  if (auto* t = std::get_if<time_passed>(&e))
    t->fresh = false; // nobody died
  feed(std::move(e));
}

// Whatever was under way either got through or did not; nobody hears of it.
void model_world::process_dies() {
  for (auto& f : flights_)
    if (happens(50))
      reach(f);
  flights_.clear();
  feed(time_passed{{}, true});
}

void model_world::provider_ships_or_cancels() {
  for (const auto& [reference, payloads] : provider_.prints) {
    if (happens(30))
      provider_.shipped.insert(reference);
    if (happens(10) && !provider_.shipped.contains(reference))
      provider_.cancelled.insert(reference);
  }
  feed(tracking_hinted{{}, some_reference()});
}

// All since then is forgotten here, and remembered there.
void model_world::restores_a_backup() {
  for (auto& f : flights_)
    reach(f);
  flights_.clear();
  now_ += 1h;
  order_ = backup_;
  rules_.restored_at = now_;
  judge_.forget();
  for (const auto& [reference, payloads] : provider_.prints)
    forgotten_.insert(reference);
  feed(time_passed{{}, true});
}

void model_world::operator_acts() {
  if (happens(20))
    backup_ = order_;
  if (happens(20))
    return restores_a_backup();
  auto f = happens(50) ? total_freeze()
                       : provider_freeze(happens(50) ? "cats" : "shine");
  if (std::erase(rules_.freezes, f) == 0)
    rules_.freezes.push_back(f);
  feed(time_passed{});
}

void model_world::reach(flight& f) {
  if (!f.answer)
    f.answer =
        std::visit([this](const auto& x) { return answer_to(x); }, f.what);
}

event model_world::answer_to(const send_part& x) {
  auto say = [&](part_outcome o) {
    return part_answered{now_, x.reference, x.attempt, std::move(o)};
  };
  if (happens(mood_.refused))
    return say(no());
  if (happens(mood_.busy))
    return say(happens(30) ? busy(1h) : busy());
  if (happens(mood_.lost) && happens(50))
    return say(silence());
  provider_.prints[x.reference].push_back(x.payload);
  return say(happens(mood_.lost) ? silence() : yes("P-" + x.reference));
}

event model_world::answer_to(const look_up_part& x) {
  auto say = [&](look_up_outcome o) {
    return part_looked_up{now_, x.reference, x.attempt, std::move(o)};
  };
  if (happens(mood_.lost))
    return say(no_answer());
  if (!provider_.has(x.reference))
    return say(not_there());
  bool gone = provider_.cancelled.contains(x.reference);
  return say(part_found{"P-" + x.reference, {}, gone});
}

event model_world::answer_to(const reread_order&) {
  if (happens(mood_.down))
    return reread_failed{now_, "timeout"};
  if (store_.gone)
    return store_gone{now_, store_.deleted ? "deleted" : "trash"};
  return store_said{now_, store_.truth, origin::reread, {}};
}

event model_world::answer_to(const look_at_artwork& x) {
  artwork_seen all{now_, x.number, {}};
  for (const auto& url : x.urls) {
    artwork_look seen;
    seen.verdict = artwork_verdict::good;
    if (happens(mood_.no_file))
      seen.verdict =
          happens(50) ? artwork_verdict::not_there : artwork_verdict::unsure;
    all.seen.emplace_back(url, seen);
  }
  return all;
}

event model_world::answer_to(const push_status& x) {
  status_pushed failed{now_, x.number, {}, happens(mood_.down / 5), "no"};
  if (store_.gone || happens(mood_.down))
    return failed;
  if (store_.truth.status == x.to) // it reads before it writes
    return status_pushed{now_, x.number, store_.truth, false, "", false};
  store_.truth.status = x.to;
  store_.truth.modified = now_;
  post();
  if (happens(mood_.lost)) {
    failed.permanent = false;
    return failed;
  }
  return status_pushed{now_, x.number, store_.truth, false, "", true};
}

event model_world::answer_to(const push_edit& x) {
  edit_pushed failed{now_, x.number, {}, happens(mood_.down / 5), "no"};
  if (store_.gone || happens(mood_.down))
    return failed;
  for (auto& l : store_.truth.lines)
    for (const auto& c : x.changes)
      for (auto& m : l.meta)
        if (l.id == x.line_id && m.id == c.meta_id && m.value == c.from)
          m.value = c.to;
  store_.truth.modified = now_;
  post();
  if (happens(mood_.lost)) {
    failed.permanent = false;
    return failed;
  }
  return edit_pushed{now_, x.number, store_.truth, false, ""};
}

event model_world::answer_to(const push_tracking& x) {
  if (happens(mood_.down))
    return tracking_pushed{now_, {}, "no"};
  tracking_pushed all{now_, {}, ""};
  for (const auto& s : x.shipments)
    all.numbers.push_back(s.number);
  return all;
}

event model_world::answer_to(const poll_tracking& x) {
  if (happens(mood_.lost))
    return tracking_failed{now_, x.reference, "timeout"};
  tracking_seen seen{now_, x.reference, {}, false, false, ""};
  seen.cancelled = provider_.cancelled.contains(x.reference);
  seen.all_shipped = provider_.shipped.contains(x.reference);
  if (seen.all_shipped) {
    shipment s;
    s.number = "T-" + x.reference;
    seen.shipments = {s};
  }
  return seen;
}

bool model_world::deliver_all() {
  bool some = !flights_.empty();
  while (!flights_.empty()) {
    reach(flights_.front());
    auto answer = *flights_.front().answer;
    flights_.erase(flights_.begin());
    feed(std::move(answer));
  }
  return some;
}

void model_world::calm_down() {
  mood_ = {};
  rules_.freezes.clear();
  feed(time_passed{});
  deliver_all();
  flights_.push_back({reread_order{}, {}}); // the sweep
  for (int turns = 0; turns < 400; ++turns) {
    for (const auto& [reference, payloads] : provider_.prints)
      provider_.shipped.insert(reference);
    deliver_all();
    auto wake = next_wake(order_);
    if (!wake)
      return expect_not_lost();
    auto before = order_;
    now_ = std::max(now_, *wake);
    feed(time_passed{});
    if (flights_.empty() && order_ == before)
      return judge_.complain("waits for ever: it is due and nothing happens");
  }
  judge_.complain("never comes to rest");
}

void model_world::expect_not_lost() {
  const auto& o = order_;
  if (o.said.id == 0 && store_.gone)
    return; // never heard of
  if (store_.gone != o.gone || (!o.gone && !same_content(o.said, store_.truth)))
    judge_.complain("does not hold what the store holds");
  bool complete = !store_.truth.shipping.country.empty();
  if (o.gone || o.said.status != "processing" || !complete)
    return;
  auto settled = [](const part& p) {
    return p.state == part_state::accepted || p.state == part_state::cancelled;
  };
  auto tells = [](const attention& a) {
    return a.code == "refused" || a.code == "twin" || a.code == "status" ||
           a.code == "dropped" || a.code == "design" || a.code == "edit" ||
           a.code.starts_with("drift.");
  };
  if (o.stray)
    judge_.complain("a stray write is waited for for ever");
  if (o.edit && !o.edit->refused)
    judge_.complain("a change of the personalization waits for ever");
  if (std::ranges::all_of(o.parts, settled) ||
      std::ranges::any_of(o.attentions, tells))
    return;
  judge_.complain("lost: neither submitted nor shown to a person");
}

} // namespace dastomized::tests

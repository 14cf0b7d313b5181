// What people, the shop and the world do to the daemon.
#include "tests/simulation/life.hpp"

#include <algorithm>

namespace dastomized::simulation {

namespace {

namespace json = boost::json;
using sandbox::shop_order;

std::string status_of(const shop_order& o) {
  return sandbox::text_at(o.doc, "status");
}

json::object line(const std::string& sku, std::int64_t quantity,
                  bool personal) {
  json::array meta;
  if (personal) {
    meta.push_back({{"key", "_dastomize_print_file"},
                    {"value", "https://files.test/" + sku + ".png"}});
    meta.push_back({{"key", "Name"}, {"value", "Bela"}});
  }
  return {{"product_id", 7},      {"name", sku},      {"sku", sku},
          {"quantity", quantity}, {"total", "20.00"}, {"meta_data", meta}};
}

} // namespace

void life::move() {
  struct option {
    unsigned weight;
    void (life::*act)();
  };
  constexpr option options[] = {
      {46, &life::time_passes},     {9, &life::place_order},
      {2, &life::designer_acts},    {2, &life::person_freezes},
      {13, &life::shop_acts},       {11, &life::person_acts},
      {2, &life::person_asks_many}, {6, &life::weather_changes},
      {4, &life::die_and_rise},     {2, &life::clock_steps},
      {3, &life::printer_acts},
  };
  if (!process_->store().healthy() && dice_.percent(30))
    return die_and_rise();
  auto left = dice_.below(100);
  for (const auto& o : options) {
    if (left < o.weight)
      return (this->*o.act)();
    left -= o.weight;
  }
}

void life::time_passes() {
  auto kind = dice_.below(100);
  if (kind < 50)
    advance(next_event() - trace_.now);
  else
    advance(dice_.within(1ms, kind < 80 ? 3min : kind < 95 ? 15min : 60min));
}

void life::place_order() {
  if (placed_.size() >= orders_max_)
    return time_passes();
  auto n = dice_.percent(8) && !placed_.empty() ? placed_.size()
                                                : placed_.size() + 1;
  json::object home{{"first_name", "Ann"},
                    {"last_name", fmt::format("Buyer{}", n)},
                    {"address_1", fmt::format("{} Mill Lane", n)},
                    {"city", "Portland"},
                    {"state", "OR"},
                    {"postcode", "97201"},
                    {"country", "US"},
                    {"phone", "555 0100"}};
  auto billing = home;
  billing["email"] = fmt::format("buyer{}@example.com", n);
  auto kind = dice_.below(10);
  json::array lines;
  auto pieces = [&] { return static_cast<std::int64_t>(1 + dice_.below(3)); };
  if (kind < 7)
    lines.push_back(line("CC-48146", pieces(), true));
  if (kind > 4)
    lines.push_back(line("SO-1234567", pieces(), true));
  if (kind == 9)
    lines.push_back(line("FREE", 1, false));
  bool bad = dice_.percent(5);
  if (bad)
    home["postcode"] = "";
  bool paid = dice_.percent(80);
  auto& o = outside_.shop.place({{"billing", billing},
                                 {"shipping", home},
                                 {"line_items", lines},
                                 {"status", paid ? "processing" : "pending"}},
                                outside_.now_s());
  placed_.insert(o.id);
  if (bad)
    touched_.insert(o.id);
  trace_.note("order {} is placed, {}", o.id, status_of(o));
}

void life::shop_acts() {
  if (outside_.shop.orders.empty())
    return place_order();
  auto it = outside_.shop.orders.begin();
  std::advance(it, dice_.below(outside_.shop.orders.size()));
  auto& o = it->second;
  auto id = o.id, now = outside_.now_s();
  auto status = status_of(o);
  if (status == "trash") {
    trace_.note("the shop restores {}", id);
    return outside_.shop.restore(o, now);
  }
  auto to = [&](const char* next) {
    trace_.note("the shop: {} {} → {}", id, status, next);
    (void)outside_.shop.change(o, {{"status", next}}, now);
  };
  if (status == "pending" && dice_.percent(70))
    return to("processing"); // paid
  touched_.insert(id);
  switch (dice_.below(10)) {
  case 0:
    return to("on-hold");
  case 1:
    return to("cancelled");
  case 2:
  case 3:
    return to("processing");
  case 4:
  case 5:
    return edit(o);
  case 6:
    return refund_a_piece(o);
  case 7:
    trace_.note("the shop puts {} in the trash", id);
    return outside_.shop.trash(o, now);
  case 8:
    if (!dice_.percent(30))
      return edit(o);
    trace_.note("the shop deletes {} for good", id);
    outside_.shop.orders.erase(it); // and tells nobody
    ++outside_.shop.revision;
    return;
  default:
    return to("completed");
  }
}

void life::edit(shop_order& o) {
  trace_.note("the shop edits {}", o.id);
  json::object change;
  auto& lines = o.doc["line_items"].as_array();
  switch (dice_.below(4)) {
  case 0:
    change = {{"shipping",
               {{"address_1", fmt::format("{} New Road", dice_.below(100))},
                {"postcode", "97202"}}}};
    break;
  case 1:
    change = {{"line_items",
               json::array{json::object{
                   {"id", lines.at(0).as_object()["id"]},
                   {"quantity", 1 + static_cast<int>(dice_.below(4))}}}}};
    break;
  case 2: { // another product for the same line
    auto& sku = lines.at(dice_.below(lines.size())).as_object()["sku"];
    sku = sku == "CC-48146" ? "SO-1234567" : "CC-48146";
    break;
  }
  default:
    change = {{"line_items",
               json::array{line(dice_.percent(50) ? "CC-48146" : "SO-1234567",
                                1, true)}}};
  }
  (void)outside_.shop.change(o, change, outside_.now_s());
}

void life::refund_a_piece(shop_order& o) {
  trace_.note("the shop refunds a piece of {}", o.id);
  auto now = outside_.now_s();
  if (outside_.shop.refund(o, {{"amount", "1.00"}, {"reason", "one less"}},
                           now))
    return;
  auto& l = o.doc["line_items"].as_array().at(0).as_object();
  json::array meta{
      json::object{{"key", "_refunded_item_id"}, {"value", l["id"]}}};
  o.refunds.back().as_object()["line_items"] = json::array{
      json::object{{"id", 1}, {"quantity", -1}, {"meta_data", meta}}};
}

void life::person_acts() {
  if (placed_.empty())
    return place_order();
  constexpr ask acts[] = {
      ask::submit,     ask::submit,        ask::submit,          ask::hold,
      ask::hold,       ask::release,       ask::release,         ask::extend,
      ask::hold_until, ask::restart,       ask::set_status,      ask::remake,
      ask::clear_twin, ask::cancel_intent, ask::resolve_unknown, ask::retry,
      ask::edit,       ask::edit,          ask::cancel_edit};
  constexpr const char* statuses[] = {"processing", "on-hold", "cancelled",
                                      "completed", "pending"};
  auto it = placed_.begin();
  std::advance(it, dice_.below(placed_.size()));
  auto id = *it;
  person_asked p;
  p.at = wall_clock();
  p.what = dice_.one_of(acts);
  p.by = "mia";
  p.text = p.what == ask::set_status ? dice_.one_of(statuses) : "because";
  p.span = dice_.within(1min, 2h);
  p.until = p.at + dice_.within(1min, 4h);
  if (auto o = process_->store().load({"shop", id}); o && *o) {
    if (!(*o)->parts.empty())
      p.reference = dice_.one_of((*o)->parts).reference;
    if (p.what == ask::edit)
      choose_words(**o, p);
  }
  // A person looks before speaking.
  p.there = outside_.took(p.reference).accepted > 0;
  if (p.what == ask::resolve_unknown && network_.about(p.reference))
    return;
  if (p.what == ask::remake)
    promises_.remake_asked(p.reference);
  if (p.what != ask::clear_twin)
    touched_.insert(id);
  trace_.note("a person asks {} of {} {}", static_cast<int>(p.what), id,
              p.reference);
  process_->ask(id, p, [this, id](const result<actors::ask_answer>& a) {
    trace_.note("the person asking about {} hears {}", id,
                !a          ? a.error().what
                : a->denied ? a->denied->code
                            : "yes");
  });
}

void life::choose_words(const order& o, person_asked& p) {
  constexpr const char* names[] = {"Bella", "Bettina", "Bela"};
  if (o.said.lines.empty())
    return;
  const auto& l = dice_.one_of(o.said.lines);
  p.line_id = l.id;
  p.keeps_files = dice_.percent(60);
  for (const auto& m : l.meta)
    if (m.key == "Name")
      p.values.push_back({m.id, dice_.one_of(names)});
    else if (dice_.percent(30))
      p.values.push_back({m.id, dice_.percent(50)
                                    ? "https://files.test/CC-48146.png"
                                    : "https://files.test/SO-1234567.png"});
}

void life::person_asks_many() {
  constexpr ask actions[] = {ask::submit, ask::hold, ask::release, ask::retry};
  actors::bulk_wish w;
  w.action = dice_.one_of(actions);
  w.reason = "for all of them";
  for (auto id : placed_)
    if (dice_.percent(70)) {
      w.orders.push_back({"shop", id});
      touched_.insert(id);
    }
  trace_.note("a person asks {} of {} orders", static_cast<int>(w.action),
              w.orders.size());
  process_->ask_many(w, [this](const result<std::uint64_t>& job) {
    trace_.note("the person asking many hears {}",
                job ? fmt::format("job {}", *job) : job.error().what);
  });
}

void life::person_freezes() {
  auto& all = process_->context()->freezes;
  auto told = [this](const char* what) {
    return [this, what](const auto& r) {
      trace_.note("{}: {}", what, r ? "done" : r.error().what);
    };
  };
  if (auto now = all.all(wall_clock()); !now.empty() && dice_.percent(70)) {
    all.lift(dice_.one_of(now).id, told("the freeze is lifted"));
    return;
  }
  constexpr std::pair<freeze_scope, const char*> scopes[] = {
      {freeze_scope::all, ""},
      {freeze_scope::store, "shop"},
      {freeze_scope::provider, "shineon"},
      {freeze_scope::type, "in_app"}};
  freeze f;
  auto [scope, what] = dice_.one_of(scopes);
  f.scope = scope;
  f.name = what;
  f.since = wall_clock();
  f.by = "mia";
  f.reason = "stock-taking";
  if (dice_.percent(50))
    f.until = f.since + dice_.within(1min, 6h);
  all.add(std::move(f), told("a person freezes"));
}

void life::weather_changes() {
  auto& w = network_.over[dice_.below(network_.over.size())];
  w = {};
  auto kind = dice_.below(10);
  if (kind < 3)
    return;
  trace_.note("the weather changes: {}", kind);
  auto some = [&] { return static_cast<unsigned>(dice_.below(25)); };
  w.slowest = dice_.within(0ms, kind < 8 ? 500ms : 25s);
  if (kind == 9) {
    w.not_sent = 100; // down
  } else if (kind == 8) {
    w.account_fault = true;
  } else {
    for (auto* percent : {&w.not_sent, &w.lost_before, &w.lost_after,
                          &w.error_instead, &w.error_after, &w.busy})
      *percent = dice_.percent(50) ? some() / 2 : 0;
    w.rejects = dice_.percent(20) ? 10 : 0;
    w.late = dice_.percent(20) ? 5 : 0;
  }
  disk_.read_fails = dice_.percent(80) ? 0 : 50;
  disk_.write_fails = dice_.percent(80) ? 0 : 50;
}

void life::clock_steps() {
  skew_ = dice_.within(-3min, 3min);
  promises_.clock_leapt();
  trace_.note("our clock is {} s off", skew_.count() / 1000);
}

void life::designer_acts() {
  std::string url = dice_.percent(50) ? "https://files.test/CC-48146.png"
                                      : "https://files.test/SO-1234567.png";
  auto& files = dice_.percent(60) ? outside_.missing : outside_.page_instead;
  bool there = files.erase(url) > 0;
  if (!there)
    files.insert(url);
  trace_.note("{} is {}", url, there ? "there again" : "not there");
}

void life::printer_acts() {
  auto all = outside_.taken();
  if (!all.empty())
    outside_.cancel_at_printer(dice_.one_of(all));
}

} // namespace dastomized::simulation

// /control/…: the knobs and counters of the sandbox.
#include "sandbox/world.hpp"

#include <chrono>

namespace dastomized::sandbox {

namespace {

answer fine(json::object body = {{"ok", true}}) {
  return json_answer(200, std::move(body));
}

answer wrong(std::string_view why) {
  return json_answer(400, {{"error", why}});
}

std::int64_t now_s() {
  return std::chrono::system_clock::now().time_since_epoch() /
         std::chrono::seconds{1};
}

} // namespace

void world::control(const call& c, reply done) {
  auto parsed = parsed_json(c.body.empty() ? "{}" : c.body);
  if (!parsed || !parsed->is_object())
    return done(wrong("the body is a JSON object"));
  const auto& body = parsed->get_object();
  auto what = c.part(1);
  if (what == "counts") {
    bool full = c.arg("full") == "1";
    return done(fine({{"customcat", customcat_.counts.counted(full)},
                      {"shineon", shineon_.counts.counted(full)}}));
  }
  if (what == "faults")
    return done(control_faults(c, body));
  if (what == "log")
    return done(control_log(c));
  if (c.method != "POST")
    return done(json_answer(404, {{"error", "no such knob"}}));
  if (what == "webhooks" && c.part(2) == "run")
    return queue_.run([done] { done(fine()); });
  if (what == "webhooks")
    return done(control_webhooks(body));
  if (what == "orders")
    return done(control_orders(body));
  if (what == "shop")
    return done(control_shop(body));
  done(control_shipping(c, body));
}

answer world::control_faults(const call& c, const json::object& body) {
  if (c.method == "DELETE")
    faults_.clear();
  std::string why;
  if (c.method == "POST" && !faults_.add(body, why))
    return wrong(why);
  return json_answer(200, faults_.listed());
}

answer world::control_log(const call& c) const {
  json::object given{{"after", c.arg("after")}};
  auto after = number_at(given, "after");
  json::array found;
  for (const auto& line : log_)
    if (number_at(line, "n") > after)
      found.push_back(line);
  return json_answer(200, found);
}

answer world::control_webhooks(const json::object& body) {
  auto& f = queue_.faults;
  f.lose_percent =
      static_cast<int>(number_at(body, "lose_percent", f.lose_percent));
  f.duplicate_percent = static_cast<int>(
      number_at(body, "duplicate_percent", f.duplicate_percent));
  f.reorder_percent =
      static_cast<int>(number_at(body, "reorder_percent", f.reorder_percent));
  if (number_at(body, "disable") == 1)
    for (auto& [id, w] : shop_.webhooks)
      w.status = "disabled";
  return fine({{"lose_percent", f.lose_percent},
               {"duplicate_percent", f.duplicate_percent},
               {"reorder_percent", f.reorder_percent},
               {"waiting", queue_.waiting()}});
}

answer world::control_orders(const json::object& body) {
  auto count = number_at(body, "count", 1);
  if (count < 0 || count > 100'000)
    return wrong("count is at most 100000");
  auto wish = object_at(body, "order");
  for (const auto& line : array_at(wish, "line_items"))
    if (!line.is_object())
      return wrong("a line is an object");
  std::int64_t last = 0;
  for (; count > 0; --count)
    last = place_one(wish).id;
  return fine({{"orders", shop_.orders.size()}, {"last", last}});
}

// The shop's own people: the feature switch, trash and restore in the admin.
answer world::control_shop(const json::object& body) {
  shop_.fulfillments_on =
      number_at(body, "fulfillments", shop_.fulfillments_on ? 1 : 0) == 1;
  if (body.contains("plugin"))
    shop_.tracking_plugin = text_at(body, "plugin");
  if (body.contains("own_status"))
    shop_.own_statuses.insert(text_at(body, "own_status"));
  if (body.contains("order")) {
    auto* o = shop_.find(number_at(body, "order"));
    if (o == nullptr || !shop_.knows_status(text_at(body, "status")))
      return wrong("no such order or status");
    shop_.set_status(*o, text_at(body, "status"), now_s());
  }
  for (const char* what : {"trash", "restore"}) {
    if (!body.contains(what))
      continue;
    auto* o = shop_.find(number_at(body, what));
    if (o == nullptr)
      return wrong("no such order");
    if (what == std::string_view("trash"))
      shop_.trash(*o, now_s());
    else
      shop_.restore(*o, now_s());
  }
  return fine({{"fulfillments", shop_.fulfillments_on},
               {"plugin", shop_.tracking_plugin},
               {"statuses_written", statuses_written_}});
}

answer world::control_shipping(const call& c, const json::object& body) {
  auto what = c.part(1), reference = text_at(body, "reference");
  if (what == "ship_after")
    around_.ship_after_ms = number_at(body, "ms", around_.ship_after_ms);
  else if (what == "rate")
    set_rate(number_at(body, "per_minute"));
  else if (what == "ship" && !customcat_.ship_now(reference) &&
           !shineon_.ship_now(reference))
    return wrong("no open order has that reference");
  else if (what == "reject_design" &&
           !customcat_.reject_design(reference, text_at(body, "reason")))
    return wrong("no order has that reference");
  else if (what != "ship" && what != "reject_design")
    return json_answer(404, {{"error", "no such knob"}});
  return fine();
}

} // namespace dastomized::sandbox

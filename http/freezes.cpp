// Stopping submissions and letting them go on: freezes, and the question
// after a downtime.
#include "http/body_reader.hpp"
#include "http/describe.hpp"
#include "http/desk.hpp"

#include <charconv>

namespace dastomized::http {

namespace {

constexpr std::size_t reason_max = 500;

// {"scope": all|store|provider|type, "name", "reason", "until"}
result<freeze> read_freeze(const json::object& body, instant now) {
  body_reader r(body);
  freeze f;
  auto scope = parse_freeze_scope(r.text("scope", true));
  f.name = r.text("name", false);
  f.reason = r.text("reason", true);
  f.until = r.when("until");
  r.finish();
  if (!r.wrong.empty())
    return failure{fault::invalid, r.wrong};
  if (!scope)
    return failure{fault::invalid,
                   "scope must be all, store, provider or type"};
  f.scope = *scope;
  if ((f.scope == freeze_scope::all) != f.name.empty())
    return failure{fault::invalid,
                   "name must name the store, provider or type, and only that"};
  if (f.reason.empty() || f.reason.size() > reason_max)
    return failure{fault::invalid, "reason must have 1 to 500 characters"};
  if (f.until && *f.until <= now)
    return failure{fault::invalid, "until must be in the future"};
  return f;
}

bool known(const freeze& f, const actors::health_report& h) {
  auto named = [&](const auto& x) { return x.name == f.name; };
  switch (f.scope) {
  case freeze_scope::all:
    return true;
  case freeze_scope::store:
    return std::ranges::any_of(h.stores, named);
  case freeze_scope::provider:
    return std::ranges::any_of(h.providers, named);
  case freeze_scope::type:
    return parse_order_type(f.name).has_value();
  }
  return false;
}

} // namespace

void desk::list_freezes(call_ptr c) {
  json::array all;
  for (const auto& f : front_.freezes())
    all.push_back(freeze_json(f));
  c->answer(json_response(200, json::object{{"freezes", std::move(all)}}));
}

void desk::add_freeze(call_ptr c) {
  auto body = json_body(*c);
  auto asked = body ? read_freeze(*body, now_()) : body.error();
  if (!asked)
    return c->answer(problem(asked.error()));
  asked->by = c->who.name;
  front_.health([this, c, f = std::move(*asked)](auto h) {
    if (!h)
      return c->answer(problem(h.error()));
    if (!known(f, *h))
      return c->answer(problem(
          failure{fault::invalid, "there is no " + std::string(name(f.scope)) +
                                      " called " + f.name}));
    c->note->target = std::string(name(f.scope)) + " " + f.name;
    front_.add_freeze(f, [c](auto made) {
      if (made)
        c->note->after = freeze_json(*made);
      c->answer(made ? json_response(201, freeze_json(*made))
                     : problem(made.error()));
    });
  });
}

void desk::lift_freeze(call_ptr c) {
  std::uint64_t id = 0;
  const auto& text = c->taken[0];
  auto end = text.data() + text.size();
  if (auto [stop, error] = std::from_chars(text.data(), end, id);
      error != std::errc{} || stop != end)
    return c->answer(problem(404, "not_found", "there is no such freeze"));
  for (const auto& f : front_.freezes())
    if (f.id == id)
      c->note->before = freeze_json(f);
  c->note->target = "freeze " + std::to_string(id);
  front_.lift_freeze(id, [c, id](auto done) {
    c->answer(done ? json_response(200, json::object{{"lifted", id}})
                   : problem(done.error()));
  });
}

void desk::show_catch_up(call_ptr c) {
  with_health(c, [](const auto& h) {
    return json_response(200, catch_up_json(h.catch_up));
  });
}

void desk::approve_catch_up(call_ptr c) {
  c->note->target = "catch-up";
  c->note->what = "those that fell due during a downtime may go";
  front_.approve_catch_up([c](auto done) {
    c->answer(done ? json_response(200, json::object{{"approved", true}})
                   : problem(done.error()));
  });
}

} // namespace dastomized::http

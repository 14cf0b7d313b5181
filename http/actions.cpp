#include "http/actions.hpp"

#include "http/body_reader.hpp"

#include <algorithm>
#include <array>

namespace dastomized::http {

namespace json = boost::json;

namespace {

void nothing(body_reader&, person_asked&) {}

void read_hold(body_reader& r, person_asked& p) {
  if (auto until = r.when("until")) {
    p.what = ask::hold_until;
    p.until = *until;
  }
}

void read_extend(body_reader& r, person_asked& p) {
  p.span = r.minutes("minutes");
}

void read_status(body_reader& r, person_asked& p) {
  p.text = r.text("status", true);
}

void read_type(body_reader& r, person_asked& p) {
  p.text = r.text("type", true);
}

void read_remake(body_reader& r, person_asked& p) {
  p.reference = r.text("reference", true);
  p.text = r.text("reason", true);
}

void read_resolve(body_reader& r, person_asked& p) {
  read_remake(r, p);
  p.there = r.flag("there");
}

void read_edit(body_reader& r, person_asked& p) {
  constexpr std::size_t most = 100; // entries of a line
  p.line_id = r.id("line_id");
  r.each("values", most, [&](body_reader& one) {
    wanted_value w;
    w.meta_id = one.id("meta_id");
    w.value = one.text("value", true);
    p.values.push_back(std::move(w));
  });
  p.keeps_files = r.flag("keeps_print_files", false);
}

struct action {
  std::string_view name;
  ask what;
  void (*read)(body_reader&, person_asked&);
};

constexpr std::array actions{
    action{"submit", ask::submit, nothing},
    action{"retry", ask::retry, nothing},
    action{"hold", ask::hold, read_hold}, // {"until": time}, or for good
    action{"release", ask::release, nothing},
    action{"extend", ask::extend, read_extend}, // {"minutes": n}
    action{"restart", ask::restart, nothing},
    action{"status", ask::set_status, read_status}, // {"status": …}
    action{"type", ask::set_type, read_type},       // {"type": …}
    // {"reference", "reason", "there": whether the provider has it}
    action{"resolve", ask::resolve_unknown, read_resolve},
    action{"remake", ask::remake, read_remake}, // {"reference", "reason"}
    action{"clear-twin", ask::clear_twin, nothing},
    action{"cancel-status", ask::cancel_intent, nothing},
    // {"line_id", "values": [{"meta_id", "value"}], "keeps_print_files"}
    action{"edit", ask::edit, read_edit},
    action{"cancel-edit", ask::cancel_edit, nothing},
};

} // namespace

result<person_asked> read_action(std::string_view name,
                                 const json::object& body,
                                 const std::string& by, instant now) {
  auto found = std::find_if(actions.begin(), actions.end(),
                            [&](const auto& a) { return a.name == name; });
  if (found == actions.end())
    return failure{fault::not_found, "there is no such action"};
  person_asked p;
  p.at = now;
  p.what = found->what;
  body_reader r(body);
  p.by = by;
  found->read(r, p);
  r.finish();
  if (!r.wrong.empty())
    return failure{fault::invalid, r.wrong};
  return p;
}

std::vector<std::string_view> action_names() {
  std::vector<std::string_view> names;
  for (const auto& a : actions)
    names.push_back(a.name);
  return names;
}

} // namespace dastomized::http

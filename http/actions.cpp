#include "http/actions.hpp"

#include "http/times.hpp"

#include <algorithm>
#include <array>

namespace dastomized::http {

namespace json = boost::json;

namespace {

// Takes members out of a body; what is wrong first stays in `wrong`, and
// members nobody took are wrong, too.
class reader {
public:
  explicit reader(const json::object& body) : body_(body) {}

  std::string text(std::string_view key, bool needed) {
    const auto* v = take(key);
    if (v != nullptr && v->is_string())
      return std::string(v->get_string());
    if (v != nullptr || needed)
      complain(key, "must be a text");
    return {};
  }

  bool flag(std::string_view key) {
    const auto* v = take(key);
    if (v != nullptr && v->is_bool())
      return v->get_bool();
    complain(key, "must be true or false");
    return false;
  }

  milliseconds minutes(std::string_view key) {
    constexpr std::int64_t most = 366LL * 24 * 60;
    const auto* v = take(key);
    if (v != nullptr && v->is_int64() && v->get_int64() >= 1 &&
        v->get_int64() <= most)
      return std::chrono::minutes{v->get_int64()};
    complain(key, "must be a whole number from 1 to 527040");
    return {};
  }

  std::optional<instant> when(std::string_view key) {
    if (!body_.contains(key))
      return std::nullopt;
    auto at = parse_instant(text(key, true));
    if (!at)
      complain(key, "must be a time like 2026-01-31T08:00:00Z");
    return at;
  }

  void finish() {
    for (const auto& [key, value] : body_)
      if (std::find(taken_.begin(), taken_.end(), key) == taken_.end())
        complain(key, "is not known here");
  }

  std::string wrong;

private:
  const json::value* take(std::string_view key) {
    taken_.emplace_back(key);
    return body_.if_contains(key);
  }
  void complain(std::string_view key, std::string_view what) {
    if (wrong.empty())
      wrong.append(key).append(" ").append(what);
  }

  const json::object& body_;
  std::vector<std::string> taken_;
};

void nothing(reader&, person_asked&) {}

void read_hold(reader& r, person_asked& p) {
  if (auto until = r.when("until")) {
    p.what = ask::hold_until;
    p.until = *until;
  }
}

void read_extend(reader& r, person_asked& p) {
  p.span = r.minutes("minutes");
}

void read_status(reader& r, person_asked& p) {
  p.text = r.text("status", true);
}

void read_type(reader& r, person_asked& p) {
  p.text = r.text("type", true);
}

void read_remake(reader& r, person_asked& p) {
  p.reference = r.text("reference", true);
  p.text = r.text("reason", true);
}

void read_resolve(reader& r, person_asked& p) {
  read_remake(r, p);
  p.there = r.flag("there");
}

struct action {
  std::string_view name;
  ask what;
  void (*read)(reader&, person_asked&);
};

constexpr std::array actions{
    action{"submit", ask::submit, nothing},
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
};

} // namespace

result<person_asked> read_action(std::string_view name,
                                 const json::object& body, instant now) {
  auto found = std::find_if(actions.begin(), actions.end(),
                            [&](const auto& a) { return a.name == name; });
  if (found == actions.end())
    return failure{fault::not_found, "there is no such action"};
  person_asked p;
  p.at = now;
  p.what = found->what;
  reader r(body);
  p.by = r.text("by", false);
  if (p.by.empty())
    p.by = "api";
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

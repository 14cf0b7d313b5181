#include "access/roster_text.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace dastomized::access {

namespace json = boost::json;

namespace {

constexpr int format_known = 1;

json::value ms(std::optional<instant> t) {
  return t ? json::value(t->time_since_epoch().count()) : json::value(nullptr);
}

instant time_in(const json::value& v) {
  return instant{milliseconds{v.to_number<std::int64_t>()}};
}

std::string text_in(const json::object& o, std::string_view key) {
  return json::value_to<std::string>(o.at(key));
}

role role_in(const json::object& o) {
  auto r = parse_role(text_in(o, "role"));
  if (!r)
    throw std::runtime_error("a role nobody knows");
  return *r;
}

roster read(const json::object& all) {
  if (all.at("format").to_number<int>() != format_known)
    throw std::runtime_error("a format nobody knows");
  roster r;
  for (const auto& v : all.at("users").as_array()) {
    const auto& o = v.as_object();
    user u{text_in(o, "name"), role_in(o), text_in(o, "password"),
           o.at("disabled").as_bool(), time_in(o.at("created"))};
    r.users[u.name] = std::move(u);
  }
  for (const auto& v : all.at("tokens").as_array()) {
    const auto& o = v.as_object();
    token t{text_in(o, "id"),   text_in(o, "name"),       role_in(o),
            text_in(o, "hash"), time_in(o.at("created")), std::nullopt};
    if (!o.at("expires").is_null())
      t.expires = time_in(o.at("expires"));
    r.tokens[t.id] = std::move(t);
  }
  for (const auto& v : all.at("sessions").as_array()) {
    const auto& o = v.as_object();
    r.sessions[text_in(o, "hash")] = {
        text_in(o, "user"), time_in(o.at("begun")), time_in(o.at("seen"))};
  }
  for (const auto& v : all.at("links").as_array()) {
    const auto& o = v.as_object();
    r.links[text_in(o, "hash")] = {text_in(o, "user"),
                                   time_in(o.at("expires"))};
  }
  return r;
}

} // namespace

std::string text_of(const roster& r) {
  json::array users, tokens, sessions, links;
  for (const auto& [key, u] : r.users)
    users.push_back(json::object{{"name", u.name},
                                 {"role", name(u.role)},
                                 {"password", u.password_hash},
                                 {"disabled", u.disabled},
                                 {"created", ms(u.created)}});
  for (const auto& [id, t] : r.tokens)
    tokens.push_back(json::object{{"id", t.id},
                                  {"name", t.name},
                                  {"role", name(t.role)},
                                  {"hash", t.hash},
                                  {"created", ms(t.created)},
                                  {"expires", ms(t.expires)}});
  for (const auto& [hash, s] : r.sessions)
    sessions.push_back(json::object{{"hash", hash},
                                    {"user", s.user},
                                    {"begun", ms(s.begun)},
                                    {"seen", ms(s.seen)}});
  for (const auto& [hash, l] : r.links)
    links.push_back(json::object{
        {"hash", hash}, {"user", l.user}, {"expires", ms(l.expires)}});
  return json::serialize(json::object{{"format", format_known},
                                      {"users", std::move(users)},
                                      {"tokens", std::move(tokens)},
                                      {"sessions", std::move(sessions)},
                                      {"links", std::move(links)}});
}

result<roster> roster_in(std::string_view text) {
  try {
    return read(json::parse(text).as_object());
  } catch (const std::exception& e) {
    return failure{fault::storage, std::string("the stored users and sessions "
                                               "are damaged: ") +
                                       e.what()};
  }
}

} // namespace dastomized::access

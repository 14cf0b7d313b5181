// Users, tokens of programs, and links that sign in once.
#include "domain/digest.hpp"
#include "http/body_reader.hpp"
#include "http/desk.hpp"
#include "http/times.hpp"

#include "access/passwords.hpp"

namespace dastomized::http {

namespace {

constexpr milliseconds link_life = 15min;
constexpr std::string_view first_user = "admin";

json::object user_json(const access::user& u) {
  return {{"name", u.name},
          {"role", name(u.role)},
          {"disabled", u.disabled},
          {"has_password", !u.password_hash.empty()},
          {"created", to_text(u.created)}};
}

json::value user_in(const access::roster& r, const std::string& name) {
  auto it = r.users.find(name);
  return it == r.users.end() ? json::value(nullptr) : user_json(it->second);
}

json::object token_json(const access::token& t) {
  return {{"id", t.id},
          {"name", t.name},
          {"role", name(t.role)},
          {"created", to_text(t.created)},
          {"expires", t.expires ? json::value(to_text(*t.expires)) : nullptr}};
}

access::role role_in(body_reader& r) {
  auto role = access::parse_role(r.text("role", true));
  if (!role && r.wrong.empty())
    r.wrong = "role must be viewer, operator or admin";
  return role.value_or(access::role::viewer);
}

// nullopt: none is given.
std::optional<std::string> password_in(const json::object& body, body_reader& r,
                                       std::size_t least) {
  if (!body.contains("password"))
    return std::nullopt;
  auto text = r.text("password", true);
  if (auto bad = access::unfit_password(text, least); bad && r.wrong.empty())
    r.wrong = "password " + *bad;
  return text;
}

response wrong(const body_reader& r) {
  return problem(failure{fault::invalid, r.wrong});
}

} // namespace

bool desk::is_reserved(const std::string& name) const {
  auto s = settings();
  auto named = [&](const auto& x) { return x.name == name; };
  return std::ranges::any_of(s->stores, named) ||
         std::ranges::any_of(s->providers, named);
}

void desk::make_login_link(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  body_reader r(*body);
  auto user = r.text("user", false);
  r.finish();
  if (!r.wrong.empty())
    return c->answer(wrong(r));
  guarded(c, [this, c, user]() -> result<response> {
    auto secret = access::new_secret();
    auto expires = now_() + link_life;
    bool first = false; // nobody has let this one in before
    auto whom = user.empty() ? std::string(first_user) : user;
    auto done = authenticator_.change([&](access::roster& all) -> result<bool> {
      tidy(all, settings()->access.sessions, now_());
      first = user.empty() && !all.users.contains(whom);
      if (first) {
        auto made = access::add_user(
            all, {whom, access::role::admin, "", false, now_()});
        if (!made)
          return made;
      }
      auto it = all.users.find(whom);
      if (it == all.users.end() || it->second.disabled)
        return failure{fault::not_found, "there is no such user"};
      add_link(all, secret, whom, expires);
      return true;
    });
    if (!done)
      return done.error();
    c->note->target = whom;
    c->note->what = first ? "a link for a new user with the role admin" : "";
    auto s = settings();
    const auto& base =
        s->access.public_url.empty() ? s->access.own_url : s->access.public_url;
    return json_response(201, {{"url", base + "/#/login/" + secret},
                               {"expires", to_text(expires)}});
  });
}

void desk::list_users(call_ptr c) {
  json::array all;
  for (const auto& [name, u] : authenticator_.now().users)
    all.push_back(user_json(u));
  c->answer(json_response(200, json::object{{"users", std::move(all)}}));
}

void desk::add_user(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  body_reader r(*body);
  access::user u{r.text("name", true), role_in(r), "", false, now_()};
  auto password = password_in(*body, r, settings()->access.password_min);
  r.finish();
  if (!r.wrong.empty())
    return c->answer(wrong(r));
  c->note->target = u.name;
  guarded(c, [this, c, u, password]() -> result<response> {
    auto made = u;
    if (is_reserved(u.name))
      return failure{fault::invalid, "the journal means another by this name"};
    if (password)
      made.password_hash = access::hash_password(*password);
    auto done = authenticator_.change(
        [&](access::roster& all) { return access::add_user(all, made); });
    if (!done)
      return done.error();
    c->note->after = user_json(made);
    return json_response(201, user_json(made));
  });
}

void desk::change_user(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  body_reader r(*body);
  access::user_change change;
  if (body->contains("role"))
    change.role = role_in(r);
  if (body->contains("disabled"))
    change.disabled = r.flag("disabled");
  auto password = password_in(*body, r, settings()->access.password_min);
  r.finish();
  if (!r.wrong.empty())
    return c->answer(wrong(r));
  auto name = c->note->target = c->taken[0];
  guarded(c, [this, c, change, password, name]() -> result<response> {
    auto wanted = change;
    if (password)
      wanted.password_hash = access::hash_password(*password);
    c->note->before = user_in(authenticator_.now(), name);
    auto done = authenticator_.change([&](access::roster& all) {
      return access::change_user(all, name, wanted);
    });
    if (!done)
      return done.error();
    end_streams(access::entrance::session, name);
    c->note->what = password ? "password set" : "";
    c->note->after = user_in(authenticator_.now(), name);
    return json_response(200, c->note->after);
  });
}

void desk::remove_user(call_ptr c) {
  auto name = c->note->target = c->taken[0];
  guarded(c, [this, c, name]() -> result<response> {
    c->note->before = user_in(authenticator_.now(), name);
    auto done = authenticator_.change(
        [&](access::roster& all) { return access::remove_user(all, name); });
    if (!done)
      return done.error();
    end_streams(access::entrance::session, name);
    // Or whoever gets the name next would find them.
    store_.put_metas(
        {{preferences_key({name, {}, access::entrance::session, {}}), {}}},
        [](const result<bool>&) {});
    return no_content();
  });
}

void desk::list_tokens(call_ptr c) {
  json::array all;
  for (const auto& [id, t] : authenticator_.now().tokens)
    all.push_back(token_json(t));
  c->answer(json_response(200, json::object{{"tokens", std::move(all)}}));
}

void desk::make_token(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  body_reader r(*body);
  access::token t;
  t.name = r.text("name", true);
  t.role = role_in(r);
  t.expires = r.when("expires");
  r.finish();
  if (r.wrong.empty() && t.expires && *t.expires <= now_())
    r.wrong = "expires must be in the future";
  if (!r.wrong.empty())
    return c->answer(wrong(r));
  c->note->target = t.name;
  guarded(c, [this, c, t]() -> result<response> {
    auto made = t;
    auto secret = access::new_secret();
    if (is_reserved(t.name))
      return failure{fault::invalid, "the journal means another by this name"};
    made.id = access::new_secret().substr(0, 12);
    made.hash = sha256_hex(secret);
    made.created = now_();
    auto done = authenticator_.change([&](access::roster& all) {
      tidy(all, settings()->access.sessions, now_());
      return add_token(all, made);
    });
    if (!done)
      return done.error();
    auto out = token_json(made);
    c->note->after = out;
    out["secret"] = secret;
    return json_response(201, out);
  });
}

void desk::revoke_token(call_ptr c) {
  guarded(c, [this, c]() -> result<response> {
    const auto& id = c->taken[0];
    auto all = authenticator_.now().tokens;
    if (auto it = all.find(id); it != all.end()) {
      c->note->target = it->second.name;
      c->note->before = token_json(it->second);
    }
    auto done = authenticator_.change(
        [&](access::roster& r) { return remove_token(r, id); });
    if (!done)
      return done.error();
    end_streams(access::entrance::token, c->note->target);
    return no_content();
  });
}

} // namespace dastomized::http

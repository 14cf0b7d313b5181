// Signing in and out, and what a user keeps here.
#include "http/body_reader.hpp"
#include "http/desk.hpp"
#include "http/times.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "access/passwords.hpp"

namespace dastomized::http {

namespace {

using boost::beast::http::field;

constexpr std::size_t preferences_max = 64u << 10;

json::object session_json(const access::identity& who, instant now) {
  return {
      {"user", who.name},
      {"role", name(who.role)},
      {"via", name(who.via)},
      {"expires", who.expires ? json::value(to_text(*who.expires)) : nullptr},
      {"server_time", to_text(now)}};
}

// An empty secret takes the cookie away.
std::string cookie(const std::string& secret, const access_settings& s) {
  auto age = secret.empty() ? 0 : s.sessions.most / 1s;
  return fmt::format("{}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age={}{}",
                     session_cookie, secret, age,
                     s.public_url.starts_with("https:") ? "; Secure" : "");
}

// One sentence for a name nobody has and a password that is wrong.
response wrong_login() {
  return problem(401, "wrong_login",
                 "this name and password, or this link, do not open");
}

response too_many(milliseconds wait) {
  auto seconds = wait / 1s + 1;
  auto r = problem(429, "too_many_logins",
                   fmt::format("too many attempts: try again in {} minutes",
                               (seconds + 59) / 60));
  r.set(field::retry_after, std::to_string(seconds));
  return r;
}

// What is no name may be a password in the wrong place: nothing counts by it.
std::string name_tried(const std::string& user) {
  return access::is_user_name(user) ? user : std::string();
}

response preferences_json(const std::string& text) {
  return text_response(200, "application/json", text.empty() ? "{}" : text);
}

} // namespace

// A token may have a user's name.
std::string preferences_key(const access::identity& who) {
  return fmt::format("preferences/{}/{}", name(who.via), who.name);
}

void desk::guarded(call_ptr c, std::function<result<response>()> f,
                   errand what) {
  bool taken = authenticator_.work(what, [c, f = std::move(f)] {
    try {
      auto r = f();
      c->answer(r ? std::move(*r) : problem(r.error()));
    } catch (const std::exception&) { // no memory for a password, our mistake
      c->answer(problem(500, "internal", "this should not have happened"));
    }
  });
  if (!taken)
    c->answer(problem(503, "busy", "too many ask to come in: try again"));
}

response desk::signed_in(const std::string& secret) {
  auto s = settings();
  auto who = access::by_session(authenticator_.now(), secret,
                                s->access.sessions, now_());
  if (!who) // removed between two lines
    return wrong_login();
  auto r = json_response(200, session_json(*who, now_()));
  r.set(field::set_cookie, cookie(secret, s->access));
  return r;
}

result<response> desk::by_password(call& c, const std::string& user,
                                   const std::string& password) {
  auto tried = name_tried(user);
  if (auto wait = authenticator_.login_wait(tried, c.from))
    return too_many(*wait);
  auto hash = authenticator_.password_of(user);
  if (!access::password_fits(hash.value_or(""), password)) {
    authenticator_.login_failed(tried, c.from);
    c.note->target = hash ? user : ""; // else it may be a password
    return wrong_login();
  }
  authenticator_.login_succeeded(user, c.from);
  auto secret = access::new_secret();
  auto done = authenticator_.change([&](access::roster& r) -> result<bool> {
    tidy(r, settings()->access.sessions, now_());
    end_session(r, session_secret(c.asked)); // the one this takes the place of
    begin_session(r, secret, user, now_());
    return true;
  });
  if (!done)
    return done.error();
  c.note->target = user;
  return signed_in(secret);
}

result<response> desk::by_link(call& c, const std::string& link) {
  if (auto wait = authenticator_.login_wait("", c.from))
    return too_many(*wait);
  auto secret = access::new_secret();
  std::optional<std::string> user;
  auto done = authenticator_.change([&](access::roster& r) -> result<bool> {
    tidy(r, settings()->access.sessions, now_());
    user = use_link(r, link, now_());
    if (user) {
      end_session(r, session_secret(c.asked));
      begin_session(r, secret, *user, now_());
    }
    return user.has_value(); // or nothing is written
  });
  if (!done)
    return done.error();
  if (!user) {
    authenticator_.login_failed("", c.from);
    return wrong_login();
  }
  authenticator_.login_succeeded(*user, c.from);
  c.note->target = *user;
  return signed_in(secret);
}

void desk::sign_in(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  body_reader r(*body);
  bool linked = body->contains("link");
  auto link = linked ? r.text("link", true) : std::string();
  auto user = linked ? std::string() : r.text("name", true);
  auto password = linked ? std::string() : r.text("password", true);
  r.finish();
  if (!r.wrong.empty())
    return c->answer(problem(failure{fault::invalid, r.wrong}));
  // Here and again when its turn comes: who has to wait takes nobody's place.
  if (auto wait = authenticator_.login_wait(name_tried(user), c->from))
    return c->answer(too_many(*wait));
  guarded(
      c,
      [this, c, linked, link, user, password] {
        return linked ? by_link(*c, link) : by_password(*c, user, password);
      },
      errand::sign_in);
}

void desk::show_session(call_ptr c) {
  c->answer(json_response(200, session_json(c->who, now_())));
}

void desk::sign_out(call_ptr c) {
  if (c->who.via != access::entrance::session)
    return c->answer(problem(409, "no_session", "a token has no session"));
  guarded(c, [this, c]() -> result<response> {
    auto done = authenticator_.change([&](access::roster& r) -> result<bool> {
      end_session(r, session_secret(c->asked));
      return true;
    });
    if (!done)
      return done.error();
    end_streams(access::entrance::session, c->who.name);
    auto a = no_content();
    a.set(field::set_cookie, cookie("", settings()->access));
    return a;
  });
}

// Who came by a link may have no password yet: then the old one is any.
result<response> desk::set_password(call& c, const std::string& old,
                                    const std::string& fresh) {
  const auto& name = c.who.name;
  if (auto wait = authenticator_.login_wait(name, c.from))
    return too_many(*wait);
  auto known = authenticator_.password_of(name);
  if (!known || (!known->empty() && !access::password_fits(*known, old))) {
    authenticator_.login_failed(name, c.from);
    return problem(403, "wrong_password", "the old password is another one");
  }
  auto hash = access::hash_password(fresh);
  auto done = authenticator_.change([&](access::roster& all) -> result<bool> {
    auto u = all.users.find(name);
    if (u == all.users.end())
      return failure{fault::not_found, "there is no such user"};
    u->second.password_hash = hash;
    end_others(all, name, session_secret(c.asked));
    return true;
  });
  if (!done)
    return done.error();
  c.note->what = "password set";
  end_streams(access::entrance::session, name);
  return no_content();
}

void desk::change_password(call_ptr c) {
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  body_reader r(*body);
  auto old = r.text("old", true), fresh = r.text("new", true);
  r.finish();
  if (!r.wrong.empty())
    return c->answer(problem(failure{fault::invalid, r.wrong}));
  if (c->who.via != access::entrance::session)
    return c->answer(problem(409, "no_session", "only people have passwords"));
  if (auto bad = access::unfit_password(fresh, settings()->access.password_min))
    return c->answer(problem(failure{fault::invalid, "new " + *bad}));
  c->note->target = c->who.name;
  guarded(
      c, [this, c, old, fresh] { return set_password(*c, old, fresh); },
      errand::sign_in);
}

void desk::show_preferences(call_ptr c) {
  read(c, [this, c]() -> result<response> {
    auto kept = store_.meta(preferences_key(c->who));
    if (!kept)
      return kept.error();
    return preferences_json(kept->value_or(""));
  });
}

void desk::keep_preferences(call_ptr c) {
  if (c->asked.body().size() > preferences_max)
    return c->answer(
        problem(413, "too_large", "preferences have 64 KiB at most"));
  auto body = json_body(*c);
  if (!body)
    return c->answer(problem(body.error()));
  c->note->minor = true;
  auto text = json::serialize(*body);
  store_.put_meta(preferences_key(c->who), text, [c, text](const auto& done) {
    c->answer(done ? preferences_json(text) : problem(done.error()));
  });
}

} // namespace dastomized::http

#include "access/roster.hpp"

#include "domain/digest.hpp"

#include <algorithm>
#include <array>

namespace dastomized::access {

namespace {

constexpr std::size_t users_max = 1000, tokens_max = 1000, sessions_max = 5000,
                      links_max = 100;
constexpr std::ptrdiff_t sessions_of_one_max = 20;
constexpr milliseconds touched_every = 1min;

// The journal tells by name who acted; these are not people.
constexpr std::array<std::string_view, 16> taken{
    "store",     "provider",  "countdown", "rules",   "preflight", "shipping",
    "automatic", "brake",     "breaker",   "account", "busy",      "daemon",
    "api",       "api_token", "you",       "person"};

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Somebody who can still come in and let others in.
std::size_t admins(const roster& r) {
  return static_cast<std::size_t>(std::ranges::count_if(r.users, [](auto& x) {
    return x.second.role == role::admin && !x.second.disabled;
  }));
}

bool last_admin(const roster& r, const user& u) {
  return u.role == role::admin && !u.disabled && admins(r) == 1;
}

failure no_user() {
  return {fault::not_found, "there is no such user"};
}

failure needs_an_admin() {
  return {fault::refused, "this is the last admin: make another one first"};
}

void end_all(roster& r, const std::string& user) {
  auto theirs = [&](const auto& x) { return x.second.user == user; };
  std::erase_if(r.sessions, theirs);
  std::erase_if(r.links, theirs);
}

bool over(const session& s, const session_limits& l, instant now) {
  return now - s.seen >= l.idle || now - s.begun >= l.most;
}

void drop_longest_unseen(std::map<std::string, session>& all, auto&& which) {
  auto oldest = all.end();
  for (auto it = all.begin(); it != all.end(); ++it)
    if (which(*it) &&
        (oldest == all.end() || it->second.seen < oldest->second.seen))
      oldest = it;
  if (oldest != all.end())
    all.erase(oldest);
}

bool has_token_of(const roster& r, const std::string& name) {
  return std::ranges::any_of(r.tokens,
                             [&](auto& x) { return x.second.name == name; });
}

const user* welcome(const roster& r, const std::string& name) {
  auto it = r.users.find(name);
  return it == r.users.end() || it->second.disabled ? nullptr : &it->second;
}

failure bad_name(const std::string& whose) {
  return {fault::invalid,
          whose + " name is 1 to 64 of a-z, 0-9, . _ - @, begins with a "
                  "letter or digit and is no word of the journal"};
}

} // namespace

std::string_view name(role r) {
  static constexpr std::array<std::string_view, 3> words{"viewer", "operator",
                                                         "admin"};
  return words.at(static_cast<std::size_t>(r));
}

std::optional<role> parse_role(std::string_view text) {
  for (auto r : {role::viewer, role::operator_, role::admin})
    if (name(r) == text)
      return r;
  return std::nullopt;
}

std::string_view name(entrance e) {
  static constexpr std::array<std::string_view, 3> words{"session", "token",
                                                         "socket"};
  return words.at(static_cast<std::size_t>(e));
}

bool is_user_name(std::string_view text) {
  auto fits = [](char c) {
    return letter_or_digit(c) || c == '.' || c == '_' || c == '-' || c == '@';
  };
  return !text.empty() && text.size() <= 64 && letter_or_digit(text.front()) &&
         std::ranges::all_of(text, fits) &&
         std::ranges::find(taken, text) == taken.end();
}

result<bool> add_user(roster& r, user u) {
  if (!is_user_name(u.name))
    return bad_name("a user's");
  if (r.users.contains(u.name))
    return failure{fault::conflict, "there is a user of this name already"};
  if (has_token_of(r, u.name))
    return failure{fault::conflict, "there is a token of this name already"};
  if (r.users.size() >= users_max)
    return failure{fault::refused, "there are too many users"};
  r.users[u.name] = std::move(u);
  return true;
}

result<bool> change_user(roster& r, const std::string& name,
                         const user_change& c) {
  auto it = r.users.find(name);
  if (it == r.users.end())
    return no_user();
  auto& u = it->second;
  bool leaves = (c.role && *c.role != role::admin) || c.disabled == true;
  if (leaves && last_admin(r, u))
    return needs_an_admin();
  u.role = c.role.value_or(u.role);
  u.password_hash = c.password_hash.value_or(u.password_hash);
  u.disabled = c.disabled.value_or(u.disabled);
  end_all(r, name);
  return true;
}

result<bool> remove_user(roster& r, const std::string& name) {
  auto it = r.users.find(name);
  if (it == r.users.end())
    return no_user();
  if (last_admin(r, it->second))
    return needs_an_admin();
  r.users.erase(it);
  end_all(r, name);
  return true;
}

result<bool> add_token(roster& r, token t) {
  if (!is_user_name(t.name))
    return bad_name("a token's");
  if (r.users.contains(t.name))
    return failure{fault::conflict, "there is a user of this name already"};
  if (r.tokens.size() >= tokens_max)
    return failure{fault::refused, "there are too many tokens"};
  auto id = t.id;
  r.tokens[id] = std::move(t);
  return true;
}

result<bool> remove_token(roster& r, const std::string& id) {
  if (r.tokens.erase(id) == 0)
    return failure{fault::not_found, "there is no such token"};
  return true;
}

std::optional<identity> by_session(const roster& r, std::string_view secret,
                                   const session_limits& l, instant now) {
  auto it = r.sessions.find(sha256_hex(secret));
  if (it == r.sessions.end() || over(it->second, l, now))
    return std::nullopt;
  const auto& s = it->second;
  const auto* u = welcome(r, s.user);
  if (u == nullptr)
    return std::nullopt;
  return identity{u->name, u->role, entrance::session,
                  std::min(s.seen + l.idle, s.begun + l.most)};
}

// By hash: what is compared is not what was sent.
std::optional<identity> by_token(const roster& r, std::string_view secret,
                                 instant now) {
  auto hash = sha256_hex(secret);
  for (const auto& [id, t] : r.tokens)
    if (t.hash == hash && (!t.expires || now < *t.expires))
      return identity{t.name, t.role, entrance::token, t.expires};
  return std::nullopt;
}

void begin_session(roster& r, std::string_view secret, const std::string& user,
                   instant now) {
  auto own = [&](const auto& x) { return x.second.user == user; };
  auto any = [](const auto&) { return true; };
  // Of the user's first: who signs in again and again puts nobody else out.
  if (std::ranges::count_if(r.sessions, own) >= sessions_of_one_max)
    drop_longest_unseen(r.sessions, own);
  if (r.sessions.size() >= sessions_max)
    drop_longest_unseen(r.sessions, any);
  r.sessions[sha256_hex(secret)] = {user, now, now};
}

bool needs_touch(const roster& r, std::string_view secret,
                 const session_limits& l, instant now) {
  auto it = r.sessions.find(sha256_hex(secret));
  return it != r.sessions.end() &&
         now - it->second.seen >= std::min(touched_every, l.idle / 4);
}

bool touch_session(roster& r, std::string_view secret, const session_limits& l,
                   instant now) {
  if (!needs_touch(r, secret, l, now))
    return false;
  auto it = r.sessions.find(sha256_hex(secret));
  it->second.seen = now;
  return true;
}

void end_session(roster& r, std::string_view secret) {
  r.sessions.erase(sha256_hex(secret));
}

void end_others(roster& r, const std::string& user, std::string_view secret) {
  auto own = sha256_hex(secret);
  std::erase_if(r.sessions, [&](const auto& x) {
    return x.second.user == user && x.first != own;
  });
}

void add_link(roster& r, std::string_view secret, const std::string& user,
              instant expires) {
  if (r.links.size() >= links_max)
    r.links.erase(std::ranges::min_element(
        r.links, {}, [](const auto& x) { return x.second.expires; }));
  r.links[sha256_hex(secret)] = {user, expires};
}

std::optional<std::string> use_link(roster& r, std::string_view secret,
                                    instant now) {
  auto it = r.links.find(sha256_hex(secret));
  if (it == r.links.end())
    return std::nullopt;
  auto link = it->second;
  r.links.erase(it);
  if (now >= link.expires || welcome(r, link.user) == nullptr)
    return std::nullopt;
  return link.user;
}

void tidy(roster& r, const session_limits& l, instant now) {
  std::erase_if(r.sessions,
                [&](const auto& x) { return over(x.second, l, now); });
  std::erase_if(r.links,
                [&](const auto& x) { return now >= x.second.expires; });
  std::erase_if(r.tokens, [&](const auto& x) {
    return x.second.expires && now >= *x.second.expires;
  });
}

} // namespace dastomized::access

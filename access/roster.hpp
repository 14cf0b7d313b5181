// Who may come in, and as what: users, tokens of programs, sessions and login
// links. Plain values and rules without a clock or a disk; secrets are kept as
// hashes only. Whoever owns a roster writes it (roster_text.hpp) before a
// change takes effect.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dastomized::access {

// Each may do all that those before it may.
enum class role : std::uint8_t { viewer, operator_, admin };
std::string_view name(role r); // "viewer", "operator", "admin"
std::optional<role> parse_role(std::string_view text);

struct user {
  std::string name;
  access::role role = role::viewer;
  std::string password_hash; // empty: only a login link opens
  bool disabled = false;
  instant created{};
  bool operator==(const user&) const = default;
};

struct token {
  std::string id, name;
  access::role role = role::viewer;
  std::string hash; // of its secret, SHA-256 in hex
  instant created{};
  std::optional<instant> expires;
  bool operator==(const token&) const = default;
};

struct session {
  std::string user;
  instant begun{}, seen{};
  bool operator==(const session&) const = default;
};

struct login_link {
  std::string user;
  instant expires{};
  bool operator==(const login_link&) const = default;
};

struct session_limits {
  milliseconds idle{12h}, most{7 * 24h};
};

struct roster {
  std::map<std::string, user> users;       // by name
  std::map<std::string, token> tokens;     // by id
  std::map<std::string, session> sessions; // by the hash of their secret
  std::map<std::string, login_link> links; // by the hash of their secret
  bool operator==(const roster&) const = default;
};

// Who is asking.
enum class entrance : std::uint8_t { session, token, socket };
std::string_view name(entrance e);

struct identity {
  std::string name;
  access::role role = role::viewer;
  entrance via = entrance::session;
  std::optional<instant> expires;
  bool operator==(const identity&) const = default;
};

// 1 to 64 of a-z, 0-9, '.', '_', '-', '@', beginning with a letter or digit;
// not a name by which the journal means somebody else.
bool is_user_name(std::string_view text);

// A user and a token never have one name: journals tell them by it.
// fault::conflict: the name is taken; fault::invalid: it can not be one.
result<bool> add_user(roster& r, user u);

// What is not given stays. Ends the user's sessions and links.
struct user_change {
  std::optional<access::role> role;
  std::optional<std::string> password_hash;
  std::optional<bool> disabled;
};
// fault::not_found; fault::refused: it is the last admin who can come in.
result<bool> change_user(roster& r, const std::string& name,
                         const user_change& c);
result<bool> remove_user(roster& r, const std::string& name);

result<bool> add_token(roster& r, token t);
result<bool> remove_token(roster& r, const std::string& id);

// The identity behind a secret; nullopt: nobody's, or no longer.
std::optional<identity> by_session(const roster& r, std::string_view secret,
                                   const session_limits& l, instant now);
std::optional<identity> by_token(const roster& r, std::string_view secret,
                                 instant now);

void begin_session(roster& r, std::string_view secret, const std::string& user,
                   instant now);
// False: it was seen just now, and need not be written.
bool needs_touch(const roster& r, std::string_view secret,
                 const session_limits& l, instant now);
bool touch_session(roster& r, std::string_view secret, const session_limits& l,
                   instant now);
void end_session(roster& r, std::string_view secret);
// All of a user's but the one with this secret.
void end_others(roster& r, const std::string& user, std::string_view secret);

void add_link(roster& r, std::string_view secret, const std::string& user,
              instant expires);
// Whom it lets in, once.
std::optional<std::string> use_link(roster& r, std::string_view secret,
                                    instant now);

// Takes away what has ended.
void tidy(roster& r, const session_limits& l, instant now);

} // namespace dastomized::access

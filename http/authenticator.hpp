// Who is asking: credentials become an identity, and what changes in the
// roster of users, tokens and sessions is on disk before it counts.
//
// Thread-safe. Passwords are tried and changes are made on a thread of its own.
#pragma once

#include "domain/address.hpp"
#include "http/server.hpp"
#include "storage/store.hpp"

#include <boost/asio/thread_pool.hpp>

#include "access/login_limit.hpp"
#include "access/roster.hpp"
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace dastomized::http {

inline constexpr std::string_view session_cookie = "dastomized_session";

// Takes equally long wherever two texts begin to differ.
bool same_secret(std::string_view a, std::string_view b);

// The value of the session's cookie; empty: there is none.
std::string_view session_secret(const request_head& r);

// Whether a page of ours sent this: its origin has the authority the request
// was sent to, or is that of `public_url`. A browser that names no origin says
// whether the page is ours in Sec-Fetch-Site.
bool of_own_page(const request_head& r, std::string_view public_url);

struct access_settings {
  std::string api_token;  // empty: none; its holder is an admin
  std::string public_url; // empty: not known
  std::string own_url{};  // where this machine finds us
  std::size_t password_min = 12;
  access::session_limits sessions{};
  std::vector<ip_network> trusted_proxies{}; // say where people come from
};

enum class entry_refusal : std::uint8_t {
  no_credentials,
  wrong_token,
  session_over
};

struct admission {
  std::optional<access::identity> who;
  entry_refusal why = entry_refusal::no_credentials; // if nobody
};

// What waits for the authenticator's thread.
enum class errand : std::uint8_t {
  change,
  sign_in, // anybody can ask for it, and it takes long: only some may wait
};

class authenticator {
public:
  // If the roster can not be read nobody in it is let in, and it stays as it
  // is.
  authenticator(storage::order_store& store, std::function<instant()> now);

  // A bearer token decides alone; a peer of the control socket is an admin.
  admission recognise(const request_head& r, const std::string& peer,
                      const access_settings& s) const;
  // The same of a request: a session that is used goes on.
  admission admit(const request_head& r, const std::string& peer,
                  const access_settings& s);

  // Runs f on the own thread; false: too many wait already.
  bool work(errand what, std::function<void()> f);
  void stop();

  // On the own thread only: f changes a copy, which replaces the roster once
  // it is on disk. What f or the disk refuses changes nothing.
  result<bool> change(const std::function<result<bool>(access::roster&)>& f);
  access::roster now() const;

  // The password's hash of somebody who may come in; nullopt: of nobody.
  std::optional<std::string> password_of(const std::string& user) const;

  // As access::login_limit says.
  std::optional<milliseconds> login_wait(const std::string& name,
                                         const std::string& from) const;
  void login_failed(const std::string& name, const std::string& from);
  void login_succeeded(const std::string& name, const std::string& from);

private:
  void touch(std::string secret, const access::session_limits& l);

  storage::order_store& store_;
  std::function<instant()> clock_;
  mutable std::shared_mutex mutex_; // of roster_
  access::roster roster_;
  bool damaged_ = false; // on disk
  mutable std::mutex limit_mutex_;
  access::login_limit limit_;
  std::atomic<unsigned> waiting_{0}, signing_in_{0};
  boost::asio::thread_pool worker_{1};
};

} // namespace dastomized::http

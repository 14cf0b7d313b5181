#include "http/authenticator.hpp"

#include "domain/digest.hpp"
#include "domain/text.hpp"

#include <boost/asio/post.hpp>
#include <openssl/crypto.h>
#include <spdlog/spdlog.h>

#include "access/roster_text.hpp"
#include <future>
#include <mutex>

namespace dastomized::http {

namespace {

using boost::beast::http::field;

constexpr const char* roster_key = "roster"; // in meta
constexpr unsigned waiting_max = 64, signing_in_max = 16;
constexpr std::string_view socket_peer = "unix:"; // then who it is

std::string_view header(const request_head& r, field name) {
  auto text = r[name];
  return {text.data(), text.size()};
}

std::string_view after_scheme(std::string_view origin) {
  auto at = origin.find("://");
  return at == origin.npos ? std::string_view() : origin.substr(at + 3);
}

// Of an address its scheme, host and port, as browsers name them.
std::string origin_in(std::string_view url) {
  auto host = url.find("://");
  if (host == url.npos)
    return {};
  return lower(url.substr(0, url.find('/', host + 3)));
}

access::identity peer_of_the_socket(const std::string& peer) {
  return {peer.substr(socket_peer.size()), access::role::admin,
          access::entrance::socket, std::nullopt};
}

} // namespace

bool same_secret(std::string_view a, std::string_view b) {
  auto x = sha256(a), y = sha256(b);
  return CRYPTO_memcmp(x.data(), y.data(), x.size()) == 0;
}

std::string_view session_secret(const request_head& r) {
  auto cookies = header(r, field::cookie);
  while (!cookies.empty()) {
    auto end = cookies.find(';');
    auto one = trimmed(cookies.substr(0, end));
    if (one.starts_with(session_cookie) &&
        one.substr(session_cookie.size()).starts_with('='))
      return one.substr(session_cookie.size() + 1);
    cookies =
        end == cookies.npos ? std::string_view() : cookies.substr(end + 1);
  }
  return {};
}

bool of_own_page(const request_head& r, std::string_view public_url) {
  auto origin = header(r, field::origin);
  if (origin.empty()) {
    auto site = r["Sec-Fetch-Site"];
    return site == "same-origin";
  }
  auto own = origin_in(public_url);
  if (!own.empty() && after_scheme(origin) == after_scheme(own))
    return origin == own; // http:// where it is https:// is somebody else's
  return origin.starts_with("http") &&
         after_scheme(origin) == header(r, field::host);
}

authenticator::authenticator(storage::order_store& store,
                             std::function<instant()> now)
    : store_(store), clock_(std::move(now)) {
  auto kept = store.meta(roster_key);
  if (kept && !*kept)
    return;
  auto read = kept ? access::roster_in(**kept) : kept.error();
  if (read) {
    roster_ = std::move(*read);
    return;
  }
  damaged_ = true;
  spdlog::error("auth.users_damaged reason=\"{}\"", read.error().what);
}

admission authenticator::recognise(const request_head& r,
                                   const std::string& peer,
                                   const access_settings& s) const {
  if (peer.starts_with(socket_peer))
    return {peer_of_the_socket(peer)};
  constexpr std::string_view scheme = "bearer ";
  auto given = header(r, field::authorization);
  std::shared_lock lock(mutex_);
  if (lower(given.substr(0, scheme.size())) == scheme) {
    auto token = trimmed(given.substr(scheme.size()));
    if (!s.api_token.empty() && same_secret(token, s.api_token))
      return {access::identity{"api_token", access::role::admin,
                               access::entrance::token, std::nullopt}};
    return {access::by_token(roster_, token, clock_()),
            entry_refusal::wrong_token};
  }
  auto secret = session_secret(r);
  if (secret.empty())
    return {std::nullopt, entry_refusal::no_credentials};
  return {access::by_session(roster_, secret, s.sessions, clock_()),
          entry_refusal::session_over};
}

admission authenticator::admit(const request_head& r, const std::string& peer,
                               const access_settings& s) {
  auto a = recognise(r, peer, s);
  if (a.who && a.who->via == access::entrance::session)
    touch(std::string(session_secret(r)), s.sessions);
  return a;
}

// A session that is used goes on. Written now and then only.
void authenticator::touch(std::string secret, const access::session_limits& l) {
  {
    std::shared_lock lock(mutex_);
    if (!access::needs_touch(roster_, secret, l, clock_()))
      return;
  }
  (void)work(errand::change, [this, secret = std::move(secret),
                              l] { // else with the next request
    auto done = change([&](access::roster& r) -> result<bool> {
      return access::touch_session(r, secret, l, clock_());
    });
    if (!done)
      spdlog::error("session.not_kept reason=\"{}\"", done.error().what);
  });
}

bool authenticator::work(errand what, std::function<void()> f) {
  auto& waiting = what == errand::sign_in ? signing_in_ : waiting_;
  if (waiting.fetch_add(1) >=
      (what == errand::sign_in ? signing_in_max : waiting_max)) {
    --waiting;
    return false;
  }
  boost::asio::post(worker_, [&waiting, f = std::move(f)] {
    --waiting;
    f();
  });
  return true;
}

std::optional<std::string>
authenticator::password_of(const std::string& user) const {
  std::shared_lock lock(mutex_);
  auto it = roster_.users.find(user);
  if (it == roster_.users.end() || it->second.disabled)
    return std::nullopt;
  return it->second.password_hash;
}

std::optional<milliseconds>
authenticator::login_wait(const std::string& name,
                          const std::string& from) const {
  std::lock_guard lock(limit_mutex_);
  return limit_.wait(name, from, clock_());
}

void authenticator::login_failed(const std::string& name,
                                 const std::string& from) {
  std::lock_guard lock(limit_mutex_);
  limit_.failed(name, from, clock_());
}

void authenticator::login_succeeded(const std::string& name,
                                    const std::string& from) {
  std::lock_guard lock(limit_mutex_);
  limit_.succeeded(name, from, clock_());
}

void authenticator::stop() {
  worker_.join();
}

result<bool>
authenticator::change(const std::function<result<bool>(access::roster&)>& f) {
  if (damaged_)
    return failure{fault::storage, "the users are damaged on disk: nobody can "
                                   "be changed until a backup is restored"};
  auto next = now();
  auto done = f(next);
  if (!done || !*done)
    return done;
  std::promise<result<bool>> kept;
  store_.put_meta(roster_key, access::text_of(next),
                  [&](const auto& r) { kept.set_value(r); });
  if (auto r = kept.get_future().get(); !r)
    return r.error();
  std::lock_guard lock(mutex_);
  roster_ = std::move(next);
  return true;
}

access::roster authenticator::now() const {
  std::shared_lock lock(mutex_);
  return roster_;
}

} // namespace dastomized::http

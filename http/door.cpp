// What is decided before a request is there, or of one that never will be.
#include "domain/text.hpp"
#include "http/desk.hpp"
#include "http/origin.hpp"

#include <spdlog/spdlog.h>

#include <charconv>
#include <limits>

namespace dastomized::http {

namespace {

using boost::beast::http::field;

constexpr std::size_t login_max = 16u << 10; // name and password, or a link
constexpr std::size_t stranger_max = 64u << 10;
constexpr auto any_size = std::numeric_limits<std::size_t>::max();

// What the head says of it; a body in chunks may have any size.
std::size_t announced_in(const request_head& head) {
  auto text = head[field::content_length];
  std::size_t n = 0;
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, n);
  return error == std::errc{} && stop == end && !text.empty() ? n : any_size;
}

} // namespace

// A large body is kept in memory until it is complete: only of those who may
// send one.
std::size_t desk::body_limit(const request_head& head,
                             const std::string& peer) {
  auto path = head.target();
  auto where = parse_target({path.data(), path.size()});
  auto f = where ? find_route(head.method(), where->segments) : found_route{};
  if (f.at == nullptr)
    return stranger_max;
  if (f.at->answer == &desk::sign_in)
    return login_max;
  if (announced_in(head) <= stranger_max) // it need not be known who asks
    return stranger_max;
  if (!f.at->least)
    return opens_hook(*f.at, f.taken) ? any_size : stranger_max;
  auto who = authenticator_.recognise(head, peer, settings()->access).who;
  return who && who->role >= *f.at->least ? any_size : stranger_max;
}

bool desk::is_uncounted(const std::string& peer) const {
  auto a = parse_address(peer);
  return (a && is_loopback(*a)) ||
         is_trusted(peer, settings()->access.trusted_proxies);
}

// Nothing that somebody sent: no body, no secret, no path.
void desk::note_refused(std::string_view code, std::string_view route,
                        const std::string& from) {
  std::lock_guard lock(log_mutex_);
  if (auto silent = refusal_log_.take(code, now_()))
    spdlog::warn("http.refused code={} route={} from={} not_told={}", code,
                 route, from, *silent);
}

} // namespace dastomized::http

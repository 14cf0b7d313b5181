#include "http/api.hpp"

#include "domain/text.hpp"
#include "http/desk.hpp"
#include "http/first_answers.hpp"
#include "http/origin.hpp"

#include <boost/asio/post.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>

namespace dastomized::http {

namespace json = boost::json;

namespace {

using boost::beast::http::field;
using boost::beast::http::verb;

// Refusals that tell of an attack or of something set up wrongly.
constexpr std::array<std::string_view, 6> logged{"signature",    "wrong_token",
                                                 "wrong_origin", "forbidden",
                                                 "wrong_login",  "too_large"};

std::string words_of(verb method) {
  auto name = to_string(method);
  return {name.data(), name.size()};
}

response no_entry(entry_refusal why) {
  switch (why) {
  case entry_refusal::session_over:
    return problem(401, "session_over", "this session has ended: sign in");
  case entry_refusal::wrong_token:
  case entry_refusal::no_credentials:
    break;
  }
  auto r = why == entry_refusal::wrong_token
               ? problem(401, "wrong_token", "nobody has this token")
               : problem(401, "not_signed_in",
                         "sign in, or send Authorization: Bearer <token>");
  r.set(field::www_authenticate, "Bearer");
  return r;
}

// A page of another site can send forms, but no JSON.
bool acceptable_type(const request& r) {
  auto type = r[field::content_type];
  return r.body().empty() || std::string_view(type.data(), type.size())
                                 .starts_with("application/json");
}

void finish(response& r) {
  r.set("X-Content-Type-Options", "nosniff");
  if (r.count(field::cache_control) == 0)
    r.set(field::cache_control, "no-store");
  if (r.count("Content-Security-Policy") == 0)
    r.set("Content-Security-Policy", "default-src 'none'");
}

} // namespace

found_route find_route(verb method, const std::vector<std::string>& segments) {
  found_route f;
  for (const auto& r : routes()) {
    auto taken = match(r.pattern, segments);
    if (!taken)
      continue;
    if (r.method == method && f.at == nullptr) {
      f.at = &r;
      f.taken = std::move(*taken);
    }
    f.other = &r;
    f.allow += f.allow.empty() ? "" : ", ";
    f.allow += r.method == verb::get ? "GET, HEAD" : words_of(r.method);
  }
  return f;
}

std::string_view call::header(std::string_view name) const {
  auto text = asked[boost::beast::string_view(name.data(), name.size())];
  return {text.data(), text.size()};
}

const std::string* call::arg(const std::string& name) const {
  auto found = where.args.find(name);
  return found == where.args.end() ? nullptr : &found->second;
}

result<json::object> json_body(const call& c) {
  if (c.asked.body().empty())
    return json::object{};
  boost::system::error_code error;
  auto value = json::parse(c.asked.body(), error);
  if (error || !value.is_object())
    return failure{fault::invalid, "the body must be a JSON object"};
  return std::move(value.get_object());
}

result<std::uint64_t> number_arg(const call& c, const std::string& name,
                                 std::uint64_t otherwise, std::uint64_t most) {
  const auto* text = c.arg(name);
  if (text == nullptr)
    return otherwise;
  return number_in(name, *text, 1, most);
}

result<std::uint64_t> number_in(const std::string& name, std::string_view text,
                                std::uint64_t least, std::uint64_t most) {
  std::uint64_t n = 0;
  auto end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data(), end, n);
  if (error != std::errc{} || stop != end || n < least || n > most)
    return failure{fault::invalid, name + " must be a whole number from " +
                                       std::to_string(least) + " to " +
                                       std::to_string(most)};
  return n;
}

std::vector<std::string> list_arg(const call& c, const std::string& name) {
  std::vector<std::string> all;
  const auto* text = c.arg(name);
  for (std::size_t at = 0; text != nullptr && at < text->size();) {
    auto end = std::min(text->find(',', at), text->size());
    if (end > at)
      all.push_back(text->substr(at, end - at));
    at = end + 1;
  }
  return all;
}

std::optional<std::string>
unknown_arg(const call& c, std::initializer_list<std::string_view> known) {
  for (const auto& [name, value] : c.where.args)
    if (std::find(known.begin(), known.end(), name) == known.end())
      return name;
  return std::nullopt;
}

desk::desk(actors::front& front, storage::order_store& store,
           prometheus::Registry& registry, api_settings s, actors::clock now)
    : front_(front), store_(store), metrics_(registry),
      events_(
          front, store, metrics_,
          [this](const auto& h) { return json::serialize(health_of(h)); }, now),
      now_(now), authenticator_(store, std::move(now)),
      settings_(std::make_shared<const api_settings>(std::move(s))),
      first_answers_(std::make_unique<first_answers>(store_, now_)) {}

desk::~desk() = default;

std::shared_ptr<const api_settings> desk::settings() const {
  std::lock_guard lock(mutex_);
  return settings_;
}

void desk::reconfigure(api_settings s) {
  auto fresh = std::make_shared<const api_settings>(std::move(s));
  {
    std::lock_guard lock(mutex_);
    settings_ = std::move(fresh);
  }
  events_.end_the_unwelcome(); // also of a token that is another one now
}

void desk::stop() {
  leaving_ = true;
  write_audit(refusals_.rest(), [](const result<bool>&) {});
  authenticator_.stop();
  events_.stop();
  planners_.join();
  readers_.join();
  searchers_.join();
  backups_.join();
}

std::optional<response> desk::turned_away(const route& r, const call& c,
                                          const admission& a) const {
  bool writes = c.asked.method() != verb::get && c.asked.method() != verb::head;
  bool ours = r.pattern.starts_with("/api/");
  if (r.least && !a.who)
    return no_entry(a.why);
  if (r.least && a.who->role < *r.least)
    return problem(403, "forbidden",
                   "this needs the role " + std::string(name(*r.least)) +
                       "; yours is " + std::string(name(a.who->role)));
  bool by_page = r.least ? a.who->via == access::entrance::session
                         : c.asked.count(field::origin) > 0;
  if (ours && writes && by_page &&
      !of_own_page(c.asked, settings()->access.public_url))
    return problem(403, "wrong_origin",
                   "a page of another address can not ask for this");
  if (ours && writes && !acceptable_type(c.asked))
    return problem(415, "wrong_type", "the body must come as application/json");
  return std::nullopt;
}

void desk::handle(request r, const std::string& peer, responder done) {
  auto path = r.target();
  auto where = parse_target({path.data(), path.size()});
  auto method = r.method() == verb::head ? verb::get : r.method();
  auto f =
      find_route(method, where ? where->segments
                               : std::vector<std::string>{"not", "a", "path"});
  const auto* at = f.at != nullptr ? f.at : f.other;
  auto label = std::string(at != nullptr ? at->pattern : "none");
  auto s = settings();
  auto from = origin_of(r, peer, s->access.trusted_proxies);
  auto answer = [this, label, from, done = std::move(done)](response a) {
    metrics_.request(label, a.result_int());
    if (std::ranges::find(logged, a.code) != logged.end())
      note_refused(a.code, label, from);
    finish(a);
    done(std::move(a));
  };
  if (at == nullptr) {
    auto file = where ? file_of(r, *where) : std::nullopt;
    return answer(
        file ? std::move(*file)
             : problem(404, "not_found", "there is nothing at this path"));
  }
  auto admitted = authenticator_.admit(r, peer, s->access);
  auto c = std::make_shared<call>(
      call{std::move(r), std::move(*where), std::move(f.taken), answer,
           admitted.who.value_or(access::identity{}), std::move(from)});
  if (at->least)
    c->note->who = admitted.who;
  bool known = admitted.who || !at->least;
  if (f.at != nullptr && known && method != verb::get &&
      at->pattern.starts_with("/api/"))
    c->answer = audited(*c, answer);
  if (auto no = turned_away(*at, *c, admitted))
    return c->answer(std::move(*no));
  if (f.at == nullptr) {
    auto a = problem(405, "wrong_method", "this path knows " + f.allow);
    a.set(field::allow, f.allow);
    return answer(std::move(a));
  }
  auto go = [this, c, handler = f.at->answer] { (this->*handler)(c); };
  if (!takes_key(*f.at)) {
    if (method != verb::get && c->asked.count("Idempotency-Key") > 0)
      return c->answer(problem(400, "invalid",
                               "this path takes no Idempotency-Key: asked "
                               "twice, it would be done twice"));
    return go();
  }
  first_answers_->once(
      c, std::string(name(c->who.via)) + ' ' + c->who.name,
      [this, c](std::function<void()> read_it) { later(c, read_it); }, go);
}

void desk::later(call_ptr c, std::function<void()> f) {
  later_on(readers_, std::move(c), std::move(f));
}

void desk::later_on(boost::asio::thread_pool& where, call_ptr c,
                    std::function<void()> f) {
  boost::asio::post(where, [c = std::move(c), f = std::move(f)] {
    try {
      f();
    } catch (const std::exception&) { // our own mistake; details stay inside
      c->answer(problem(500, "internal", "this should not have happened"));
    }
  });
}

void desk::read(call_ptr c, std::function<result<response>()> f) {
  read_on(readers_, std::move(c), std::move(f));
}

void desk::read_on(boost::asio::thread_pool& where, call_ptr c,
                   std::function<result<response>()> f) {
  later_on(where, c, [c, f = std::move(f)] {
    auto r = f();
    c->answer(r ? std::move(*r) : problem(r.error()));
  });
}

api::api(actors::front& front, storage::order_store& store,
         prometheus::Registry& registry, api_settings s, actors::clock now)
    : desk_(std::make_unique<desk>(front, store, registry, std::move(s),
                                   std::move(now))) {}

api::~api() = default;

handler api::on_request() {
  return [d = desk_.get()](request r, const std::string& peer, responder done) {
    d->handle(std::move(r), peer, std::move(done));
  };
}

doorman api::door() {
  return {[d = desk_.get()](const request_head& head, const std::string& peer) {
            return d->body_limit(head, peer);
          },
          [d = desk_.get()](const std::string& peer) {
            return d->is_uncounted(peer);
          },
          [d = desk_.get()](std::string_view code, const std::string& peer) {
            d->note_refused(code, "none", peer);
          }};
}

void api::reconfigure(api_settings s) {
  desk_->reconfigure(std::move(s));
}

void api::stop() {
  desk_->stop();
}

} // namespace dastomized::http

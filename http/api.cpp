#include "http/api.hpp"

#include "http/desk.hpp"
#include "http/gate.hpp"

#include <boost/asio/post.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <exception>

namespace dastomized::http {

namespace json = boost::json;

namespace {

using boost::beast::http::field;
using boost::beast::http::verb;

struct found_route {
  const route* at = nullptr;    // path and method match
  const route* other = nullptr; // the path does
  std::vector<std::string> taken;
  std::string allow;
};

found_route find(verb method, const std::vector<std::string>& segments) {
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
    f.allow += r.method == verb::get ? "GET, HEAD" : "POST";
  }
  return f;
}

response no_entry(entry why) {
  if (why == entry::not_local)
    return problem(403, "not_local",
                   "no api_token is configured: only programs on this "
                   "machine are let in");
  auto r = problem(401, why == entry::no_token ? "no_token" : "wrong_token",
                   "this needs the header Authorization: Bearer <api_token>");
  r.set(field::www_authenticate, "Bearer");
  return r;
}

// A page of another site can send forms, but no JSON.
bool acceptable_type(const request& r) {
  auto type = r[field::content_type];
  return r.method() != verb::post || r.body().empty() ||
         std::string_view(type.data(), type.size())
             .starts_with("application/json");
}

void finish(response& r) {
  r.set(field::cache_control, "no-store");
  r.set("X-Content-Type-Options", "nosniff");
  r.set("Content-Security-Policy", "default-src 'none'");
}

} // namespace

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
  std::uint64_t n = 0;
  auto end = text->data() + text->size();
  auto [stop, error] = std::from_chars(text->data(), end, n);
  if (error != std::errc{} || stop != end || n < 1 || n > most)
    return failure{fault::invalid, name + " must be a whole number from 1 to " +
                                       std::to_string(most)};
  return n;
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
    : front_(front), store_(store), metrics_(registry), now_(std::move(now)),
      settings_(std::make_shared<const api_settings>(std::move(s))) {}

std::shared_ptr<const api_settings> desk::settings() const {
  std::lock_guard lock(mutex_);
  return settings_;
}

void desk::reconfigure(api_settings s) {
  auto fresh = std::make_shared<const api_settings>(std::move(s));
  std::lock_guard lock(mutex_);
  settings_ = std::move(fresh);
}

void desk::stop() {
  readers_.join();
  backups_.join();
}

void desk::handle(request r, const std::string& peer, responder done) {
  auto path = r.target();
  auto where = parse_target({path.data(), path.size()});
  auto method = r.method() == verb::head ? verb::get : r.method();
  auto f = find(method, where ? where->segments
                              : std::vector<std::string>{"not", "a", "path"});
  auto label = std::string(f.other ? f.other->pattern : "none");
  if (f.at != nullptr)
    label = f.at->pattern;
  auto answer = [this, label, done = std::move(done)](response a) {
    metrics_.request(label, a.result_int());
    finish(a);
    done(std::move(a));
  };
  if (f.other == nullptr)
    return answer(problem(404, "not_found", "there is nothing at this path"));
  if ((f.at ? f.at : f.other)->who == access::token)
    if (auto e = admit(r, peer, settings()->token); e != entry::granted)
      return answer(no_entry(e));
  if (f.at == nullptr) {
    auto a = problem(405, "wrong_method", "this path knows " + f.allow);
    a.set(field::allow, f.allow);
    return answer(std::move(a));
  }
  if (f.at->who == access::token && !acceptable_type(r))
    return answer(
        problem(415, "wrong_type", "the body must come as application/json"));
  (this->*f.at->answer)(std::make_shared<call>(
      call{std::move(r), std::move(*where), std::move(f.taken), answer}));
}

void desk::later(call_ptr c, std::function<void()> f) {
  boost::asio::post(readers_, [c = std::move(c), f = std::move(f)] {
    try {
      f();
    } catch (const std::exception&) { // our own mistake; details stay inside
      c->answer(problem(500, "internal", "this should not have happened"));
    }
  });
}

void desk::read(call_ptr c, std::function<result<response>()> f) {
  later(c, [c, f = std::move(f)] {
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

void api::reconfigure(api_settings s) {
  desk_->reconfigure(std::move(s));
}

void api::stop() {
  desk_->stop();
}

} // namespace dastomized::http

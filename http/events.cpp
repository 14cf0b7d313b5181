#include "http/events.hpp"

#include "http/describe.hpp"
#include "http/desk.hpp"

#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

#include <limits>

namespace dastomized::http {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr milliseconds told_after_end{60s}; // of a job; it changes no more

std::map<std::uint64_t, std::string> jobs_of(actors::front& front,
                                             instant now) {
  std::map<std::uint64_t, std::string> all;
  for (const auto& j : front.jobs())
    if (!j.ended || now - *j.ended < told_after_end)
      all[j.id] = json::serialize(job_json(j, now));
  return all;
}

response head_of_a_stream(std::shared_ptr<stream> rest) {
  auto r = text_response(200, "text/event-stream", "");
  r.set("X-Accel-Buffering", "no"); // or a proxy keeps events back
  r.rest = std::move(rest);
  return r;
}

// Its right ended between the request's admission and here.
response not_welcome() {
  return problem(401, "session_over", "this session has ended: sign in");
}

response too_many_of_one() {
  return problem(503, "too_many_streams",
                 "you have too many pages that listen; close some");
}

response too_many() {
  return problem(503, "too_many_streams",
                 "too many pages are listening; close some, or read the lists "
                 "instead");
}

// Where a reader that comes back was: what its browser says is newer than the
// address it says it to.
result<std::optional<std::uint64_t>> place_of(const call& c) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  std::string name = "Last-Event-ID", text(c.header(name));
  if (const auto* given = c.arg("after"); text.empty() && given != nullptr) {
    name = "after";
    text = *given;
  } else if (text.empty()) {
    return std::optional<std::uint64_t>{};
  }
  auto n = number_in(name, text, 0, most);
  return n ? result<std::optional<std::uint64_t>>(*n) : n.error();
}

std::string owner_of(const access::identity& who) {
  return std::string(name(who.via)) + ' ' + who.name;
}

} // namespace

events::events(actors::front& front, storage::order_store& store, metrics& m,
               health_text health, actors::clock now)
    : front_(front), store_(store), metrics_(m), health_(std::move(health)),
      hub_(source(front, store, std::move(now))) {
  store_.on_feed([this] { changed(); });
}

event_source events::source(actors::front& front, storage::order_store& store,
                            actors::clock now) {
  auto ask = [this] {
    front_.health([this](const result<actors::health_report>& h) {
      if (h)
        asio::post(own_, [this, text = health_(*h)] {
          hub_.tell_health(text);
          keep_count();
        });
    });
  };
  return {store,
          [](const storage::row& r, instant at) {
            return json::serialize(row_json(r, at));
          },
          [&front, now] { return jobs_of(front, now()); }, ask, now};
}

void events::open(event_listener l, std::function<void(response)> answer) {
  asio::post(own_, [this, l = std::move(l), answer = std::move(answer)] {
    anybody_ = true; // before it looks where the feed is
    auto no = l.may && !l.may()            ? std::optional(not_welcome())
              : hub_.has_too_many(l.owner) ? std::optional(too_many_of_one())
                                           : std::nullopt;
    if (!no && (stopped_ || !hub_.open(l, std::chrono::steady_clock::now())))
      no = too_many();
    answer(no ? std::move(*no) : head_of_a_stream(l.to));
    run();
  });
}

void events::end_of(const std::string& owner) {
  asio::post(own_, [this, owner] {
    hub_.end_of(owner);
    keep_count();
  });
}

void events::end_the_unwelcome() {
  asio::post(own_, [this] {
    hub_.end_the_unwelcome();
    keep_count();
  });
}

void events::stop() {
  if (std::exchange(ended_, true)) // the store may be gone by now
    return;
  store_.on_feed(nullptr);
  asio::post(own_, [this] {
    stopped_ = true;
    hub_.end_all();
    timer_.cancel();
    keep_count();
  });
  own_.join();
}

// On the storage thread.
void events::changed() {
  if (!anybody_ || changed_.exchange(true))
    return;
  asio::post(own_, [this] {
    changed_ = false;
    arm(hub_.orders_due(std::chrono::steady_clock::now()));
  });
}

void events::run() {
  next_ = time::max();
  auto next = hub_.run(std::chrono::steady_clock::now());
  anybody_ = next.has_value();
  keep_count();
  if (next)
    arm(*next);
}

void events::arm(time at) {
  if (stopped_ || at >= next_)
    return;
  next_ = at;
  timer_.expires_at(at);
  timer_.async_wait([this](boost::system::error_code ec) {
    if (!ec)
      run();
  });
}

void events::keep_count() {
  auto sent = hub_.sent(), dropped = hub_.dropped();
  metrics_.streams(hub_.open_streams(), sent - sent_, dropped - dropped_);
  sent_ = sent;
  dropped_ = dropped;
}

void desk::stream_events(call_ptr c) {
  if (auto odd = unknown_arg(*c, {"after"}))
    return c->answer(problem(422, "invalid", "there is no parameter " + *odd));
  auto after = place_of(*c);
  if (!after)
    return c->answer(problem(after.error()));
  if (c->asked.method() == boost::beast::http::verb::head)
    return c->answer(head_of_a_stream(nullptr));
  events_.open({std::make_shared<stream>(), *after, owner_of(c->who),
                c->who.expires, right_to_listen(*c)},
               [c](response r) { c->answer(std::move(r)); });
}

// Whether the credential of this request still opens, and to the same. Keeps
// nothing else of the request.
std::function<bool()> desk::right_to_listen(const call& c) {
  if (c.who.via == access::entrance::socket)
    return {};
  request_head head;
  for (auto f : {boost::beast::http::field::authorization,
                 boost::beast::http::field::cookie})
    if (auto text = c.asked[f]; !text.empty())
      head.set(f, text);
  return [this, head = std::move(head), was = c.who] {
    auto now = authenticator_.recognise(head, "", settings()->access).who;
    return now && now->via == was.via && now->name == was.name;
  };
}

// A browser whose session goes on comes back by itself.
void desk::end_streams(access::entrance via, const std::string& name) {
  events_.end_of(owner_of({name, access::role::viewer, via, std::nullopt}));
}

} // namespace dastomized::http

#include "tests/simulation/network.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace dastomized::simulation {

namespace {

using namespace connectors;
namespace json = boost::json;

host host_of(const std::string& url) {
  if (url.find("//files.test/") != url.npos)
    return host::files;
  if (url.find("//sim.test/customcat/") != url.npos)
    return host::customcat;
  return url.find("//sim.test/shineon/") != url.npos ? host::shineon
                                                     : host::shop;
}

std::string path_of(const http_request& r) {
  auto begin = r.url.find('/', r.url.find("//") + 2);
  return r.url.substr(begin, r.url.find('?') - begin);
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// Of a printer: this makes, or prepares to make, a thing.
bool submits(const http_request& r, host to) {
  auto path = path_of(r);
  return r.method == "POST" &&
         ((to == host::customcat && path.find("/order/") != path.npos) ||
          (to == host::shineon && path.ends_with("/orders")));
}

http_error broken(const char* what) {
  return {http_error::stage::maybe_seen, what, http_error::step::exchanging};
}

http_response text_answer(int status, std::string type, std::string body) {
  return {status, "", {{"Content-Type", std::move(type)}}, std::move(body)};
}

} // namespace

network::fate network::draw(const weather& w, const flight& f) {
  if (w.account_fault)
    return fate::account_fault;
  auto left = static_cast<unsigned>(dice_.below(100));
  for (auto [percent, what] :
       {std::pair{w.not_sent, fate::not_sent},
        {w.lost_before, fate::lost_before},
        {w.lost_after, fate::lost_after},
        {w.late, fate::late},
        {w.error_instead, fate::error_instead},
        {w.error_after, fate::error_after},
        {w.busy, fate::busy},
        {submits(f.request, f.to) ? w.rejects : 0, fate::rejected}}) {
    if (left < percent)
      return what;
    left -= percent;
  }
  return fate::well;
}

// Submissions are looked at as they leave.
void network::watch(flight& f) {
  bool printer = f.to == host::customcat || f.to == host::shineon;
  if (!printer || f.request.method != "POST")
    return;
  auto path = path_of(f.request);
  if (f.to == host::customcat) {
    f.reference = last_part(path);
  } else if (path.ends_with("/orders")) {
    auto body = json::parse(f.request.body);
    f.reference = sandbox::text_at(
        sandbox::object_at(body.as_object(), "order"), "source_id");
  } else {
    auto verb = last_part(path);
    auto id = last_part(path.substr(0, path.rfind('/')));
    f.reference = outside_.reference_of_shineon_order(id);
    if (verb == "ready")
      promises_.releases(f.reference);
    return;
  }
  promises_.sends(f.reference, f.request.body);
}

void network::send(http_request r, std::function<void(http_outcome)> done) {
  if (!up_)
    return;
  flight f;
  f.request = std::move(r);
  f.done = std::move(done);
  f.to = host_of(f.request.url);
  watch(f);
  trace_.note("{} {} {}", f.request.method, path_of(f.request),
              f.request.body.substr(0, 60));
  take_off(std::move(f));
}

void network::take_off(flight f) {
  const auto& w = over[static_cast<std::size_t>(f.to)];
  f.what = draw(w, f);
  auto way = dice_.within(0ms, w.slowest);
  f.at = trace_.now + way;
  f.way_back = dice_.within(0ms, w.slowest);
  auto rest = f.request.timeout - way;
  // Some break at once, some keep us waiting until we give up.
  bool lost = f.what == fate::lost_before || f.what == fate::lost_after;
  if (lost && dice_.percent(70))
    f.way_back = rest;
  if (f.what == fate::late) {
    auto slow = f;
    slow.done = nullptr;
    slow.what = fate::well;
    slow.at = trace_.now + dice_.within(1s, 40s);
    promises_.acts_late(f.reference);
    flights_.push_back(std::move(slow));
    f.what = fate::lost_before;
  }
  if (f.way_back > rest) { // too slow for us
    f.way_back = rest;
    if (f.what != fate::not_sent)
      f.what = f.what == fate::well ? fate::lost_after : fate::lost_before;
  }
  if (f.what != fate::well)
    trace_.note("  and meets {}", static_cast<int>(f.what));
  flights_.push_back(std::move(f));
}

std::optional<instant> network::next() const {
  std::optional<instant> first;
  for (const auto& f : flights_)
    if (!first || f.at < *first)
      first = f.at;
  return first;
}

std::size_t network::arriving() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      flights_, [this](const flight& f) { return f.at <= trace_.now; }));
}

void network::arrive(std::size_t which) {
  for (auto it = flights_.begin(); it != flights_.end(); ++it) {
    if (it->at > trace_.now || which-- > 0)
      continue;
    if (!it->back) {
      reach(*it);
      it->back = true;
      it->at = trace_.now + it->way_back;
      if (!it->done)
        flights_.erase(it);
      return;
    }
    auto f = std::move(*it);
    flights_.erase(it);
    auto* r = std::get_if<http_response>(&f.answer);
    trace_.note("answer to {} {}: {}", f.request.method, path_of(f.request),
                r ? r->status : 0);
    auto id = last_part(path_of(f.request));
    std::int64_t order = 0;
    std::from_chars(id.data(), id.data() + id.size(), order);
    if (f.to == host::shop && f.request.method == "GET" && order > 0 && r &&
        r->status == 200)
      if (auto body = sandbox::parsed_json(r->body))
        promises_.read_again(order,
                             sandbox::text_at(body->as_object(), "status"));
    f.done(std::move(f.answer));
    return;
  }
}

bool network::about(const std::string& reference) const {
  return std::ranges::find(flights_, reference, &flight::reference) !=
         flights_.end();
}

void network::reach(flight& f) {
  switch (f.what) {
  case fate::not_sent:
    f.answer = http_error{http_error::stage::not_sent, "connection refused",
                          http_error::step::connecting};
    return;
  case fate::late: // what is left here is the loss
  case fate::lost_before:
    f.answer = broken("connection reset");
    return;
  case fate::error_instead:
    f.answer = error_answer();
    return;
  case fate::busy:
    f.answer = text_answer(429, "application/json", "{}");
    if (dice_.percent(70))
      std::get<http_response>(f.answer).headers.emplace_back(
          "Retry-After", std::to_string(1 + dice_.below(90)));
    return;
  case fate::account_fault:
    f.answer = text_answer(401, "application/json",
                           R"({"error_description":"Invalid API key"})");
    return;
  case fate::rejected:
    rejected.insert(f.reference);
    f.answer = text_answer(
        400, "application/json",
        R"({"error_description":"Invalid Shipping Address","error":"address"})");
    return;
  case fate::lost_after:
    served(f);
    f.answer = broken("timed out");
    return;
  case fate::error_after:
    served(f);
    f.answer = error_answer();
    return;
  case fate::well:
    f.answer = served(f);
  }
}

http_outcome network::served(flight& f) {
  if (f.to == host::files)
    return outside_.print_file(f.request.url);
  auto r = outside_.serve(f.request);
  if (!f.reference.empty())
    promises_.worked_on(f.reference);
  return r;
}

http_outcome network::error_answer() {
  switch (dice_.below(5)) {
  case 0:
    return text_answer(502, "text/html", "<html>Bad Gateway</html>");
  case 1:
    return text_answer(503, "application/json", "{}");
  case 2:
    return text_answer(200, "application/json", "{\"half\":");
  case 3:
    return text_answer(200, "text/html", "<html>Just a moment…</html>");
  default:
    return text_answer(500, "application/json", "");
  }
}

void network::cut() {
  up_ = false;
  for (auto& f : flights_)
    if (!f.back && dice_.percent(50))
      reach(f);
  flights_.clear();
}

} // namespace dastomized::simulation

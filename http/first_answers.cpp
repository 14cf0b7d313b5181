#include "http/first_answers.hpp"

#include "domain/digest.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>

namespace dastomized::http {

namespace json = boost::json;

namespace {

constexpr auto header_name = "Idempotency-Key";
constexpr std::size_t key_max = 255;
constexpr milliseconds life = 24h;
// An answer that does not come for so long never will.
constexpr milliseconds patience = 10min;
constexpr std::size_t answers_max = 5000;
constexpr std::size_t bytes_max = 32u << 20;
constexpr std::size_t read_at_once = 100;
constexpr std::string_view prefix = "answers/";
constexpr auto after_all = "answers0"; // '0' comes after '/'

// What is done twice by doing it twice, and holds no secrets in its answer.
constexpr std::array<std::string_view, 10> keyed{
    "/api/v1/orders/{store}/{id}/{action}",
    "/api/v1/bulk/preview",
    "/api/v1/bulk",
    "/api/v1/stores/{store}/import",
    "/api/v1/jobs/{id}/cancel",
    "/api/v1/freezes",
    "/api/v1/freezes/{id}/lift",
    "/api/v1/catch-up/approve",
    "/api/v1/inbox/{seq}/replay",
    "/api/v1/backups"};

// Those of an answer that belong to its meaning.
constexpr std::array told{boost::beast::http::field::content_type,
                          boost::beast::http::field::location,
                          boost::beast::http::field::etag};

bool good_key(std::string_view key) {
  return !key.empty() && key.size() <= key_max &&
         std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
}

// What makes it the same request.
std::string print_of(const call& c) {
  std::string all(c.asked.method_string());
  for (std::string_view part :
       {std::string_view(c.asked.target().data(), c.asked.target().size()),
        c.header("If-Match"), std::string_view(c.asked.body())})
    all += fmt::format("\n{} {}", part.size(), part);
  return sha256_hex(all);
}

std::string storage_key(instant at, std::string_view scope,
                        std::string_view print) {
  return fmt::format("{}{:016x}/{}/{}", prefix,
                     static_cast<std::uint64_t>(at.time_since_epoch().count()),
                     scope, print);
}

std::string text_of(const response& r) {
  json::array headers;
  for (auto f : told)
    if (auto text = r[f]; !text.empty())
      headers.emplace_back(std::string_view(text.data(), text.size()));
    else
      headers.emplace_back("");
  return json::serialize(json::object{{"status", r.result_int()},
                                      {"headers", std::move(headers)},
                                      {"body", r.body()}});
}

result<response> answer_in(const std::string& text) {
  try {
    const auto v = json::parse(text);
    const auto& o = v.as_object();
    const auto& headers = o.at("headers").as_array();
    auto header = [&](std::size_t i) {
      return json::value_to<std::string>(headers.at(i));
    };
    auto r = text_response(o.at("status").to_number<unsigned>(), header(0),
                           json::value_to<std::string>(o.at("body")));
    for (std::size_t i = 1; i < told.size(); ++i)
      if (auto text_of_header = header(i); !text_of_header.empty())
        r.set(told[i], text_of_header);
    return r;
  } catch (const std::exception&) { // a member is missing or of another kind
    return failure{fault::storage, "a kept answer is damaged"};
  }
}

response mismatch() {
  return problem(422, "idempotency_mismatch",
                 "this Idempotency-Key came with another request before: take "
                 "a new one for each thing you want done");
}

response in_flight() {
  return problem(409, "idempotency_in_flight",
                 "the first request with this Idempotency-Key is still at "
                 "work: ask again in a moment");
}

response bad_key() {
  return problem(400, "invalid",
                 "Idempotency-Key must be 1 to 255 visible ASCII characters");
}

} // namespace

bool takes_key(const route& r) {
  return r.method == boost::beast::http::verb::post &&
         std::ranges::find(keyed, r.pattern) != keyed.end();
}

// From its key alone; false: nobody could have written that.
bool first_answers::recall(const storage::named_value& x) {
  auto rest = std::string_view(x.key).substr(prefix.size());
  auto slash = std::min(rest.find('/'), rest.size());
  auto last = rest.rfind('/');
  std::int64_t ms = 0;
  auto [stop, error] =
      std::from_chars(rest.data(), rest.data() + slash, ms, 16);
  if (error != std::errc{} || stop != rest.data() + slash || last <= slash ||
      last == rest.npos)
    return false;
  remember(std::string(rest.substr(slash + 1, last - slash - 1)),
           {x.key, std::string(rest.substr(last + 1)),
            instant{milliseconds{ms}}, x.value->size()});
  return true;
}

void first_answers::remember(const std::string& scope, kept k) {
  oldest_.push_back({scope, k.key, k.at, k.size});
  bytes_ += k.size;
  kept_[scope] = std::move(k);
}

result<bool> first_answers::load() {
  if (loaded_)
    return true;
  std::vector<storage::named_value> gone;
  std::string from(prefix);
  for (bool more = true; more;) {
    auto page = store_.metas(from, after_all, read_at_once);
    if (!page)
      return page.error();
    for (const auto& x : *page)
      if (!recall(x))
        gone.push_back({x.key, std::nullopt});
    more = !page->empty();
    if (more)
      from = page->back().key + '\0';
  }
  if (!gone.empty())
    store_.put_metas(std::move(gone), [](const result<bool>&) {});
  loaded_ = true;
  return true;
}

void first_answers::trim(std::vector<storage::named_value>& gone) {
  while (!oldest_.empty()) {
    const auto& first = oldest_.front();
    if (first.at + life > now_() && oldest_.size() <= answers_max &&
        bytes_ <= bytes_max)
      return;
    gone.push_back({first.key, std::nullopt});
    bytes_ -= first.size;
    // Of a scope that was kept anew meanwhile the newer stays.
    if (auto it = kept_.find(first.scope);
        it != kept_.end() && it->second.key == first.key)
      kept_.erase(it);
    oldest_.pop_front();
  }
}

// What to answer at once; `again`: the key of the answer to be read and given.
// Neither: the request is under way from now on.
std::optional<response> first_answers::verdict(const std::string& scope,
                                               const std::string& print,
                                               std::string& again) {
  std::lock_guard lock(mutex_);
  if (auto ready = load(); !ready)
    return problem(ready.error());
  auto done = kept_.find(scope);
  if (done != kept_.end() && done->second.at + life > now_()) {
    if (done->second.print != print)
      return mismatch();
    again = done->second.key;
    return std::nullopt;
  }
  auto open = under_way_.find(scope);
  if (open != under_way_.end() && open->second.since + patience > now_())
    return open->second.print != print ? mismatch() : in_flight();
  under_way_[scope] = {print, now_()};
  return std::nullopt;
}

void first_answers::once(const call_ptr& c, std::string_view who,
                         const later& reading,
                         const std::function<void()>& go) {
  auto given = c->asked.count(header_name);
  if (given == 0)
    return go();
  auto key = c->header(header_name);
  if (given > 1 || !good_key(key))
    return c->answer(bad_key());
  auto scope = sha256_hex(fmt::format("{} {} {}", who.size(), who, key));
  auto print = print_of(*c);
  std::string again;
  if (auto at_once = verdict(scope, print, again))
    return c->answer(std::move(*at_once));
  if (!again.empty())
    return reading([this, c, again] {
      auto text = store_.meta(again);
      auto r = text ? answer_in(text->value_or("")) : text.error();
      c->answer(r ? std::move(*r) : problem(r.error()));
    });
  keep(c, std::move(scope), std::move(print));
  go();
}

// From here on the answer is written before it is given.
void first_answers::keep(const call_ptr& c, std::string scope,
                         std::string print) {
  c->answer = [this, scope = std::move(scope), print = std::move(print),
               answer = std::move(c->answer)](response r) {
    // 412: nothing was done; the next carries the version that is the newest.
    if (r.result_int() < 500 && r.result_int() != 412)
      return store(scope, print, std::make_shared<response>(std::move(r)),
                   answer);
    {
      std::lock_guard lock(mutex_); // our own trouble: it may be tried again
      under_way_.erase(scope);
    }
    answer(std::move(r));
  };
}

void first_answers::store(const std::string& scope, const std::string& print,
                          const std::shared_ptr<response>& r,
                          const std::function<void(response)>& answer) {
  auto at = now_();
  auto text = text_of(*r);
  auto size = text.size();
  auto key = storage_key(at, scope, print);
  std::vector<storage::named_value> all;
  {
    std::lock_guard lock(mutex_);
    trim(all);
  }
  all.push_back({key, std::move(text)});
  store_.put_metas(std::move(all), [=, this](const result<bool>& done) {
    {
      std::lock_guard lock(mutex_);
      under_way_.erase(scope);
      if (done) {
        remember(scope, {key, print, at, size});
      }
    }
    answer(std::move(*r));
  });
}

} // namespace dastomized::http

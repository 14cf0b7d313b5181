#include "connectors/shineon/settling.hpp"

#include "connectors/customcat/kit.hpp"
#include "domain/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace dastomized::connectors::shineon {

namespace {

constexpr int rounds_max = 4; // of reading and withdrawing in one go

// Ids are numbers that grow.
bool earlier(const copy& x, const copy& y) {
  return x.id.size() != y.id.size() ? x.id.size() < y.id.size() : x.id < y.id;
}

// 2xx with no body or one of theirs: a page of some proxy is no yes.
bool succeeded(const http_outcome& o) {
  auto* r = std::get_if<http_response>(&o);
  if (!r || !kit::is_success(*r))
    return false;
  auto body = kit::object_in(r->body);
  return trimmed(r->body).empty() || (body && !body->contains("error"));
}

} // namespace

http_request order_request(const provider_account& a, std::string method,
                           const std::string& path) {
  http_request r;
  r.method = std::move(method);
  r.url = a.url + "/orders" + path;
  r.headers = {{"Authorization", "Bearer " + a.token},
               {"Accept", "application/json"}};
  if (r.method == "POST")
    r.headers.emplace_back("Content-Type", "application/json");
  r.timeout = a.timeout;
  return r;
}

http_request list_request(const provider_account& a,
                          const std::string& reference) {
  return order_request(a, "GET", "?source_ids=" + percent_encoded(reference));
}

http_request changes_request(const provider_account& a, instant since,
                             unsigned page) {
  auto from = utc_text(since, 'T') + 'Z';
  return order_request(a, "GET",
                       fmt::format("?updated_at_min={}&limit={}&page={}",
                                   percent_encoded(from), changes_a_page,
                                   page));
}

settling::settling(provider_account a, std::string reference,
                   std::string payload, bool may_release)
    : a_(std::move(a)), reference_(std::move(reference)),
      payload_(std::move(payload)), may_release_(may_release) {}

settling::move settling::start(std::string own) {
  own_ = std::move(own);
  at_ = step::reading;
  return list_request(a_, reference_);
}

settling::move settling::next(const http_outcome& answer) {
  switch (at_) {
  case step::reading:
    return on_listing(read_listing(answer, reference_, payload_, a_));
  case step::withdrawing:
    return on_withdrawn(answer);
  case step::releasing:
    return on_released(answer);
  }
  return stuck{"out of step"};
}

bool settling::is_ours(const copy& c) const {
  return c.id == own_ || c.differs.empty();
}

settling::move settling::on_listing(const listing& seen) {
  auto live = seen.copies;
  std::erase_if(live, [](const copy& c) { return c.cancelled(); });
  std::ranges::sort(live, earlier);
  auto free = std::ranges::find_if(live, [](auto& c) { return !c.held(); });
  if (free == live.end() && !seen.complete)
    return stuck{seen.problem};
  if (live.empty())
    return nothing{};
  // A held copy made from other bytes, say an earlier address, is not what
  // is wanted now. It costs nothing to withdraw it.
  auto keep =
      free != live.end() ? free : std::ranges::find_if(live, [this](auto& c) {
        return may_release_ && is_ours(c);
      });
  done_.reset();
  if (free != live.end())
    done_ = *free;
  extras_.clear();
  for (auto it = live.begin(); it != live.end(); ++it)
    if (it != keep && it->held())
      extras_.push_back(it->id);
  if (!extras_.empty() || done_)
    return withdraw_next();
  kept_ = *keep;
  at_ = step::releasing;
  return order_request(a_, "POST", "/" + percent_encoded(kept_.id) + "/ready");
}

settling::move settling::withdraw_next() {
  if (!extras_.empty()) {
    at_ = step::withdrawing;
    return order_request(a_, "POST",
                         "/" + percent_encoded(extras_.front()) + "/cancel");
  }
  if (done_)
    return released{*done_};
  if (++rounds_ >= rounds_max)
    return stuck{"ShineOn keeps showing copies that were cancelled"};
  at_ = step::reading;
  return list_request(a_, reference_);
}

settling::move settling::on_withdrawn(const http_outcome& answer) {
  auto id = extras_.front();
  extras_.pop_front();
  if (!succeeded(answer)) {
    auto left =
        "copy " + id + " could not be cancelled: " + kit::described(answer, a_);
    if (!done_)
      return stuck{kit::words(left, a_)};
    // Held copies are neither billed nor made; say that one is left over.
    done_->words = kit::words(done_->words + "; " + left, a_);
  }
  return withdraw_next();
}

settling::move settling::on_released(const http_outcome& answer) {
  if (!succeeded(answer))
    return stuck{kit::words("order " + kept_.id +
                                " is held and could not be "
                                "released: " +
                                kit::described(answer, a_),
                            a_)};
  auto body = kit::object_in(std::get<http_response>(answer).body)
                  .value_or(boost::json::object{});
  const auto& order = kit::object_at(body, "order");
  if (auto status = kit::text_at(order, "status"); !status.empty())
    kept_.status = lower(status);
  if (kept_.cancelled())
    return stuck{"order " + kept_.id + " was cancelled meanwhile"};
  // An account that holds every order for payment or artwork keeps saying so.
  kept_.words =
      kept_.status == "on_hold"
          ? kit::words("on hold: " + kit::text_at(order, "on_hold_reason"), a_)
          : "released";
  return released{kept_};
}

} // namespace dastomized::connectors::shineon

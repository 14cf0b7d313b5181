#include "connectors/checkup.hpp"

#include <fmt/format.h>

#include <utility>

namespace dastomized::connectors {

namespace {

using weight = finding::weight;
using step = http_error::step;

// Nobody's reference: a provider that knows our key has never heard of it.
constexpr auto nobodys = "dastomized-check";

finding unreachable(const http_error& e) {
  auto layer = e.during == step::resolving    ? "dns"
               : e.during == step::connecting ? "connect"
               : e.during == step::securing   ? "tls"
                                              : "http";
  return {weight::error, layer, e.what,
          "orders wait; nothing is lost and nothing is sent twice",
          "check this machine's network and DNS, and the provider's status "
          "page; url is only needed for another host than its own"};
}

class checkup : public conversation<findings> {
public:
  explicit checkup(std::shared_ptr<const provider> api)
      : api_(std::move(api)), look_(api_->look_up(nobodys, "{}")) {}

  move start() override { return follow(look_->start()); }

  move next(const http_outcome& o) override {
    if (!asked_to_cancel_) {
      if (auto bad = trouble_with(o))
        return end(std::move(*bad));
      return follow(look_->next(o));
    }
    auto* r = std::get_if<http_response>(&o);
    if (r != nullptr && (r->status == 401 || r->status == 403))
      return end({weight::error, "rights",
                  "a change was answered " + words_of(*r),
                  "the key may look but not order",
                  "use the provider's read-write key"});
    out_.push_back({weight::fine, "rights", "the key may order", "", ""});
    if (api_->test_mode())
      return end({weight::warning, "mode", "orders are sent as tests",
                  "nothing is billed and nothing is made",
                  "take sandbox out of this [[provider]] before real orders"});
    return end({weight::fine, "mode", "orders are real", "", ""});
  }

private:
  // Of an order nobody has: withdrawing it changes nothing, yet asks for the
  // right to write.
  move follow(conversation<look_up_outcome>::move m) {
    if (auto* request = std::get_if<http_request>(&m))
      return std::move(*request);
    auto& outcome = std::get<look_up_outcome>(m);
    if (auto* none = std::get_if<part_no_answer>(&outcome))
      return end({weight::error, "http", none->words,
                  "orders wait until the provider answers",
                  "see the provider's status page; check url if it is set"});
    out_.push_back(
        {weight::fine, "token", "the provider knows the key", "", ""});
    asked_to_cancel_ = true;
    return api_->cancel(nobodys, nobodys);
  }

  // The reason phrase is the provider's: it may be long and quote our key.
  std::string words_of(const http_response& r) const {
    return fmt::format("{} {}", r.status,
                       api_->redacted(r.reason).substr(0, 300));
  }

  std::optional<finding> trouble_with(const http_outcome& o) const {
    if (auto* e = std::get_if<http_error>(&o))
      return unreachable(*e);
    auto& r = std::get<http_response>(o);
    if (is_html(r))
      return finding{weight::error, "http",
                     fmt::format("a web page came with {}", r.status),
                     "a proxy or a block page answers instead of the provider",
                     "check url, and what stands between here and there"};
    if (r.status == 401 || r.status == 403)
      return finding{weight::error, "token",
                     "the provider answered " + words_of(r),
                     "the key is wrong, expired or revoked: submissions stop",
                     "make a new key at the provider and put it in place of "
                     "the old one"};
    return std::nullopt;
  }

  move end(finding last) {
    out_.push_back(std::move(last));
    return std::move(out_);
  }

  std::shared_ptr<const provider> api_;
  std::unique_ptr<conversation<look_up_outcome>> look_;
  bool asked_to_cancel_ = false;
  findings out_;
};

} // namespace

std::unique_ptr<conversation<findings>>
make_checkup(std::shared_ptr<const provider> api) {
  return std::make_unique<checkup>(std::move(api));
}

} // namespace dastomized::connectors

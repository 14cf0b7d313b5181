#include "connectors/customcat/customcat.hpp"

#include "connectors/customcat/answers.hpp"
#include "connectors/customcat/kit.hpp"
#include "connectors/customcat/payload.hpp"

namespace dastomized::connectors {

namespace customcat {

namespace {

// "beta" is the production host; there is no other.
constexpr auto own_url = "https://customcat-beta.mylocker.net/api/v1";

// The key travels in the query of everything but a POST.
std::string with_query(std::string url, const provider_account& a) {
  url += "?api_key=" + percent_encoded(a.token);
  return a.sandbox ? url + "&sandbox=1" : url;
}

http_request request(const provider_account& a, std::string method,
                     std::string url) {
  http_request r;
  r.method = std::move(method);
  r.url = std::move(url);
  r.headers = {{"Accept", "application/json"}};
  r.timeout = a.timeout;
  return r;
}

http_request post_order(const provider_account& a, const std::string& reference,
                        const std::string& payload) {
  auto r = request(a, "POST", a.url + "/order/" + percent_encoded(reference));
  r.headers.emplace_back("Content-Type", "application/json");
  r.body = with_key(payload, a.token);
  return r;
}

http_request get_status(const provider_account& a,
                        const std::string& reference) {
  auto url = a.url + "/order/status/" + percent_encoded(reference);
  return request(a, "GET", with_query(std::move(url), a));
}

class look_up_talk : public conversation<look_up_outcome> {
public:
  look_up_talk(provider_account a, std::string reference, std::string payload)
      : a_(std::move(a)), reference_(std::move(reference)),
        payload_(std::move(payload)) {}

  move start() override { return get_status(a_, reference_); }
  move next(const http_outcome& answer) override {
    return read_look_up(answer, reference_, payload_, a_);
  }

private:
  provider_account a_;
  std::string reference_, payload_;
};

// One POST; after "Duplicate Order" one look-up, for the id it has.
class submit_talk : public conversation<part_outcome> {
public:
  submit_talk(provider_account a, std::string reference, std::string payload)
      : a_(std::move(a)), reference_(std::move(reference)),
        payload_(std::move(payload)) {}

  move start() override { return post_order(a_, reference_, payload_); }

  move next(const http_outcome& answer) override {
    if (duplicate_)
      return confirmed(read_look_up(answer, reference_, payload_, a_));
    if (auto outcome = read_submission(answer, reference_, a_))
      return std::move(*outcome);
    duplicate_ = true;
    return get_status(a_, reference_);
  }

private:
  part_outcome confirmed(const look_up_outcome& seen) const {
    auto* found = std::get_if<part_found>(&seen);
    if (!found)
      return part_unclear{"CustomCat calls it a duplicate order, but does not "
                          "show the one it has"};
    if (found->cancelled)
      return part_refused{"provider.cancelled",
                          "CustomCat holds this order as cancelled",
                          false,
                          {}};
    auto words = std::string("it was already there");
    if (!found->differs.empty())
      words += "; " + found->differs;
    return part_accepted{found->provider_order_id, kit::words(words, a_)};
  }

  provider_account a_;
  std::string reference_, payload_;
  bool duplicate_ = false;
};

class connector : public provider {
public:
  explicit connector(provider_account a) : a_(std::move(a)) {
    if (a_.url.empty())
      a_.url = own_url;
  }

  provider_rules rules() const override {
    provider_rules r;
    r.needs_phone = r.needs_email = r.needs_print_file = true;
    r.states_for = {"US", "CA"};
    r.fallback_phone = a_.fallback_phone;
    r.fallback_email = a_.fallback_email;
    r.afterwards = "CustomCat changes no order it has taken. Until it is being "
                   "made its support may cancel it; what is to be different "
                   "has to be made once more.";
    r.build = [a = a_](const order& o, const part& p) {
      return customcat::build(a, o, p);
    };
    return r;
  }

  result<std::string> build(const order& o, const part& p) const override {
    return customcat::build(a_, o, p);
  }

  std::unique_ptr<conversation<part_outcome>>
  submit(std::string reference, std::string payload) const override {
    return std::make_unique<submit_talk>(a_, std::move(reference),
                                         std::move(payload));
  }

  std::unique_ptr<conversation<look_up_outcome>>
  look_up(std::string reference, std::string payload, bool) const override {
    return std::make_unique<look_up_talk>(a_, std::move(reference),
                                          std::move(payload));
  }

  http_request tracking(const std::string& reference,
                        const std::string&) const override {
    return get_status(a_, reference);
  }

  tracking_outcome read_tracking(const http_outcome& answer,
                                 const part& p) const override {
    return customcat::read_tracking(answer, p, a_);
  }

  std::optional<notice> read_notice(const std::string& topic,
                                    const std::string& body) const override {
    return customcat::read_notice(topic, body, a_);
  }

  std::optional<http_request> changes(instant, unsigned) const override {
    return std::nullopt; // there is no list of orders
  }
  change_outcome read_changes(const http_outcome&) const override {
    return part_no_answer{"CustomCat lists no orders"};
  }

  http_request cancel(const std::string& reference,
                      const std::string&) const override {
    auto url = a_.url + "/order/" + percent_encoded(reference);
    return request(a_, "DELETE", with_query(std::move(url), a_));
  }

  std::string redacted(std::string text) const override {
    return kit::without_secrets(std::move(text), a_);
  }

  bool account_fault(const part_refused& r) const override {
    return r.code.starts_with("account.");
  }

  bool test_mode() const override { return a_.sandbox; }

private:
  provider_account a_;
};

} // namespace

} // namespace customcat

std::unique_ptr<provider> make_customcat(provider_account account) {
  return std::make_unique<customcat::connector>(std::move(account));
}

} // namespace dastomized::connectors

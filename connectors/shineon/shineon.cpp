#include "connectors/shineon/shineon.hpp"

#include "connectors/customcat/kit.hpp"
#include "connectors/shineon/payload.hpp"
#include "connectors/shineon/settling.hpp"

#include <algorithm>

namespace dastomized::connectors {

namespace shineon {

namespace {

constexpr auto own_url = "https://api.shineon.com/v1";

http_request create_request(const provider_account& a,
                            const std::string& payload) {
  auto r = order_request(a, "POST", "");
  r.body = payload;
  return r;
}

class look_up_talk : public conversation<look_up_outcome> {
public:
  look_up_talk(provider_account a, std::string reference, std::string payload,
               bool may_release)
      : settling_(std::move(a), std::move(reference), std::move(payload),
                  may_release) {}

  move start() override { return meant(settling_.start()); }
  move next(const http_outcome& answer) override {
    return meant(settling_.next(answer));
  }

private:
  static move meant(settling::move m) {
    if (auto* request = std::get_if<http_request>(&m))
      return std::move(*request);
    if (auto* one = std::get_if<settling::released>(&m))
      return part_found{one->what.id, one->what.differs, false};
    if (auto* no = std::get_if<settling::stuck>(&m))
      return part_no_answer{no->words};
    return part_not_there{};
  }

  settling settling_;
};

// Look, create held, look again, release. Nothing that happens before the
// release can print anything.
class submit_talk : public conversation<part_outcome> {
public:
  submit_talk(provider_account a, std::string reference, std::string payload)
      : a_(a), reference_(reference), payload_(payload),
        settling_(std::move(a), std::move(reference), std::move(payload)) {}

  move start() override { return meant(settling_.start()); }

  move next(const http_outcome& answer) override {
    auto came = std::exchange(at_, at_ == step::looking ? step::settling : at_);
    if (came == step::creating)
      return on_created(answer);
    auto m = settling_.next(answer);
    if (came == step::looking && std::holds_alternative<settling::stuck>(m))
      return unread(answer, std::get<settling::stuck>(m).words);
    return meant(std::move(m));
  }

private:
  enum class step : std::uint8_t { looking, creating, settling };

  move on_created(const http_outcome& answer) {
    auto read = read_creation(answer, reference_, a_);
    if (auto* outcome = std::get_if<part_outcome>(&read))
      return std::move(*outcome);
    at_ = step::settling;
    created_ = true;
    own_ = std::get<created>(read).id;
    return meant(settling_.start(own_));
  }

  move meant(settling::move m) {
    if (auto* request = std::get_if<http_request>(&m))
      return std::move(*request);
    if (auto* one = std::get_if<settling::released>(&m))
      return accepted(one->what);
    if (auto* no = std::get_if<settling::stuck>(&m))
      return part_unclear{no->words};
    if (created_)
      return part_unclear{"ShineOn does not list the order it has taken"};
    at_ = step::creating;
    return create_request(a_, payload_);
  }

  part_outcome accepted(const copy& c) const {
    auto words = c.id == own_ ? c.words : "it was already there; " + c.words;
    if (c.id != own_ && !c.differs.empty())
      words += "; " + c.differs;
    return part_accepted{c.id, kit::words(words, a_)};
  }

  // Without knowing what is there nothing is sent.
  part_outcome unread(const http_outcome& answer, std::string words) const {
    auto* r = std::get_if<http_response>(&answer);
    if (r && (r->status == 401 || r->status == 403))
      return kit::token_refused(*r, a_);
    return part_refused{"network.look_up_first", std::move(words), true,
                        r ? kit::retry_after(*r) : std::nullopt};
  }

  provider_account a_;
  std::string reference_, payload_, own_;
  settling settling_;
  step at_ = step::looking;
  bool created_ = false;
};

class connector : public provider {
public:
  explicit connector(provider_account a) : a_(std::move(a)) {
    if (a_.url.empty())
      a_.url = own_url;
  }

  provider_rules rules() const override {
    provider_rules r; // engraved goods have no print file: build() decides
    r.states_for = {"US", "CA"};
    r.fallback_phone = a_.fallback_phone;
    r.fallback_email = a_.fallback_email;
    r.afterwards = "Until it is in production it can be changed or cancelled "
                   "in ShineOn's own dashboard; from then on nothing can be "
                   "changed.";
    r.build = [a = a_](const order& o, const part& p) {
      return shineon::build(a, o, p);
    };
    return r;
  }

  result<std::string> build(const order& o, const part& p) const override {
    return shineon::build(a_, o, p);
  }

  std::unique_ptr<conversation<part_outcome>>
  submit(std::string reference, std::string payload) const override {
    return std::make_unique<submit_talk>(a_, std::move(reference),
                                         std::move(payload));
  }

  std::unique_ptr<conversation<look_up_outcome>>
  look_up(std::string reference, std::string payload,
          bool may_release) const override {
    return std::make_unique<look_up_talk>(a_, std::move(reference),
                                          std::move(payload), may_release);
  }

  // By id; by reference when a person said that it is there.
  http_request tracking(const std::string& reference,
                        const std::string& id) const override {
    bool number = !id.empty() && std::ranges::all_of(id, [](char c) {
      return c >= '0' && c <= '9';
    });
    return number ? order_request(a_, "GET", "/" + id)
                  : list_request(a_, reference);
  }

  tracking_outcome read_tracking(const http_outcome& answer,
                                 const part& p) const override {
    return shineon::read_tracking(answer, p, a_);
  }

  std::optional<notice> read_notice(const std::string&,
                                    const std::string& body) const override {
    return shineon::read_notice(body, a_);
  }

  std::optional<http_request> changes(instant since,
                                      unsigned page) const override {
    return changes_request(a_, since, page);
  }
  change_outcome read_changes(const http_outcome& answer) const override {
    return shineon::read_changes(answer, a_);
  }

  http_request cancel(const std::string&,
                      const std::string& id) const override {
    return order_request(a_, "POST", "/" + percent_encoded(id) + "/cancel");
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

} // namespace shineon

std::unique_ptr<provider> make_shineon(provider_account account) {
  return std::make_unique<shineon::connector>(std::move(account));
}

} // namespace dastomized::connectors

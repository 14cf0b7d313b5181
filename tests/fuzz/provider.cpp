// Conversations with a provider whose answers are any bytes. The first line
// says which: submit, look_up, withdraw, tracking, changes, checkup;
// or notice TOPIC, then what follows is the notice's body.
#include "connectors/provider.hpp"

#include "connectors/checkup.hpp"
#include "connectors/http_message.hpp"
#include "domain/advance.hpp"
#include "storage/codec.hpp"
#include "tests/fuzz/answers.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace dastomized::fuzz {

namespace {

using namespace connectors;

const instant noon{milliseconds{1772452800000}};
const std::string token = "RW-KEY-secret", reference = "AV-10231-1";

std::shared_ptr<const provider> make() {
  provider_account a;
  a.name = "pod";
  a.url = "https://pod.example";
  a.token = token;
  a.shipping_method = "Economy";
  a.notice_url = "https://us.example/hooks/pod/shipped/RANDOM";
  return make_provider(PROVIDER_KIND, a);
}

const auto api = make();

order sent_order() {
  order o;
  o.key = {"shop", 10231};
  o.said.id = 10231;
  o.said.status = "processing";
  o.said.billing = {"Ada",          "Byron", "",      "12 Elm St", "",
                    "Troy",         "MI",    "48083", "US",        "2485550100",
                    "a@example.com"};
  o.said.lines.emplace_back();
  o.said.lines[0].id = 88;
  o.said.lines[0].sku = "CC-48146";
  o.said.lines[0].quantity = 1;
  part p;
  p.provider = "pod";
  p.reference = reference;
  p.lines.push_back({88, 1, "48146"});
  p.state = part_state::intended;
  p.attempt = 1;
  p.payload = *api->build(o, p);
  o.parts.push_back(std::move(p));
  return o;
}

const auto sent = sent_order();

void require_words(const std::string& words) {
  require(words.size() <= 1000, "words for people are short");
  require(!contains(words, token), "words hold no secret");
}

policy rules() {
  policy p;
  p.providers["pod"] = api->rules();
  return p;
}

// What an answer does to the order, which must survive being stored.
order after(order o, const event& e) {
  auto next = advance(std::move(o), e, rules()).next;
  auto again = storage::decode_order(storage::encode(next));
  require(again.has_value() && *again == next, "the order can be stored");
  return next;
}

template <class Outcome>
std::optional<Outcome> play(conversation<Outcome>& talk,
                            const std::vector<http_outcome>& answers) {
  auto move = talk.start();
  if (auto* first = std::get_if<http_request>(&move))
    require(!contains(redacted(first->url), token), "URLs can be logged");
  for (const auto& a : answers) {
    auto* request = std::get_if<http_request>(&move);
    if (!request)
      break;
    require_sendable(*request, "https://pod.example/");
    move = talk.next(a);
  }
  if (auto* request = std::get_if<http_request>(&move)) {
    require_sendable(*request, "https://pod.example/");
    return std::nullopt;
  }
  return std::get<Outcome>(std::move(move));
}

void submit(const std::vector<http_outcome>& answers) {
  auto talk = api->submit(reference, sent.parts[0].payload);
  auto outcome = play(*talk, answers);
  if (!outcome)
    return;
  std::visit([](const auto& x) { require_words(x.words); }, *outcome);
  if (auto* yes = std::get_if<part_accepted>(&*outcome))
    require(!yes->provider_order_id.empty(), "accepted has an id");
  after(sent, part_answered{noon, reference, 1, *outcome});
}

void look_up(const std::vector<http_outcome>& answers, bool may_release) {
  auto talk = api->look_up(reference, sent.parts[0].payload, may_release);
  auto outcome = play(*talk, answers);
  if (!outcome)
    return;
  if (auto* found = std::get_if<part_found>(&*outcome))
    require_words(found->differs);
  if (auto* none = std::get_if<part_no_answer>(&*outcome))
    require_words(none->words);
  auto o = sent;
  o.parts[0].state = part_state::unknown;
  after(std::move(o), part_looked_up{noon, reference, 1, *outcome});
}

void tracking(const std::vector<http_outcome>& answers) {
  auto o = sent;
  o.parts[0].state = part_state::accepted;
  for (const auto& a : answers) {
    auto outcome = api->read_tracking(a, o.parts[0]);
    if (auto* none = std::get_if<part_no_answer>(&outcome)) {
      require_words(none->words);
      continue;
    }
    auto& report = std::get<tracking_report>(outcome);
    require_words(report.words);
    for (const auto& s : report.shipments)
      require(!s.number.empty() && s.reference == reference,
              "a parcel has a number and belongs to its part");
    o = after(std::move(o), tracking_seen{noon, reference, report.shipments,
                                          report.all_shipped, report.cancelled,
                                          report.words});
  }
}

void changes(const std::vector<http_outcome>& answers) {
  for (const auto& a : answers) {
    auto outcome = api->read_changes(a);
    if (auto* none = std::get_if<part_no_answer>(&outcome))
      require_words(none->words);
    else
      for (const auto& [name, mark] : std::get<change_page>(outcome).changed)
        require(!name.empty(), "a change names an order");
  }
}

void check_up(const std::vector<http_outcome>& answers) {
  auto seen = play(*make_checkup(api), answers);
  if (seen)
    for (const auto& f : *seen)
      require(!f.seen.empty() && !contains(f.seen, token),
              "a finding says what was seen, and no secret");
}

void notice_of(const std::string& topic, const std::string& body) {
  auto n = api->read_notice(topic, body);
  if (!n)
    return;
  require(!n->references.empty(), "a notice names an order");
  require_words(n->words);
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace dastomized::fuzz;
  auto text = text_of(data, size);
  auto topic = next(text, "\n");
  auto what = next(topic, " ");
  if (what == "notice") {
    notice_of(std::string(topic), std::string(text));
    return 0;
  }
  const auto answers = answers_in(text);
  if (what == "submit")
    submit(answers);
  else if (what == "look_up" || what == "withdraw")
    look_up(answers, what == "look_up");
  else if (what == "tracking")
    tracking(answers);
  else if (what == "changes")
    changes(answers);
  else if (what == "checkup")
    check_up(answers);
  return 0;
}

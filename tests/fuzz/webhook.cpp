// A webhook's delivery: its signature, its content type, and behind them the
// body, which is taken all the way an order goes: decoded, decided upon, sent
// to its providers, stored.
#include "connectors/provider.hpp"
#include "connectors/woocommerce/woocommerce.hpp"
#include "domain/explain.hpp"
#include "domain/twin.hpp"
#include "storage/codec.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <boost/json/parse.hpp>

namespace dastomized::fuzz {

namespace {

namespace woo = connectors::woocommerce;

const instant noon{milliseconds{1772452800000}};

std::shared_ptr<const connectors::provider> make(const std::string& kind) {
  connectors::provider_account a;
  a.name = kind;
  a.token = "RW-KEY-secret";
  a.shipping_method = "Economy";
  a.notice_url = "https://us.example/hooks/pod/shipped/RANDOM";
  a.fallback_phone = "2485550100";
  a.fallback_email = "orders@us.example";
  a.personalization.any.prefixes = {"_dastomize"};
  a.personalization.print_file.prefixes = {"_dastomize_print"};
  a.personalization.preview.keys = {"_dastomize_preview"};
  return connectors::make_provider(kind, a);
}

policy make_rules() {
  policy p;
  p.delay = p.grace = 1min;
  p.personalization.any.prefixes = {"_dastomize"};
  for (std::string kind : {"customcat", "shineon"}) {
    auto api = make(kind);
    p.providers[kind] = api->rules();
    p.providers[kind].build = [api](const order& o, const part& x) {
      return api->build(o, x);
    };
  }
  p.routes = {{"", "CC-", "customcat", "", true},
              {"", "SO-", "shineon", "", false},
              {"", "PT-", "shineon", "", false},
              {"", "", "", "", false}};
  p.catalogue = {"CC-48146"};
  return p;
}

const policy rules = make_rules();

void require_json(const std::string& text) {
  boost::system::error_code ec;
  boost::json::parse(text, ec);
  require(!ec, "what is sent to a provider is JSON");
}

step after(const order& o, const event& e) {
  auto s = advance(o, e, rules);
  auto again = storage::decode_order(storage::encode(s.next));
  require(again.has_value() && *again == s.next, "the order can be stored");
  auto row = storage::row_of(s.next);
  auto same = storage::decode_row(storage::encode(row));
  require(same.has_value() && *same == row, "its row can be stored");
  for (const auto& x : s.effects)
    if (auto* send = std::get_if<send_part>(&x))
      require_json(send->payload);
  return s;
}

// As if nobody stopped it: seen, counted down, read again, sent.
void live(const snapshot& said) {
  order o;
  o.key = {"shop", said.id};
  o = after(o, store_said{noon, said, origin::webhook, {}}).next;
  o = after(o, store_said{noon, said, origin::webhook, {}}).next;
  person_asked now;
  now.at = noon;
  now.what = ask::submit;
  now.by = "ada";
  explain(o, rules, noon);
  after(o, now);
  o = after(o, time_passed{noon + 25h, false}).next;
  o = after(o, store_said{noon + 25h, said, origin::reread, {}}).next;
  explain(o, rules, noon + 25h);
  after(o, store_gone{noon + 25h, "trash"});
}

void decode(std::string_view body) {
  auto what = woo::decode_order(body);
  if (auto* f = std::get_if<woo::foreign>(&what))
    require(!f->what.empty(), "what is set aside has a reason");
  if (auto* d = std::get_if<woo::deleted>(&what))
    require(d->id > 0, "what was deleted has an id");
  auto* s = std::get_if<snapshot>(&what);
  if (!s)
    return;
  require(s->id > 0 && !s->status.empty() && !s->number.empty(),
          "an order is whole");
  require(same_content(*s, *s), "an order is like itself");
  require(purchase_fingerprint(*s) == purchase_fingerprint(*s) &&
              payment_fingerprint(*s) == payment_fingerprint(*s),
          "an order has one fingerprint");
  live(*s);
}

void believe(std::string_view given, std::string_view type,
             std::string_view body) {
  const std::string_view secret = "a-secret-that-signs";
  auto right = woo::sign(secret, body);
  require(woo::signature_valid(secret, body, right), "ours is right");
  require(woo::signature_valid(secret, body, given) == (given == right),
          "only ours is right");
  require(!woo::signature_valid("", body, woo::sign("", body)),
          "without a secret nothing is right");
  require(!woo::is_ping(type, body) || body.size() < 40, "a ping is short");
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace dastomized::fuzz;
  auto text = text_of(data, size);
  auto signature = next(text, "\n");
  auto type = next(text, "\n");
  believe(signature, type, text);
  decode(text);
  return 0;
}

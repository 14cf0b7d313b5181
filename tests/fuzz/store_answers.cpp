// Answers of a store's REST API: every reader on every answer, and the whole
// examination of a store played with them.
#include "connectors/woocommerce/checkup.hpp"
#include "connectors/woocommerce/tracking.hpp"
#include "tests/fuzz/answers.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace dastomized::fuzz {

namespace {

namespace woo = connectors::woocommerce;

const woo::account shop{"https://shop.example",
                        "ck_0123456789abcdef0123456789abcdef01234567",
                        "cs_0123456789abcdef0123456789abcdef01234567"};

template <class T>
std::optional<T> fine(woo::answer<T> a) {
  auto* p = std::get_if<woo::problem>(&a);
  if (!p)
    return std::get<T>(std::move(a));
  require(!p->what.empty(), "a problem has a sentence");
  require(p->what.size() <= 2000, "a problem's sentence is short");
  require(!contains(p->what, shop.secret), "a problem names no secret");
  require(!p->retry_after || *p->retry_after >= milliseconds{0},
          "nobody asks us to come back in the past");
  return std::nullopt;
}

void read_all(const connectors::http_outcome& o) {
  if (auto s = fine(woo::read_order(o)))
    require(s->id > 0 && !s->status.empty(), "an order is whole");
  if (auto page = fine(woo::read_orders(o)))
    for (const auto& s : page->orders)
      require(s.id > 0 && !s.status.empty(), "an order of a page is whole");
  fine(woo::read_order_marks(o));
  if (auto refunds = fine(woo::read_refunds(o)))
    for (auto [line, pieces] : *refunds)
      require(pieces >= 0, "pieces are refunded, not added");
  fine(woo::read_statuses(o));
  fine(woo::read_namespaces(o));
  fine(woo::read_webhook(o));
  fine(woo::read_notes(o));
  fine(woo::read_done(o));
}

void read_parcels(const connectors::http_outcome& o) {
  for (auto home :
       {woo::tracking_home::fulfillments, woo::tracking_home::shipment_tracking,
        woo::tracking_home::ast})
    if (auto all = fine(woo::read_parcels(home, o)))
      for (const auto& p : *all)
        require_sendable(woo::post_parcel(shop, home, 7, p), shop.url);
}

woo::hooks_wanted wanted() {
  return {"https://us.example/hooks/shop/s", "https://us.example/hooks/shop/",
          "SIGNING"};
}

void repair(const connectors::http_outcome& o) {
  auto there = fine(woo::read_webhooks(o));
  if (!there)
    return;
  auto repairs = woo::repairs(shop, *there, wanted());
  require(repairs.size() <= 8, "at most two requests for each topic");
  for (const auto& r : repairs) {
    require_sendable(r.request, shop.url);
    require(!contains(r.what, wanted().url), "the hook's URL is a secret");
  }
  woo::hook_defects(*there, wanted());
}

void examine(const std::vector<connectors::http_outcome>& answers) {
  auto talk = woo::make_checkup(shop, wanted(), [] { return instant{}; });
  auto move = talk->start();
  for (const auto& a : answers) {
    auto* request = std::get_if<connectors::http_request>(&move);
    if (!request)
      break;
    require_sendable(*request, shop.url);
    move = talk->next(a);
  }
  if (auto* seen = std::get_if<woo::checked>(&move))
    for (const auto& f : seen->all)
      require(!f.seen.empty() && !contains(f.seen, shop.secret),
              "a finding says what was seen, and no secret");
}

} // namespace

} // namespace dastomized::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace dastomized::fuzz;
  const auto answers = answers_in(text_of(data, size));
  for (const auto& a : answers) {
    read_all(a);
    read_parcels(a);
    repair(a);
  }
  examine(answers);
  return 0;
}

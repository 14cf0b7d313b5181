#include "daemon/doctor.hpp"

#include "connectors/http_client.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <future>

namespace dastomized {

namespace {

namespace woo = connectors::woocommerce;
using connectors::http_outcome;
using connectors::http_request;

http_outcome answer_to(connectors::http_transport& t, http_request r) {
  std::promise<http_outcome> came;
  t.send(std::move(r), [&](http_outcome o) { came.set_value(std::move(o)); });
  return came.get_future().get();
}

std::string nonce() {
  std::array<unsigned char, 16> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

// Empty: all well.
std::string trouble_with(connectors::http_transport& t,
                         const actors::store_setup& s) {
  auto now = std::chrono::time_point_cast<milliseconds>(
      std::chrono::system_clock::now());
  woo::list_orders one;
  one.statuses = {"processing"};
  one.per_page = 1;
  auto answer = woo::read_orders(
      answer_to(t, woo::authorised(woo::get_orders(s.account, one), s.account,
                                   now, nonce())));
  auto* p = std::get_if<woo::problem>(&answer);
  return p ? p->what : "";
}

// Asks for an order that does not exist: a working token hears just that.
std::string trouble_with(connectors::http_transport& t,
                         const actors::provider_setup& p) {
  auto talk = p.api->look_up("dastomized-check", "{}");
  auto move = talk->start();
  while (auto* request = std::get_if<http_request>(&move))
    move = talk->next(answer_to(t, std::move(*request)));
  auto& outcome = std::get<look_up_outcome>(move);
  auto* none = std::get_if<part_no_answer>(&outcome);
  return none ? none->words : "";
}

template <class Items>
bool check(connectors::http_transport& t, const char* what,
           const Items& items) {
  bool well = true;
  for (const auto& i : items) {
    auto trouble = trouble_with(t, i);
    well = well && trouble.empty();
    fmt::print("{} {}: {}\n", what, i.name,
               trouble.empty() ? "answers" : trouble);
  }
  return well;
}

} // namespace

bool all_reachable(const actors::setup& s) {
  auto client = connectors::http_client::start({});
  if (!client) {
    fmt::print(stderr, "{}\n", client.error().what);
    return false;
  }
  bool stores = check(**client, "store", s.stores);
  return check(**client, "provider", s.providers) && stores;
}

} // namespace dastomized

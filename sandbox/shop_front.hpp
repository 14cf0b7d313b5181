// The REST door of a simulated shop: /{store}/wp-json/…
#pragma once

#include "sandbox/call.hpp"
#include "sandbox/shop.hpp"
#include "sandbox/signing.hpp"
#include "sandbox/webhook_queue.hpp"

namespace dastomized::sandbox {

class shop_front {
public:
  shop_front(shop& s, webhook_queue& queue, key_checker keys);

  // The answer may come later: creating a webhook waits for its ping.
  void handle(const call& c, std::int64_t now, reply done);

  // What a call is, for matching faults: list, lookup, write, webhook, index
  // or other; note, refund, fulfillment or tracking, in the plural if read.
  static std::string kind_of(const call& c);

private:
  answer index() const;
  answer orders(const call& c, std::int64_t now);
  answer one_order(const call& c, shop_order& o, std::int64_t now);
  answer put_order(const call& c, shop_order& o, std::int64_t now);
  answer delete_order(const call& c, shop_order& o, std::int64_t now);
  answer create_order(const call& c, std::int64_t now);
  answer under_order(const call& c, std::int64_t now);
  answer notes(const call& c, shop_order& o, std::int64_t now);
  answer refunds(const call& c, shop_order& o, std::int64_t now);
  answer fulfillments(const call& c, shop_order& o, std::int64_t now);
  answer trackings(const call& c, std::int64_t now);
  answer products(const call& c) const;
  void webhooks(const call& c, std::int64_t now, reply done);
  void create_webhook(const call& c, std::int64_t now, reply done);
  void put_webhook(const call& c, webhook& w, std::int64_t now, reply done);
  answer with_location(answer a, const std::string& path) const;

  shop& shop_;
  webhook_queue& queue_;
  key_checker keys_;
};

} // namespace dastomized::sandbox

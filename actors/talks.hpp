// The talks gateways lead for orders: what to ask the store or a provider,
// and which event the answers become. `done` gets the event exactly once.
#pragma once

#include "actors/context.hpp"

#include <functional>
#include <memory>

namespace dastomized::actors {

using tell_order = std::function<void(event)>;

// Store. Every write reads first: a write that took effect but whose answer
// was lost is not repeated, and an order in the trash is left there.
std::shared_ptr<talk> reread_talk(const context_ptr& ctx, const order& o,
                                  tell_order done);
std::shared_ptr<talk> status_talk(const context_ptr& ctx, const order& o,
                                  const push_status& e, tell_order done);
std::shared_ptr<talk> edit_talk(const context_ptr& ctx, const order& o,
                                const push_edit& e, tell_order done);
std::shared_ptr<talk> tracking_talk(const context_ptr& ctx, const order& o,
                                    const push_tracking& e, tell_order done);

// Reads one order with its refunds; for imports.
std::shared_ptr<talk>
read_talk(const context_ptr& ctx, const order_key& key,
          std::function<void(connectors::woocommerce::answer<snapshot>)> done);

// The same by id, or where no order has that id, by its number.
std::shared_ptr<talk>
find_talk(const context_ptr& ctx, const order_key& key,
          std::function<void(connectors::woocommerce::answer<snapshot>)> done);

// Provider.
std::shared_ptr<talk> send_talk(const context_ptr& ctx, const order& o,
                                const send_part& e, tell_order done);
std::shared_ptr<talk> look_up_talk(const context_ptr& ctx, const order& o,
                                   const look_up_part& e, tell_order done);
std::shared_ptr<talk> poll_talk(const context_ptr& ctx, const order& o,
                                const poll_tracking& e, tell_order done);

} // namespace dastomized::actors

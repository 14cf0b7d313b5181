// A talk with a store about one order, written as a chain of steps. Internal
// to actors/; runs on the store gateway's thread of control.
#pragma once

#include "actors/context.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dastomized::actors {

using maybe_request = std::optional<connectors::http_request>;

// Each answer goes to the step set last; a step without a further request
// ends the talk.
class chain : public std::enable_shared_from_this<chain> {
public:
  using step = std::function<maybe_request(const connectors::http_outcome&)>;

  chain(context_ptr c, order_key k) : ctx(std::move(c)), key(std::move(k)) {
    auto all = ctx->settings();
    if (auto* s = ctx->store_named(*all, key.store))
      account = s->account;
  }
  virtual ~chain() = default;
  virtual maybe_request begin() = 0;

  std::shared_ptr<talk> as_talk() {
    auto t = std::make_shared<talk>();
    t->lane = to_string(key);
    t->next = [me = shared_from_this()](const connectors::http_outcome* o) {
      if (!o)
        return me->begin();
      me->note_reachable(*o);
      return std::exchange(me->then_, nullptr)(*o);
    };
    return t;
  }

protected:
  maybe_request ask(connectors::http_request r, step then) {
    then_ = std::move(then);
    return r;
  }

  context_ptr ctx;
  order_key key;
  connectors::woocommerce::account account;

private:
  void note_reachable(const connectors::http_outcome& o) {
    auto it = ctx->store_stats.find(key.store);
    if (it != ctx->store_stats.end())
      it->second.reachable =
          std::holds_alternative<connectors::http_response>(o);
  }

  step then_;
};

} // namespace dastomized::actors

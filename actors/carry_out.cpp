#include "actors/talks.hpp"

namespace dastomized::actors {

namespace {

struct courier {
  const context_ptr& ctx;
  const order& o;

  tell_order back() const {
    return [ctx = ctx, key = o.key](event e) {
      rt::tell(
          ctx->directory(),
          order_news{key, {std::make_shared<const event>(std::move(e)), 0}});
    };
  }

  void to_store(std::shared_ptr<talk> t) const {
    rt::tell(ctx->store_gateway(o.key.store), say{std::move(t)});
  }

  void to_provider(const std::string& name, std::shared_ptr<talk> t) const {
    if (t)
      rt::tell(ctx->provider_gateway(name), say{std::move(t)});
  }

  void operator()(const reread_order&) const {
    to_store(reread_talk(ctx, o, back()));
  }
  void operator()(const push_status& e) const {
    to_store(status_talk(ctx, o, e, back()));
  }
  void operator()(const push_tracking& e) const {
    to_store(tracking_talk(ctx, o, e, back()));
  }
  void operator()(const send_part& e) const {
    to_provider(e.provider, send_talk(ctx, o, e, back()));
  }
  void operator()(const look_up_part& e) const {
    to_provider(e.provider, look_up_talk(ctx, o, e, back()));
  }
  void operator()(const poll_tracking& e) const {
    to_provider(e.provider, poll_talk(ctx, o, e, back()));
  }
};

} // namespace

void carry_out(const context_ptr& ctx, const order& o, const effect& e) {
  std::visit(courier{ctx, o}, e);
}

} // namespace dastomized::actors

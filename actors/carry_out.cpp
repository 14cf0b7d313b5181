#include "actors/talks.hpp"

#include <algorithm>
#include <cstdlib>

namespace dastomized::actors {

namespace {

struct courier {
  const context_ptr& ctx;
  const order& o;

  // The first part that leaves counts as the order.
  void count(const send_part& e) const {
    auto sent = [](const part& p) { return p.attempt > 0; };
    if (e.attempt > 1 || std::ranges::count_if(o.parts, sent) > 1)
      return;
    auto all = ctx->settings();
    auto* s = ctx->store_named(*all, o.key.store);
    auto why = s ? ctx->brake.count(s->name, std::atof(o.said.total.c_str()),
                                    s->brakes, ctx->now())
                 : "";
    auto in_force = ctx->freezes.all(ctx->now());
    bool braked = std::ranges::any_of(in_force, [&](const freeze& f) {
      return f.by == "brake" && f.name == o.key.store;
    });
    if (why.empty() || braked)
      return;
    freeze f;
    f.scope = freeze_scope::store;
    f.name = o.key.store;
    f.reason = why;
    f.by = "brake";
    f.since = ctx->now();
    ctx->freezes.add(std::move(f), [](const result<freeze>& done) {
      if (!done)
        spdlog::error("freeze.write_failed error=\"{}\"", done.error().what);
    });
  }

  tell_order back() const {
    return [ctx = ctx, key = o.key](event e) {
      rt::tell(
          ctx->directory(),
          order_news{key, {std::make_shared<const event>(std::move(e)), 0}});
    };
  }

  void to_store(std::shared_ptr<talk> t) const {
    if (auto gateway = ctx->store_gateway(o.key.store))
      rt::tell(gateway, say{std::move(t)});
    else if (t->failed)
      t->failed("the store is not configured");
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
  void operator()(const push_edit& e) const {
    to_store(edit_talk(ctx, o, e, back()));
  }
  void operator()(const push_tracking& e) const {
    to_store(tracking_talk(ctx, o, e, back()));
  }
  void operator()(const send_part& e) const {
    count(e);
    to_provider(e.provider, send_talk(ctx, o, e, back()));
  }
  void operator()(const look_up_part& e) const {
    to_provider(e.provider, look_up_talk(ctx, o, e, back()));
  }
  void operator()(const ask_turn& e) const {
    rt::tell(ctx->with_cast([](context::cast& c) { return c.due_clock; }),
             late_order{o.key, e.due});
  }
  void operator()(const look_at_artwork& e) const {
    rt::tell(ctx->viewer(), look_wanted{o.key, e});
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

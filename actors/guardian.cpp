// One guardian per store: sees to it that the store's webhooks exist, are
// active and have our address and secret.
#include "actors/context.hpp"
#include "connectors/woocommerce/hooks.hpp"
#include "domain/digest.hpp"

#include <deque>
#include <optional>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;
using connectors::http_outcome;
using connectors::http_request;

constexpr milliseconds answer_max = 10min;

// What the webhooks were last made with; compared, never read back.
std::string fingerprint(const store_setup& s) {
  return sha256_hex(s.hook_url + '\n' + s.hook_secret);
}

std::string meta_key(const std::string& store) {
  return "webhooks/" + store;
}

// Lists the webhooks, then makes one repair after the other.
class guard_chain : public std::enable_shared_from_this<guard_chain> {
public:
  using done = std::function<void(hooks_checked)>;

  guard_chain(store_setup s, bool renew, done d)
      : s_(std::move(s)), renew_(renew), done_(std::move(d)) {}

  std::shared_ptr<talk> as_talk() {
    auto t = std::make_shared<talk>();
    t->lane = "webhooks";
    t->next = [me = shared_from_this()](const http_outcome* o) {
      return me->next(o);
    };
    return t;
  }

private:
  std::optional<http_request> next(const http_outcome* o) {
    if (!o)
      return woo::get_webhooks(s_.account);
    if (!listed_)
      return on_list(*o);
    auto answer = woo::read_done(*o);
    if (auto* p = std::get_if<woo::problem>(&answer))
      return finish(todo_.front().what + ": " + p->what);
    out_.repaired.push_back(todo_.front().what);
    todo_.pop_front();
    return go_on();
  }

  std::optional<http_request> on_list(const http_outcome& o) {
    listed_ = true;
    auto answer = woo::read_webhooks(o);
    if (auto* p = std::get_if<woo::problem>(&answer))
      return finish(p->what);
    woo::hooks_wanted wanted{s_.hook_url, s_.hook_base, s_.hook_secret, renew_};
    for (auto& r : woo::repairs(
             s_.account, std::get<std::vector<woo::webhook>>(answer), wanted))
      todo_.push_back(std::move(r));
    return go_on();
  }

  std::optional<http_request> go_on() {
    if (todo_.empty())
      return finish("");
    return todo_.front().request;
  }

  std::nullopt_t finish(std::string problem) {
    out_.problem = std::move(problem);
    out_.made_with = fingerprint(s_);
    done_(std::move(out_));
    return std::nullopt;
  }

  store_setup s_;
  bool renew_;
  done done_;
  bool listed_ = false;
  std::deque<woo::hook_repair> todo_;
  hooks_checked out_;
};

struct guardian_state {
  static inline const char* name = "guardian";

  context_ptr ctx;
  std::string store;
  guardian_actor me;
  std::function<void(milliseconds, guard_now)> arm_timer;
  std::uint64_t generation = 0;
  std::string checking;         // the fingerprint of the check under way
  std::optional<instant> asked; // since when it is
  std::string last_problem;

  // Now, by the timer or because the settings changed.
  void check() {
    again(); // an answer may get lost with a gateway that died
    auto all = ctx->settings();
    auto* s = ctx->store_named(*all, store);
    if (!s || s->hook_url.empty())
      return;
    if (asked && ctx->now() - *asked < answer_max &&
        checking == fingerprint(*s))
      return; // it is on its way

    // One that began with other settings may write those yet.
    bool other = asked && checking != fingerprint(*s);
    asked = ctx->now();
    checking = fingerprint(*s);
    auto made_with = ctx->store.meta(meta_key(store));
    bool renew = other || !made_with || *made_with != checking;
    if (renew) // until it is done nobody knows what they were made with
      ctx->store.put_meta(meta_key(store), "", [](const result<bool>&) {});
    auto chain = std::make_shared<guard_chain>(
        *s, renew, [to = me](hooks_checked m) { rt::tell(to, std::move(m)); });
    rt::tell(ctx->store_gateway(store), say{chain->as_talk()});
  }

  void on_checked(const hooks_checked& m) {
    if (m.made_with == checking)
      asked.reset();
    for (const auto& what : m.repaired)
      spdlog::warn("webhook.repaired store={} what=\"{}\"", store, what);
    if (!m.problem.empty() && m.problem != last_problem)
      spdlog::warn("webhook.unchecked store={} problem=\"{}\"", store,
                   m.problem);
    last_problem = m.problem;
    ctx->store_stats[store].hooks_repaired += m.repaired.size();
    ctx->trouble.set(store, "webhooks", m.problem);
    // While a webhook was silent the poll alone brings news: ask at once.
    if (!m.repaired.empty())
      rt::tell(ctx->importer(store), poll_soon{});
    if (m.problem.empty())
      ctx->store.put_meta(meta_key(store), m.made_with,
                          [](const result<bool>&) {});
  }

  void again() {
    auto all = ctx->settings();
    auto* s = ctx->store_named(*all, store);
    arm_timer(s ? s->hook_interval : milliseconds{10min},
              guard_now{++generation});
  }
};

guardian_actor::behavior_type
guardian_life(guardian_actor::stateful_pointer<guardian_state> self,
              context_ptr ctx, std::string store) {
  rt::harden(self);
  auto& s = self->state;
  s.ctx = std::move(ctx);
  s.store = std::move(store);
  s.me = self;
  s.arm_timer = [self](milliseconds wait, guard_now m) {
    rt::tell_self_after(self, wait, m);
  };
  s.check();
  return {
      [self](guard_now m) {
        if (m.generation == 0 || m.generation == self->state.generation)
          self->state.check();
      },
      [self](const hooks_checked& m) { self->state.on_checked(m); },
  };
}

} // namespace

guardian_actor spawn_guardian(caf::actor_system& sys, context_ptr ctx,
                              std::string store) {
  return sys.spawn(guardian_life, std::move(ctx), std::move(store));
}

} // namespace dastomized::actors

// Examinations of stores and providers, on demand and by the sweeper.
#include "actors/context.hpp"
#include "connectors/checkup.hpp"
#include "connectors/woocommerce/checkup.hpp"

#include <algorithm>

namespace dastomized::actors {

namespace {

namespace woo = connectors::woocommerce;
using connectors::finding;
using connectors::findings;

unsigned count(const findings& all, finding::weight w) {
  return static_cast<unsigned>(std::ranges::count(all, w, &finding::how));
}

void keep(const context_ptr& ctx, const std::string& store, store_counters& to,
          const woo::checked& c) {
  if (!c.namespaces.empty())
    ctx->learn_namespaces(store, c.namespaces);
  to.errors = count(c.all, finding::weight::error);
  to.warnings = count(c.all, finding::weight::warning);
  auto worst = std::ranges::find(c.all, finding::weight::error, &finding::how);
  ctx->trouble.set(store, "examination",
                   worst == c.all.end() ? ""
                                        : worst->seen + ": " + worst->todo);
}

} // namespace

void examine_store(const context_ptr& ctx, const std::string& store,
                   std::function<void(result<findings>)> done) {
  auto all = ctx->settings();
  auto* s = ctx->store_named(*all, store);
  if (!s)
    return done(failure{fault::not_found, "there is no store " + store});
  auto& stats = ctx->store_stats[store];
  auto turn = stats.examinations.begin();
  auto talk = woo::make_checkup(
      s->account, {s->hook_url, s->hook_base, s->hook_secret, false}, ctx->now);
  connectors::lead<woo::checked>(
      ctx->transport, std::move(talk),
      [ctx, store, turn, &stats, done = std::move(done)](woo::checked c) {
        stats.examinations.tell(turn, [&] { keep(ctx, store, stats, c); });
        done(std::move(c.all));
      });
}

void examine_provider(const context_ptr& ctx, const std::string& provider,
                      std::function<void(result<findings>)> done) {
  auto all = ctx->settings();
  auto* p = ctx->provider_named(*all, provider);
  if (!p)
    return done(failure{fault::not_found, "there is no provider " + provider});
  connectors::lead<findings>(
      ctx->transport, connectors::make_checkup(p->api),
      [done = std::move(done)](findings f) { done(std::move(f)); });
}

} // namespace dastomized::actors

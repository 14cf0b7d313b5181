// The fixture of the actor stories: all actors on the virtual clock, a shop, a
// provider, and a store that survives when the process falls.
#pragma once

#include "actors/context.hpp"
#include "tests/actors/world.hpp"
#include "tests/support/held_store.hpp"
#include "tests/support/stage.hpp"

#include <gtest/gtest.h>

namespace dastomized::tests {

namespace rt = actors::rt;

class OrderStory : public testing::Test {
protected:
  void SetUp() override {
    memory = storage::open_memory_store().value();
    web.answer = [this](const http_request& r) {
      return r.url.starts_with("http://provider.test") ? provider.answer(r)
                                                       : shop.answer(r);
    };
    raise();
  }

  void TearDown() override { fall(); }

  // What a shop with one provider is configured as.
  actors::setup settings() const {
    auto connector = std::make_shared<model_connector>();
    policy p;
    p.delay = 60min;
    p.grace = grace;
    p.routes = {{"", "CC-", "customcat", "", true}};
    p.personalization.print_file.prefixes = {"_dastomize_print_file"};
    p.providers["customcat"] = connector->rules();
    p.providers["customcat"].build = [connector](const order& o,
                                                 const part& x) {
      return connector->build(o, x);
    };
    actors::setup s;
    s.stores.push_back({"shop",
                        {"http://shop.test", "k", "s", 30s},
                        std::make_shared<const policy>(p)});
    s.stores.back().per_second = 0; // no waiting between requests
    s.providers.push_back(
        {"customcat", connector, 4, provider_rate, watch_interval});
    s.horizon = 10min;
    s.catch_up = catch_up;
    s.stores.back().brakes = brakes;
    adjust(s);
    return s;
  }

  void raise() {
    held = std::make_unique<held_store>(*memory);
    theatre = std::make_unique<stage>();
    theatre->begin_at(now);
    ctx = std::make_shared<actors::context>(
        settings(), *held, web, [this] { return theatre->now(); },
        actors::io_mode::inline_for_tests);
    theatre->outside = [this] {
      bool stored = held->let_out();
      return web.let_out() || stored;
    };
    steward = actors::spawn_steward(theatre->system(), ctx, [] {});
    theatre->settle();
  }

  // As a power cut: nothing in memory survives, the store does.
  void fall() {
    now = theatre->now();
    rt::dismiss(steward);
    steward = nullptr;
    auto cast = ctx->with_cast(
        [](actors::context::cast& c) { return std::exchange(c, {}); });
    rt::tell(
        cast.directory,
        actors::close_down{std::make_shared<std::function<void()>>([] {})});
    for (auto* group : {&cast.stores, &cast.providers})
      for (auto& [name, who] : *group)
        rt::dismiss(who);
    for (auto& [name, who] : cast.importers)
      rt::dismiss(who);
    for (auto& [name, who] : cast.watchers)
      rt::dismiss(who);
    for (auto& [name, who] : cast.sweepers)
      rt::dismiss(who);
    for (auto& [name, who] : cast.guardians)
      rt::dismiss(who);
    for (auto& [id, who] : cast.bulks)
      rt::dismiss(who);
    rt::dismiss(cast.viewer);
    rt::dismiss(cast.due_clock);
    theatre->outside = [] { return false; };
    theatre->settle();
    rt::dismiss(cast.directory);
    theatre->settle();
    cast = {};
    web.forget();
    ctx.reset();
    held->wait_for_inner(); // what was asked is written, and nobody is told
    held.reset();
    theatre.reset();
  }

  void deliver(std::int64_t id) { deliver_body(shop.body(id)); }

  void deliver_body(std::string body) {
    storage::delivery d;
    d.store = "shop";
    d.received = theatre->now();
    d.body = std::move(body);
    held->append(std::move(d), [this](const result<std::uint64_t>& seq) {
      ASSERT_TRUE(seq);
      rt::tell(ctx->importer("shop"), actors::arrived{});
    });
    theatre->settle();
  }

  std::optional<denial> ask(std::int64_t id, dastomized::ask what) {
    person_asked e;
    e.at = theatre->now();
    e.what = what;
    e.by = "anna";
    std::optional<result<actors::ask_answer>> got;
    auto done =
        std::make_shared<std::function<void(result<actors::ask_answer>)>>(
            [&](result<actors::ask_answer> a) { got = std::move(a); });
    rt::tell(
        ctx->directory(),
        actors::order_petition{
            {"shop", id}, {std::make_shared<const person_asked>(e), done}});
    theatre->settle();
    EXPECT_TRUE(got && *got);
    return (**got).denied;
  }

  order read(std::int64_t id) {
    return memory->load({"shop", id}).value().value();
  }

  std::size_t printed() const {
    std::size_t n = 0;
    for (auto& [reference, payloads] : provider.prints)
      n += payloads.size();
    return n;
  }

  instant now = instant{milliseconds{1772409600000}}; // 2026-03-02 00:00
  milliseconds grace = 15min;
  double provider_rate = 0; // no waiting between requests
  milliseconds watch_interval = 24h;
  actors::catch_up_limits catch_up{};
  actors::brake_limits brakes{};
  std::function<void(actors::setup&)> adjust = [](actors::setup&) {};
  model_shop shop;
  model_provider provider;
  model_transport web;
  std::unique_ptr<storage::order_store> memory;
  std::unique_ptr<held_store> held;
  std::unique_ptr<stage> theatre;
  actors::context_ptr ctx;
  caf::actor steward;
};

inline constexpr auto midnight = "2026-03-02T00:00:00";

} // namespace dastomized::tests

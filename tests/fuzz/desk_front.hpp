// What stands behind the API while it is fuzzed: decides like the daemon, and
// forgets, so that each input meets the same house.
#pragma once

#include "actors/front.hpp"

namespace dastomized::fuzz {

const instant noon{milliseconds{1772452800000}};

inline order an_order() {
  order o;
  o.key = {"shop", 7};
  o.said.id = 7;
  o.said.number = "A7";
  o.said.status = "processing";
  o.said.created = o.said.modified = noon;
  o.said.billing.first_name = "Bill &amp; Sue";
  o.said.lines.emplace_back();
  o.said.lines[0].id = 9;
  o.said.lines[0].sku = "CC-1";
  o.said.lines[0].quantity = 2;
  o.type = order_type::in_app;
  o.count.state = countdown_state::running;
  o.count.due = noon + 90min;
  part p;
  p.provider = "customcat";
  p.reference = "7-abc-1";
  p.state = part_state::unknown;
  p.attempt = 1;
  p.lines.push_back({9, 2, "1"});
  o.parts.push_back(std::move(p));
  return o;
}

class desk_front : public actors::front {
public:
  void deliver(storage::delivery,
               std::function<void(result<std::uint64_t>)> done) override {
    done(1);
  }
  void ask(const order_key& key, person_asked what,
           std::optional<std::uint64_t>,
           std::function<void(result<actors::ask_answer>)> done) override {
    auto o = an_order();
    if (key != o.key)
      return done(failure{fault::not_found, "there is no such order"});
    auto s = advance(std::move(o), std::move(what), *rules(key.store));
    done(actors::ask_answer{std::move(s.denied), std::move(s.next)});
  }
  void hint(const std::string&, const connectors::notice&) override {}
  result<std::uint64_t> import_orders(const std::string&, actors::import_plan,
                                      const std::string&) override {
    return 1;
  }
  result<actors::bulk_preview>
  preview_bulk(const actors::bulk_wish& wish,
               const std::function<bool()>&) override {
    return actors::bulk_preview{"p1", wish.action, wish.orders.size(),
                                0,    {},          noon};
  }
  void begin_bulk(const std::string&, const std::string&,
                  std::function<void(result<std::uint64_t>)> done) override {
    done(1);
  }
  std::vector<actors::job> jobs() override {
    actors::job j;
    j.id = 1;
    j.store = "shop";
    j.begun = noon;
    return {j};
  }
  void cancel_job(std::uint64_t,
                  std::function<void(result<bool>)> done) override {
    done(true);
  }
  void
  health(std::function<void(result<actors::health_report>)> done) override {
    actors::health_report r;
    r.stores.push_back({"shop", true, "", noon, 5, 2, 1});
    r.providers.push_back({"customcat", false, "", 7, 1, 0, 2});
    done(r);
  }
  std::vector<freeze> freezes() override { return {}; }
  void add_freeze(freeze f, std::function<void(result<freeze>)> done) override {
    done(std::move(f));
  }
  void lift_freeze(std::uint64_t,
                   std::function<void(result<bool>)> done) override {
    done(true);
  }
  void approve_catch_up(std::function<void(result<bool>)> done) override {
    done(true);
  }
  std::shared_ptr<const policy> rules(const std::string&) override {
    return std::make_shared<policy>();
  }
  void examine_store(
      const std::string& name,
      std::function<void(result<connectors::findings>)> done) override {
    done(failure{fault::not_found, "there is no store " + name});
  }
  void examine_provider(
      const std::string& name,
      std::function<void(result<connectors::findings>)> done) override {
    done(failure{fault::not_found, "there is no provider " + name});
  }
  void reconfigure(actors::setup) override {}
};

} // namespace dastomized::fuzz

#include "tests/simulation/process.hpp"

#include <stdexcept>

namespace dastomized::simulation {

namespace rt = actors::rt;
using storage::keyed_store;

namespace {

// A disk that can not be read now can be read some time, but not one that is
// damaged: that must be told, not waited for.
template <class Read>
auto read_at_last(Read read) {
  constexpr int tries_max = 1000;
  for (int i = 1;; ++i) {
    auto found = read();
    if (found)
      return std::move(*found);
    if (i == tries_max)
      throw std::runtime_error("the disk can not be read: " +
                               found.error().what);
  }
}

std::unique_ptr<keyed_store> open(disk& d) {
  auto s = read_at_last(
      [&] { return storage::serve(d.attach(), storage::writing::when_asked); });
  return std::unique_ptr<keyed_store>(dynamic_cast<keyed_store*>(s.release()));
}

template <class Map>
void dismiss_all(const Map& map) {
  for (const auto& [name, who] : map)
    rt::dismiss(who);
}

} // namespace

process::process(disk& d, network& n, std::function<instant()> wall_clock,
                 actors::setup s)
    : network_(n), store_(open(d)) {
  network_.connect();
  ctx_ = std::make_shared<actors::context>(std::move(s), *store_, n,
                                           std::move(wall_clock),
                                           actors::io_mode::when_asked);
  steward_ = actors::spawn_steward(stage_.system(), ctx_, [] {});
  take_up_jobs();
}

void process::take_up_jobs() {
  for (const auto& j : read_at_last([&] { return ctx_->jobs.load(); })) {
    auto who = actors::spawn_bulk(stage_.system(), ctx_, j);
    ctx_->with_cast([&](actors::context::cast& c) { c.bulks[j.id] = who; });
    rt::tell(who, actors::bulk_stored{true});
  }
}

process::~process() {
  network_.cut();
  rt::dismiss(steward_);
  steward_ = nullptr;
  stage_.settle(); // the cast may not even have been spawned
  auto cast = ctx_->with_cast(
      [](actors::context::cast& c) { return std::exchange(c, {}); });
  rt::tell(cast.directory,
           actors::close_down{std::make_shared<std::function<void()>>([] {})});
  dismiss_all(cast.stores);
  dismiss_all(cast.providers);
  dismiss_all(cast.importers);
  dismiss_all(cast.guardians);
  dismiss_all(cast.sweepers);
  dismiss_all(cast.watchers);
  dismiss_all(cast.bulks);
  rt::dismiss(cast.viewer);
  rt::dismiss(cast.due_clock);
  stage_.settle();
  rt::dismiss(cast.directory);
  stage_.settle();
  ctx_->io.stop(); // what waits there holds the context
}

std::size_t process::steps() {
  return stage_.runnable() + (ctx_->io.waiting() ? 1 : 0);
}

void process::step(std::size_t which) {
  if (which < stage_.runnable())
    stage_.run(which);
  else
    ctx_->io.run_next();
}

void process::deliver(storage::delivery d,
                      std::function<void(result<std::uint64_t>)> done) {
  actors::take_in(ctx_, std::move(d), std::move(done));
}

void process::ask(std::int64_t order, person_asked what,
                  std::function<void(result<actors::ask_answer>)> done) {
  actors::petition p{
      std::make_shared<const person_asked>(std::move(what)),
      std::make_shared<std::function<void(result<actors::ask_answer>)>>(
          std::move(done))};
  rt::tell(ctx_->directory(),
           actors::order_petition{{"shop", order}, std::move(p)});
}

void process::ask_many(const actors::bulk_wish& wish,
                       std::function<void(result<std::uint64_t>)> done) {
  auto p = ctx_->previews.make(
      *store_, [this](const std::string& s) { return ctx_->rules(s); }, wish,
      ctx_->now(), [] { return false; });
  if (!p)
    return done(p.error());
  actors::begin_bulk(stage_.system(), ctx_, p->id, "mia", std::move(done));
}

void process::hint(const std::string& reference) {
  actors::hint_at(ctx_, reference);
}

namespace {

connectors::provider_account account(const std::string& name,
                                     const personalization_keys& keys) {
  connectors::provider_account a;
  a.name = name;
  a.personalization = keys;
  a.shipping_method = "Economy";
  a.notice_url = "https://sim.test/notices";
  return a;
}

policy usual_rules(dice& d, const std::vector<actors::provider_setup>& all) {
  policy p;
  p.delay = d.within(10min, 60min);
  p.grace = p.resume_grace = 5min;
  p.complete_when_shipped = d.percent(80);
  p.check_artwork = d.percent(70);
  p.personalization.print_file.prefixes = {"_dastomize_print_file"};
  p.personalization.any.prefixes = {"_dastomize"};
  p.routes = {{"", "CC-", "customcat", "", true},
              {"", "SO-", "shineon", "", false},
              {"FREE", "", "", "", false}};
  for (const auto& x : all) {
    p.providers[x.name] = x.api->rules();
    p.providers[x.name].tracking_interval = 30min;
  }
  return p;
}

} // namespace

actors::setup usual_setup(dice& d) {
  personalization_keys keys;
  keys.print_file.prefixes = {"_dastomize_print_file"};
  keys.any.prefixes = {"_dastomize"};
  auto cc = account("customcat", keys), so = account("shineon", keys);
  cc.url = "https://sim.test/customcat/api/v1";
  cc.token = "cc";
  so.url = "https://sim.test/shineon/v1";
  so.token = "so";
  actors::setup s;
  s.providers = {{"customcat", connectors::make_provider("customcat", cc)},
                 {"shineon", connectors::make_provider("shineon", so)}};
  for (auto& p : s.providers) {
    p.per_second = d.percent(50) ? 0 : 2;
    p.in_flight_max = 1 + static_cast<unsigned>(d.below(4));
    p.watch_interval = 20min;
  }
  actors::store_setup shop;
  shop.name = "shop";
  shop.account = {"https://sim.test/shop", "ck", "cs", 30s};
  shop.rules = std::make_shared<const policy>(usual_rules(d, s.providers));
  shop.poll_interval = 10min;
  shop.per_second = d.percent(50) ? 0 : 5;
  shop.hook_url = "https://dastomized.test/hooks/shop/secret";
  shop.hook_base = "https://dastomized.test/hooks/shop/";
  shop.hook_secret = "hook";
  shop.hook_interval = 1h;
  shop.sweep_interval = 3h;
  s.stores = {shop};
  s.horizon = 10min;
  return s;
}

} // namespace dastomized::simulation

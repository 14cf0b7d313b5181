// The front: starts the cast, passes calls on to it, and takes it down in
// order.
#include "actors/context.hpp"
#include "actors/crash_point.hpp"

#include <algorithm>
#include <future>
#include <optional>

namespace dastomized::actors {

namespace {

struct behind_intake : caf::thread_hook {
  void init(caf::actor_system&) override {}
  void thread_started() override { give_way(); }
  void thread_terminates() override {}
};

struct system_config : caf::actor_system_config {
  explicit system_config(unsigned threads) {
    add_message_types<caf::id_block::dastomized>();
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", threads);
    set("scheduler.max-throughput", 100);
    add_thread_hook<behind_intake>();
  }
};

class stage : public front {
public:
  stage(setup s, storage::order_store& store,
        connectors::http_transport& transport, clock now)
      : config_(std::max(s.threads, 1u)), system_(std::in_place, config_),
        ctx_(std::make_shared<context>(std::move(s), store, transport,
                                       std::move(now))) {
    std::promise<void> there;
    steward_ = spawn_steward(*system_, ctx_, [&there] { there.set_value(); });
    there.get_future().wait();
    resume_jobs();
  }

  ~stage() override {
    rt::dismiss(steward_);
    auto cast =
        ctx_->with_cast([](context::cast& c) { return std::exchange(c, {}); });
    dismiss_all(cast.imports);
    dismiss_all(cast.bulks);
    dismiss_all(cast.guardians);
    dismiss_all(cast.sweepers);
    dismiss_all(cast.watchers);
    dismiss_all(cast.importers);
    dismiss_all(cast.stores);
    dismiss_all(cast.providers);
    rt::dismiss(cast.viewer);
    rt::dismiss(cast.due_clock);
    auto gone = std::make_shared<std::promise<void>>();
    rt::tell(cast.directory, close_down{std::make_shared<std::function<void()>>(
                                 [gone] { gone->set_value(); })});
    if (cast.directory)
      gone->get_future().wait_for(5s);
    rt::dismiss(cast.directory);
    steward_ = nullptr;
    cast = {};
    ctx_->io.stop(); // its jobs hold actors
    system_.reset(); // waits for every actor
    flush();
  }

  void deliver(storage::delivery d,
               std::function<void(result<std::uint64_t>)> done) override {
    take_in(ctx_, std::move(d), std::move(done));
  }

  void ask(const order_key& key, person_asked what,
           std::optional<std::uint64_t> seen,
           std::function<void(result<ask_answer>)> done) override {
    petition p{std::make_shared<const person_asked>(std::move(what)),
               std::make_shared<std::function<void(result<ask_answer>)>>(
                   std::move(done)),
               seen,
               {}};
    rt::tell(ctx_->directory(), order_petition{key, std::move(p)});
  }

  void hint(const std::string&, const connectors::notice& n) override {
    for (const auto& reference : n.references)
      hint_at(ctx_, reference);
  }

  result<std::uint64_t> import_orders(const std::string& store,
                                      import_plan plan,
                                      const std::string& by) override {
    if (!ctx_->importer(store))
      return failure{fault::not_found, "there is no store " + store};
    job j;
    j.store = store;
    j.by = by;
    j.plan = std::move(plan);
    j.begun = ctx_->now();
    j.id = ctx_->jobs.add(j);
    begin(j);
    return j.id;
  }

  result<bulk_preview>
  preview_bulk(const bulk_wish& wish,
               const std::function<bool()>& abandoned) override {
    return ctx_->previews.make(
        ctx_->store, [this](const std::string& s) { return ctx_->rules(s); },
        wish, ctx_->now(), abandoned);
  }

  void begin_bulk(const std::string& preview, const std::string& by,
                  std::function<void(result<std::uint64_t>)> done) override {
    actors::begin_bulk(*system_, ctx_, preview, by, std::move(done));
  }

  std::vector<job> jobs() override { return ctx_->jobs.all(); }

  void cancel_job(std::uint64_t id,
                  std::function<void(result<bool>)> done) override {
    ctx_->jobs.cancel(id, [ctx = ctx_, id, done](result<bool> r) {
      if (r && *r)
        ctx->with_cast([&](context::cast& c) {
          rt::tell(c.imports[id], give_up{});
          rt::tell(c.bulks[id], give_up{});
        });
      done(std::move(r));
    });
  }

  void health(std::function<void(result<health_report>)> done) override {
    health_report r;
    auto walked = instant{milliseconds{ctx_->clock_moved_ms.load()}};
    r.moving = ctx_->now() - walked < milliseconds{60s};
    r.awake = ctx_->awake;
    r.freezes = freezes();
    r.catch_up = ctx_->late.view(ctx_->settings()->catch_up);
    for (auto& [name, s] : ctx_->store_stats)
      r.stores.push_back({name, s.reachable, ctx_->trouble.of(name),
                          instant{milliseconds{s.last_poll_ms.load()}},
                          s.deliveries, s.found_by_poll, s.backlog,
                          s.hooks_repaired, s.errors, s.warnings,
                          milliseconds{s.lag_ms.load()}});
    for (auto& [name, p] : ctx_->provider_stats)
      r.providers.push_back({name, halted(r, name), ctx_->trouble.of(name),
                             p.submitted, p.refused, p.unclear, p.waiting});
    done(std::move(r));
  }

  std::vector<freeze> freezes() override {
    return ctx_->freezes.all(ctx_->now());
  }

  void add_freeze(freeze f, std::function<void(result<freeze>)> done) override {
    f.since = ctx_->now();
    ctx_->freezes.add(std::move(f), std::move(done));
  }

  // What fell due meanwhile was not missed: it goes, one by one.
  void lift_freeze(std::uint64_t id,
                   std::function<void(result<bool>)> done) override {
    auto lifted = ctx_->freezes.lift(id, std::move(done));
    if (!lifted)
      return done(failure{fault::not_found, "there is no such freeze"});
    if (lifted->by == "brake")
      ctx_->brake.reset(lifted->name);
    approve_catch_up([](const result<bool>&) {});
  }

  void approve_catch_up(std::function<void(result<bool>)> done) override {
    ctx_->late.approve(ctx_->now(), std::move(done));
    rt::tell(ctx_->with_cast([](context::cast& c) { return c.due_clock; }),
             next_turn{});
  }

  std::shared_ptr<const policy> rules(const std::string& store) override {
    return ctx_->rules(store);
  }

  void examine_store(
      const std::string& store,
      std::function<void(result<connectors::findings>)> done) override {
    actors::examine_store(ctx_, store, std::move(done));
  }

  void examine_provider(
      const std::string& provider,
      std::function<void(result<connectors::findings>)> done) override {
    actors::examine_provider(ctx_, provider, std::move(done));
  }

  // Another path secret or address must reach the stores at once.
  void reconfigure(setup s) override {
    ctx_->replace(std::move(s));
    auto guardians =
        ctx_->with_cast([](context::cast& c) { return c.guardians; });
    for (auto& [name, who] : guardians)
      rt::tell(who, guard_now{});
  }

private:
  static bool halted(const health_report& r, const std::string& provider) {
    return std::ranges::any_of(r.freezes, [&](const freeze& f) {
      return f.by_itself && f.name == provider;
    });
  }

  void begin(const job& j) {
    if (j.kind == job_kind::bulk) {
      auto who = spawn_bulk(*system_, ctx_, j);
      ctx_->with_cast([&](context::cast& c) { c.bulks[j.id] = who; });
      return rt::tell(who, bulk_stored{true});
    }
    auto who = spawn_import(*system_, ctx_, j);
    ctx_->with_cast([&](context::cast& c) { c.imports[j.id] = who; });
    if (j.cancelling)
      rt::tell(who, give_up{});
  }

  void resume_jobs() {
    auto open = ctx_->jobs.load(ctx_->restored_at());
    if (!open) {
      spdlog::error("job.load_failed error=\"{}\"", open.error().what);
      return;
    }
    for (const auto& j : *open) {
      spdlog::info("{}.resumed job={} store={} done={}",
                   j.kind == job_kind::bulk ? "bulk" : "import", j.id, j.store,
                   j.done);
      begin(j);
    }
  }

  // Storage answers in order: once this one came, no other is on its way.
  void flush() {
    auto done = std::make_shared<std::promise<void>>();
    ctx_->store.put_meta("stopped", "1",
                         [done](const result<bool>&) { done->set_value(); });
    done->get_future().wait();
  }

  template <class Map>
  static void dismiss_all(Map& map) {
    for (auto& [name, who] : map)
      rt::dismiss(who);
  }

  system_config config_;
  std::optional<caf::actor_system> system_;
  context_ptr ctx_;
  caf::actor steward_;
};

} // namespace

void take_in(const context_ptr& ctx, storage::delivery d,
             std::function<void(result<std::uint64_t>)> done) {
  auto store = d.store;
  ctx->store.append(std::move(d),
                    [ctx, store, done](result<std::uint64_t> seq) {
                      if (seq) {
                        crash_point("inbox.appended");
                        ++ctx->store_stats[store].deliveries;
                        rt::tell(ctx->importer(store), arrived{});
                      }
                      done(std::move(seq));
                    });
}

std::unique_ptr<front> start(setup s, storage::order_store& store,
                             connectors::http_transport& transport, clock now) {
  return std::make_unique<stage>(std::move(s), store, transport,
                                 std::move(now));
}

} // namespace dastomized::actors

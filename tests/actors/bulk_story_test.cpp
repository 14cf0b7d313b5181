// One action on many orders, with all actors, on the virtual clock.
#include "actors/bulk_text.hpp"
#include "tests/actors/order_story.hpp"

#include <algorithm>

namespace dastomized::tests {

namespace {

using namespace actors;
using dastomized::ask;

class BulkStory : public OrderStory {
protected:
  // Orders 1 to n, which count down.
  void orders(std::int64_t n) {
    for (std::int64_t id = 1; id <= n; ++id)
      deliver(shop.place(id, midnight));
  }

  static bulk_wish wish(dastomized::ask action, std::int64_t n) {
    bulk_wish w;
    w.action = action;
    w.reason = "stock-taking";
    for (std::int64_t id = 1; id <= n; ++id)
      w.orders.push_back({"shop", id});
    return w;
  }

  result<bulk_preview> preview(const bulk_wish& w) {
    return ctx->previews.make(
        *held, [this](const std::string& s) { return ctx->rules(s); }, w,
        theatre->now(), [] { return false; });
  }

  // Nothing runs yet.
  void ask_for(const std::string& preview_id) {
    begun.reset();
    begin_bulk(theatre->system(), ctx, preview_id, "anna",
               [this](result<std::uint64_t> r) { begun = std::move(r); });
  }

  std::uint64_t begin_of(const bulk_wish& w) {
    ask_for(preview(w).value().id);
    theatre->settle();
    return begun.value().value();
  }

  // As the next process does.
  void go_on() {
    raise();
    for (const auto& j : ctx->jobs.load().value()) {
      auto who = spawn_bulk(theatre->system(), ctx, j);
      ctx->with_cast([&](context::cast& c) { c.bulks[j.id] = who; });
      rt::tell(who, bulk_stored{true});
    }
    theatre->settle();
  }

  void cancel(std::uint64_t id) {
    ctx->jobs.cancel(id, [](const result<bool>& r) { ASSERT_TRUE(r && *r); });
    rt::tell(ctx->with_cast([&](context::cast& c) { return c.bulks[id]; }),
             give_up{});
  }

  // A few steps of whoever has something to do.
  void stumble(unsigned steps) {
    for (unsigned i = 0; i < steps; ++i)
      if (theatre->runnable() > 0)
        theatre->run(0);
      else if (!theatre->outside())
        return;
  }

  job look(std::uint64_t id) { return ctx->jobs.find(id).value(); }

  std::vector<bulk_row> rows(std::uint64_t id) {
    return read_rows(*memory, id, 0, 1000).value();
  }

  std::ptrdiff_t noted(std::int64_t id, std::string_view kind) {
    auto all = memory->journal({"shop", id}, 1000).value();
    return std::ranges::count_if(all, [&](const journal_entry& e) {
      return e.kind == kind && e.by == "anna (bulk job 1)";
    });
  }

  std::optional<result<std::uint64_t>> begun;
};

TEST_F(BulkStory, APreviewCountsByOutcomeAndDoesNothing) {
  orders(4);
  ask(2, ask::hold);
  auto before = read(1);
  auto w = wish(ask::hold, 6); // two of them are unknown
  w.orders.push_back({"shop", 1});
  w.except = {{"shop", 4}};
  auto p = preview(w).value();
  EXPECT_EQ(p.will, 2u);
  EXPECT_EQ(p.will_not, 3u);
  ASSERT_EQ(p.groups.size(), 3u);
  EXPECT_EQ(p.groups[0].what.code, "countdown_stops");
  EXPECT_EQ(p.groups[0].examples,
            (std::vector<bulk_item>{{{"shop", 1}, "1"}, {{"shop", 3}, "3"}}));
  EXPECT_EQ(p.groups[1].what.code, "not_found");
  EXPECT_EQ(p.groups[1].count, 2u);
  EXPECT_EQ(p.groups[2].what.code, "same_status");
  EXPECT_EQ(read(1), before);
}

// A shop's history is completed: nobody who submits "all" means it.
TEST_F(BulkStory, CompletedOrdersAreSubmittedOnlyIfTheFilterNamesThem) {
  orders(2);
  shop.set_status(2, "completed");
  deliver(2);
  bulk_wish w;
  w.action = ask::submit;
  w.query = storage::list_query{};
  auto all = preview(w).value();
  EXPECT_EQ(all.will, 1u);
  ASSERT_EQ(all.groups.size(), 2u);
  EXPECT_EQ(all.groups[1].what.code, "completed");
  w.query->status = {"completed"};
  auto named = preview(w).value();
  ASSERT_EQ(named.groups.size(), 1u);
  EXPECT_EQ(named.groups[0].what.code, "sent_completed");
  EXPECT_EQ(named.will, 1u);
  EXPECT_EQ(preview(wish(ask::submit, 2)).value().will, 2u); // each by name
}

TEST_F(BulkStory, APreviewOfAListIsOfAllItsPages) {
  constexpr std::int64_t n = 2100; // more than are read at once
  for (std::int64_t id = 1; id <= n; ++id) {
    order o;
    o.key = {"shop", id};
    o.said.id = id;
    o.said.number = std::to_string(id);
    o.said.status = id == 7 ? "on-hold" : "processing";
    o.said.created = now + milliseconds{id};
    memory->commit({o, {}, {}, {}, {}}, [](const auto&) {});
  }
  held->wait_for_inner();
  bulk_wish w;
  w.query = storage::list_query{};
  w.query->limit = 2; // is not how many are meant
  w.except = {{"shop", 9}};
  auto p = preview(w).value();
  EXPECT_EQ(p.will, n - 2);
  EXPECT_EQ(p.will_not, 1u);
  w.query->status = {"on-hold"};
  EXPECT_EQ(preview(w).value().will_not, 1u);
}

TEST_F(BulkStory, WhatABackupWasInTheMiddleOfDoesNotGoOn) {
  orders(60);
  ask_for(preview(wish(ask::hold, 60)).value().id);
  stumble(150);
  fall();
  raise();
  EXPECT_TRUE(ctx->jobs.load(now).value().empty());
  EXPECT_EQ(look(1).state, job_state::cancelled);
  EXPECT_NE(look(1).problem.find("backup"), std::string::npos);
  held->wait_for_inner();
  EXPECT_EQ(ctx->jobs.load().value().size(), 0u); // and stays so
}

TEST_F(BulkStory, TooManyAreRefusedWithWhatToDo) {
  bulk_wish w;
  for (std::size_t i = 0; i <= bulk_max; ++i)
    w.orders.push_back({"shop", static_cast<std::int64_t>(i + 1)});
  auto p = preview(w);
  ASSERT_FALSE(p);
  EXPECT_EQ(p.error().kind, fault::invalid);
  EXPECT_NE(p.error().what.find("narrow the filter"), std::string::npos);
}

TEST_F(BulkStory, APreviewIsBegunOnceAndForgottenAfterAWhile) {
  orders(1);
  auto p = preview(wish(ask::hold, 1)).value();
  ask_for(p.id);
  ask_for(p.id); // before the first is on disk
  EXPECT_EQ(begun->error().kind, fault::conflict);
  theatre->settle();
  EXPECT_EQ(begun->value(), 1u);
  ask_for(p.id);
  EXPECT_EQ(begun->value(), 1u);
  EXPECT_EQ(ctx->jobs.all().size(), 1u);

  auto other = preview(wish(ask::release, 1)).value();
  theatre->pass(15min);
  ask_for(other.id);
  EXPECT_EQ(begun->error().kind, fault::not_found);
  auto nothing = preview(wish(ask::hold, 1)).value();
  ask_for(nothing.id);
  EXPECT_EQ(begun->error().kind, fault::refused);
}

TEST_F(BulkStory, EachOrderIsHeldOnceWithWhoAndWhy) {
  orders(40);
  auto id = begin_of(wish(ask::hold, 40));
  theatre->pass(5s);
  auto j = look(id);
  EXPECT_EQ(j.state, job_state::done);
  EXPECT_EQ(j.tally.succeeded, 40u);
  EXPECT_EQ(j.rows_done, 40u);
  ASSERT_EQ(rows(id).size(), 40u);
  EXPECT_EQ(rows(id)[6].of, (bulk_item{{"shop", 7}, "7"}));
  EXPECT_EQ(shop.writes.size(), 40u);
  for (std::int64_t n = 1; n <= 40; ++n) {
    EXPECT_EQ(noted(n, "status.intended"), 1) << n;
    EXPECT_EQ(noted(n, "reason"), 1) << n;
    EXPECT_EQ(read(n).said.status, "on-hold");
  }
}

TEST_F(BulkStory, WhatTheRulesRefuseMeanwhileIsLeftOutWithTheirWords) {
  orders(3);
  auto p = preview(wish(ask::submit, 3)).value();
  EXPECT_EQ(p.will, 3u);
  ask(2, ask::submit);
  shop.set_status(3, "trash");
  deliver(3);
  ask_for(p.id);
  theatre->pass(5s);
  auto j = look(1);
  EXPECT_EQ(j.tally.succeeded, 1u);
  EXPECT_EQ(j.tally.skipped, 2u);
  EXPECT_EQ(rows(1)[1].outcome, row_outcome::skipped);
  EXPECT_EQ(rows(1)[1].code, "already_submitted");
  EXPECT_EQ(rows(1)[1].what, "the order was already submitted");
  EXPECT_EQ(rows(1)[2].code, "gone");
  EXPECT_EQ(printed(), 2u);
}

// Wherever it falls: each row comes about once, and is told as done.
TEST_F(BulkStory, ADeathAtAnyStepLosesNothingAndDoublesNothing) {
  for (unsigned steps = 0; steps < 160; steps += 3) {
    SCOPED_TRACE(steps);
    TearDown();
    shop = {};
    begun.reset();
    SetUp();
    orders(20);
    ask_for(preview(wish(ask::hold, 20)).value().id);
    stumble(steps);
    bool promised = begun && *begun;
    fall();
    go_on();
    theatre->pass(30s);
    if (!promised && ctx->jobs.all().empty())
      continue; // nobody was told that there is a job
    auto j = look(1);
    EXPECT_EQ(j.state, job_state::done);
    EXPECT_EQ(j.tally.succeeded, 20u);
    EXPECT_EQ(rows(1).size(), 20u);
    for (std::int64_t n = 1; n <= 20; ++n)
      ASSERT_EQ(noted(n, "status.intended"), 1) << n;
  }
}

TEST_F(BulkStory, ACancelledOneEndsAndWhatWasDoneStays) {
  orders(60);
  ask_for(preview(wish(ask::hold, 60)).value().id);
  stumble(150);
  cancel(1);
  theatre->pass(5s);
  auto j = look(1);
  EXPECT_EQ(j.state, job_state::cancelled);
  EXPECT_GT(j.done, 0u);
  EXPECT_LT(j.done, 60u);
  EXPECT_EQ(rows(1).size(), j.done);
  for (const auto& r : rows(1))
    EXPECT_EQ(noted(r.of.key.id, "status.intended"), 1);
  EXPECT_EQ(shop.writes.size(), j.done);
}

TEST_F(BulkStory, ACancelIsKeptOverADeath) {
  orders(60);
  ask_for(preview(wish(ask::hold, 60)).value().id);
  stumble(150);
  ctx->jobs.cancel(1, [](const result<bool>&) {});
  held->let_out(); // it is on disk, and the job has not heard of it
  fall();
  go_on();
  theatre->pass(5s);
  EXPECT_EQ(look(1).state, job_state::cancelled);
  EXPECT_EQ(look(1).tally.succeeded, rows(1).size());
}

TEST_F(BulkStory, ACommitThatFailedIsAskedAgain) {
  orders(3);
  held->failing = 2;
  auto id = begin_of(wish(ask::hold, 3));
  theatre->pass(1min);
  EXPECT_EQ(look(id).tally.succeeded, 3u);
  for (std::int64_t n = 1; n <= 3; ++n)
    EXPECT_EQ(noted(n, "status.intended"), 1) << n;
}

TEST_F(BulkStory, WaitsWhileTheStoreHasEnoughToDo) {
  orders(120);
  web.silent = true;
  auto id = begin_of(wish(ask::hold, 120));
  theatre->pass(20s);
  auto j = look(id);
  EXPECT_LT(j.done, 70u);
  EXPECT_EQ(j.problem, "waits for the queue of the store shop");
  web.silent = false;
  theatre->pass(2min);
  EXPECT_EQ(look(id).tally.succeeded, 120u);
}

TEST_F(BulkStory, WaitsWhileManyPrintFilesAreToBeLookedAt) {
  orders(3);
  ctx->looks_waiting = 32;
  auto id = begin_of(wish(ask::hold, 3));
  EXPECT_EQ(look(id).done, 0u);
  EXPECT_EQ(look(id).problem,
            "waits for the print files of other orders to be looked at");
  ctx->looks_waiting = 0;
  theatre->pass(5s);
  EXPECT_EQ(look(id).tally.succeeded, 3u);
}

TEST_F(BulkStory, ACancelledOneAsksNothingAgain) {
  orders(3);
  held->failing = 3;
  auto id = begin_of(wish(ask::hold, 3));
  ASSERT_EQ(look(id).done, 0u);
  cancel(id);
  theatre->pass(1min);
  EXPECT_EQ(look(id).state, job_state::cancelled);
  EXPECT_EQ(look(id).done, 0u);
  for (std::int64_t n = 1; n <= 3; ++n)
    EXPECT_EQ(noted(n, "status.intended"), 0) << n;
  EXPECT_TRUE(ctx->with_cast([](context::cast& c) { return c.bulks.empty(); }));
}

TEST_F(BulkStory, AWishWithTheSameMarkIsGrantedOnce) {
  orders(1);
  auto petition_of = [&](dastomized::ask what, std::vector<std::string>& told) {
    person_asked e;
    e.at = theatre->now();
    e.what = what;
    e.by = "anna";
    auto done = std::make_shared<std::function<void(result<ask_answer>)>>(
        [&](const result<ask_answer>& a) {
          told.push_back(a ? a->denied ? a->denied->code : "granted"
                           : a.error().what);
        });
    rt::tell(ctx->directory(),
             order_petition{{"shop", 1},
                            {std::make_shared<const person_asked>(e),
                             done,
                             {},
                             {{"bulk/1/1", "done"}}}});
  };
  std::vector<std::string> told;
  petition_of(ask::hold, told);
  petition_of(ask::hold, told); // the first still waits
  theatre->settle();
  EXPECT_EQ(told, std::vector<std::string>{"granted"});
  petition_of(ask::release, told); // its mark is on disk
  theatre->settle();
  EXPECT_EQ(told.back(), "bulk/1/1 was done before");
  EXPECT_EQ(read(1).said.status, "on-hold");
}

TEST_F(BulkStory, AnActionOnWhatChangedMeanwhileIsStale) {
  orders(1);
  auto code_of = [&](std::uint64_t seen) {
    person_asked e;
    e.at = theatre->now();
    e.what = ask::extend;
    e.span = 1h;
    std::string code;
    auto done = std::make_shared<std::function<void(result<ask_answer>)>>(
        [&](const result<ask_answer>& a) {
          code = a->denied ? a->denied->code : "granted";
        });
    rt::tell(ctx->directory(),
             order_petition{
                 {"shop", 1},
                 {std::make_shared<const person_asked>(e), done, seen, {}}});
    theatre->settle();
    return code;
  };
  auto seen = read(1).version;
  EXPECT_EQ(code_of(seen + 1), "stale");
  EXPECT_EQ(code_of(seen), "granted");
  EXPECT_EQ(code_of(seen), "stale");
  EXPECT_EQ(read(1).version, seen + 1);
}

TEST_F(BulkStory, JobsAreNumberedOnWhateverIsWrittenAboutTheLast) {
  orders(1);
  begin_of(wish(ask::hold, 1));
  theatre->pass(5s);
  memory->put_meta("jobs/last", "seven", [](const result<bool>&) {});
  memory->put_meta("jobs/x", "{}", [](const result<bool>&) {});
  fall();
  go_on();
  EXPECT_EQ(ctx->jobs.all().size(), 1u);
  EXPECT_EQ(begin_of(wish(ask::release, 1)), 2u);
}

TEST_F(BulkStory, TheOldestJobsGoWithTheirRows) {
  orders(1);
  for (int i = 0; i < 101; ++i) {
    begin_of(wish(ask::hold, 1));
    begin_of(wish(ask::release, 1));
  }
  EXPECT_EQ(ctx->jobs.all().size(), 200u);
  EXPECT_TRUE(rows(1).empty());
  EXPECT_EQ(rows(3).size(), 1u);
  fall();
  go_on();
  EXPECT_EQ(ctx->jobs.all().size(), 200u);
}

} // namespace
} // namespace dastomized::tests

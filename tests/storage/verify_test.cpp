// What verify() says of a directory that is well, and of one with a mistake.
#include "domain/twin.hpp"
#include "storage/codec.hpp"
#include "storage/keyed_store.hpp"
#include "storage/keys.hpp"
#include "storage/verify.hpp"
#include "tests/storage/golden_orders.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <gmock/gmock.h>
#include <map>

namespace dastomized::tests {

namespace {

using namespace storage;

// Lets the test keep the engine that a store owns.
class lent_engine : public engine {
public:
  explicit lent_engine(engine& e) : e_(e) {}
  result<std::optional<std::string>> get(family f,
                                         std::string_view key) override {
    return e_.get(f, key);
  }
  result<bool> scan(family f, std::string_view from, std::string_view to,
                    bool backwards, const visitor& v) override {
    return e_.scan(f, from, to, backwards, v);
  }
  result<bool> write(const write_batch& b) override { return e_.write(b); }
  result<bool> checkpoint(const std::string& into) override {
    return e_.checkpoint(into);
  }

private:
  engine& e_;
};

std::unique_ptr<engine> filled_engine() {
  auto e = make_memory_engine();
  auto s = serve(std::make_unique<lent_engine>(*e)).value();
  for (auto& x : golden_steps())
    commit(*s, {x.next, {}, x.notes, x.ledger, {}}).value();
  append(*s, "one").value();
  append(*s, "two").value();
  append(*s, "three").value();
  settle(*s, 1, verdict::applied, "").value();
  return e;
}

std::string text_of(const verify_report& r) {
  std::string out;
  for (const auto& f : r.findings)
    out += std::string(name(f.where)) + " " + f.key + ": " + f.what + "\n";
  return out;
}

order stored(engine& e, std::int64_t id) {
  return decode_order(
             *e.get(family::records, keys::order({"shop", id})).value())
      .value();
}

void put(engine& e, family f, std::string key, std::string value) {
  e.write({{f, std::move(key), std::move(value)}}).value();
}

void drop(engine& e, family f, std::string key) {
  e.write({{f, std::move(key), std::nullopt}}).value();
}

// The record alone, as if a commit had been torn apart.
void put_record(engine& e, const order& o) {
  put(e, family::records, keys::order(o.key), encode(o));
}

struct mistake {
  const char* name;
  std::function<void(engine&)> make;
  const char* said; // one of the lines begins so
};

// The name of a test says it all.
void PrintTo(const mistake& m, std::ostream* out) {
  *out << m.name;
}

const order_key two{"shop", 2}, three{"shop", 3};
const auto part_two = reference_of(two, "customcat", 1);

const std::vector<mistake> mistakes{
    {"ADamagedRecord",
     [](engine& e) { put(e, family::records, keys::order(two), "\1\2"); },
     "records shop/2: a stored order is damaged"},
    {"ARecordInAnothersPlace",
     [](engine& e) {
       put(e, family::records, keys::order(two), encode(stored(e, 3)));
     },
     "records shop/2: the record is that of shop/3"},
    {"AMissingRecord",
     [](engine& e) {
       drop(e, family::records, keys::order({"shop", 1}));
     },
     "due shop/1: is in the due index at a time it is not due"},
    {"AMissingDueEntry",
     [](engine& e) {
       drop(e, family::due, keys::due(*next_wake(stored(e, 3)), three));
     },
     "due shop/3: is due and not in the due index"},
    {"ALeftOverDueEntry",
     [](engine& e) { put(e, family::due, keys::due(noon, three), ""); },
     "due shop/3: is in the due index at a time it is not due"},
    {"AMissingRow",
     [](engine& e) {
       drop(e, family::rows, keys::row(stored(e, 3).said.created, three));
     },
     "rows shop/3: is in no list"},
    {"AnOldRow",
     [](engine& e) {
       auto o = stored(e, 3);
       o.said.status = "completed";
       put_record(e, o);
     },
     "rows shop/3: the list shows something else"},
    {"ALeftOverRow",
     [](engine& e) {
       put(e, family::rows, keys::row(noon, three),
           encode(row_of(stored(e, 3))));
     },
     "rows shop/3: is listed at a time it was not created"},
    {"AMissingTwin",
     [](engine& e) {
       auto said = stored(e, 3).said;
       drop(e, family::tokens,
            keys::twin(purchase_fingerprint(said), said.created) +
                keys::order(three));
     },
     "tokens shop/3: is not found as a twin"},
    {"AReferenceOfAnotherOrder",
     [](engine& e) {
       put(e, family::tokens, keys::reference(part_two), keys::order(three));
     },
     "tokens shop/2: its reference 2-"},
    {"AReferenceOfNobody",
     [](engine& e) {
       put(e, family::tokens, keys::reference("lost"),
           keys::order({"shop", 99}));
     },
     "tokens rlost: a reference of no readable record"},
    {"APartTheRecordForgot",
     [](engine& e) {
       auto o = stored(e, 2);
       o.parts.clear();
       put_record(e, o);
     },
     "ledger shop/2: 2-"},
    {"ASendTheRecordForgot",
     [](engine& e) {
       auto o = stored(e, 2);
       o.parts[0].attempt = 0;
       o.parts[0].state = part_state::none;
       put_record(e, o);
     },
     "ledger shop/2: part 2-"},
    {"APartWithoutItsSend",
     [](engine& e) { drop(e, family::ledger, keys::ledger(part_two, 0)); },
     "ledger shop/2: part 2-"},
    {"AnotherPayload",
     [](engine& e) {
       auto o = stored(e, 3);
       o.parts[0].payload = "other bytes";
       put_record(e, o);
     },
     "ledger shop/3: part 3-"},
    {"AMissingLedgerEntry",
     [](engine& e) {
       auto bytes = e.get(family::ledger, keys::ledger(part_two, 1)).value();
       put(e, family::ledger, keys::ledger(part_two, 5), *bytes);
     },
     "ledger 2-"},
    {"ALedgerOfNobody",
     [](engine& e) { drop(e, family::tokens, keys::reference(part_two)); },
     "ledger 2-"},
    {"AHoleInTheJournal",
     [](engine& e) { drop(e, family::journal, keys::journal(two, 0)); },
     "journal shop/2: entry 0 is missing"},
    {"ATooShortJournal",
     [](engine& e) { drop(e, family::journal, keys::journal(two, 1)); },
     "journal shop/2: ends with 1 entries, the record knows 2"},
    {"ATooLongJournal",
     [](engine& e) {
       put(e, family::journal, keys::journal(two, 2),
           encode(journal_entry{noon, "x", "", ""}));
     },
     "journal shop/2: entry 2, the record knows 2"},
    {"AJournalOfNobody",
     [](engine& e) {
       put(e, family::journal, keys::journal({"shop", 99}, 0),
           encode(journal_entry{noon, "x", "", ""}));
     },
     "journal shop/99: has a journal and no readable record"},
    {"AMissingDelivery",
     [](engine& e) {
       drop(e, family::inbox, keys::delivery(2));
       drop(e, family::inbox, keys::pending("shop", 2));
     },
     "inbox d\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03: the deliveries from 2 "
     "to 2 are missing"},
    {"ADeliveryThatWaitsForNobody",
     [](engine& e) { drop(e, family::inbox, keys::pending("shop", 2)); },
     "inbox d\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02: delivery 2 is neither"},
    {"ADeliveryThatWaitsAtAnotherStore",
     [](engine& e) {
       put(e, family::inbox, keys::pending("elsewhere", 1), "");
     },
     "inbox pelsewhere/1: belongs to no delivery"},
    {"AVerdictOnNothing",
     [](engine& e) {
       put(e, family::inbox, keys::verdict(9),
           encode_verdict(verdict::applied, ""));
     },
     "inbox v\\x00"},
    {"AKeyWithoutMeaning",
     [](engine& e) { put(e, family::tokens, "zebra", ""); },
     "tokens zebra: this key has no meaning"},
    {"AnUnknownJob", [](engine& e) { put(e, family::jobs, "1", ""); },
     "jobs 1: this key has no meaning"},
    {"AMissingChange", [](engine& e) { drop(e, family::jobs, keys::feed(2)); },
     "jobs f\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03: the changes from 2 to 2 "
     "are missing"},
    {"AChangeOfNoOrder",
     [](engine& e) {
       put(e, family::jobs, keys::feed(7), keys::order({"shop", 99}));
     },
     "jobs shop/99: change 7 is that of no readable record"},
    {"NoFormat", [](engine& e) { drop(e, family::meta, "format"); },
     "meta format: the directory does not say its format"}};

class Mistake : public testing::TestWithParam<mistake> {};

TEST_P(Mistake, IsNamed) {
  auto e = filled_engine();
  ASSERT_EQ(text_of(verify(*e)), "");
  GetParam().make(*e);
  auto r = verify(*e);
  EXPECT_FALSE(r.clean());
  EXPECT_EQ(r.problems, r.findings.size());
  EXPECT_THAT("\n" + text_of(r),
              testing::HasSubstr(std::string("\n") + GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(Verify, Mistake, testing::ValuesIn(mistakes),
                         [](const auto& i) { return i.param.name; });

TEST(Verify, CountsWhatIsThere) {
  auto e = filled_engine();
  auto r = verify(*e);
  EXPECT_TRUE(r.clean()) << text_of(r);
  EXPECT_EQ(r.orders, 6u);
  EXPECT_EQ(r.parts_sent, 3u);
  EXPECT_EQ(r.journal, 5u);
  EXPECT_EQ(r.due, 4u);
  EXPECT_EQ(r.rows, 6u);
  EXPECT_EQ(r.twins, 6u);
  EXPECT_EQ(r.references, 3u);
  EXPECT_EQ(r.ledger, 4u);
  EXPECT_EQ(r.deliveries, 3u);
  EXPECT_EQ(r.pending, 2u);
  EXPECT_EQ(r.settled, 1u);
  EXPECT_EQ(r.feed, 6u);
}

TEST(Verify, KnowsTheAuditLog) {
  auto e = filled_engine();
  auto s = serve(std::make_unique<lent_engine>(*e)).value();
  for (int i = 0; i < 3; ++i)
    awaited<std::uint64_t>([&](auto done) {
      s->append_audit({}, done);
    }).value();
  auto r = verify(*e);
  EXPECT_TRUE(r.clean()) << text_of(r);
  EXPECT_EQ(r.audit, 3u);
  e->write({{family::jobs, keys::audit(2), std::nullopt}}).value();
  r = verify(*e);
  EXPECT_THAT(text_of(r), testing::HasSubstr("from 2 to 2 are missing"));
  put(*e, family::jobs, keys::audit(2), "?");
  EXPECT_EQ(verify(*e).problems, 1u);
}

TEST(Verify, AnOrderThatChangedMayStayATwinOfWhatItWas) {
  auto e = filled_engine();
  auto s = serve(std::make_unique<lent_engine>(*e)).value();
  auto o = s->load({"shop", 1}).value().value();
  o.said.billing.line1 = "1 New Street";
  commit(*s, {o, {}, {}, {}, {}}).value();
  auto r = verify(*e);
  EXPECT_TRUE(r.clean()) << text_of(r);
  EXPECT_EQ(r.twins, 7u);
}

TEST(Verify, ManyMistakesAreCountedAndTheFirstNamed) {
  auto e = filled_engine();
  for (int i = 0; i < 50; ++i)
    put(*e, family::jobs, std::to_string(i), "");
  auto r = verify(*e, 10);
  EXPECT_EQ(r.problems, 50u);
  EXPECT_EQ(r.findings.size(), 10u);
}

std::map<std::string, std::uintmax_t> sizes_in(const std::string& path) {
  std::map<std::string, std::uintmax_t> all;
  for (const auto& each : std::filesystem::directory_iterator(path))
    all[each.path().filename()] = each.file_size();
  return all;
}

TEST(Verify, LooksAtADirectoryThatIsInUseAndWritesNothing) {
  folder dir;
  auto s = open_rocks_store(dir.data()).value();
  auto step = accepted_step();
  commit(*s, {step.next, {}, step.notes, step.ledger, {}}).value();
  auto before = sizes_in(dir.data());
  auto r = verify_directory(dir.data()).value();
  EXPECT_EQ(sizes_in(dir.data()), before);
  EXPECT_TRUE(r.clean()) << text_of(r);
  EXPECT_EQ(r.orders, 1u);
  EXPECT_EQ(r.parts_sent, 1u);
}

TEST(Verify, SaysWhichDirectoryItCanNotOpen) {
  folder dir;
  auto r = verify_directory(dir.data());
  ASSERT_FALSE(r);
  EXPECT_THAT(r.error().what, testing::HasSubstr(dir.data()));
  EXPECT_FALSE(std::filesystem::exists(dir.data()));
}

} // namespace

} // namespace dastomized::tests

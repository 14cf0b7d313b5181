// When print files are looked at, and what comes of it.
#include "domain/explain.hpp"
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using enum artwork_verdict;

artwork_look found_as(artwork_verdict v) {
  artwork_look look;
  look.verdict = v;
  if (v != good)
    look.words = "HTTP 404";
  look.sha256 = v == good ? "5ha" : "";
  return look;
}

class artwork_story : public story {
public:
  artwork_story() { rules.check_artwork = true; }

  // The last look that was asked for came to this, for all its files.
  const step& look(artwork_verdict v) { return look(found_as(v)); }
  const step& look(const artwork_look& seen) {
    artwork_seen e{now, asked.number, {}};
    for (const auto& url : asked.urls)
      e.seen.emplace_back(url, seen);
    return keep(feed(e));
  }
  const step& comes() { return keep(news()); }
  const step& passes(milliseconds span) { return keep(pass(span)); }
  const step& reads() { return keep(reread()); }
  std::string submit() {
    auto code = asks(ask::submit);
    keep(last);
    return code;
  }
  const step& keep(const step& s) {
    for (const auto& l : did<look_at_artwork>())
      asked = l;
    return s;
  }
  bool read() const { return !did<reread_order>().empty(); }
  bool sent() const { return !did<send_part>().empty(); }
  bool looked() const { return !did<look_at_artwork>().empty(); }
  const artwork_file& file() const { return o.artwork.at(0); }

  look_at_artwork asked;
};

std::vector<std::string> verdict(const story& s) {
  std::vector<std::string> codes;
  for (const auto& b : preflight(s.o, s.rules)) {
    EXPECT_FALSE(b.what.empty() || b.todo.empty()) << b.code;
    codes.push_back(b.code);
  }
  return codes;
}

using codes = std::vector<std::string>;

// ---- as soon as an order comes or changes -----------------------------------

TEST(Artwork, IsLookedAtAsSoonAsAnOrderComes) {
  artwork_story s;
  s.comes();
  ASSERT_EQ(s.did<look_at_artwork>().size(), 1u);
  EXPECT_EQ(s.asked.urls, codes{"https://shop/print.png"});
  EXPECT_FALSE(s.asked.urgent);
  s.comes(); // no news
  EXPECT_FALSE(s.looked());
  s.look(good);
  EXPECT_EQ(s.file().seen.verdict, good);
  EXPECT_EQ(verdict(s), codes{});
  EXPECT_FALSE(s.attends("artwork"));
  EXPECT_TRUE(s.journaled("artwork.seen"));
}

TEST(Artwork, BothSidesAreLookedAtAndEachFileOnce) {
  artwork_story s;
  s.rules.personalization.print_file.prefixes = {"_dastomize_print"};
  s.shop.lines[0].meta.push_back(
      {2, "_dastomize_print_back", " https://shop/back.png ", false, ""});
  s.shop.lines.push_back(shirt(2, "SO-RING"));
  s.comes();
  EXPECT_EQ(s.asked.urls,
            (codes{"https://shop/print.png", "https://shop/back.png"}));
}

TEST(Artwork, OfAHugeOrderIsNotAllLookedAt) {
  artwork_story s;
  for (int i = 2; i < 300; ++i) {
    s.shop.lines.push_back(shirt(i));
    s.shop.lines.back().meta[0].value += std::to_string(i);
  }
  s.comes();
  EXPECT_EQ(s.asked.urls.size(), 100u);
  s.look(good);
  s.passes(24h);
  EXPECT_EQ(s.asked.urls.size(), 100u);
  s.look(good);
  s.reads();
  EXPECT_TRUE(s.sent());
}

struct nobody_row {
  const char* what;
  void (*tell)(artwork_story&);
};

const nobody_row not_looked_at[] = {
    {"it is switched off",
     [](artwork_story& s) { s.rules.check_artwork = false; }},
    {"an order of before auto_submit_since",
     [](artwork_story& s) { s.rules.auto_submit_since = noon + 1s; }},
    {"an unpaid order", [](artwork_story& s) { s.shop.status = "pending"; }},
    {"a cancelled order",
     [](artwork_story& s) { s.shop.status = "cancelled"; }},
    {"a line nobody of ours makes",
     [](artwork_story& s) { s.shop.lines[0].sku = "TIP"; }},
    {"a line that was refunded",
     [](artwork_story& s) { s.shop.lines[0].refunded = 1; }},
    {"no file yet",
     [](artwork_story& s) { s.shop.lines[0].meta[0].value = "soon"; }},
};

TEST(Artwork, IsNotLookedAtForNothing) {
  for (const auto& row : not_looked_at) {
    SCOPED_TRACE(row.what);
    artwork_story s;
    row.tell(s);
    s.comes();
    EXPECT_FALSE(s.looked());
    EXPECT_TRUE(s.o.artwork.empty());
  }
}

TEST(Artwork, AnotherFileIsLookedAtAndTheOldOneForgotten) {
  artwork_story s;
  s.comes();
  auto first = s.asked;
  s.now += 1min;
  s.shop.lines[0].meta[0].value = "https://shop/better.png";
  s.comes();
  EXPECT_EQ(s.asked.urls, codes{"https://shop/better.png"});
  EXPECT_EQ(s.o.artwork.size(), 1u);
  s.feed(artwork_seen{
      s.now, first.number, {{first.urls[0], found_as(not_there)}}});
  EXPECT_EQ(s.file().seen.verdict, unseen);
  s.look(good);
  EXPECT_EQ(s.file().seen.verdict, good);
}

TEST(Artwork, IsNotLookedAtWhenAllWasSent) {
  artwork_story s;
  s.comes();
  s.look(good);
  s.submit();
  s.answer(yes());
  s.now += 1min;
  s.shop.lines[0].meta[0].value = "https://shop/better.png";
  s.comes();
  EXPECT_FALSE(s.looked());
  EXPECT_EQ(s.file().seen.sha256, "5ha"); // what was sent
}

// ---- the verdict before the deadline ----------------------------------------

TEST(Artwork, ABadFileIsShownBeforeTheDeadline) {
  for (auto [v, code] : {std::pair{not_there, "design.not_there"},
                         {not_an_image, "design.not_an_image"},
                         {too_large, "design.too_large"},
                         {too_small, "design.too_small"}}) {
    artwork_story s;
    s.comes();
    s.look(v);
    EXPECT_EQ(verdict(s), codes{code});
    EXPECT_TRUE(s.attends("artwork"));
    EXPECT_EQ(s.counting(), countdown_state::running);
  }
}

TEST(Artwork, AFileNobodyCanReachIsAWarningOnly) {
  artwork_story s;
  s.comes();
  s.look(unsure);
  EXPECT_EQ(verdict(s), codes{});
  EXPECT_TRUE(s.attends("artwork"));
  auto told = explain(s.o, s.rules, s.now).now;
  EXPECT_TRUE(std::ranges::any_of(told, [](const std::string& text) {
    return text.find("could not be judged from here") != std::string::npos;
  }));
}

TEST(Artwork, IsLookedAtOnceMoreAheadOfTheDeadline) {
  artwork_story s;
  s.comes();
  s.look(good);
  EXPECT_EQ(next_wake(s.o), noon + 23h);
  s.passes(23h);
  EXPECT_TRUE(s.looked());
  s.look(not_there);
  EXPECT_EQ(verdict(s), codes{"design.not_there"});
}

TEST(Artwork, ABadFileIsLookedAtAgainLessAndLessOften) {
  artwork_story s;
  s.rules.delay = 1000h;
  s.comes();
  s.look(not_there);
  milliseconds before{0};
  for (int i = 0; i < 8; ++i) {
    auto wait = *next_wake(s.o) - s.now;
    EXPECT_GE(wait, i == 0 ? 30min : std::min<milliseconds>(before, 12h));
    EXPECT_LE(wait, 15h);
    before = wait;
    s.passes(wait);
    ASSERT_TRUE(s.looked());
    s.look(not_there);
  }
  s.passes(*next_wake(s.o) - s.now);
  s.look(good);
  EXPECT_EQ(verdict(s), codes{});
  EXPECT_FALSE(s.attends("artwork"));
}

TEST(Artwork, OtherBytesUnderTheSameAddressAreJournaled) {
  artwork_story s;
  s.comes();
  s.look(good);
  s.passes(23h);
  auto other = found_as(good);
  other.sha256 = "07he2";
  s.look(other);
  EXPECT_TRUE(s.journaled("artwork.changed"));
}

// ---- right before sending ---------------------------------------------------

TEST(Artwork, IsLookedAtBeforeTheLastReadOfTheStore) {
  artwork_story s;
  s.comes();
  s.look(good);
  s.passes(24h);
  ASSERT_TRUE(s.looked());
  EXPECT_TRUE(s.asked.urgent);
  EXPECT_FALSE(s.read());
  s.look(good);
  ASSERT_TRUE(s.read());
  s.reads();
  EXPECT_TRUE(s.sent());
  EXPECT_FALSE(s.looked());
}

TEST(Artwork, AFreshLookIsEnough) {
  artwork_story s;
  s.comes();
  s.passes(24h - 15min);
  s.look(good);
  s.passes(15min);
  EXPECT_FALSE(s.looked());
  EXPECT_TRUE(s.read());
}

TEST(Artwork, AWarningIsLookedAtOnceMoreAndGoes) {
  artwork_story s;
  s.comes();
  s.passes(24h - 1min);
  s.look(unsure);
  s.passes(1min);
  ASSERT_TRUE(s.looked());
  s.look(unsure);
  ASSERT_TRUE(s.read());
  s.reads();
  EXPECT_TRUE(s.sent());
}

TEST(Artwork, ALookUnderWayIsAskedForAnewAndItsAnswerPassedOver) {
  artwork_story s;
  s.comes();
  auto first = s.asked;
  s.passes(24h);
  ASSERT_TRUE(s.looked());
  EXPECT_TRUE(s.asked.urgent);
  s.feed(artwork_seen{s.now, first.number, {{first.urls[0], found_as(good)}}});
  EXPECT_FALSE(s.read());
  s.look(good);
  EXPECT_TRUE(s.read());
}

TEST(Artwork, AFileTheLastReadBringsIsLookedAt) {
  artwork_story s;
  s.comes();
  s.look(good);
  s.passes(24h);
  s.look(good);
  s.shop.lines[0].meta[0].value = "https://shop/better.png";
  s.shop.modified = s.now;
  s.reads();
  EXPECT_FALSE(s.sent());
  ASSERT_TRUE(s.looked());
  EXPECT_EQ(s.asked.urls, codes{"https://shop/better.png"});
  s.look(good);
  ASSERT_TRUE(s.read());
  s.reads();
  EXPECT_TRUE(s.sent());
}

TEST(Artwork, ALookThatIsNotNeededAnyMoreHoldsNothing) {
  artwork_story s;
  s.shop.lines.push_back(shirt(2, "SO-RING"));
  s.shop.lines[1].meta[0].key = "_dastomize_id";
  s.comes();
  s.look(good);
  s.passes(24h);
  ASSERT_TRUE(s.looked());
  s.shop.lines.erase(s.shop.lines.begin());
  s.comes();
  EXPECT_TRUE(s.read());
}

TEST(Artwork, OneFileThatAnswersMuchLaterHasTheOtherLookedAtAgain) {
  artwork_story s;
  s.shop.lines.push_back(shirt(2));
  s.shop.lines[1].meta[0].value = "https://shop/2.png";
  s.comes();
  s.submit();
  s.feed(
      artwork_seen{s.now, s.asked.number, {{s.asked.urls[0], found_as(good)}}});
  auto other = s.asked;
  s.now += 16min;
  s.feed(artwork_seen{s.now, other.number, {{other.urls[1], found_as(good)}}});
  s.passes(1s);
  ASSERT_TRUE(s.looked());
  EXPECT_EQ(s.asked.urls, codes{"https://shop/print.png"});
  s.look(good);
  EXPECT_TRUE(s.sent());
}

TEST(Artwork, ADeathBeforeTheAnswerHasItLookedAtAgain) {
  artwork_story s;
  s.comes();
  EXPECT_LE(next_wake(s.o), s.now); // found first thing
  s.keep(s.restart());
  ASSERT_TRUE(s.looked());
  s.look(good);
  s.passes(24h);
  ASSERT_TRUE(s.looked());
  EXPECT_LE(next_wake(s.o), s.now);
  s.keep(s.restart());
  ASSERT_TRUE(s.looked());
  s.look(good);
  EXPECT_TRUE(s.read());
}

TEST(Artwork, IsLookedAtWhenAPersonAsks) {
  artwork_story s;
  s.rules.auto_submit_since = noon + 1s;
  s.comes();
  EXPECT_EQ(s.submit(), "");
  ASSERT_TRUE(s.looked());
  EXPECT_EQ(status_of(s.o), submit_status::queued);
  s.look(good);
  EXPECT_TRUE(s.sent());
}

TEST(Artwork, APartThatGoesAgainLaterIsLookedAtAgain) {
  artwork_story s;
  s.comes();
  s.look(good);
  s.submit();
  s.answer(busy(2h));
  s.passes(2h);
  ASSERT_EQ(s.did<look_up_part>().size(), 1u);
  s.keep(s.look_up(tests::not_there()));
  ASSERT_TRUE(s.looked());
  s.look(not_there);
  for (int i = 0; i < 3 && s.first().state == part_state::refused; ++i) {
    s.passes(1min);
    s.look_up(tests::not_there());
  }
  EXPECT_EQ(s.first().state, part_state::blocked);
  EXPECT_EQ(s.first().attempt, 1u);
}

// ---- while it is blocked ----------------------------------------------------

TEST(Artwork, ABlockedOrderGoesShortlyAfterTheFileIsThere) {
  artwork_story s;
  s.comes();
  s.look(not_there);
  s.passes(24h);
  s.look(not_there);
  s.reads();
  ASSERT_EQ(s.first().state, part_state::blocked);
  EXPECT_EQ(s.first().blockers.at(0).code, "design.not_there");
  EXPECT_TRUE(s.attends("blocked"));
  s.passes(*next_wake(s.o) - s.now);
  ASSERT_TRUE(s.looked());
  s.look(good);
  EXPECT_EQ(s.counting(), countdown_state::running);
  EXPECT_EQ(s.left(), 5min);
  s.passes(5min);
  EXPECT_FALSE(s.looked());
  s.reads();
  EXPECT_TRUE(s.sent());
  EXPECT_FALSE(s.attends("blocked"));
}

TEST(Artwork, ABadFileThatCanNotBeReachedLaterIsNoGoodOne) {
  artwork_story s;
  s.comes();
  s.look(not_there);
  s.passes(24h);
  s.look(not_there);
  s.reads();
  s.passes(*next_wake(s.o) - s.now);
  s.look(unsure);
  EXPECT_EQ(s.counting(), countdown_state::elapsed);
  s.passes(*next_wake(s.o) - s.now);
  s.look(good);
  EXPECT_EQ(s.counting(), countdown_state::running);
}

TEST(Artwork, APersonWhoAsksHasABadFileLookedAtAtOnce) {
  artwork_story s;
  s.comes();
  s.look(not_there);
  EXPECT_EQ(s.submit(), "");
  ASSERT_TRUE(s.looked());
  s.look(not_there);
  EXPECT_EQ(s.first().state, part_state::blocked);
  s.now += 1s;
  EXPECT_EQ(s.submit(), "");
  ASSERT_TRUE(s.looked());
  s.look(good);
  EXPECT_TRUE(s.sent());
}

TEST(Artwork, SwitchedOffItHoldsNothing) {
  artwork_story s;
  s.comes();
  s.look(not_there);
  s.rules.check_artwork = false;
  EXPECT_EQ(verdict(s), codes{});
  s.passes(24h);
  EXPECT_FALSE(s.looked());
  EXPECT_TRUE(s.read());
  s.reads();
  EXPECT_TRUE(s.sent());
  EXPECT_FALSE(s.attends("artwork"));
}

} // namespace
} // namespace dastomized::tests

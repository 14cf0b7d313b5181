// The verdict before the deadline.
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

using ::testing::ElementsAreArray;

using strings = std::vector<std::string>;

strings verdict(story& s) {
  strings codes;
  for (const auto& b : preflight(s.o, s.rules)) {
    EXPECT_FALSE(b.what.empty() || b.todo.empty()) << b.code;
    codes.push_back(b.code);
  }
  return codes;
}

struct verdict_row {
  const char* what;
  void (*tell)(snapshot&, policy&);
  strings expected;
};

provider_rules& cats(policy& p) {
  return p.providers.at("cats");
}

const verdict_row recipient_rows[] = {
    {"all is there", [](snapshot&, policy&) {}, {}},
    {"nobody's name",
     [](snapshot& s, policy&) {
       s.shipping.first_name = s.shipping.last_name = " ";
     },
     {"address.name"}},
    {"a company is a name",
     [](snapshot& s, policy&) {
       s.shipping.first_name = s.shipping.last_name = "";
       s.shipping.company = "Mill Ltd";
     },
     {}},
    {"no street, city and postcode",
     [](snapshot& s, policy&) {
       s.shipping.line1 = s.shipping.postcode = "";
       s.shipping.city = "\t";
     },
     {"address.street", "address.city", "address.postcode"}},
    {"an empty shipping address falls back to billing",
     [](snapshot& s, policy&) { s.shipping = {}; },
     {}},
    {"a country that is a word",
     [](snapshot& s, policy&) { s.shipping.country = "Britain"; },
     {"address.country"}},
    {"a country in small letters",
     [](snapshot& s, policy&) { s.shipping.country = "gb"; },
     {"address.country"}},
    {"no state where one is needed",
     [](snapshot& s, policy&) { s.shipping.country = "US"; },
     {"address.state"}},
    {"a phone is needed",
     [](snapshot&, policy& p) { cats(p).needs_phone = true; },
     {"address.phone"}},
    {"a phone from billing",
     [](snapshot& s, policy& p) {
       cats(p).needs_phone = true;
       s.billing.phone = "1";
     },
     {}},
    {"a configured phone",
     [](snapshot&, policy& p) {
       cats(p).needs_phone = true;
       cats(p).fallback_phone = "1";
     },
     {}},
    {"an e-mail is needed",
     [](snapshot& s, policy& p) {
       cats(p).needs_email = true;
       s.billing.email.clear();
     },
     {"address.email"}},
    {"a configured e-mail",
     [](snapshot& s, policy& p) {
       cats(p).needs_email = true;
       s.billing.email.clear();
       cats(p).fallback_email = "a@b";
     },
     {}},
};

const verdict_row line_rows[] = {
    {"a personalized line without a print file",
     [](snapshot& s, policy&) { s.lines[0].meta[0].key = "_dastomize_id"; },
     {"design.missing"}},
    {"a print file that is no address",
     [](snapshot& s, policy&) { s.lines[0].meta[0].value = "soon"; },
     {"design.missing"}},
    {"a provider that needs no file",
     [](snapshot& s, policy& p) {
       s.lines[0].meta[0].value = "soon";
       cats(p).needs_print_file = false;
     },
     {}},
    {"an engraving without text would ship blank",
     [](snapshot& s, policy&) {
       s.lines[0].meta.push_back({2, "Engraving Line 1", " ", false, ""});
     },
     {"personalization.empty"}},
    {"an engraving with text",
     [](snapshot& s, policy&) {
       s.lines[0].meta.push_back({2, "Engraving Line 1", "Ada", false, ""});
     },
     {}},
    {"a provider nobody configured",
     [](snapshot&, policy& p) { p.providers.erase("cats"); },
     {"provider.missing"}},
    {"nothing is left",
     [](snapshot& s, policy&) { s.lines[0].refunded = 1; },
     {"lines.none"}},
    {"Amazon's own",
     [](snapshot& s, policy&) {
       s.meta = {{1, "_wpla_amazon_fulfillment_channel", "AFN", false, ""}};
     },
     {"amazon.afn"}},
    {"all that is wrong is told at once",
     [](snapshot& s, policy&) {
       s.lines.push_back(shirt(2, "HAT"));
       s.lines[0].meta[0].value = "";
       s.shipping.country = "";
     },
     {"route.missing", "address.country", "design.missing"}},
};

void check(const verdict_row& row) {
  SCOPED_TRACE(row.what);
  story s;
  row.tell(s.shop, s.rules);
  s.news();
  EXPECT_THAT(verdict(s), ElementsAreArray(row.expected));
}

TEST(Preflight, WantsARecipientAParcelCanReach) {
  for (const auto& row : recipient_rows)
    check(row);
}

TEST(Preflight, WantsLinesThatCanBeMade) {
  for (const auto& row : line_rows)
    check(row);
}

TEST(Preflight, OneComplaintForOneFaultOfTwoParts) {
  story s;
  s.shop.lines = {shirt(1), shirt(2, "SO-RING")};
  s.shop.shipping.country = "";
  s.news();
  EXPECT_THAT(verdict(s), ElementsAreArray(strings{"address.country"}));
}

TEST(Preflight, DoesNotJudgeWhatWasTaken) {
  story s;
  s.news();
  s.submitted();
  s.now += 1s;
  s.shop.shipping.country = "";
  s.news();
  EXPECT_THAT(verdict(s), ElementsAreArray(strings{}));
}

TEST(Preflight, BlocksAnAutomaticSubmissionAndSaysWhy) {
  story s;
  s.shop.shipping.country = "";
  s.news();
  s.pass(24h);
  s.reread();
  EXPECT_TRUE(s.did<send_part>().empty());
  EXPECT_EQ(s.first().state, part_state::blocked);
  EXPECT_EQ(s.first().blockers.at(0).code, "address.country");
  EXPECT_TRUE(s.attends("blocked"));
  EXPECT_FALSE(s.o.request);
  EXPECT_EQ(status_of(s.o), submit_status::failed);
}

TEST(Preflight, AChangeRevivesABlockedOrderShortly) {
  story s;
  s.shop.shipping.country = "";
  s.news();
  s.pass(24h);
  s.reread();
  s.now += 1h;
  s.shop.shipping.country = "GB";
  s.news();
  EXPECT_EQ(s.counting(), countdown_state::running);
  EXPECT_EQ(s.left(), 5min);
  s.pass(5min);
  s.reread();
  EXPECT_EQ(s.did<send_part>().size(), 1u);
  EXPECT_FALSE(s.attends("blocked"));
}

TEST(Preflight, ANewSkuRevivesAnOrderThatHadNoPart) {
  story s;
  s.shop.lines[0].sku = "HAT";
  s.news();
  s.pass(24h);
  s.reread();
  ASSERT_TRUE(s.o.parts.empty());
  s.now += 1h;
  s.shop.lines[0].sku = "CC-TEE";
  s.news();
  EXPECT_EQ(s.counting(), countdown_state::running);
}

TEST(Preflight, APayloadThatCanNotBeBuiltBlocks) {
  story s;
  cats(s.rules).build = [](const order&, const part&) -> result<std::string> {
    return failure{fault::invalid, "no such size"};
  };
  s.news();
  EXPECT_EQ(s.asks(ask::submit), "");
  EXPECT_TRUE(s.last.effects.empty());
  EXPECT_EQ(s.first().state, part_state::blocked);
  EXPECT_EQ(s.first().attempt, 0u);
  EXPECT_EQ(s.first().blockers.at(0).what, "no such size");
}

} // namespace
} // namespace dastomized::tests

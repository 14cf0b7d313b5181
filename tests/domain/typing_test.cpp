// What kind of order it is.
#include "tests/domain/story.hpp"

namespace dastomized::tests {
namespace {

struct typing_row {
  const char* what;
  void (*tell)(snapshot&, policy&);
  order_type expected;
};

void plain(snapshot& s) {
  s.lines[0].meta.clear();
  s.lines[0].sku = "MUG";
}

const typing_row typing_rows[] = {
    {"a line with a personalization key is in-app", [](snapshot&, policy&) {},
     order_type::in_app},
    {"an exact key of a role counts too",
     [](snapshot& s, policy& p) {
       p.personalization = {};
       p.personalization.client_image.keys = {"photo"};
       s.lines[0].meta = {{1, "photo", "x", false, ""}};
     },
     order_type::in_app},
    {"a SKU of the catalogue is in-app",
     [](snapshot& s, policy& p) {
       plain(s);
       p.catalogue = {"MUG"};
     },
     order_type::in_app},
    {"made by the Amazon channel",
     [](snapshot& s, policy&) { s.created_via = "amazon"; },
     order_type::amazon},
    {"with an Amazon order id, though personalized",
     [](snapshot& s, policy&) {
       s.meta = {{1, "_wpla_amazon_order_id", "1-2-3", false, ""}};
     },
     order_type::amazon},
    {"SO- goes to ShineOn",
     [](snapshot& s, policy&) {
       plain(s);
       s.lines[0].sku = "SO-77";
     },
     order_type::shineon},
    {"PT- on the second line",
     [](snapshot& s, policy&) {
       plain(s);
       s.lines.push_back(s.lines[0]);
       s.lines[1].sku = "PT-5";
     },
     order_type::shineon},
    {"in-app comes before ShineOn",
     [](snapshot& s, policy&) { s.lines[0].sku = "SO-77"; },
     order_type::in_app},
    {"SO- in the middle is nothing",
     [](snapshot& s, policy&) {
       plain(s);
       s.lines[0].sku = "MUG-SO-1";
     },
     order_type::other},
    {"an empty prefix matches nothing",
     [](snapshot& s, policy& p) {
       plain(s);
       s.lines[0].meta = {{1, "size", "M", false, ""}};
       p.personalization.any.prefixes = {""};
     },
     order_type::other},
    {"an order without SKU is not in a catalogue of blanks",
     [](snapshot& s, policy& p) {
       plain(s);
       s.lines[0].sku.clear();
       p.catalogue = {""};
     },
     order_type::other},
    {"all the rest", [](snapshot& s, policy&) { plain(s); }, order_type::other},
};

TEST(Typing, FollowsTheFirstRuleThatMatches) {
  for (const auto& row : typing_rows) {
    SCOPED_TRACE(row.what);
    story s;
    row.tell(s.shop, s.rules);
    s.news();
    EXPECT_EQ(type_of(s.o), row.expected);
  }
}

TEST(Typing, APersonsWordWinsAndStays) {
  story s;
  s.news();
  EXPECT_EQ(s.asks(ask::set_type, {.text = "other"}), "");
  EXPECT_EQ(type_of(s.o), order_type::other);
  EXPECT_EQ(s.counting(), countdown_state::none);
  s.shop.customer_note = "thanks";
  s.now += 1s;
  s.news();
  EXPECT_EQ(type_of(s.o), order_type::other);
  EXPECT_EQ(s.asks(ask::set_type, {.text = "in_app"}), "");
  EXPECT_EQ(s.counting(), countdown_state::running);
  EXPECT_EQ(s.asks(ask::set_type, {.text = "hat"}), "invalid");
}

TEST(Typing, AnOrderThatBecomesAnotherTypeIsNotSubmittedByItself) {
  story s;
  s.news();
  s.pass(25h);
  ASSERT_TRUE(s.o.request);
  s.shop.created_via = "amazon";
  s.shop.modified = s.now;
  s.reread();
  EXPECT_FALSE(s.o.request);
  EXPECT_TRUE(s.did<send_part>().empty());
}

TEST(Typing, NamesAreRead) {
  for (auto t : {order_type::in_app, order_type::amazon, order_type::shineon,
                 order_type::other})
    EXPECT_EQ(parse_order_type(name(t)), t);
  EXPECT_EQ(parse_order_type("In-app"), std::nullopt);
}

} // namespace
} // namespace dastomized::tests

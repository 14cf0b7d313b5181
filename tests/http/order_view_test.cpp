// What the order page is told beyond the order itself.
#include "domain/twin.hpp"
#include "http/describe.hpp"
#include "http/personalization.hpp"
#include "tests/http/api_fixture.hpp"

#include <gmock/gmock.h>

namespace dastomized::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// ---- personalization --------------------------------------------------------

personalization_keys keys() {
  personalization_keys k;
  k.any.prefixes = {"_dastomize"};
  k.preview.keys = {"_dastomize_preview"};
  k.print_file.keys = {"_dastomize_print_file"};
  k.client_image.keys = {"_dastomize_upload"};
  return k;
}

line with(std::vector<meta_entry> meta) {
  line l;
  l.meta = std::move(meta);
  return l;
}

TEST(personalization, IsTakenApartByTheStoresKeys) {
  auto p = personalization_of(
      with({{1, "_dastomize_preview", "https://x.test/a.png", false, ""},
            {2, "_dastomize_print_file", "https://x.test/b.png", false, ""},
            {3, "_dastomize_upload", "https://x.test/c.jpg", false, ""},
            {4, "_dastomize_name_1", "Tom &amp; Bo", false, ""},
            {5, "pa_color", "Red", false, "Color"},
            {6, "_reduced_stock", "1", false, ""}}),
      keys());
  EXPECT_EQ(p.preview, "https://x.test/a.png");
  EXPECT_THAT(p.print_files, ElementsAre(Pair("_dastomize_print_file",
                                              "https://x.test/b.png")));
  EXPECT_THAT(p.client_images, ElementsAre("https://x.test/c.jpg"));
  EXPECT_THAT(p.options,
              ElementsAre(Pair("name 1", "Tom & Bo"), Pair("Color", "Red")));
}

TEST(personalization, AListHasSeveralAndAnObjectIsOptions) {
  auto p = personalization_of(
      with({{1, "_dastomize_upload",
             R"(["https://x.test/1.jpg","https://x.test/1.jpg",7,
                 "https://x.test/2.jpg?a=1&amp;b=2"])",
             true, ""},
            {2, "_dastomize_print_file",
             "https://x.test/1.png,\n https://x.test/2.png", false, ""},
            {3, "_dastomize_data", R"({"text":"Bo","size":3,"deep":{"a":1}})",
             true, ""}}),
      keys());
  EXPECT_THAT(p.client_images, ElementsAre("https://x.test/1.jpg",
                                           "https://x.test/2.jpg?a=1&b=2"));
  EXPECT_EQ(p.print_files.size(), 2u);
  EXPECT_THAT(p.options, ElementsAre(Pair("text", "Bo"), Pair("size", "3")));
}

TEST(personalization, NothingBecomesALinkThatIsNone) {
  for (const char* url :
       {"javascript:alert(1)", "data:image/png;base64,AA", "//x.test/a",
        "https://", "https:///a", "ftp://x.test/a", "https://x.test/\"a",
        "https://x.test/<a", "https://me@x.test/a", "HTTPS//x", ""}) {
    EXPECT_FALSE(is_link(url)) << url;
    auto p = personalization_of(
        with({{1, "_dastomize_preview", url, false, ""}}), keys());
    EXPECT_EQ(p.preview, "") << url;
  }
  EXPECT_TRUE(is_link("http://x.test"));
}

// ---- the page ---------------------------------------------------------------

class order_page : public api_test {
protected:
  order_page() {
    shop_.url = "https://shop.test/";
    front_.own.personalization = keys();
    front_.own.twin_window = 1h;
  }

  json::object page(int id) {
    return get("/api/v1/orders/shop/" + std::to_string(id)).object();
  }
};

TEST_F(order_page, LeadsToTheStore) {
  auto o = an_order(7);
  o.said.lines[0].product_id = 12;
  o.said.lines.push_back(o.said.lines[0]);
  o.said.lines[1].id = 10;
  o.said.lines[1].product_id = 0;
  keep(o);
  auto p = page(7);
  EXPECT_EQ(p.at("store_admin_url"),
            "https://shop.test/wp-admin/post.php?post=7&action=edit");
  const auto& lines = p.at("lines").as_array();
  EXPECT_EQ(lines.at(0).at("product_url"), "https://shop.test/?p=12");
  EXPECT_TRUE(lines.at(1).at("product_url").is_null());
  EXPECT_EQ(lines.at(0).at("part").at("reference"), "D-shop-7");
  EXPECT_EQ(lines.at(0).at("part").at("state"), "refused");
  EXPECT_TRUE(lines.at(1).at("part").is_null());
}

TEST_F(order_page, TellsWhatOfALineCanBeChanged) {
  auto o = an_order(7);
  o.said.lines[0].product_id = 12;
  o.said.lines[0].meta = {
      {1, "_dastomize_print_file", "https://x.test/b.png", false, ""},
      {2, "_dastomize_name", "Tom &amp; Bo", false, ""},
      {3, "_dastomize_data", "[1]", true, ""},
      {4, "_reduced_stock", "1", false, ""}};
  o.outdated = {{o.said.lines[0].id, {"https://x.test/b.png"}}};
  keep(o);
  auto line = page(7).at("lines").at(0).as_object();
  const auto& edit = line.at("edit").as_object();
  EXPECT_EQ(edit.at("allowed"), true) << edit.at("why");
  EXPECT_EQ(edit.at("entries"),
            json::parse(R"([{"meta_id":1,"name":"print file",
                             "value":"https://x.test/b.png","is_link":true},
                            {"meta_id":2,"name":"name",
                             "value":"Tom & Bo","is_link":false}])"));
  EXPECT_EQ(line.at("design_outdated"), true);
  EXPECT_EQ(line.at("product_admin_url"),
            "https://shop.test/wp-admin/post.php?post=12&action=edit");
}

TEST_F(order_page, TellsAChangeThatTheStoreDoesNotHaveYet) {
  auto o = an_order(7);
  EXPECT_TRUE((keep(o), page(7)).at("edit").is_null());
  line_edit e;
  e.line_id = o.said.lines[0].id;
  e.changes = {{2, "Name", "Tom &amp; Bo", "Bella"}};
  e.by = "mia";
  e.at = noon;
  e.number = 1;
  o.key.id = 8;
  o.edit = e;
  keep(o);
  auto told = page(8).at("edit").as_object();
  EXPECT_EQ(told.at("changes").at(0).at("from"), "Tom & Bo");
  EXPECT_EQ(told.at("changes").at(0).at("to"), "Bella");
  EXPECT_EQ(told.at("refused"), false);
}

TEST_F(order_page, ShowsALineByItsLatestPart) {
  auto o = an_order(7);
  auto again = o.parts[0];
  again.reference = "D-shop-7b";
  again.revision = 2;
  o.parts.push_back(again);
  keep(o);
  EXPECT_EQ(page(7).at("lines").at(0).at("part").at("reference"), "D-shop-7b");
}

TEST_F(order_page, OfAStoreThatIsGoneLeadsNowhere) {
  auto o = an_order(7);
  o.key.store = "closed";
  o.said.lines[0].product_id = 12;
  keep(o);
  auto p = get("/api/v1/orders/closed/7").object();
  EXPECT_TRUE(p.at("store_admin_url").is_null());
  EXPECT_TRUE(p.at("lines").at(0).at("product_url").is_null());
  EXPECT_TRUE(p.at("statuses").as_array().empty());
}

TEST_F(order_page, TellsWhatEachActionWouldDo) {
  auto o = an_order(7);
  o.said.lines[0].meta = {{1, "_dastomize_name", "Bo", false, ""}};
  keep(o);
  auto p = page(7);
  const auto& actions = p.at("actions").as_object();
  EXPECT_EQ(actions.at("hold").at("effect"),
            "The countdown stops with 90 min left; the store's order becomes "
            "On hold.");
  EXPECT_EQ(actions.at("clear-twin").at("allowed"), false);
  EXPECT_EQ(actions.at("clear-twin").at("code"), "no_twin");
  EXPECT_EQ(actions.at("clear-twin").at("effect"), "");
  for (auto name : {"submit", "retry", "hold", "hold_until", "release",
                    "extend", "restart", "status", "cancel-status", "type",
                    "resolve", "remake", "clear-twin", "edit", "cancel-edit"})
    EXPECT_TRUE(actions.contains(name)) << name;
  EXPECT_EQ(actions.size(), 15u);
  EXPECT_EQ(p.at("parts").at(0).at("actions").at("remake").at("code"),
            "not_submitted");
  EXPECT_EQ(p.at("primary_action"), "fix"); // no route for its SKU
  EXPECT_TRUE(p.at("drift").is_null());
}

TEST_F(order_page, TellsWhatDrifted) {
  auto o = an_order(7);
  o.parts[0].state = part_state::accepted;
  o.parts[0].attempt = 1;
  o.sent_as = o.said;
  o.said.billing.first_name = "Ann &amp; Sue";
  keep(o);
  auto p = page(7);
  const auto& drift = p.at("drift");
  ASSERT_EQ(drift.at("differences").as_array().size(), 1u);
  EXPECT_EQ(drift.at("differences").at(0).at("field"), "shipping.first_name");
  EXPECT_EQ(drift.at("differences").at(0).at("sent"), "Bill & Sue");
  EXPECT_EQ(drift.at("differences").at(0).at("now"), "Ann & Sue");
  EXPECT_EQ(drift.at("provider_allows").at(0).at("reference"), "D-shop-7");
}

TEST_F(order_page, ShowsTwinsFromBothSides) {
  auto first = an_order(7), second = an_order(8), stranger = an_order(9);
  for (auto* o : {&first, &second, &stranger}) {
    o->said.billing.email = "bo@example.com";
    o->said.billing.line1 = "1 Mill Lane";
  }
  second.twin_of = first.key;
  keep(first);
  keep(second);
  keep(stranger); // looks the same, and nobody said so
  ASSERT_NE(purchase_fingerprint(first.said), "");
  auto held = page(8).at("twins").as_array(),
       holds = page(7).at("twins").as_array();
  ASSERT_EQ(held.size(), 1u);
  EXPECT_EQ(held[0].at("number"), "A7");
  EXPECT_EQ(held[0].at("customer"), "Bill & Sue");
  EXPECT_EQ(held[0].at("relation"), "holds_this");
  ASSERT_EQ(holds.size(), 1u);
  EXPECT_EQ(holds[0].at("id"), 8);
  EXPECT_EQ(holds[0].at("relation"), "held_by_this");
}

TEST(payloads, AreLeftOutForThoseWhoMayNotSeeThem) {
  storage::ledger_entry e;
  e.kind = "intended";
  e.payload = "{}";
  e.words = "taken";
  EXPECT_EQ(ledger_json(e, true).at("payload"), "{}");
  auto less = ledger_json(e, false);
  EXPECT_TRUE(less.at("payload").is_null());
  EXPECT_TRUE(less.at("words").is_null());
  EXPECT_EQ(less.at("kind"), "intended");
}

// ---- the journal ------------------------------------------------------------

class journal_page : public api_test {
protected:
  journal_page() {
    auto o = an_order(1);
    storage::change c;
    c.notes = {{noon, "order.seen", "a", "store"},
               {noon, "countdown.started", "b", "store"},
               {noon, "countdown.extended", "c", "ann"},
               {noon, "countdown.elapsed", "d", "countdown"},
               {noon, "part.accepted", "e", "cc"},
               {noon, "countdowns", "f", ""}};
    c.next = o;
    std::promise<bool> done;
    store_->commit(std::move(c),
                   [&](auto r) { done.set_value(r.has_value()); });
    EXPECT_TRUE(done.get_future().get());
  }

  // "1a 2b | before after"
  std::string read(const std::string& query) {
    auto got = get("/api/v1/orders/shop/1/journal" + query).object();
    std::string all;
    for (const auto& e : got.at("journal").as_array())
      all += json::serialize(e.at("seq")) +
             std::string(e.at("text").as_string()) + ' ';
    return all + "| " + json::serialize(got.at("next_before")) + ' ' +
           json::serialize(got.at("next_after"));
  }
};

TEST_F(journal_page, IsReadFromEitherEnd) {
  EXPECT_EQ(read(""), "1a 2b 3c 4d 5e 6f | null null");
  EXPECT_EQ(read("?limit=2"), "5e 6f | 5 null");
  EXPECT_EQ(read("?limit=2&before=5"), "3c 4d | 3 4");
  EXPECT_EQ(read("?limit=2&after=0"), "1a 2b | null 2");
  EXPECT_EQ(read("?after=5"), "6f | 6 null");
  EXPECT_EQ(read("?after=6"), "| null null");
}

TEST_F(journal_page, SaysWhoActed) {
  auto got = get("/api/v1/orders/shop/1/journal").object();
  std::vector<std::string> all;
  for (const auto& e : got.at("journal").as_array())
    all.emplace_back(e.at("actor").as_string());
  EXPECT_THAT(all, ElementsAre("store", "store", "person", "automatic",
                               "provider", "automatic"));
}

TEST_F(journal_page, IsFilteredByKindAndActor) {
  EXPECT_EQ(read("?kind=countdown"), "2b 3c 4d | null null");
  EXPECT_EQ(read("?kind=order.seen,part"), "1a 5e | null null");
  EXPECT_EQ(read("?actor=person,provider"), "3c 5e | null null");
  EXPECT_EQ(read("?kind=countdown&actor=store"), "2b | null null");
  EXPECT_EQ(read("?actor=person&limit=2"), "| 5 null"); // there is more
}

TEST_F(journal_page, RefusesWhatItDoesNotKnow) {
  for (const char* query : {"?actor=cat", "?limit=0", "?limit=1001", "?after=x",
                            "?before=0", "?since=1"}) {
    auto r = get("/api/v1/orders/shop/1/journal" + std::string(query));
    EXPECT_EQ(r.status, 422u) << query;
    EXPECT_EQ(r.code(), "invalid");
  }
}

} // namespace
} // namespace dastomized::http

#include "tests/connectors/providers_support.hpp"

namespace dastomized::connectors {

namespace {

std::unique_ptr<provider> api() {
  return make_provider("shineon", test_account());
}

std::string sent() {
  return *api()->build(test_order(), test_part("SO-1234567"));
}

std::string one(const std::string& id, const std::string& status,
                const std::string& more = "") {
  return R"({"id":)" + id + R"(,"status":")" + status +
         R"(","source_id":"AV-10231-1")" + more + "}";
}

http_response list(const std::string& orders = "") {
  return says(200, R"({"orders":[)" + orders + "]}");
}

http_response order_is(const std::string& order) {
  return says(201, R"({"order":)" + order + "}");
}

const auto held = one("7", "on_hold");
const auto released = one("7", "awaiting_payment");
constexpr auto street = R"(,"shipping_address":{"address1":"1 Other Rd"})";

struct talk_row {
  const char* story;
  std::vector<http_outcome> answers;
  const char* outcome;
  std::vector<std::string> asked; // after the host
};

std::vector<std::string> short_forms(const std::vector<std::string>& asked) {
  std::vector<std::string> out;
  for (auto text : asked) {
    for (std::string cut : {"https://pod.example", "?source_ids=AV-10231-1"})
      if (auto at = text.find(cut); at != text.npos)
        text.erase(at, cut.size());
    out.push_back(text);
  }
  return out;
}

const std::string look = "GET /orders", create = "POST /orders",
                  ready = "POST /orders/7/ready";

const talk_row submissions[] = {
    {"as it should be",
     {list(), order_is(held), list(held), order_is(released)},
     "accepted 7",
     {look, create, look, ready}},
    {"ready answers with nothing",
     {list(), order_is(held), list(held), says(202, "")},
     "accepted 7",
     {look, create, look, ready}},
    {"the account holds every order",
     {list(), order_is(held), list(held), order_is(held)},
     "accepted 7",
     {look, create, look, ready}},
    {"ready was not honoured and it was released at once",
     {list(), order_is(released), list(released)},
     "accepted 7",
     {look, create, look}},
    {"already on its way",
     {list(one("7", "in_production"))},
     "accepted 7",
     {look}},
    {"left held by an earlier try",
     {list(held), order_is(released)},
     "accepted 7",
     {look, ready}},
    {"only a cancelled one is there",
     {list(one("3", "cancelled")), order_is(held),
      list(one("3", "cancelled") + "," + held), order_is(released)},
     "accepted 7",
     {look, create, look, ready}},
    {"the list can not be read",
     {broke()},
     "refused network.look_up_first transient",
     {look}},
    {"the list is not to be had now",
     {says(503, "", {{"Retry-After", "5"}})},
     "refused network.look_up_first transient 5s",
     {look}},
    {"the list is a page",
     {says(200, "<html>")},
     "refused network.look_up_first transient",
     {look}},
    {"the list holds something else",
     {list(R"({"id":1,"source_id":"B","status":"shipped"})")},
     "refused network.look_up_first transient",
     {look}},
    {"the token is bad", {says(401, "")}, "refused account.token", {look}},
    {"two held copies: the later one goes first",
     {list(), order_is(one("9", "on_hold")),
      list(held + "," + one("9", "on_hold")), says(202, ""), list(held),
      order_is(released)},
     "accepted 7",
     {look, create, look, "POST /orders/9/cancel", look, ready}},
    {"the later one can not be cancelled: none is released",
     {list(), order_is(one("9", "on_hold")),
      list(held + "," + one("9", "on_hold")), says(422, "{}")},
     "unclear",
     {look, create, look, "POST /orders/9/cancel"}},
    {"one is free already: the held one is withdrawn",
     {list(), order_is(one("9", "on_hold")),
      list(released + "," + one("9", "on_hold")), broke()},
     "accepted 7",
     {look, create, look, "POST /orders/9/cancel"}},
    {"a held copy of an earlier address is withdrawn",
     {list(one("3", "on_hold", street)), says(202, ""), list(), order_is(held),
      list(held), order_is(released)},
     "accepted 7",
     {look, "POST /orders/3/cancel", look, create, look, ready}},
    {"our own copy counts however it writes the address",
     {list(), order_is(held), list(one("7", "on_hold", street)),
      order_is(released)},
     "accepted 7",
     {look, create, look, ready}},
    {"the reference is taken, should they refuse it",
     {list(), says(422, R"({"error":"The source_id has already been taken"})"),
      list(held), order_is(released)},
     "accepted 7",
     {look, create, look, ready}},
    {"taken, but nowhere to be seen",
     {list(), says(422, R"({"error":"source_id already exists"})"), list()},
     "unclear",
     {look, create, look}},
    {"not listed yet",
     {list(), order_is(held), list()},
     "unclear",
     {look, create, look}},
    {"the second list broke",
     {list(), order_is(held), broke()},
     "unclear",
     {look, create, look}},
    {"the second list was not even reached",
     {list(), order_is(held), broke(http_error::stage::not_sent)},
     "unclear",
     {look, create, look}},
    {"the release broke",
     {list(), order_is(held), list(held), broke()},
     "unclear",
     {look, create, look, ready}},
    {"the release was refused",
     {list(), order_is(held), list(held), says(422, R"({"error":"no"})")},
     "unclear",
     {look, create, look, ready}},
    {"the release was a page",
     {list(), order_is(held), list(held), says(200, "<html>")},
     "unclear",
     {look, create, look, ready}},
    {"created without an id",
     {list(), says(201, R"({"order":{"status":"on_hold"}})")},
     "unclear",
     {look, create}},
    {"created for somebody else",
     {list(), says(201, R"({"order":{"id":7,"source_id":"B"}})")},
     "unclear",
     {look, create}},
    {"the measured 406",
     {list(),
      says(406, R"({"error":"shipment_notification_url is required"})")},
     "refused provider.rejected",
     {look, create}},
};

TEST(shineon, EverySubmissionTalkHasOneEnd) {
  for (const auto& row : submissions) {
    std::vector<std::string> asked;
    auto talk = api()->submit("AV-10231-1", sent());
    auto outcome = play(*talk, row.answers, &asked);
    ASSERT_TRUE(outcome) << row.story;
    EXPECT_EQ(brief(*outcome), row.outcome) << row.story;
    EXPECT_EQ(short_forms(asked), row.asked) << row.story;
  }
}

const talk_row look_ups[] = {
    {"nothing", {list()}, "not there", {look}},
    {"only cancelled", {list(one("7", "cancelled"))}, "not there", {look}},
    {"waits for the billing run", {list(released)}, "found 7", {look}},
    {"in production", {list(one("7", "in_production"))}, "found 7", {look}},
    {"shipped", {list(one("7", "shipped"))}, "found 7", {look}},
    {"a status nobody told us of",
     {list(one("7", "dreaming"))},
     "found 7",
     {look}},
    {"named by store_order_id",
     {list(R"({"id":7,"source_id":"","store_order_id":"AV-10231-1",
       "status":"shipped"})")},
     "found 7",
     {look}},
    {"on its way to another street",
     {list(one("7", "in_production", street))},
     "found 7 differs",
     {look}},
    {"with other contents",
     {list(one("7", "shipped",
               R"(,"line_items":[{"store_line_item_id":88,"quantity":2}])"))},
     "found 7 differs",
     {look}},
    {"held since phase one",
     {list(held), order_is(released)},
     "found 7",
     {look, ready}},
    {"held, and the release is unclear",
     {list(held), broke()},
     "no answer",
     {look, ready}},
    {"held for another street: withdrawn",
     {list(one("3", "on_hold", street)), says(202, ""), list()},
     "not there",
     {look, "POST /orders/3/cancel", look}},
    {"two held",
     {list(one("10", "on_hold") + "," + held), says(202, ""), list(held),
      order_is(released)},
     "found 7",
     {look, "POST /orders/10/cancel", look, ready}},
    {"a list for everybody may hide ours",
     {list(R"({"id":1,"source_id":"B","status":"shipped"})")},
     "no answer",
     {look}},
    {"no list", {says(200, "{}")}, "no answer", {look}},
    {"404 is no list",
     {says(404, R"({"error":"Not Found"})")},
     "no answer",
     {look}},
    {"bad token", {says(401, "")}, "no answer", {look}},
    {"server error", {says(500, "")}, "no answer", {look}},
    {"time-out", {broke()}, "no answer", {look}},
};

TEST(shineon, OnlyAnEmptyListMeansNotThere) {
  for (const auto& row : look_ups) {
    std::vector<std::string> asked;
    auto talk = api()->look_up("AV-10231-1", sent());
    auto outcome = play(*talk, row.answers, &asked);
    ASSERT_TRUE(outcome) << row.story;
    EXPECT_EQ(brief(*outcome), row.outcome) << row.story;
    EXPECT_EQ(short_forms(asked), row.asked) << row.story;
  }
}

TEST(shineon, CancellingThatNeverShowsEndsTheTalk) {
  std::vector<http_outcome> answers;
  for (int i = 0; i < 8; ++i) {
    answers.push_back(list(held + "," + one("9", "on_hold")));
    answers.push_back(says(202, ""));
  }
  auto talk = api()->look_up("AV-10231-1", sent());
  EXPECT_EQ(brief(*play(*talk, answers)), "no answer");
}

TEST(shineon, AnIdNeverLeadsToAnotherPath) {
  std::vector<std::string> asked;
  auto talk = api()->look_up("AV-10231-1", sent());
  play(*talk, {list(one(R"("../7?x")", "on_hold"))}, &asked);
  EXPECT_EQ(asked.back(), "POST https://pod.example/orders/..%2F7%3Fx/ready");
}

struct error_row {
  const char *body, *outcome, *words;
};

TEST(shineon, ErrorsAreReadInEveryShape) {
  const error_row rows[] = {
      {R"({"error":"Bad font"})", "refused provider.rejected", "Bad font"},
      {R"({"error":["a","b"]})", "refused provider.rejected", "a; b"},
      {R"({"errors":{"zip":["is bad"],"city":["is bad"]}})",
       "refused provider.rejected", "zip: is bad; city: is bad"},
      {R"({"error":"Invalid Shipping Address"})", "refused address.invalid",
       "Invalid Shipping Address"},
      {R"({"error":"Unknown sku SO-1"})", "refused sku.unavailable",
       "Unknown sku SO-1"},
      {R"({"error":"Wrong artwork: SVG wanted"})", "refused design.rejected",
       "Wrong artwork: SVG wanted"},
      {"", "refused provider.rejected", "HTTP 422 Unprocessable"},
  };
  for (const auto& row : rows) {
    auto talk = api()->submit("AV-10231-1", sent());
    auto outcome =
        play(*talk, {list(), says(422, row.body, {}, "Unprocessable")});
    EXPECT_EQ(brief(*outcome), row.outcome) << row.body;
    EXPECT_EQ(words_of(*outcome), row.words);
  }
}

TEST(shineon, RequestsCarryTheTokenInAHeader) {
  auto talk = api()->submit("AV-10231-1", sent());
  auto first = std::get<http_request>(talk->start());
  EXPECT_EQ(first.headers[0].second, "Bearer RW-KEY-secret");
  auto second = std::get<http_request>(talk->next(list()));
  EXPECT_EQ(second.body, sent());
  EXPECT_EQ(api()->cancel("R", "7").url, "https://pod.example/orders/7/cancel");
  EXPECT_EQ(api()->tracking("R", "7").url, "https://pod.example/orders/7");
  EXPECT_EQ(api()->tracking("R", "R").url,
            "https://pod.example/orders?source_ids=R");
  auto a = test_account();
  a.url = "";
  EXPECT_EQ(make_provider("shineon", a)->tracking("R", "7").url,
            "https://api.shineon.com/v1/orders/7");
}

std::string shipped_line(int id, const std::string& number) {
  return R"({"store_line_item_id":")" + std::to_string(id) +
         R"(","sku":"SO-1","quantity":1,"tracking_company":"UPS",)" +
         R"("tracking_number":)" + number + "}";
}

std::string with_lines(const std::string& lines) {
  return one("7", "shipped", R"(,"line_items":[)" + lines + "]");
}

tracking_report tracked(const http_outcome& answer) {
  return std::get<tracking_report>(api()->read_tracking(answer, test_part()));
}

http_response shown(const std::string& lines) {
  return says(200, R"({"order":)" + with_lines(lines) + "}");
}

TEST(shineon, ParcelsAreGatheredFromTheLines) {
  auto r = tracked(shown(shipped_line(88, R"("1Z")") + "," +
                         shipped_line(89, R"("1Z, 1Y")")));
  EXPECT_TRUE(r.all_shipped);
  ASSERT_EQ(r.shipments.size(), 2u);
  EXPECT_EQ(r.shipments[0].number, "1Z");
  EXPECT_EQ(r.shipments[0].lines,
            (std::vector<part_line>{{88, 1, "SO-1"}, {89, 1, "SO-1"}}));
  EXPECT_EQ(r.shipments[1].number, "1Y");
  EXPECT_EQ(r.shipments[1].url, "https://www.ups.com/track?tracknum=1Y");
}

TEST(shineon, ALineIdThatIsNoneNamesNoLine) {
  auto r = tracked(
      shown(R"({"store_line_item_id":"99999999999999999999","quantity":1,)"
            R"("tracking_number":"1Z"})"));
  ASSERT_EQ(r.shipments.size(), 1u);
  EXPECT_TRUE(r.shipments[0].lines.empty());
}

TEST(shineon, ALineWithoutANumberIsStillToCome) {
  auto r = tracked(
      shown(shipped_line(88, R"("1Z")") + "," + shipped_line(89, "null")));
  EXPECT_FALSE(r.all_shipped);
  EXPECT_EQ(r.shipments.size(), 1u);
  EXPECT_FALSE(tracked(shown("")).all_shipped);
}

TEST(shineon, TrackingReadsAListToo) {
  auto r = tracked(list(one("9", "cancelled") + "," +
                        with_lines(shipped_line(88, R"("1Z")"))));
  EXPECT_FALSE(r.cancelled);
  EXPECT_EQ(r.shipments.size(), 1u);
  EXPECT_TRUE(
      tracked(list(one("9", "cancelled", R"(,"cancel_reason":"by_seller")")))
          .cancelled);
}

TEST(shineon, TrackingThatCanNotBeReadIsNoAnswer) {
  for (http_outcome bad :
       {http_outcome{broke()}, http_outcome{says(404, "{}")},
        http_outcome{says(200, "<html>")}, http_outcome{list()},
        http_outcome{says(200, R"({"order":{"id":1,"source_id":"B"}})")}})
    EXPECT_TRUE(std::holds_alternative<part_no_answer>(
        api()->read_tracking(bad, test_part())));
}

TEST(shineon, ChangesAreListedPageByPageSinceAnInstant) {
  auto r = api()->changes(instant{milliseconds{1700000000000}}, 2);
  ASSERT_TRUE(r);
  EXPECT_EQ(r->method, "GET");
  EXPECT_TRUE(r->url.ends_with("/orders?updated_at_min=2023-11-14T22%3A13%3A20Z"
                               "&limit=250&page=2"))
      << r->url;
}

TEST(shineon, ChangesNameOurReferenceAndTellOneChangeFromTheNext) {
  auto read = api()->read_changes(says(200, R"({"orders":[
      {"id":1,"source_id":"AV-1","updated_at":"T1","status":"shipped"},
      {"id":2,"source_id":"","store_order_id":"AV-2","updated_at":"T2",
       "status":"on_hold"}, {"id":3}, 7]})"));
  auto& page = std::get<change_page>(read);
  EXPECT_TRUE(page.last);
  EXPECT_EQ(page.changed, (decltype(page.changed){{"AV-1", "T1 shipped"},
                                                  {"AV-2", "T2 on_hold"}}));
  std::string many;
  for (int i = 0; i < 250; ++i)
    many += (i ? "," : "") + std::string(R"({"source_id":"A"})");
  read = api()->read_changes(says(200, R"({"orders":[)" + many + "]}"));
  EXPECT_FALSE(std::get<change_page>(read).last);
  for (http_outcome bad :
       {http_outcome{broke()}, http_outcome{says(401, "{}")},
        http_outcome{says(200, "<html>")}, http_outcome{says(200, "{}")}})
    EXPECT_TRUE(
        std::holds_alternative<part_no_answer>(api()->read_changes(bad)));
}

TEST(shineon, NoticesAreMatchedByOurReference) {
  auto n = api()->read_notice("", R"({"order":{"id":7,"source_id":"",
    "store_order_id":"AV-1","line_items":[{"tracking_number":"1"}]}})");
  ASSERT_TRUE(n);
  EXPECT_EQ(n->references, std::vector<std::string>{"AV-1"});
  EXPECT_EQ(n->kind, "shipped");
  n = api()->read_notice("", R"({"order":{"id":7,"source_id":"AV-2"}})");
  ASSERT_TRUE(n);
  EXPECT_EQ(n->references, std::vector<std::string>{"AV-2"});
  EXPECT_EQ(n->kind, "changed");
  EXPECT_FALSE(api()->read_notice("", R"({"order":[]})"));
  EXPECT_FALSE(api()->read_notice("", "garbage"));
}

} // namespace

} // namespace dastomized::connectors

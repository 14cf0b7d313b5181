#include "tests/connectors/providers_support.hpp"

#include <map>

namespace dastomized::connectors {

namespace {

std::unique_ptr<provider> api() {
  return make_provider("customcat", test_account());
}

std::string sent() {
  return *api()->build(test_order(), test_part());
}

http_response taken(const std::string& id = "5a1f",
                    const std::string& reference = "AV-10231-1") {
  return says(200, R"({"ORDER_ID":")" + reference +
                       R"(","MSG":"Order added successfully",)" +
                       R"("CUSTOMCAT_ORDER_ID":")" + id + R"("})");
}

http_response status(const std::string& more) {
  return says(200, R"({"ORDER_ID":"AV-10231-1","CUSTOMCAT_ORDER_ID":"5a1f")" +
                       more + "}");
}

struct submit_row {
  const char* story;
  http_response answer;
  const char* outcome;
};

http_response with_header(const char* text) {
  return says(400, "<html>", {{"x-fail-message", text}});
}

const submit_row answers[] = {
    {"taken", taken(), "accepted 5a1f"},
    {"the same bytes once more, as the sandbox answers", taken(),
     "accepted 5a1f"},
    {"the id is a number", says(200, R"({"CUSTOMCAT_ORDER_ID":77})"),
     "accepted 77"},
    {"no id", says(200, R"({"ORDER_ID":"AV-10231-1","MSG":"Queued"})"),
     "unclear"},
    {"an empty id", taken(""), "unclear"},
    {"another order's answer", taken("5a1f", "AV-1"), "unclear"},
    {"created is not the promised 200",
     says(201, R"({"CUSTOMCAT_ORDER_ID":"5a1f"})"), "unclear"},
    {"state, in the header", with_header("Invalid state"),
     "refused address.state"},
    {"country, in the reason", says(400, "", {}, "Invalid Country"),
     "refused address.country"},
    {"address, in the body",
     says(400, R"({"error_description":"Invalid Shipping Address"})"),
     "refused address.invalid"},
    {"method, in MSG", says(400, R"({"MSG":"Invalid Shipping Method"})"),
     "refused shipping_method"},
    {"no e-mail", with_header("Customer Email Required"),
     "refused recipient.email"},
    {"no such SKU", with_header("There is an issue with the order. SKU: 9"),
     "refused sku.unavailable"},
    {"no money", with_header("Charge Failed"), "refused account.charge_failed"},
    {"a new message", with_header("No cats today"),
     "refused provider.rejected"},
    {"a page without a message", says(400, "<html>", {}, "Bad Request"),
     "unclear"},
    {"the read-only key", says(403, "<html>", {}, "Forbidden"),
     "refused account.token"},
};

TEST(customcat, EveryAnswerToASubmissionHasOneMeaning) {
  for (const auto& row : answers) {
    auto talk = api()->submit("AV-10231-1", sent());
    auto outcome = play(*talk, {row.answer});
    ASSERT_TRUE(outcome) << row.story;
    EXPECT_EQ(brief(*outcome), row.outcome) << row.story;
  }
}

TEST(customcat, TheKeyJoinsTheBytesOnlyWhenTheyTravel) {
  auto talk = api()->submit("AV-10231-1", R"({"items":[]})");
  auto request = std::get<http_request>(talk->start());
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://pod.example/order/AV-10231-1");
  EXPECT_EQ(request.body, R"({"api_key":"RW-KEY-secret","items":[]})");
  auto a = test_account();
  a.url = "";
  auto own = make_provider("customcat", a)->cancel("R", "");
  EXPECT_EQ(own.method, "DELETE");
  EXPECT_EQ(own.url, "https://customcat-beta.mylocker.net/api/v1/order/R"
                     "?api_key=RW-KEY-secret&sandbox=1");
}

TEST(customcat, ABadAddressComesWithSuggestions) {
  auto talk = api()->submit("AV-10231-1", sent());
  auto outcome =
      play(*talk, {says(400, R"({"error_description":"Invalid Shipping Address",
        "suggestions":[{"address1":"12 Elm St","address2":"","city":"Troy",
        "state":"MI","zipcode":"48083-1200","country":"US"}]})")});
  EXPECT_EQ(words_of(*outcome), "Invalid Shipping Address; perhaps: 12 Elm "
                                "St, Troy, MI, 48083-1200, US");
}

struct duplicate_row {
  const char* story;
  http_outcome duplicate, status;
  const char* outcome;
};

TEST(customcat, ADuplicateIsConfirmedByLookingItUp) {
  auto no = with_header("Duplicate Order");
  const duplicate_row rows[] = {
      {"it shows it", no, status(""), "accepted 5a1f"},
      {"said with a 200", says(200, R"({"MSG":"Duplicate Order"})"), status(""),
       "accepted 5a1f"},
      {"it shows none", no, says(404, ""), "unclear"},
      {"no answer", no, broke(), "unclear"},
      {"not even reached", no, broke(http_error::stage::not_sent), "unclear"},
      {"a page", no, says(200, "<html>"), "unclear"},
      {"it was cancelled there", no, status(R"(,"ORDER_STATUS":"Cancelled")"),
       "refused provider.cancelled"},
  };
  for (const auto& row : rows) {
    std::vector<std::string> asked;
    auto talk = api()->submit("AV-10231-1", sent());
    auto outcome = play(*talk, {row.duplicate, row.status}, &asked);
    ASSERT_TRUE(outcome) << row.story;
    EXPECT_EQ(brief(*outcome), row.outcome) << row.story;
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_EQ(asked[1], "GET https://pod.example/order/status/AV-10231-1"
                        "?api_key=RW-KEY-secret&sandbox=1");
  }
}

struct look_up_row {
  const char* story;
  http_outcome answer;
  const char* outcome;
};

const look_up_row look_ups[] = {
    {"there", status(""), "found 5a1f"},
    {"there, written in other ways",
     status(R"(,"CUSTOMER_NAME":"ADA  BYRON","CUSTOMER_ADDRESS1":"12 Elm St.",
       "CUSTOMER_ZIP":"48083-1200","CUSTOMER_COUNTRY":"United States")"),
     "found 5a1f"},
    {"another street", status(R"(,"CUSTOMER_ADDRESS1":"13 Elm St")"),
     "found 5a1f differs"},
    {"another country", status(R"(,"CUSTOMER_COUNTRY":"CA")"),
     "found 5a1f differs"},
    {"cancelled", status(R"(,"ORDER_STATUS":"CANCELLED")"),
     "found 5a1f cancelled"},
    {"every line cancelled", status(R"(,"LINE_ITEMS":[{"STATUS":"Canceled"}])"),
     "found 5a1f cancelled"},
    {"without an id of its own", says(200, R"({"ORDER_ID":"AV-10231-1"})"),
     "found AV-10231-1"},
    {"unknown there", says(404, ""), "not there"},
    {"unknown there, with a page", says(404, "<html>"), "not there"},
    {"another order", says(200, R"({"ORDER_ID":"AV-2"})"), "no answer"},
    {"nothing in it", says(200, "{}"), "no answer"},
    {"a page", says(200, "<html>"), "no answer"},
    {"bad key", says(401, ""), "no answer"},
    {"bad request", says(400, ""), "no answer"},
    {"server error", says(500, ""), "no answer"},
    {"too fast", says(429, ""), "no answer"},
    {"time-out", broke(), "no answer"},
    {"unreachable", broke(http_error::stage::not_sent), "no answer"},
};

TEST(customcat, OnlyAClear404MeansNotThere) {
  for (const auto& row : look_ups) {
    auto talk = api()->look_up("AV-10231-1", sent());
    auto outcome = play(*talk, {row.answer});
    ASSERT_TRUE(outcome) << row.story;
    EXPECT_EQ(brief(*outcome), row.outcome) << row.story;
  }
}

tracking_report tracked(const http_outcome& answer) {
  return std::get<tracking_report>(api()->read_tracking(answer, test_part()));
}

TEST(customcat, ParcelsComeWithAPageToFollowThem) {
  auto r = tracked(status(R"(,"ORDER_STATUS":"In Queue","SHIPMENTS":[
    {"TRACKING_ID":"9400","VENDOR":"USPS"},{"TRACKING_ID":""},
    {"TRACKING_ID":"9400","VENDOR":"USPS"},{"TRACKING_ID":7,"VENDOR":"Owl"}])"));
  ASSERT_EQ(r.shipments.size(), 2u);
  EXPECT_EQ(r.shipments[0].number, "9400");
  EXPECT_EQ(r.shipments[0].reference, "AV-10231-1");
  EXPECT_TRUE(r.shipments[0].url.ends_with("tLabels=9400"));
  EXPECT_EQ(r.shipments[1].number, "7");
  EXPECT_EQ(r.shipments[1].url, "");
  EXPECT_FALSE(r.all_shipped || r.cancelled);
  EXPECT_EQ(r.words, "In Queue");
}

TEST(customcat, ShippedIsToldByTheOrderOrByEachLine) {
  const std::string parcel =
      R"(,"SHIPMENTS":[{"VENDOR":"USPS","TRACKING_ID":"9400"}])";
  auto shipped = [&](const std::string& more) {
    return tracked(status((parcel + more).c_str())).all_shipped;
  };
  EXPECT_TRUE(shipped(R"(,"ORDER_STATUS":"SHIPPED")"));
  EXPECT_TRUE(shipped(R"(,"LINE_ITEMS":[{"STATUS":"shipped"}])"));
  EXPECT_FALSE(
      shipped(R"(,"LINE_ITEMS":[{"STATUS":"Shipped"},{"STATUS":"Binned"}])"));
  EXPECT_FALSE(shipped(R"(,"LINE_ITEMS":[])"));
  EXPECT_TRUE(tracked(status(R"(,"ORDER_STATUS":"canceled")")).cancelled);
  for (http_outcome bad : {http_outcome{broke()}, http_outcome{says(404, "")},
                           http_outcome{says(200, "x")}})
    EXPECT_TRUE(std::holds_alternative<part_no_answer>(
        api()->read_tracking(bad, test_part())));
}

// The numbers may follow the status: until then tracking goes on.
TEST(customcat, ShippedWithoutANumberIsNotTheEnd) {
  EXPECT_FALSE(tracked(status(R"(,"ORDER_STATUS":"SHIPPED")")).all_shipped);
  EXPECT_FALSE(tracked(status(R"(,"ORDER_STATUS":"SHIPPED","SHIPMENTS":[
    {"TRACKING_ID":"9400"},{"TRACKING_ID":""}])"))
                   .all_shipped);
}

TEST(customcat, NoticesNameTheOrdersToAskFor) {
  auto shipped = R"({"api_key":"K","order_id":"A-1","tracker_number":"94"})";
  auto n = api()->read_notice("order-shipped", shipped);
  ASSERT_TRUE(n);
  EXPECT_EQ(n->kind, "shipped");
  EXPECT_EQ(n->references, std::vector<std::string>{"A-1"});
  EXPECT_EQ(api()->read_notice("order-partial-shipment", shipped)->kind,
            "partly_shipped");
  n = api()->read_notice("design-rejected", R"({"design_url":"https://f/1",
    "reason":"too small","orders":[{"order_id":"A-1"},{"order_id":"A-2"}]})");
  ASSERT_TRUE(n);
  EXPECT_EQ(n->kind, "design_rejected");
  EXPECT_EQ(n->references, (std::vector<std::string>{"A-1", "A-2"}));
  EXPECT_EQ(n->words, "too small https://f/1");
  EXPECT_FALSE(api()->read_notice("product-created", shipped));
  EXPECT_FALSE(api()->read_notice("order-shipped", "[]"));
  EXPECT_FALSE(api()->read_notice("order-shipped", "{}"));
}

// CustomCat as we know it: the path id is taken once. Until the order goes to
// production a repeat is answered with the same id, afterwards with a 400.
struct tiny_customcat {
  std::map<std::string, std::string> bodies;
  bool batched = false;
  int different_bodies = 0;

  http_response serve(const http_request& r) {
    bool known = !bodies.empty();
    if (r.method == "GET")
      return known ? status("") : says(404, "");
    if (known && bodies.begin()->second != r.body)
      ++different_bodies;
    if (known && batched)
      return with_header("Duplicate Order");
    bodies.emplace(r.url, r.body);
    return taken();
  }
};

enum class fault_kind { none, lost, answer_lost, error, garbage, count };

http_outcome meet(tiny_customcat& there, const http_request& r, fault_kind f) {
  if (f == fault_kind::lost)
    return broke();
  auto answer = there.serve(r);
  if (f == fault_kind::answer_lost)
    return broke();
  if (f == fault_kind::error)
    return says(500, "");
  return f == fault_kind::garbage ? says(200, "<html>") : answer;
}

// Submits as the daemon does: look up what is unclear, send the same bytes
// again only after "not there". Faults strike the first calls.
int accepted_after(tiny_customcat& there, std::vector<fault_kind> faults) {
  auto next_fault = [&] {
    if (faults.empty())
      return fault_kind::none;
    auto f = faults.front();
    faults.erase(faults.begin());
    return f;
  };
  auto run = [&](auto talk) {
    auto m = talk->start();
    while (auto* r = std::get_if<http_request>(&m))
      m = talk->next(meet(there, *r, next_fault()));
    return brief(std::get<1>(m));
  };
  auto bytes = sent();
  for (int round = 0; round < 9; ++round) {
    if (run(api()->submit("AV-10231-1", bytes)) == "accepted 5a1f")
      return 1;
    std::string seen = "no answer";
    while (seen == "no answer")
      seen = run(api()->look_up("AV-10231-1", bytes));
    if (seen == "found 5a1f")
      return 1;
  }
  return 0;
}

TEST(customcat, WhateverBreaksOneOrderIsTaken) {
  constexpr int kinds = static_cast<int>(fault_kind::count);
  for (bool batched : {false, true})
    for (int n = 0; n < kinds * kinds * kinds * kinds; ++n) {
      tiny_customcat there;
      there.batched = batched;
      std::vector<fault_kind> faults;
      for (int rest = n, i = 0; i < 4; ++i, rest /= kinds)
        faults.push_back(static_cast<fault_kind>(rest % kinds));
      ASSERT_EQ(accepted_after(there, faults), 1) << n;
      ASSERT_EQ(there.bodies.size(), 1u) << n;
      ASSERT_EQ(there.different_bodies, 0) << n;
    }
}

} // namespace

} // namespace dastomized::connectors

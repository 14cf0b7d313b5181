// Lists of orders and the board, as the API answers them.
#include "tests/http/api_fixture.hpp"

namespace dastomized::http {
namespace {

TEST_F(api_test, ListsOrders) {
  keep(an_order(1));
  keep(an_order(2));
  auto r = get("/api/v1/orders?limit=1");
  EXPECT_EQ(r.status, 200u);
  auto page = r.object();
  EXPECT_EQ(page.at("total"), 2);
  const auto& rows = page.at("orders").as_array();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].at("total"), "25.00");
  EXPECT_EQ(rows[0].at("submit_status"), "failed");
  EXPECT_EQ(rows[0].at("countdown").at("remaining_ms"), 5'400'000);
  std::string next(page.at("next_cursor").as_string());
  EXPECT_FALSE(next.empty());
  auto second =
      get("/api/v1/orders?limit=1&cursor=" + connectors::percent_encoded(next))
          .object();
  EXPECT_EQ(second.at("orders").as_array().size(), 1u);
  EXPECT_NE(second.at("orders").at(0).at("id"), rows[0].at("id"));
}

TEST_F(api_test, FiltersOrders) {
  keep(an_order(1));
  auto total = [&](const std::string& filter) {
    return get("/api/v1/orders?" + filter).object().at("total");
  };
  for (const char* yes :
       {"store=shop", "status=processing", "submit_status=failed",
        "type=in_app", "provider=cc", "search=A1", "store=", "tab=all",
        "status=on-hold,processing", "store=else&store=shop",
        "created_from=2020-01-01T00:00:00Z", "sort=due",
        "due_from=2020-01-01T00:00:00Z", "attention="})
    EXPECT_EQ(total(yes), 1) << yes;
  for (const char* no :
       {"store=else", "status=on-hold", "provider=so", "type=amazon",
        "search=nothing", "tab=shipped", "created_to=2020-01-01T00:00:00Z",
        "due_to=2020-01-01T00:00:00Z", "attention=twin",
        "search=A1&search_in=email"})
    EXPECT_EQ(total(no), 0) << no;
  auto tabs = get("/api/v1/orders").object().at("tabs").as_object();
  EXPECT_EQ(tabs.at("all"), 1);
  EXPECT_EQ(tabs.at("counting_down"), 1);
  EXPECT_EQ(tabs.at("shipped"), 0);
}

TEST_F(api_test, ShowsWhatIsAboutToHappen) {
  keep(an_order(1));
  auto board = get("/api/v1/board").object();
  const auto& hours = board.at("hours").as_array();
  ASSERT_EQ(hours.size(), 48u);
  std::int64_t ending = 0;
  for (const auto& h : hours)
    ending += h.at("count").to_number<std::int64_t>();
  EXPECT_EQ(ending, 1); // in an hour and a half
  EXPECT_EQ(board.at("overdue"), 0);
}

TEST_F(api_test, SaysWhatIsWrongWithAQuestion) {
  for (const char* bad : {"limit=0", "limit=x", "limit=1000", "stor=shop",
                          "needs_attention=maybe", "tab=else", "sort=name",
                          "type=shirt", "submit_status=no", "search_in=all",
                          "created_from=yesterday", "cursor=zz"})
    EXPECT_EQ(get("/api/v1/orders?" + std::string(bad)).status, 422u) << bad;
  EXPECT_EQ(get("/api/v1/orders?a=%zz").status, 404u);
}

} // namespace
} // namespace dastomized::http

// Never print twice: talks with a small model of ShineOn whose calls are
// lost, answered too late or not at all, at every position.
#include "tests/connectors/providers_support.hpp"

#include <algorithm>

namespace dastomized::connectors {

namespace {

enum class mishap {
  none,
  lost,        // never arrives
  answer_lost, // done, but nobody hears of it
  error,       // done, but answered with a 500
  garbage,     // done, but answered with a page
  late,        // arrives a few calls after we gave up on it
  crash,       // done, and we die before we hear of it
  count,
};

// It does not mind two orders of one source_id, and lists them late.
struct tiny_shineon {
  struct order {
    int id = 0, listed_from = 0;
    std::string status = "on_hold";
    bool was_released = false;
  };
  std::vector<order> orders;
  std::vector<std::pair<int, http_request>> delayed; // by due call
  int calls = 0, lag = 0;

  http_response shown(const order& o) const {
    return says(200, R"({"order":)" + text(o) + "}");
  }

  static std::string text(const order& o) {
    return R"({"id":)" + std::to_string(o.id) + R"(,"source_id":"AV-1",)" +
           R"("status":")" + o.status + R"("})";
  }

  http_response list() const {
    std::string all;
    for (const auto& o : orders)
      if (o.listed_from <= calls)
        all += (all.empty() ? "" : ",") + text(o);
    return says(200, R"({"orders":[)" + all + "]}");
  }

  http_response act(order& o, const std::string& verb) {
    if (verb == "cancel") {
      if (o.status != "on_hold" && o.status != "awaiting_payment")
        return says(422, "{}");
      o.status = "cancelled";
      return says(202, "");
    }
    if (o.status == "cancelled")
      return says(422, "{}");
    o.status = "awaiting_payment";
    o.was_released = true;
    return shown(o);
  }

  http_response serve(const http_request& r) {
    if (r.method == "GET")
      return list();
    if (r.url.ends_with("/orders")) {
      order o;
      o.id = static_cast<int>(orders.size()) + 9; // passes from 9 to 10
      o.listed_from = calls + lag;
      orders.push_back(o);
      return shown(o);
    }
    auto slash = r.url.rfind('/');
    auto before = r.url.rfind('/', slash - 1);
    auto id = std::stoi(r.url.substr(before + 1, slash - before - 1));
    return act(orders.at(static_cast<std::size_t>(id - 9)),
               r.url.substr(slash + 1));
  }

  void deliver_delayed(bool all = false) {
    std::erase_if(delayed, [&](const auto& d) {
      bool due = all || d.first <= calls;
      if (due)
        serve(d.second);
      return due;
    });
  }

  // Nullopt: we died.
  std::optional<http_outcome> meet(const http_request& r, mishap m) {
    ++calls;
    deliver_delayed();
    if (m == mishap::lost)
      return broke();
    if (m == mishap::late) {
      delayed.emplace_back(calls + 4, r);
      return broke();
    }
    auto answer = serve(r);
    switch (m) {
    case mishap::answer_lost:
      return broke();
    case mishap::error:
      return says(500, "");
    case mishap::garbage:
      return says(200, "<html>");
    case mishap::crash:
      return std::nullopt;
    default:
      return answer;
    }
  }

  long released() const {
    return std::ranges::count_if(orders,
                                 [](auto& o) { return o.was_released; });
  }
};

// The daemon in short: what is unclear is looked up until there is an answer;
// only "not there" leads to the same bytes again.
struct tiny_daemon {
  tiny_shineon& there;
  std::vector<mishap> mishaps; // by call
  std::unique_ptr<provider> api = make_provider("shineon", test_account());

  template <class Outcome>
  std::string talk(std::unique_ptr<conversation<Outcome>> t) {
    auto m = t->start();
    while (auto* r = std::get_if<http_request>(&m)) {
      auto i = static_cast<std::size_t>(there.calls);
      auto answer =
          there.meet(*r, i < mishaps.size() ? mishaps[i] : mishap::none);
      if (!answer)
        return "crashed";
      m = t->next(*answer);
    }
    return brief(std::get<Outcome>(m));
  }

  std::string look_up() {
    std::string seen;
    do
      seen = talk(api->look_up("AV-1", "{}"));
    while (!seen.starts_with("found") && seen != "not there");
    return seen;
  }

  // The provider's id; empty if it gave up.
  std::string submit() {
    for (int round = 0; round < 10; ++round) {
      auto outcome = talk(api->submit("AV-1", "{}"));
      if (!outcome.starts_with("accepted"))
        outcome = look_up();
      if (outcome != "not there")
        return outcome.substr(outcome.find(' ') + 1);
    }
    return {};
  }
};

std::string story(const std::vector<mishap>& all, int lag) {
  std::string out = "lag " + std::to_string(lag) + ", mishaps";
  for (auto m : all)
    out += " " + std::to_string(static_cast<int>(m));
  return out;
}

void expect_printed_once(const std::vector<mishap>& mishaps, int lag) {
  tiny_shineon there;
  there.lag = lag;
  tiny_daemon us{there, mishaps};
  auto id = us.submit();
  there.deliver_delayed(true);
  ASSERT_FALSE(id.empty()) << story(mishaps, lag);
  ASSERT_EQ(there.released(), 1) << story(mishaps, lag);
  const auto& o = there.orders.at(std::stoul(id) - 9);
  ASSERT_TRUE(o.was_released && o.status == "awaiting_payment")
      << story(mishaps, lag);
}

// Every choice of `left` more mishaps at calls from `from` on.
void try_all(std::vector<mishap>& mishaps, std::size_t from, int left,
             int lag) {
  expect_printed_once(mishaps, lag);
  if (left == 0 || testing::Test::HasFatalFailure())
    return;
  for (std::size_t i = from; i < mishaps.size(); ++i) {
    for (int m = 1; m < static_cast<int>(mishap::count); ++m) {
      mishaps[i] = static_cast<mishap>(m);
      try_all(mishaps, i + 1, left - 1, lag);
    }
    mishaps[i] = mishap::none;
  }
}

TEST(shineon_twice, TwoMishapsAnywhereReleaseOneOrder) {
  for (int lag = 0; lag < 4; ++lag) {
    std::vector<mishap> mishaps(12);
    try_all(mishaps, 0, 2, lag);
  }
}

TEST(shineon_twice, ThreeMishapsEarlyOnReleaseOneOrder) {
  for (int lag : {0, 2}) {
    std::vector<mishap> mishaps(7);
    try_all(mishaps, 0, 3, lag);
  }
}

// A talk that ended anywhere is simply begun anew, without a look-up first.
TEST(shineon_twice, RepeatedTalksReleaseOneOrder) {
  for (int first = 0; first < 5; ++first)
    for (int second = 0; second < 7; ++second) {
      tiny_shineon there;
      std::vector<mishap> mishaps(static_cast<std::size_t>(first + second + 2));
      mishaps[static_cast<std::size_t>(first)] = mishap::crash;
      mishaps[static_cast<std::size_t>(first + second + 1)] = mishap::crash;
      tiny_daemon us{there, mishaps};
      for (int i = 0; i < 4; ++i)
        us.talk(us.api->submit("AV-1", "{}"));
      EXPECT_EQ(there.released(), 1) << first << " " << second;
    }
}

} // namespace

} // namespace dastomized::connectors

// Deliveries of the simulated shop, as a listener on a real socket gets them.
#include "sandbox/signing.hpp"
#include "tests/sandbox/stand.hpp"

#include <fmt/format.h>

#include <set>

namespace dastomized::sandbox {

namespace {

class webhook_stand : public stand {
protected:
  void SetUp() override { open(); }

  std::int64_t subscribe(const std::string& topic) {
    auto id = add_webhook(topic, daemon.url("/hooks"));
    (void)daemon.next(); // the ping
    return id;
  }

  std::string status_of(std::int64_t webhook) {
    auto w = shop({"GET", fmt::format("/webhooks/{}", webhook)}).object();
    return text_at(w, "status");
  }

  void touch(std::int64_t order) {
    shop({"PUT", fmt::format("/orders/{}", order), {}, "{}"});
  }

  listener daemon;
};

std::string topic_of(const http::request& r) {
  return std::string(r["X-WC-Webhook-Topic"]);
}

} // namespace

TEST_F(webhook_stand, ThePingComesWhileTheWebhookIsMade) {
  auto id = add_webhook("order.updated", daemon.url("/hooks"));
  ASSERT_EQ(daemon.count(), 1u); // before the answer
  auto ping = daemon.next();
  EXPECT_EQ(ping.body(), fmt::format("webhook_id={}", id));
  EXPECT_EQ(ping["Content-Type"], "application/x-www-form-urlencoded");
  EXPECT_EQ(ping.count("X-WC-Webhook-Signature"), 0u);
}

TEST_F(webhook_stand, HeadersAreTheRecordedOnesAndTheSignatureVerifies) {
  auto webhook = subscribe("order.updated");
  auto order = place();
  run_queue();
  auto seen = daemon.next();
  auto golden = recorded_webhook("order-updated-empty-put");
  std::set<std::string> expected, found;
  for (const auto& h : array_at(object_at(golden, "request"), "headers"))
    expected.insert(std::string(h.as_array()[0].as_string()));
  expected.erase("Connection"); // the transport keeps connections alive
  for (const auto& field : seen)
    found.insert(std::string(field.name_string()));
  EXPECT_EQ(found, expected);
  EXPECT_EQ(seen["X-WC-Webhook-Signature"],
            base64(hmac("SHA256", "s3cret", seen.body())));
  EXPECT_EQ(seen["X-WC-Webhook-ID"], std::to_string(webhook));
  EXPECT_EQ(seen["X-WC-Webhook-Event"], "updated");
  auto body = json::parse(seen.body()).as_object();
  EXPECT_EQ(number_at(body, "id"), order);
  auto recorded = json::parse(text_at(object_at(golden, "request"), "body"));
  auto expected_body = recorded.as_object();
  expect_same_shape(expected_body, body, "body");
}

TEST_F(webhook_stand, RecordedSignaturesVerifyWithOurHmac) {
  auto golden = recorded_webhook("order-deleted-trashed");
  auto body = text_at(object_at(golden, "request"), "body");
  EXPECT_EQ(base64(hmac("SHA256", text_at(golden, "secret"), body)),
            "0vjAYkU+xPzPOyBlHfURT27VBOkya6n7VYsCE3QcIdk=");
}

TEST_F(webhook_stand, ANewOrderIsCreatedAndUpdatedAndChangesAreMerged) {
  subscribe("order.created");
  subscribe("order.updated");
  auto order = place();
  touch(order);
  shop({"PUT",
        fmt::format("/orders/{}", order),
        {},
        R"({"status":"processing"})"});
  run_queue();
  EXPECT_EQ(daemon.count(), 4u); // two of them pings
  auto first = daemon.next(), second = daemon.next();
  EXPECT_EQ(topic_of(first), "order.created");
  EXPECT_EQ(topic_of(second), "order.updated");
  // As it is at delivery.
  EXPECT_EQ(text_at(json::parse(first.body()).as_object(), "status"),
            "processing");
}

TEST_F(webhook_stand, TrashSaysOnlyTheIdAndRestoreTheWholeOrder) {
  subscribe("order.deleted");
  subscribe("order.restored");
  subscribe("order.updated");
  auto order = place();
  run_queue();
  (void)daemon.next();
  shop({"DELETE", fmt::format("/orders/{}", order)});
  run_queue();
  EXPECT_EQ(daemon.next().body(), fmt::format(R"({{"id":{}}})", order));
  control("shop", json::object{{"restore", order}});
  run_queue();
  auto restored = daemon.next();
  EXPECT_EQ(topic_of(restored), "order.restored");
  EXPECT_EQ(text_at(json::parse(restored.body()).as_object(), "status"),
            "pending");
}

TEST_F(webhook_stand, AnOrderGoneByThenIsSentAsAnError) {
  subscribe("order.updated");
  auto order = place();
  shop({"DELETE", fmt::format("/orders/{}", order), {{"force", "true"}}});
  run_queue();
  auto golden = recorded_webhook("order-updated-already-gone");
  EXPECT_EQ(daemon.next().body(),
            text_at(object_at(golden, "request"), "body"));
}

TEST_F(webhook_stand, TheSeventhFailureDisablesAndTheNextAfterEnabling) {
  auto webhook = subscribe("order.updated");
  auto order = place();
  daemon.answer_with(500);
  for (int n = 1; n <= 7; ++n) {
    EXPECT_EQ(status_of(webhook), "active") << n;
    touch(order);
    run_queue();
  }
  EXPECT_EQ(status_of(webhook), "disabled");
  auto before = daemon.count();
  touch(order);
  run_queue();
  EXPECT_EQ(daemon.count(), before); // nothing is queued while disabled
  shop({"PUT",
        fmt::format("/webhooks/{}", webhook),
        {},
        R"({"status":"active"})"});
  touch(order);
  run_queue();
  EXPECT_EQ(status_of(webhook), "disabled"); // the count was still at six
}

TEST_F(webhook_stand, OneSuccessResetsTheCount) {
  auto webhook = subscribe("order.updated");
  auto order = place();
  for (unsigned status : {500u, 500u, 500u, 500u, 500u, 500u, 302u, 500u}) {
    daemon.answer_with(status);
    touch(order);
    run_queue();
  }
  EXPECT_EQ(status_of(webhook), "active");
}

TEST_F(webhook_stand, DeliveriesAreLostAndDoubledOnRequest) {
  subscribe("order.updated");
  auto order = place();
  run_queue();
  EXPECT_EQ(daemon.count(), 2u);
  control("webhooks", json::object{{"lose_percent", 100}});
  touch(order);
  run_queue();
  EXPECT_EQ(daemon.count(), 2u);
  control("webhooks",
          json::object{{"lose_percent", 0}, {"duplicate_percent", 100}});
  touch(order);
  run_queue();
  EXPECT_EQ(daemon.count(), 4u);
}

TEST_F(webhook_stand, AWebhookDeletedMeanwhileIsNotDeliveredAgain) {
  auto webhook = subscribe("order.updated");
  control("webhooks", json::object{{"duplicate_percent", 100}});
  daemon.before_answering([&] {
    shop({"DELETE", fmt::format("/webhooks/{}", webhook), {{"force", "true"}}});
  });
  place();
  run_queue();
  EXPECT_EQ(daemon.count(), 2u); // the ping and one
}

} // namespace dastomized::sandbox

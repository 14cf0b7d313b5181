"""Store status, both ways: each rule of the conflict table over real sockets.
The daemon signs its calls, the shop's people use Basic: the sandbox's log
tells whose writes there were."""

import json
import unittest

from stand import Stand, call, eventually, personalized_order


class StoreStatus(Stand):
    daemon_changes = {"delay": "24h", "poll": "1s", "store_extra":
                      'sweep_interval = "2s"\npoll_overlap = "10s"'}

    def setUp(self):
        super().setUp()
        self.daemon.start()
        self.number = self.sandbox.shop("POST", "/orders",
                                        personalized_order())["id"]
        eventually("it is known", lambda: self.ours())

    # ---- both sides -------------------------------------------------------

    def ours(self):
        return self.daemon.order(self.number)

    def theirs(self):
        return self.sandbox.shop("GET", f"/orders/{self.number}")

    def ask(self, action, body=None):
        status, answer = self.daemon.ask(
            f"/api/v1/orders/shop/{self.number}/{action}", body or {})
        return status, answer

    def put(self, **change):
        return self.sandbox.shop("PUT", f"/orders/{self.number}", change)

    def written(self):
        """The statuses the daemon wrote to the shop, in order."""
        return [json.loads(w["body"])["status"]
                for w in self.sandbox.control("log")
                if w["what"] == "shop.write" and w["by"] == "oauth"
                and w["method"] == "PUT" and w["status"] == 200
                and "status" in json.loads(w["body"])]

    def shop_is_down(self, down=True):
        if down:
            self.sandbox.control("faults", {"target": "shop", "kind": "down"})
        else:
            self.sandbox.control("faults", method="DELETE")

    def admin_sets(self, status):
        """The admin's door stays open while the REST API is down."""
        self.sandbox.control("shop", {"order": self.number, "status": status})

    def known_as(self, status):
        return eventually(f"both say {status}", lambda: (
            o := self.ours()) and o["status"] == status
            and not o["status_intent"]
            and self.theirs()["status"] == status and o)

    def journal(self):
        return [(e["kind"], e["text"]) for e in self.daemon.get(
            f"/api/v1/orders/shop/{self.number}/journal")["journal"]]

    # ---- people here ------------------------------------------------------

    def test_a_hold_pauses_at_once_and_is_adopted_from_the_answer(self):
        self.shop_is_down()
        self.assertEqual(self.ask("hold")[0], 200)
        order = self.ours()
        self.assertEqual(order["countdown"]["state"], "paused")
        self.assertEqual(order["status"], "processing")  # the shop's word
        self.assertEqual(order["status_intent"]["to"], "on-hold")
        self.shop_is_down(False)
        self.known_as("on-hold")
        self.assertEqual(self.written(), ["on-hold"])

    def test_a_release_waits_for_the_stores_yes(self):
        self.ask("hold")
        self.known_as("on-hold")
        self.shop_is_down()
        self.assertEqual(self.ask("release")[0], 200)
        order = self.ours()
        self.assertEqual(order["countdown"]["state"], "paused")
        self.assertEqual(order["status_intent"]["to"], "processing")
        self.shop_is_down(False)
        order = self.known_as("processing")
        self.assertEqual(order["countdown"]["state"], "running")
        self.assertEqual(self.written(), ["on-hold", "processing"])

    def test_all_seven_statuses_are_written(self):
        expected = []
        for status in ("pending", "on-hold", "failed", "cancelled", "refunded",
                       "completed", "processing"):
            self.assertEqual(self.ask("status", {"status": status})[0], 200)
            self.known_as(status)
            expected.append(status)
        self.assertEqual(self.written(), expected)

    def test_an_unreachable_store_is_tried_again_visibly(self):
        self.shop_is_down()
        self.ask("status", {"status": "cancelled"})
        intent = eventually("a failed try is visible", lambda: (
            i := self.ours()["status_intent"]) and i["problem"]
            and i["next_try"] and i)
        self.assertGreater(intent["tries"], 0)
        self.shop_is_down(False)
        self.known_as("cancelled")

    def test_an_intent_can_be_cancelled(self):
        self.shop_is_down()
        self.ask("status", {"status": "cancelled"})
        eventually("a failed try", lambda: self.ours()["status_intent"]
                   and self.ours()["status_intent"]["problem"])
        self.assertEqual(self.ask("cancel-status")[0], 200)
        self.assertIsNone(self.ours()["status_intent"])
        self.shop_is_down(False)
        self.put(customer_note="still here")
        eventually("the poll is back", lambda: self.ours()[
            "customer_note"] == "still here")
        self.assertEqual(self.theirs()["status"], "processing")
        self.assertEqual(self.written(), [])

    def test_only_statuses_the_store_knows_are_taken(self):
        self.sandbox.control("shop", {"own_status": "baking"})
        eventually("the store's statuses are known", lambda: "baking" in {
            s["status"] for s in self.ours()["statuses"]})
        status, answer = self.ask("status", {"status": "in-the-oven"})
        self.assertIn(status, (400, 409, 422), answer)
        self.assertIsNone(self.ours()["status_intent"])
        self.assertEqual(self.written(), [])

    def test_a_status_that_is_already_there_is_not_written(self):
        self.shop_is_down()
        self.ask("status", {"status": "on-hold"})
        eventually("a failed try", lambda: self.ours()["status_intent"]
                   and self.ours()["status_intent"]["problem"])
        self.admin_sets("on-hold")  # somebody in the shop was quicker
        self.shop_is_down(False)
        self.known_as("on-hold")
        self.assertEqual(self.written(), [])

    # ---- the store --------------------------------------------------------

    def test_the_stores_news_win_over_a_pending_intent(self):
        self.shop_is_down()
        self.ask("status", {"status": "on-hold"})
        eventually("a failed try", lambda: self.ours()["status_intent"]
                   and self.ours()["status_intent"]["problem"])
        self.admin_sets("cancelled")
        self.shop_is_down(False)
        self.known_as("cancelled")
        self.assertEqual(self.written(), [])
        self.assertIn("status.overtaken", [k for k, _ in self.journal()])

    def test_what_the_store_says_is_never_written_back(self):
        for status in ("on-hold", "processing", "pending", "processing"):
            self.put(status=status)
            self.known_as(status)
        self.assertEqual(self.written(), [])

    def test_equal_content_changes_nothing(self):
        eventually("the poll has seen it", lambda: self.ours())
        before = self.ours()["version"]
        body = self.theirs()
        for topic in ("order.updated", "order.created", "order.restored"):
            self.assertEqual(self.daemon.deliver(
                body, **{"X-WC-Webhook-Topic": topic})[0], 200)
        eventually("all are processed", lambda: all(
            d["verdict"] != "pending" for d in
            self.daemon.get("/api/v1/inbox")["deliveries"]))
        self.assertEqual(self.ours()["version"], before)

    def test_older_content_is_settled_by_reading_again(self):
        old = self.theirs()
        self.put(customer_note="newest")
        eventually("the news are here",
                   lambda: self.ours()["customer_note"] == "newest")
        old["customer_note"] = "from long ago"
        old["date_modified_gmt"] = "2020-01-01T00:00:00"
        self.daemon.deliver(old)
        eventually("all are processed", lambda: all(
            d["verdict"] != "pending" for d in
            self.daemon.get("/api/v1/inbox")["deliveries"]))
        self.assertEqual(self.ours()["customer_note"], "newest")

    def test_other_content_of_the_same_second_is_settled_by_reading(self):
        now = self.theirs()
        now["customer_note"] = "who knows"
        self.daemon.deliver(now)
        eventually("all are processed", lambda: all(
            d["verdict"] != "pending" for d in
            self.daemon.get("/api/v1/inbox")["deliveries"]))
        eventually("the shop's word stands", lambda: self.ours()[
            "customer_note"] == self.theirs()["customer_note"])

    def test_the_trash_stops_and_a_restore_goes_on(self):
        self.sandbox.control("shop", {"trash": self.number})
        order = eventually("it is known as trashed", lambda: (
            o := self.ours()) and (o["gone"] or o["status"] == "trash") and o)
        self.assertEqual(order["countdown"]["state"], "stopped")
        status, _ = self.ask("status", {"status": "on-hold"})
        self.assertGreaterEqual(status, 400)  # a write would restore it
        self.sandbox.control("shop", {"restore": self.number})
        order = self.known_as("processing")
        self.assertEqual(order["countdown"]["state"], "running")
        self.assertEqual(self.written(), [])

    def test_a_permanent_deletion_nobody_announces_is_found(self):
        self.sandbox.shop("DELETE", f"/orders/{self.number}?force=true")
        order = eventually("it is gone", lambda: (
            o := self.ours())["gone"] and o)
        self.assertEqual(order["countdown"]["state"], "stopped")
        status, answer = self.ask("submit")
        self.assertEqual(status, 409, answer)
        self.assertEqual(self.sandbox.counts(), {})

    def test_a_signed_deletion_is_believed_after_asking(self):
        # Anybody with the secret can say so; the shop knows better.
        self.daemon.deliver({"id": self.number},
                            **{"X-WC-Webhook-Topic": "order.deleted"})
        eventually("all are processed", lambda: all(
            d["verdict"] != "pending" for d in
            self.daemon.get("/api/v1/inbox")["deliveries"]))
        self.known_as("processing")


if __name__ == "__main__":
    unittest.main(verbosity=2)

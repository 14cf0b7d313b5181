"""A shop in turmoil: edits on both sides, webhooks lost, doubled, reordered
and disabled, the shop down for a while. At rest the mirror equals the shop.

DASTOMIZED_MIRROR_ORDERS sets its size, DASTOMIZED_MIRROR_DOWN for how many
seconds the shop is down, DASTOMIZED_SEED the dice."""

import os
import random
import time
import unittest

from agree import difference, shop_orders
from stand import Stand, call, eventually

ORDERS = int(os.environ.get("DASTOMIZED_MIRROR_ORDERS", "150"))
DOWN = float(os.environ.get("DASTOMIZED_MIRROR_DOWN", "0"))
SEED = int(os.environ.get("DASTOMIZED_SEED", random.randrange(1 << 30)))
STATUSES = ("pending", "processing", "on-hold", "cancelled", "failed")


class AMirror(Stand):
    sandbox_options = ("--still",)  # its buyers would write statuses, too
    daemon_changes = {"delay": "24h", "poll": "1s", "store_extra":
                      'webhook_check_interval = "2s"\nsweep_interval = "3s"\n'
                      'poll_overlap = "10s"\nin_flight = 16'}

    def setUp(self):
        super().setUp()
        print(f"seed {SEED}, {ORDERS} orders")
        self.dice = random.Random(SEED)
        self.alive, self.trashed, self.deleted = [], [], set()
        self.edits = 0
        self.intents = 0    # statuses changed by people here
        self.overtaken = 0  # of those, by the shop's own news

    def test_equals_the_shop_at_rest(self):
        self.sandbox.control("webhooks", {
            "lose_percent": 10, "duplicate_percent": 10,
            "reorder_percent": 20})
        self.daemon.start()
        for step in range(ORDERS):
            self.sandbox.control("orders", {"count": 1})
            self.alive.append(self.sandbox.shop(
                "GET", "/orders?per_page=1&orderby=id&order=desc")[0]["id"])
            self.edit_something()
            if step in (ORDERS // 3, 2 * ORDERS // 3):
                self.sandbox.control("webhooks", {"disable": 1})
            if step == ORDERS // 2:
                self.be_down()
        self.sandbox.control("webhooks", {
            "lose_percent": 0, "duplicate_percent": 0, "reorder_percent": 0})
        try:
            expected = eventually("the mirror equals the shop", self.equal,
                                  60 + ORDERS / 20)
        except AssertionError:
            print("differs:", self.differs)
            raise
        written = self.flips_by_us()
        health = self.daemon.get("/api/v1/health")["stores"][0]
        print(f"orders {len(expected)}, deleted {len(self.deleted)}, edits by "
              f"the shop {self.edits}, statuses written by us {written}, "
              f"intents by people {self.intents}, overtaken by the shop "
              f"{self.overtaken}, webhooks mended "
              f"{health['webhooks_repaired']}, deliveries "
              f"{health['deliveries']}, found by the poll "
              f"{health['found_by_poll']}")
        self.assertEqual(written, self.intents - self.overtaken)
        self.assertEqual(self.sandbox.twice(), 0)

    # ---- turmoil ----------------------------------------------------------

    def edit_something(self):
        number, act = self.dice.choice(self.alive), self.dice.random()
        # Each order has its status from one side: every write has an author.
        if number % 2 and act < 0.35:
            self.hold_or_release(number)
        elif act < 0.35:
            self.put(number, status=self.dice.choice(STATUSES))
        elif act < 0.5:
            self.put(number, customer_note=f"note {self.dice.random()}")
        elif act < 0.55:  # twice within one second
            for _ in range(2):
                self.put(number, customer_note=f"note {self.dice.random()}")
        elif act < 0.65:
            self.put(number, shipping={
                "address_1": f"{self.dice.randrange(99)} Elm St"})
        elif act < 0.70:
            self.refund(number)
        elif act < 0.75:
            self.admin(trash=number)
            self.alive.remove(number)
            self.trashed.append(number)
        elif act < 0.78 and self.trashed:
            self.admin(restore=self.trashed[0])
            self.alive.append(self.trashed.pop(0))
        elif act < 0.82 and len(self.alive) > 1:
            self.sandbox.shop("DELETE", f"/orders/{number}?force=true")
            self.alive.remove(number)
            self.deleted.add(number)

    def put(self, number, **change):
        self.edits += 1
        self.sandbox.shop("PUT", f"/orders/{number}", change)

    def admin(self, **what):
        self.edits += 1
        self.sandbox.control("shop", what)

    def refund(self, number):
        self.edits += 1
        call(self.sandbox.port, "POST",
             f"/shop/wp-json/wc/v3/orders/{number}/refunds", {"amount": "1.00"},
             {"Authorization": self.sandbox.BASIC})

    # A person here; what the rules forbid changes nothing. The next one comes
    # when the store has answered: an intent that is replaced is not written.
    def hold_or_release(self, number):
        act = self.dice.choice(("hold", "release"))
        status, answer = self.daemon.ask(f"/api/v1/orders/shop/{number}/{act}",
                                         {})
        if status == 200 and answer["status_intent"]:
            self.intents += 1
            eventually("the store has answered", lambda: not self.daemon.order(
                number)["status_intent"])
            last = [e["kind"] for e in self.daemon.get(
                f"/api/v1/orders/shop/{number}/journal")["journal"]
                if e["kind"].startswith("status.")][-1]
            self.overtaken += last == "status.overtaken"

    def be_down(self):
        self.sandbox.control("faults", {"target": "shop", "kind": "down"})
        eventually("the outage is noticed", lambda: not self.daemon.get(
            "/api/v1/health")["stores"][0]["reachable"])
        end = time.monotonic() + DOWN
        for _ in range(ORDERS // 10):  # the shop's people go on meanwhile
            number = self.dice.choice([n for n in self.alive if not n % 2])
            self.admin(order=number, status=self.dice.choice(STATUSES))
            self.sandbox.control("orders", {"count": 1})
        time.sleep(max(0, end - time.monotonic()))
        self.sandbox.control("faults", method="DELETE")

    # ---- at rest ----------------------------------------------------------

    def equal(self):
        """The shop's orders if ours are equal to them, else None."""
        shop = shop_orders(self.sandbox)
        rows = {r["id"]: r for r in self.daemon.pages("/api/v1/orders?",
                                                      "orders")}
        left = [i for i in self.deleted if i in rows and not rows[i]["gone"]]
        if left:
            self.differs = ("deleted", left)
            return None
        if set(rows) - set(shop) - self.deleted:
            self.differs = ("invented", set(rows) - set(shop) - self.deleted)
            return None
        for number, theirs in shop.items():
            wrong = difference(self.daemon, rows.get(number), theirs)
            if wrong:
                self.differs = (number, theirs["status"], wrong)
                time.sleep(1)  # a look costs both sides a whole list
                return None
        return shop

    def flips_by_us(self):
        """Statuses the daemon wrote: it signs, the shop's people do not."""
        return self.sandbox.control("shop", {})["statuses_written"]


if __name__ == "__main__":
    unittest.main(verbosity=2)

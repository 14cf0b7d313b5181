"""A shop in turmoil: edits on both sides, webhooks lost, doubled, reordered
and disabled, the shop down for a while. At rest the mirror equals the shop.
DASTOMIZED_MIRROR_ORDERS sets its size, DASTOMIZED_SEED the dice."""

import os
import random
import re
import unittest

from stand import Stand, call, eventually

ORDERS = int(os.environ.get("DASTOMIZED_MIRROR_ORDERS", "150"))
SEED = int(os.environ.get("DASTOMIZED_SEED", random.randrange(1 << 30)))
STATUSES = ("pending", "processing", "on-hold", "cancelled", "failed")


class AMirror(Stand):
    daemon_changes = {"delay": "24h", "poll": "1s", "store_extra":
                      'webhook_check_interval = "2s"\nsweep_interval = "3s"\n'
                      'poll_overlap = "10s"\nin_flight = 16'}

    def setUp(self):
        super().setUp()
        print(f"seed {SEED}, {ORDERS} orders")
        self.dice = random.Random(SEED)
        self.flips = 0      # statuses changed by the shop's people
        self.intents = 0    # statuses changed by people here
        self.deleted = set()

    def test_equals_the_shop_at_rest(self):
        self.sandbox.control("webhooks", {
            "lose_percent": 10, "duplicate_percent": 10, "reorder": 1})
        self.daemon.start()
        for step in range(ORDERS):
            self.sandbox.control("orders", {"count": 1})
            self.edit_something()
            if step in (ORDERS // 3, 2 * ORDERS // 3):
                self.sandbox.control("webhooks", {"disable": 1})
            if step == ORDERS // 2:
                self.be_down()
        self.sandbox.control("webhooks", {
            "lose_percent": 0, "duplicate_percent": 0, "reorder": 0})
        try:
            expected = eventually("the mirror equals the shop", self.equal, 60)
        except AssertionError:
            print("differs:", self.differs)
            raise
        written = self.flips_by_us(expected)
        print(f"orders {len(expected)}, deleted {len(self.deleted)}, flips by "
              f"the shop {self.flips}, by us {written}, intents by people "
              f"{self.intents}, webhooks mended "
              f"{self.daemon.get('/api/v1/health')['stores'][0]['webhooks_repaired']}")
        self.assertLessEqual(written, self.intents)
        self.assertEqual(self.sandbox.twice(), 0)

    def shop_orders(self):
        found, page = {}, 1
        while True:
            orders = self.sandbox.shop(
                "GET", f"/orders?per_page=100&orderby=id&order=asc&page={page}"
                "&status=pending,processing,on-hold,completed,cancelled,"
                "refunded,failed,trash")
            if not orders:
                return found
            found.update({o["id"]: o for o in orders})
            page += 1

    def edit_something(self):
        known = self.shop_orders()
        alive = [i for i, o in known.items() if o["status"] != "trash"]
        number, act = self.dice.choice(alive), self.dice.random()
        before = known[number]["status"]
        # Each order has its status from one side: every flip has an author.
        if number % 2 and act < 0.35:
            self.hold_or_release(number)
        elif act < 0.35:
            to = self.dice.choice(STATUSES)
            self.flips += to != before
            self.sandbox.shop("PUT", f"/orders/{number}", {"status": to})
        elif act < 0.55:
            self.sandbox.shop("PUT", f"/orders/{number}", {
                "customer_note": f"note {self.dice.random()}"})
        elif act < 0.65:
            self.sandbox.shop("PUT", f"/orders/{number}", {"shipping": {
                "address_1": f"{self.dice.randrange(99)} Elm St"}})
        elif act < 0.72:
            self.sandbox.control("shop", {"trash": number})
        elif act < 0.78 and number not in self.deleted:
            self.sandbox.shop("DELETE", f"/orders/{number}?force=true")
            self.deleted.add(number)

    # A person here; what the rules forbid changes nothing.
    def hold_or_release(self, number):
        act = self.dice.choice(("hold", "release"))
        status, _ = call(self.daemon.port, "POST",
                         f"/api/v1/orders/shop/{number}/{act}", {})
        self.intents += status == 200

    def be_down(self):
        self.sandbox.control("faults", {"target": "shop", "kind": "down"})
        eventually("the outage is noticed", lambda: not self.daemon.get(
            "/api/v1/health")["stores"][0]["reachable"])
        self.sandbox.control("faults", method="DELETE")

    def equal(self):
        """The shop's orders if ours are equal to them, else None."""
        shop = self.shop_orders()
        rows = {r["id"]: r for r in self.daemon.pages("/api/v1/orders?",
                                                      "orders")}
        if not all(rows.get(i, {}).get("gone") for i in self.deleted
                   if i in rows):
            self.differs = ("deleted", [i for i in self.deleted if i in rows
                                        and not rows[i]["gone"]])
            return None
        for number, theirs in shop.items():
            ours = rows.get(number)
            if ours is None or not self.same(ours, theirs):
                self.differs = (number, theirs["status"], ours)
                return None
        return shop

    def same(self, row, theirs):
        if theirs["status"] == "trash":
            return row["gone"] or row["status"] == "trash"
        if (row["status"], row["modified"]) != (
                theirs["status"], theirs["date_modified_gmt"] + ".000Z"):
            return False
        ours = self.daemon.order(row["id"])
        return (ours["status_intent"] is None and not ours["gone"]
                and ours["customer_note"] == theirs["customer_note"]
                and ours["shipping"]["line1"] ==
                theirs["shipping"]["address_1"]
                and ours["total"] == theirs["total"]
                and [x["id"] for x in ours["lines"]] ==
                [x["id"] for x in theirs["line_items"]])

    def flips_by_us(self, orders):
        """Holds and releases in the notes of orders whose status only people
        here change (the shop itself turns pending into processing)."""
        count = 0
        for number in (n for n in orders if n % 2):
            for note in self.sandbox.shop("GET", f"/orders/{number}/notes"):
                count += bool(re.search("status changed.*on-hold",
                                        note["note"]))
        return count


if __name__ == "__main__":
    unittest.main(verbosity=2)

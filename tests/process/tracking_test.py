"""Tracking numbers reach the store once, wherever that store keeps them, and
only then is the order completed."""

import unittest

from stand import Stand, eventually, personalized_order

AMAZON = {"created_via": "amazon", "meta_data": [
    {"key": "_wpla_amazon_order_id", "value": "113-0000000-0000001"},
    {"key": "_wpla_amazon_fulfillment_channel", "value": "MFN"}]}


class Tracking(Stand):
    daemon_changes = {"store_extra": "complete_when_shipped = true"}

    def placed(self, **changes):
        return self.sandbox.shop("POST", "/orders",
                                 personalized_order(**changes))["id"]

    def shop_fault(self, kind, match, count=1):
        self.sandbox.control("faults", {"target": "shop", "kind": kind,
                                        "match": match, "count": count})

    def completed(self, number):
        """The tracking number, once the shop's order is completed."""
        eventually("the shop's order is completed", lambda: self.sandbox.shop(
            "GET", f"/orders/{number}")["status"] == "completed")
        return self.daemon.order(number)["shipments"][0]["number"]

    def check(self, kind, kept, number=None):
        """A written number whose answer is lost, and after it the daemon, is
        there once; the order is completed only after it was read back."""
        self.shop_fault("drop_after", kind)
        self.daemon.start()
        number = number or self.placed()
        eventually("the number is at the shop", lambda: kept(number))
        self.daemon.kill()  # saves the wait until the next try
        self.daemon.start()
        tracking = self.completed(number)
        self.assertEqual(kept(number), [tracking])
        order = eventually("both know it", lambda: (
            o := self.daemon.order(number)) and o["status"] == "completed"
            and o)
        journal = self.daemon.get(
            f"/api/v1/orders/shop/{number}/journal")["journal"]
        kinds = [e["kind"] for e in journal]
        self.assertIn("shipment.written", kinds)
        wanted = next(i for i, e in enumerate(journal)
                      if e["kind"] == "status.intended")
        self.assertLess(kinds.index("shipment.written"), wanted)
        self.assertEqual(order["fulfilled"], True)

    def test_go_to_fulfillments_where_the_shop_has_them(self):
        self.sandbox.control("shop", {"fulfillments": 1})
        self.check("fulfillment", lambda n: [
            m["value"] for f in self.sandbox.shop(
                "GET", f"/orders/{n}/fulfillments")
            for m in f["meta_data"] if m["key"] == "_tracking_number"])

    def plugin_entries(self, plugin):
        return lambda n: [t["tracking_number"] for t in self.sandbox.shop(
            "GET", f"/orders/{n}/shipment-trackings", space=plugin)]

    def test_go_to_the_plugin_shipment_tracking(self):
        plugin = "wc-shipment-tracking/v3"
        self.sandbox.control("shop", {"plugin": plugin})
        self.check("tracking", self.plugin_entries(plugin))

    def test_go_to_the_plugin_ast(self):
        plugin = "wc-ast/v3"
        self.sandbox.control("shop", {"plugin": plugin})
        self.check("tracking", self.plugin_entries(plugin))

    def test_go_to_a_note_to_the_customer_elsewhere(self):
        self.check("note", lambda n: [
            x["note"].split("Tracking number: ")[1].split(".")[0]
            for x in self.sandbox.shop("GET", f"/orders/{n}/notes")
            if "Tracking number" in x["note"]])

    def test_of_amazon_go_where_wp_lister_reads_them(self):
        number = self.placed(**AMAZON)
        self.daemon.start()
        eventually("it is there", lambda: self.daemon.order(number))
        status, answer = self.daemon.ask(
            f"/api/v1/orders/shop/{number}/submit", {})
        self.assertEqual(status, 200, answer)
        tracking = self.completed(number)
        meta = {m["key"]: m["value"] for m in self.sandbox.shop(
            "GET", f"/orders/{number}")["meta_data"]}
        self.assertEqual(meta["_wpla_tracking_number"], tracking)

    def test_complete_nothing_while_they_can_not_be_read_back(self):
        self.sandbox.control("shop", {"fulfillments": 1})
        self.shop_fault("500", "fulfillments", -1)
        self.daemon.start()
        number = self.placed()
        eventually("the failure is visible", lambda: (
            o := self.daemon.order(number)) and o["tracking_problem"])
        self.assertEqual(self.sandbox.shop(
            "GET", f"/orders/{number}")["status"], "processing")
        self.sandbox.control("faults", method="DELETE")
        self.daemon.stop()
        self.daemon.start()  # tries at once
        self.completed(number)

    def test_that_the_configured_place_lacks_are_a_visible_problem(self):
        self.daemon.write_config(store_extra='tracking_target = "ast"')
        self.daemon.start()
        number = self.placed()
        problem = eventually("the failure is visible", lambda: (
            o := self.daemon.order(number)) and o["tracking_problem"])
        self.assertIn("Advanced Shipment Tracking", problem)


if __name__ == "__main__":
    unittest.main(verbosity=2)

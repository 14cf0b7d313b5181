"""Imports over real sockets, killed and resumed."""

import signal
import unittest

from stand import Stand, eventually

ORDERS = 1500


class AnImport(Stand):
    sandbox_options = ("--orders", str(ORDERS), "--still")
    # Nothing but the import brings orders.
    daemon_changes = {"poll": "1h", "store_extra":
                      "webhooks = false\npoll_overlap = \"0s\"",
                      "delay": "24h"}

    def begin(self, **plan):
        status, answer = self.daemon.ask("/api/v1/stores/shop/import", plan)
        self.assertEqual(status, 202, answer)
        return answer["href"]

    def shop_is_slow(self, slow=True):
        if slow:
            self.sandbox.control("faults", {
                "target": "shop", "match": "list", "kind": "latency",
                "ms": 300, "count": -1})
        else:
            self.sandbox.control("faults", method="DELETE")

    def finished(self, job):
        return eventually("the import ends", lambda: (
            j := self.daemon.get(job))["state"] != "running" and j)

    def shop_orders(self):
        found, page = {}, 1
        while True:
            orders = self.sandbox.shop(
                "GET", f"/orders?per_page=100&orderby=id&order=asc&page={page}"
                "&status=pending,processing,on-hold,completed,cancelled,"
                "refunded,failed")
            if not orders:
                return found
            found.update({o["id"]: o for o in orders})
            page += 1

    def check_mirror(self, expected):
        rows = {r["id"]: r for r in
                self.daemon.pages("/api/v1/orders?", "orders")}
        self.assertEqual(rows.keys(), expected.keys())
        for number, order in expected.items():
            row = rows[number]
            self.assertEqual(
                (row["status"], row["total"], row["number"], row["modified"]),
                (order["status"], order["total"], order["number"],
                 order["date_modified_gmt"] + ".000Z"))

    def test_of_all_goes_on_after_a_kill_and_counts_right(self):
        self.daemon.start()
        self.shop_is_slow()
        job = self.begin(all=True)
        eventually("it is under way", lambda: self.daemon.get(job)["done"] > 0)
        self.assertEqual(self.daemon.kill(), -signal.SIGKILL)
        self.daemon.start()
        self.daemon.program.await_line("import.resumed")
        self.shop_is_slow(False)
        ended = self.finished(job)
        report = ended["report"]
        self.assertEqual(ended["state"], "done", ended)
        self.assertEqual(ended["total"], ORDERS)
        self.assertEqual(report["created"] + report["unchanged"]
                         + report["updated"], ORDERS)
        self.assertEqual(report["failures"], 0)
        self.check_mirror(self.shop_orders())

        again = self.finished(self.begin(all=True))["report"]
        self.assertEqual(again["unchanged"], ORDERS, again)

    def test_by_ids_says_what_could_not_be_found(self):
        self.daemon.start()
        known = sorted(self.shop_orders())[:30]
        report = self.finished(self.begin(ids=[*known, 999_999]))["report"]
        self.assertEqual(report["created"], 30, report)
        self.assertEqual([f["id"] for f in report["failed"]], [999_999])
        self.assertTrue(report["failed"][0]["reason"])

    def test_by_range_brings_only_that_range(self):
        self.daemon.start()
        orders = sorted(self.shop_orders().values(),
                        key=lambda o: o["date_created_gmt"])
        since = orders[ORDERS // 2]["date_created_gmt"]
        until = orders[-1]["date_created_gmt"]
        expected = {o["id"] for o in orders
                    if since < o["date_created_gmt"] < until}
        self.assertEqual(self.finished(self.begin(
            **{"from": since + "Z", "to": until + "Z"}))["report"]["created"],
            len(expected))
        rows = self.daemon.pages("/api/v1/orders?", "orders")
        self.assertEqual({r["id"] for r in rows}, expected)

    def test_by_range_without_a_zone_is_in_the_shops_own_time(self):
        self.daemon.start()
        orders = sorted(self.shop_orders().values(),
                        key=lambda o: o["date_created"])
        self.assertNotEqual(orders[0]["date_created"],
                            orders[0]["date_created_gmt"])
        since = orders[ORDERS // 2]["date_created"]
        self.assertEqual(
            self.finished(self.begin(**{"from": since}))["report"]["created"],
            sum(o["date_created"] > since for o in orders))

    def test_ends_when_it_is_cancelled(self):
        self.daemon.start()
        self.shop_is_slow()
        job = self.begin(all=True)
        self.assertEqual(self.daemon.ask(job + "/cancel", {})[0], 202)
        ended = self.finished(job)
        self.assertEqual(ended["state"], "cancelled")
        self.assertLess(ended["done"], ORDERS)

    def test_of_old_orders_starts_no_countdown(self):
        text = self.daemon.config.read_text()
        self.daemon.config.write_text(
            text.replace("auto_submit_since = 2020-01-01T00:00:00Z",
                         "auto_submit_since = 2099-01-01T00:00:00Z"))
        self.daemon.start()
        self.finished(self.begin(all=True))
        rows = self.daemon.pages("/api/v1/orders?", "orders")
        self.assertEqual({r["countdown"]["state"] for r in rows}, {"none"})
        self.assertEqual(self.sandbox.counts(), {})


if __name__ == "__main__":
    unittest.main(verbosity=2)

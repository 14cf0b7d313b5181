"""Several stores in one daemon: one that is slow, down or misconfigured never
delays another. Prints the figures, asserts none of them."""

import json
import statistics
import time
import unittest

from stand import (HOOK_SECRET, PATH_SECRET, Sandbox, Stand, call, eventually,
                   personalized_order, signature)

STORE = """
[[store]]
name = "{name}"
url = "http://127.0.0.1:{port}/shop"
key = "ck_sandbox"
secret = "cs_sandbox"
webhook_secret = "{hook}"
path_secret = "{path}"
auto_submit_since = 2020-01-01T00:00:00Z
poll_interval = "1s"
rate = 1000
timeout = "5m"
webhooks = false
"""
ORDERS = 20


class SeveralStores(Stand):
    def setUp(self):
        super().setUp()
        self.others = {}
        text = 'webhooks = false\n'
        for name in ("second", "slow"):
            folder = self.folder / name
            folder.mkdir()
            self.others[name] = Sandbox(folder)
            self.addCleanup(self.others[name].program.end, 9)
            text += STORE.format(name=name, port=self.others[name].port,
                                 hook=HOOK_SECRET, path=PATH_SECRET)
        self.daemon.write_config(store_extra=text)
        self.daemon.start()

    def sandbox_of(self, store):
        return self.others.get(store, self.sandbox)

    def deliver(self, store, order):
        body = json.dumps(order).encode()
        return call(self.daemon.port, "POST", f"/hooks/{store}/{PATH_SECRET}",
                    body, {"Content-Type": "application/json",
                           "X-WC-Webhook-Topic": "order.created",
                           "X-WC-Webhook-Signature":
                               signature(HOOK_SECRET, body)})[0]

    def order_of(self, store, number):
        status, answer = self.daemon.call("GET",
                              f"/api/v1/orders/{store}/{number}")
        return json.loads(answer) if status == 200 else None

    def one(self, store):
        """Milliseconds from a delivery until the provider took its order; the
        store is read once more on the way."""
        placed = self.sandbox_of(store).shop("POST", "/orders",
                                             personalized_order())
        begun = time.time() * 1000
        self.assertEqual(self.deliver(store, placed), 200)
        order = eventually("submitted", lambda: (
            o := self.order_of(store, placed["id"]))
            and o["submit_status"] == "submitted" and o)
        taken = self.sandbox.control("counts?full=1")["customcat"]
        return (taken["references"][order["parts"][0]["reference"]]["at_ms"]
                - begun)

    def measure(self, what):
        for store in ("shop", "second"):
            took = sorted(self.one(store) for _ in range(ORDERS))
            print(f"{what}: {store} p50 {statistics.median(took):.1f} ms,"
                  f" most {took[-1]:.1f} ms")

    def test_that_is_slow_down_or_refused_delays_no_other(self):
        self.measure("all well")
        odd = self.others["slow"]
        odd.control("orders", {"count": 50})
        odd.control("faults", {"target": "shop", "kind": "latency",
                               "ms": 280_000, "match": "any", "count": -1})
        status, job = self.daemon.ask("/api/v1/stores/slow/import",
                                      {"all": True})
        self.assertEqual(status, 202, job)
        self.measure("one does not answer")
        # It was slow all the while.
        self.assertEqual(self.daemon.get(job["href"])["state"], "running")
        odd.program.end(9)
        self.measure("one is down")
        eventually("it is known to be down", lambda: not self.health("slow")[
            "reachable"])
        self.assertTrue(self.health("shop")["reachable"])
        self.assertTrue(self.health("second")["reachable"])

    def health(self, store):
        return next(s for s in self.daemon.get("/api/v1/health")["stores"]
                    if s["name"] == store)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""One action on many orders over real sockets: previewed, killed in the
middle, gone on by itself, cancelled; and requests that come twice."""

import collections
import json
import signal
import unittest

from stand import PATIENCE, Stand, call, eventually, verify

ORDERS = 400


class ManyOrders(Stand):
    sandbox_options = ("--orders", str(ORDERS), "--still")
    # Nothing but the import brings orders, and none goes by itself.
    daemon_changes = {"poll": "1h", "delay": "24h", "store_extra":
                      "webhooks = false\npoll_overlap = \"0s\""}

    def setUp(self):
        super().setUp()
        self.daemon.start()
        href = self.post("/api/v1/stores/shop/import", {"all": True}, 202)[
            "href"]
        self.assertEqual(self.finished(href)["state"], "done")

    def post(self, path, body, expected, **headers):
        status, answer = call(self.daemon.port, "POST", path, body, headers)
        self.assertEqual(status, expected, (path, answer))
        return json.loads(answer)

    def finished(self, job):
        return eventually("the job ends", lambda: (
            j := self.daemon.get(job))["state"] != "running" and j)

    def preview(self, action, **which):
        return self.post("/api/v1/bulk/preview",
                         {"action": action, "query": {}, **which}, 200)

    def begin(self, preview, **headers):
        return self.post("/api/v1/bulk", {"preview": preview["preview"]}, 202,
                         **headers)["href"]

    def slow_down(self):
        """Jobs wait while the shop has much to do."""
        self.sandbox.control("faults", {
            "target": "shop", "match": "write", "kind": "latency", "ms": 200,
            "percent": 100, "count": -1})

    def rows(self, job):
        found, after = [], 0
        while after is not None:
            page = self.daemon.get(f"{job}/rows?limit=50&after={after}")
            found += page["rows"]
            after = page["next_after"]
        return found

    def noted(self, number, kind, job=2):
        return sum(e["kind"] == kind and e["by"] == f"api_token (bulk job {job})"
                   for e in self.daemon.journal(number))

    def check_rows(self, job, ended):
        """A row for each that was dealt with, and each was once."""
        rows = self.rows(job)
        counts = collections.Counter(r["outcome"] for r in rows)
        report = ended["report"]
        self.assertEqual((counts["done"], counts["skipped"], counts["failed"]),
                         (report["succeeded"], report["skipped"],
                          report["failed"]))
        self.assertEqual(len({r["id"] for r in rows}), len(rows))
        return rows

    def test_are_held_once_though_it_is_killed_again_and_again(self):
        preview = self.preview("hold", reason="stock-taking")
        self.assertEqual(preview["will"] + preview["will_not"], ORDERS)
        self.assertGreater(preview["will"], ORDERS / 2)
        self.slow_down()  # so that it can not end meanwhile
        job = self.begin(preview)
        self.daemon.kill()
        for nth in (1, 3, 7, 20):
            self.daemon.launch(f"bulk.answered:{nth}")
            self.assertEqual(self.daemon.program.process.wait(PATIENCE),
                             -signal.SIGKILL)
        self.daemon.start()
        self.assertTrue(self.daemon.program.find("bulk.resumed"))
        self.sandbox.control("faults", method="DELETE")
        ended = self.finished(job)
        self.assertEqual(ended["state"], "done", ended)
        self.assertEqual(ended["report"], {"succeeded": preview["will"],
                                           "skipped": 0, "failed": 0})
        for row in self.check_rows(job, ended):
            self.assertEqual(self.noted(row["id"], "status.intended"), 1, row)
            self.assertEqual(self.noted(row["id"], "reason"), 1, row)
        eventually("the shop holds them", lambda: all(
            self.daemon.order(r["id"])["status"] == "on-hold"
            for r in self.rows(job)))
        self.assertEqual(self.daemon.stop(), 0)
        verify(self.daemon)

    def test_are_submitted_once(self):
        preview = self.preview("submit")
        sent = next(g for g in preview["groups"] if g["code"] == "sent")
        self.assertTrue(sent["will"])
        self.assertEqual(len(sent["examples"]), min(5, sent["count"]))
        job = self.begin(preview)
        eventually("it is under way", lambda: self.daemon.get(job)["done"] > 5)
        self.daemon.kill()
        self.daemon.start()
        ended = self.finished(job)
        self.assertEqual(ended["report"]["failed"], 0)
        rows = self.check_rows(job, ended)
        self.assertEqual(len(rows), preview["will"])

        def settled():
            return all(self.daemon.order(r["id"])["submit_status"]
                       not in ("queued", "submitting", "unknown")
                       for r in rows)
        eventually("nothing is open", settled)
        submitted = [r["id"] for r in rows if self.daemon.order(r["id"])
                     ["submit_status"] == "submitted"]
        self.assertGreater(len(submitted), len(rows) / 2)
        self.assertEqual(self.sandbox.twice(), 0)
        self.assertEqual(set(self.sandbox.counts().values()), {1})
        for number in submitted:
            self.assertEqual(self.noted(number, "submission.requested"), 1)

    def test_are_left_as_they_are_once_it_is_cancelled(self):
        self.slow_down()
        preview = self.preview("hold")
        job = self.begin(preview)
        eventually("it is under way", lambda: self.daemon.get(job)["done"] > 0)
        self.post(job + "/cancel", {}, 202)
        self.daemon.kill()  # the promise that it will end holds
        self.daemon.start()
        ended = self.finished(job)
        self.assertEqual(ended["state"], "cancelled")
        self.assertLess(ended["done"], preview["will"])
        done = {r["id"] for r in self.check_rows(job, ended)}
        for order in self.daemon.pages("/api/v1/orders?", "orders"):
            self.assertEqual(self.noted(order["id"], "status.intended"),
                             int(order["id"] in done))
        self.post(job + "/cancel", {}, 409)

    def test_begin_and_act_once_when_asked_twice(self):
        first, other = [o["id"] for o in self.daemon.get(
            "/api/v1/orders?limit=2&status=processing")["orders"]]
        preview = self.post("/api/v1/bulk/preview", {
            "action": "hold", "orders": [{"store": "shop", "id": first}]}, 200)
        key = {"Idempotency-Key": "begin-1"}
        job = self.begin(preview, **key)
        self.assertEqual(self.begin(preview, **key), job)
        self.assertEqual(self.begin(preview), job)  # also without a key
        self.finished(job)
        path = f"/api/v1/orders/shop/{other}/hold"
        held = self.post(path, {}, 200, **{"Idempotency-Key": "hold-1"})
        self.daemon.kill()
        self.daemon.start()
        self.assertEqual(self.begin(preview, **key), job)
        self.assertEqual(self.post(path, {}, 200,
                                   **{"Idempotency-Key": "hold-1"}), held)
        self.assertEqual(self.post(path, {"by": "bo"}, 422, **{
            "Idempotency-Key": "hold-1"})["code"], "idempotency_mismatch")
        self.assertEqual(self.post("/api/v1/bulk", {
            "preview": preview["preview"]}, 410)["code"], "preview_gone")
        self.assertEqual([j["kind"] for j in
                          self.daemon.get("/api/v1/jobs")["jobs"]],
                         ["bulk", "import"])

    def test_that_changed_are_not_acted_upon_by_what_was_seen(self):
        number = self.daemon.get("/api/v1/orders?limit=1&tab=counting_down")[
            "orders"][0]["id"]
        path = f"/api/v1/orders/shop/{number}"
        seen = {"If-Match": f'"{self.daemon.order(number)["version"]}"'}
        self.post(path + "/extend", {"minutes": 5}, 200, **seen)
        stale = self.post(path + "/hold", {}, 412, **seen)
        self.assertEqual(stale["code"], "stale")
        self.assertEqual(self.daemon.order(number)["status"], "processing")


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""kill -9 at random instants and at named points, under load and with
providers that fail by the dice; in the end nothing was made twice, nothing
that was acknowledged is lost and every order can be explained.

DASTOMIZED_KILLS sets how many times, DASTOMIZED_SEED the dice."""

import collections
import os
import random
import signal
import time
import unittest

from agree import difference, shop_orders
from load import Load
from stand import Stand, eventually, made, verify

KILLS = int(os.environ.get("DASTOMIZED_KILLS", "35"))
SEED = int(os.environ.get("DASTOMIZED_SEED", random.randrange(1 << 30)))
POINTS = ("intent.before_commit", "intent.after_commit", "provider.answered",
          "inbox.appended", "inbox.read")
LONG = 300  # seconds: what was put off twice, on a slow machine

# In percent of the calls. What is put off waits for a quarter of a minute.
DICE = [
    ("submit", 4, {"kind": "drop_after"}),
    ("submit", 3, {"kind": "drop_before"}),
    ("submit", 3, {"kind": "reset_before"}),
    ("submit", 3, {"kind": "reset_after"}),
    ("submit", 3, {"kind": "500"}),
    ("submit", 3, {"kind": "answer", "status": 500, "taken": 1}),
    ("submit", 3, {"kind": "garbage"}),
    ("submit", 3, {"kind": "cut"}),
    ("submit", 9, {"kind": "latency", "ms": 200}),
    ("submit", 3, {"kind": "429", "retry_after": 1}),
    ("release", 4, {"kind": "drop_after"}),
    ("release", 4, {"kind": "500"}),
    ("lookup", 2, {"kind": "500"}),
    ("lookup", 2, {"kind": "drop_after"}),
]


class Crashed(Stand):
    daemon_changes = {"store_extra": 'webhook_check_interval = "2s"\n'
                      'in_flight = 16', "provider_extra": 'timeout = "5s"'}

    def setUp(self):
        super().setUp()
        print(f"seed {SEED}, {KILLS} kills")
        self.dice = random.Random(SEED)
        for provider in ("customcat", "shineon"):
            for match, percent, fault in DICE:
                self.sandbox.control("faults", {
                    "target": provider, "match": match, "percent": percent,
                    "count": -1, **fault})
        self.sandbox.control("faults", {
            "target": "shop", "match": "lookup", "kind": "500", "percent": 3,
            "count": -1})
        self.load = Load(self.sandbox, self.daemon, random.Random(SEED + 1))

    def test_nothing_is_made_twice_and_nothing_is_lost(self):
        self.load.start()
        died = collections.Counter(self.cycle() for _ in range(KILLS))
        self.daemon.start()
        self.load.end()
        met = len([e for e in self.sandbox.control("log?after=0")
                   if e["what"] == "fault.met"])
        self.sandbox.control("faults", method="DELETE")
        print(f"killed {dict(died)}; orders {len(self.load.placed)}, "
              f"deliveries acknowledged {len(self.load.acknowledged)}, not "
              f"{self.load.lost}, faults met {met} of late")
        # The poll after a start brings what nobody could deliver.
        self.assertEqual(self.daemon.stop(), 0)
        self.daemon.start()
        self.check_not_twice()
        self.come_to_rest()
        self.check_deliveries()
        self.check_parts()
        self.check_agreement()
        self.assertEqual(self.daemon.stop(), 0)
        verify(self.daemon)

    def cycle(self):
        """Starts the daemon and kills it; answers where."""
        point = self.dice.choice(POINTS) if self.dice.random() < 0.4 else None
        until = self.dice.uniform(0, 0.8)
        if point:
            self.daemon.launch(f"{point}:{self.dice.randrange(1, 8)}")
            until = 20  # should nobody come by
        else:
            self.daemon.launch()
            if self.dice.random() < 0.7:  # others die while they start
                eventually("it listens", lambda: self.daemon.listens()
                           or self.daemon.program.process.poll() is not None)
        end = time.monotonic() + until
        while time.monotonic() < end and self.daemon.program.process.poll() \
                is None:
            time.sleep(0.001)
        early = self.daemon.program.process.poll()
        self.assertEqual(self.daemon.kill(), -signal.SIGKILL,
                         self.daemon.program.said()[-3000:])
        return point if early is not None else "anywhere"

    # ---- afterwards -------------------------------------------------------

    def rows(self):
        return {r["id"]: r for r in
                self.daemon.pages("/api/v1/orders?", "orders")}

    def come_to_rest(self):
        """Nothing goes on by itself; then people release what is held, and
        what was left to them to decide is submitted."""
        self.rest()
        held = [n for n in self.load.placed
                if self.daemon.order(n)["status"] == "on-hold"]
        for number in held:
            self.load.change(number, status="processing")
        self.rest()
        left = [o for o in map(self.daemon.order, self.load.placed)
                if o["submit_status"] != "submitted"]
        for order in left:
            if self.is_open(order):
                continue  # its own next try came meanwhile
            self.explain(order)
            self.daemon.ask(f"/api/v1/orders/shop/{order['id']}/submit", {})
        print(f"held in the end {len(held)}, left to people {len(left)}")
        eventually("all is submitted", lambda: all(
            r["submit_status"] == "submitted" for n, r in self.rows().items()
            if n in self.load.placed), LONG)

    def rest(self):
        eventually("the inbox is empty", lambda: all(
            d["verdict"] != "pending" for d in self.daemon.inbox()), LONG)
        self.patiently("nothing is open", lambda: next(
            (o or n for n, o in ((n, self.daemon.order(n)) for n in
             self.load.placed) if self.is_open(o)), None))

    def patiently(self, what, first_exception):
        """Until there is none; the last one is shown."""
        seen = []

        def none_left():
            seen[:] = [first_exception()]
            return seen[0] is None or time.sleep(0.3)  # a look is dear
        try:
            eventually(what, none_left, LONG)
        except AssertionError:
            print(what, "but for", seen[0])
            raise

    def is_open(self, order):
        """Waits for somebody's answer or for its time. What was put off does,
        too, but a person may hurry it; what is held waits for a person."""
        return (not order or order["request"] or order["status_intent"]
                or order["countdown"]["state"] == "running"
                or any(p["state"] == "intended"
                       or p["state"] == "unknown" and p["next_try"]
                       for p in order["parts"]))

    def explain(self, order):
        """Whoever looks at the order finds why it was not submitted."""
        reasons = [p["reason"] or p["blockers"] for p in order["parts"]
                   if p["state"] in ("refused", "blocked")]
        self.assertTrue(reasons and all(reasons), order)

    def check_deliveries(self):
        """What was acknowledged is there, and came to something."""
        inbox = {d["delivery_id"]: d for d in self.daemon.inbox()}
        lost = set(self.load.acknowledged) - set(inbox)
        self.assertEqual(lost, set(), "acknowledged and not in the inbox")
        for name, kind in self.load.acknowledged.items():
            item = inbox[name]
            if kind == "strange":
                self.assertEqual(item["verdict"], "set_aside", item)
                self.assertTrue(item["reason"], item)
            else:
                self.assertIn(item["verdict"], ("applied", "unchanged"), item)
        for number, note in self.load.ghosts.items():
            order = self.daemon.order(number)
            self.assertTrue(order, f"order {number} was lost")
            self.assertEqual(order["customer_note"], note)

    def check_not_twice(self):
        counts = self.sandbox.control("counts?full=1")
        for number in self.load.placed:
            for provider in counts:
                self.assertLessEqual(made(counts, number, provider), 1,
                                     (number, provider))

    def check_parts(self):
        """Each part once, by what the providers say, and known here."""
        counts = self.sandbox.control("counts?full=1")
        self.assertEqual([p["twice"] for p in counts.values()], [0, 0])
        known = set()
        for number, providers in self.load.placed.items():
            for provider in ("customcat", "shineon"):
                self.assertEqual(made(counts, number, provider),
                                 int(provider in providers),
                                 (number, provider))
            lines = []
            for part in self.daemon.order(number)["parts"]:
                if part["state"] == "accepted":
                    known.add(part["reference"])
                    lines += [x["line_id"] for x in part["lines"]]
            self.assertEqual(len(lines), len(providers), number)
            self.assertEqual(len(set(lines)), len(lines), number)
        self.assertEqual(known, {r for p in counts.values()
                                 for r, n in p["references"].items()
                                 if n["accepted"] > n["cancelled"]})
        print(f"parts made {len(known)}, twice 0")

    def check_agreement(self):
        def differs():
            rows = self.rows()
            for number, theirs in shop_orders(self.sandbox).items():
                wrong = difference(self.daemon, rows.get(number), theirs)
                if wrong:
                    return number, wrong
            return None
        self.patiently("both sides agree", differs)


if __name__ == "__main__":
    unittest.main(verbosity=2)

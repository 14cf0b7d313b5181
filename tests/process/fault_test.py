"""What a provider may do to a submission, over real sockets: the way the part
takes, told by its journal, and how often the provider has it in the end."""

import unittest

from stand import Stand, eventually, personalized_order

TIMEOUT = 15     # seconds a provider has to answer
LATER = 25       # a Retry-After above what would be waited anyway
# The ways a part may take; each word is an entry of its journal.
SENT = ["intended", "accepted"]
FOUND = ["intended", "unknown", "accepted"]
AGAIN = ["intended", "unknown", "not_there", "intended", "accepted"]
PUT_OFF = ["intended", "put_off", "intended", "accepted"]
REFUSED = ["intended", "refused"]
GIVEN_UP = 3 * ["intended", "unknown", "not_there"] + ["refused"]

PAGE = "<html><body><h1>It works!</h1></body></html>"
NO = {"customcat": '{"error_description":"Charge failed"}',
      "shineon": '{"error":"Something went wrong"}'}


def answer(status, body="", **more):
    return {"kind": "answer", "status": status, "message": body, **more}


# What is done to the submission (a kind or a rule; several: to one call after
# the other), the way, and how often it is made.
ROWS = [
    ("nothing", [], SENT, 1),
    ("it is taken and the answer is lost", "drop_after", FOUND, 1),
    ("the connection is closed before", "drop_before", AGAIN, 1),
    ("the connection is reset before", "reset_before", AGAIN, 1),
    ("the connection is reset after", "reset_after", FOUND, 1),
    ("500 before it is taken", answer(500), AGAIN, 1),
    ("500 after it is taken", answer(500, "{}", taken=1), FOUND, 1),
    ("502, a page of a proxy", "html", AGAIN, 1),
    ("503 after it is taken", answer(503, PAGE, taken=1), FOUND, 1),
    ("429", {"kind": "429", "retry_after": LATER}, PUT_OFF, 1),
    ("the answer takes too long",
     {"kind": "latency", "ms": 2000 * TIMEOUT}, FOUND, 1),
    ("the answer drips", {"kind": "slow_drip", "ms": 100}, FOUND, 1),
    ("garbage", "garbage", FOUND, 1),
    ("the right answer as a wrong type",
     answer(0, type="text/html", taken=1), SENT, 1),
    ("a page instead of an answer, before",
     answer(200, PAGE, type="text/html"), AGAIN, 1),
    ("a page instead of an answer, after",
     answer(200, PAGE, type="text/html", taken=1), FOUND, 1),
    ("an empty answer", answer(200, " ", taken=1), FOUND, 1),
    ("a redirect", answer(302, PAGE), AGAIN, 1),
    ("an answer cut short", "cut", FOUND, 1),
    ("an answer without end", "huge", FOUND, 1),
    ("200 with an error in it", "NO", AGAIN, 1),
    ("a definite refusal", "reject", REFUSED, 0),
    ("500 each time", [answer(500)] * 3, GIVEN_UP, 0),
    ("500, then it is taken and the answer lost",
     [answer(500), "drop_after"],
     ["intended", "unknown", "not_there", "intended", "unknown", "accepted"],
     1),
    ("the answer is lost, and the first look-ups as well",
     ["drop_after", {"kind": "500", "match": "lookup"},
      {"kind": "garbage", "match": "lookup"}], FOUND, 1),
]
HALTS = ["429"]
# ShineOn is asked first whether it has the order, and releases it at the end.
LOOKS_FIRST = [
    ("the look before fails", {"kind": "500", "match": "lookup"}, PUT_OFF, 1)]
RELEASES = [
    ("the release is lost",
     {"kind": "drop_before", "match": "release"}, FOUND, 1),
    ("the answer to the release is lost",
     {"kind": "drop_after", "match": "release"}, FOUND, 1),
    ("500 after the release",
     answer(500, match="release", taken=1), FOUND, 1),
]


class AProvider(Stand):
    daemon_changes = {"poll": "1h", "store_extra": "webhooks = false",
                      # so many at once are not the provider's trouble here
                      "provider_extra": f'timeout = "{TIMEOUT}s"\n'
                                        "breaker_after = 0"}

    def go_through(self, provider, rows):
        """All rows at once, an order for each; but those that have the
        provider left alone as a whole come last."""
        self.set_up(provider)
        for part in ([r for r in rows if r[0] not in HALTS],
                     [r for r in rows if r[0] in HALTS]):
            numbers = [self.begin(row) for row in part]
            for row, number in zip(part, numbers):
                with self.subTest(row[0]):
                    self.end(number, *row)

    def set_up(self, provider):
        self.provider = provider
        self.sandbox.control("ship_after", {"ms": 3_600_000})
        self.daemon.start()
        # It must not tell of an order before its faults are planned.
        eventually("the first poll is over", lambda: self.daemon.get(
            "/api/v1/health")["stores"][0]["last_poll"])

    def begin(self, row):
        number = self.sandbox.shop(
            "POST", "/orders", personalized_order(self.provider))["id"]
        faults = row[1] if isinstance(row[1], list) else [row[1]]
        if self.provider == "shineon" and len(faults) > 2:
            self.plan(number, {"kind": "latency", "match": "lookup"})
        for fault in faults:
            self.plan(number, fault)
        placed = self.sandbox.shop("GET", f"/orders/{number}")
        self.assertEqual(self.daemon.deliver(placed)[0], 200)
        return number

    def plan(self, number, fault):
        if fault == "NO":
            fault = answer(200, NO[self.provider])
        elif isinstance(fault, str):
            fault = {"kind": fault}
        rule = {"target": self.provider, "match": "submit",
                "about": f"{number}-", **fault}
        if rule["match"] == "release":
            del rule["about"]  # names the order by an id of the provider
        self.sandbox.control("faults", rule)

    def end(self, number, what, faults, way, made):
        part = eventually(f"{what}: {way[-1]}", lambda: self.rests(number), 180)
        entries = [e for e in self.daemon.journal(number)
                   if e["kind"].startswith("part.")]
        self.assertEqual([e["kind"][5:] for e in entries], way, entries)
        self.assertEqual(part["state"], way[-1])
        self.assertEqual(part["attempt"], way.count("intended"))
        # Whatever is asked for, it is this order's and no other's.
        taken = {r: n for r, n in self.sandbox.counts().items()
                 if r.startswith(f"{number}-") and n}
        self.assertEqual(taken, {part["reference"]: 1} if made else {})
        self.check_ledger(number, part)
        if what == "429":
            self.check_later(number, part)

    def rests(self, number):
        order = self.daemon.order(number)
        parts = order and order["parts"]
        ready = parts and (parts[0]["state"] == "accepted" or
                           parts[0]["state"] == "refused"
                           and not parts[0]["transient"])
        return ready and parts[0]

    def check_ledger(self, number, part):
        """Each sending was written down before, always the same bytes."""
        ledger = self.daemon.get(
            f"/api/v1/orders/shop/{number}/ledger")["parts"][0]["entries"]
        sent = [e for e in ledger if e["kind"] == "intended"]
        self.assertEqual([e["attempt"] for e in sent],
                         list(range(1, part["attempt"] + 1)), ledger)
        self.assertEqual({e["payload_hash"] for e in sent},
                         {part["payload_hash"]}, ledger)

    def check_later(self, number, part):
        met = [e["at_ms"] for e in self.sandbox.control("log?after=0")
               if e["what"] == "fault.met" and e["about"] == f"{number}-"]
        taken = self.sandbox.control("counts?full=1")[self.provider][
            "references"][part["reference"]]["at_ms"]
        self.assertGreaterEqual(taken, met[0] + 1000 * LATER)

    def test_of_kind_customcat(self):
        self.go_through("customcat", ROWS)

    def test_of_kind_shineon(self):
        self.go_through("shineon", ROWS + LOOKS_FIRST)

    def test_of_kind_shineon_at_the_release(self):
        self.set_up("shineon")
        for row in RELEASES:
            with self.subTest(row[0]):
                self.end(self.begin(row), *row)


if __name__ == "__main__":
    unittest.main(verbosity=2)

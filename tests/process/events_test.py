"""Changes as they come: whoever comes back, also after the daemon died, knows
in the end what the list says, and nobody is told numbers that mean nothing."""

import http.client
import os
import random
import subprocess
import unittest

from listening import Listener, events
from stand import API_TOKEN, DAEMON, PATIENCE, Stand, eventually

ROUNDS = int(os.environ.get("DASTOMIZED_KILLS", "3"))
SEED = int(os.environ.get("DASTOMIZED_SEED", random.randrange(10**6)))


class Told(Stand):
    daemon_changes = {"poll": "1h", "store_extra": "webhooks = false"}

    def listener(self, after=None):
        made = Listener(self.daemon.port, after)
        self.addCleanup(made.stop)
        return made

    def listed(self):
        rows = self.daemon.get("/api/v1/orders?limit=200")["orders"]
        return {(row["store"], row["id"]): row for row in rows}

    def agree(self, listener, orders):
        """All is done, and what was heard is what is listed."""
        def done():
            rows = self.listed()
            return (len(rows) == orders and all(
                r["submit_status"] == "submitted"
                and r["status"] == "completed" for r in rows.values())
                and listener.rows == rows)
        try:
            eventually("what was heard is what is listed", done)
        except AssertionError:
            rows = self.listed()
            print([(rows.get(k), listener.rows.get(k))
                   for k in rows.keys() | listener.rows.keys()
                   if rows.get(k) != listener.rows.get(k)][:3])
            raise
        self.assertEqual(listener.problems, [])
        self.assertEqual(listener.named("reset"), [])

    def last_heard(self, listener):
        """The number of the last change, once nothing changes any more. A row
        is told as it is, maybe with an older number than its last."""
        (_, _, hello), = self.first_of(0, 1)
        eventually("all numbers were heard",
                   lambda: listener.after == hello["seq"])
        return hello["seq"]

    def restarts_under_a_reader(self, end):
        dice = random.Random(SEED)
        print(f"seed {SEED}")
        self.daemon.start()
        listener = self.listener()
        eventually("it listens", lambda: listener.hellos)
        numbers = []
        for round_ in range(ROUNDS):
            heard = len(listener.heard)
            some = dice.randrange(6)
            for _ in range(5):
                numbers.append(self.place())
                self.announce(numbers[-1])
            eventually("it heard something",
                       lambda: len(listener.heard) >= heard + some)
            listener.may_come.clear()
            end()
            self.daemon.start()
            # What was on its way changes on to its end without a reader.
            eventually("all is completed", lambda: all(
                self.daemon.get(f"/api/v1/orders/shop/{number}")["status"]
                == "completed" for number in numbers))
            listener.may_come.set()
            eventually("it came back", lambda: listener.hellos >= round_ + 2)
        self.agree(listener, len(numbers))

    def test_a_restart_loses_nothing(self):
        self.restarts_under_a_reader(
            lambda: self.assertEqual(self.daemon.stop(), 0))

    def test_a_kill_loses_nothing(self):
        self.restarts_under_a_reader(self.daemon.kill)

    def test_who_comes_back_hears_what_was_missed(self):
        self.daemon.start()
        first = self.listener()
        eventually("it listens", lambda: first.hellos)
        self.announce(self.place())
        self.agree(first, 1)
        seen = self.last_heard(first)
        first.stop()
        missed = self.place()
        self.announce(missed)
        eventually("it is submitted", lambda: (o := self.daemon.order(missed))
                   and o["submit_status"] == "submitted")
        again = self.listener(seen)
        eventually("it heard it", lambda: again.rows.get(("shop", missed)) ==
                   self.listed()["shop", missed])
        self.assertEqual(set(again.rows), {("shop", missed)})
        self.assertEqual(again.named("reset"), [])

    def first_of(self, after, count):
        link = http.client.HTTPConnection("127.0.0.1", self.daemon.port,
                                          timeout=PATIENCE)
        self.addCleanup(link.close)
        link.request("GET", f"/api/v1/events?after={after}",
                     headers={"Authorization": f"Bearer {API_TOKEN}"})
        stream = events(link.getresponse())
        return [next(stream) for _ in range(count)]

    def test_a_number_that_means_nothing_is_answered_by_a_reset(self):
        """One that is too new here, and any before a backup was restored."""
        self.daemon.start()
        listener = self.listener()
        eventually("it listens", lambda: listener.hellos)
        self.announce(self.place())
        self.agree(listener, 1)
        newest = self.last_heard(listener)
        hello, reset = self.first_of(newest + 1, 2)
        self.assertEqual((hello[0], hello[2]["seq"]), ("hello", newest))
        self.assertEqual(reset, ("reset", str(newest), {}))
        status, made = self.daemon.ask("/api/v1/backups", {})
        self.assertEqual(status, 201)
        self.announce(self.place())
        eventually("more was heard", lambda: listener.after > newest)
        listener.stop()
        self.daemon.kill()
        data = self.folder / "data" / "orders"
        data.rename(self.folder / "before")
        subprocess.run([DAEMON, "backup", "restore", made["path"], "--config",
                        str(self.daemon.config)], check=True)
        self.daemon.start()
        hello, reset = self.first_of(listener.after, 2)
        self.assertGreater(hello[2]["seq"], listener.after)
        self.assertEqual(reset[0], "reset")


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""Steps of the wall clock, by Debian's libfaketime: a step back stops no
countdown and sends nothing again, a step forward sends what is due once."""

import glob
import os
import time
import unittest

from stand import Stand, eventually, main

LIBRARY = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")


class TheClock(Stand):
    daemon_changes = {"poll": "1h", "delay": "3s",
                      "store_extra": "webhooks = false"}

    def setUp(self):
        if not LIBRARY:
            self.skipTest("libfaketime is not installed (scripts/setup)")
        super().setUp()
        self.steps = self.folder / "step"
        self.step(0)
        self.start()
        self.step(-100)
        self.skip_unless_it_shows()
        self.step(0)

    def start(self):
        self.daemon.start(
            LD_PRELOAD=LIBRARY[0], FAKETIME_TIMESTAMP_FILE=str(self.steps),
            FAKETIME_NO_CACHE="1", FAKETIME_DONT_FAKE_MONOTONIC="1",
            # The preloaded library comes before the sanitizer's.
            ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "")
            + ":verify_asan_link_order=0")

    def step(self, seconds):
        """From now on the daemon's clock is that far from everybody's."""
        fresh = self.steps.with_suffix(".new")
        fresh.write_text(f"{seconds:+d}\n")
        fresh.rename(self.steps)

    # What a delivery was received at is the daemon's clock.
    def skip_unless_it_shows(self):
        self.daemon.deliver(b"no json")
        seen = self.daemon.inbox()[0]["received"]
        if seen > time.strftime("%Y-%m-%dT%H:%M:%S",
                                time.gmtime(time.time() - 50)):
            self.skipTest("libfaketime does not reach the daemon's clock")

    def counting(self, count):
        orders = {self.place("customcat", "shineon"): ("customcat", "shineon")
                  for _ in range(count)}
        for number in orders:
            self.announce(number)
        eventually("all count down", lambda: all(
            self.daemon.order(n) for n in orders))
        return orders

    def test_set_back_stops_no_countdown_and_sends_nothing_again(self):
        orders = self.counting(4)
        self.step(-8)
        self.all_made_once(orders)
        self.step(-600)  # all that was done lies in the future now
        by_hand = self.place("customcat")
        self.announce(by_hand)
        eventually("it is known", lambda: self.daemon.order(by_hand))
        status, said = self.daemon.ask(
            f"/api/v1/orders/shop/{by_hand}/submit", {})
        self.assertEqual(status, 200, said)
        orders[by_hand] = ("customcat",)
        self.all_made_once(orders)
        self.assertEqual(self.daemon.stop(), 0)
        self.start()  # with the clock still wrong
        orders.update(self.counting(2))
        self.assertEqual(self.daemon.stop(), 0)
        self.step(0)
        self.start()
        self.all_made_once(orders)

    def test_set_forward_sends_what_is_due_once(self):
        self.daemon.stop()
        self.daemon.write_config(delay="10m")
        self.start()
        orders = self.counting(6)
        self.assertEqual(self.sandbox.counts(), {})
        self.step(660)
        self.all_made_once(orders)
        self.step(0)  # and back: their countdowns end once more
        self.daemon.stop()
        self.daemon.write_config(delay="0s")
        self.start()
        orders.update(self.counting(1))
        self.all_made_once(orders)


if __name__ == "__main__":
    main()

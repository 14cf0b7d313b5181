"""kill -9 at each named point: every part is sent once, every delivery
processed. DASTOMIZED_KILLS sets how often each point is tried."""

import http.client
import os
import signal
import unittest

from stand import PATIENCE, Stand, eventually, personalized_order

KILLS = int(os.environ.get("DASTOMIZED_KILLS", "3"))


class Killed(Stand):
    # Deliveries are posted here and nowhere else: each can be accounted for.
    daemon_changes = {"poll": "1h", "store_extra": "webhooks = false"}

    def cycle(self, point):
        """One order whose daemon dies at `point` and is started again."""
        self.daemon.start(crash_at=point)
        # Its first poll must not tell of the order before the delivery does.
        eventually("the first poll is over", lambda: self.daemon.get(
            "/api/v1/health")["stores"][0]["last_poll"])
        placed = self.sandbox.shop("POST", "/orders", personalized_order())
        try:
            answered = self.daemon.deliver(placed)[0] == 200
        except (OSError, http.client.HTTPException):
            answered = False
        died = self.daemon.program.process.wait(PATIENCE)
        self.assertEqual(died, -signal.SIGKILL, point)
        self.daemon.start()
        eventually(f"submitted after {point}", lambda: (
            o := self.daemon.order(placed["id"]))
            and o["submit_status"] == "submitted")
        self.assertEqual(self.daemon.stop(), 0)
        return answered

    def check_point(self, point):
        answered = [self.cycle(point) for _ in range(KILLS)]
        self.daemon.start()
        counts = self.sandbox.counts()
        inbox = self.daemon.get("/api/v1/inbox?limit=200")["deliveries"]
        print(f"{point}: killed {KILLS}, answered before {sum(answered)}, "
              f"parts {len(counts)}, taken {sum(counts.values())}, "
              f"twice {self.sandbox.twice()}, deliveries {len(inbox)}, "
              f"pending {sum(d['verdict'] == 'pending' for d in inbox)}")
        self.assertEqual(list(counts.values()), [1] * KILLS)
        self.assertEqual(self.sandbox.twice(), 0)
        self.assertEqual(len(inbox), KILLS)
        # The first poll after the restart may have brought the same news.
        self.assertLessEqual({d["verdict"] for d in inbox},
                             {"applied", "unchanged"})

    def test_before_the_intent_is_committed(self):
        self.check_point("intent.before_commit")

    def test_after_the_intent_is_committed(self):
        self.check_point("intent.after_commit")

    def test_after_the_provider_took_it(self):
        self.check_point("provider.answered")

    def test_after_the_delivery_is_on_disk(self):
        self.check_point("inbox.appended")

    def test_after_the_delivery_was_read(self):
        self.check_point("inbox.read")


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""A disk that is full and one that can not be written: readiness turns red,
nothing is acknowledged, nothing that was is lost, nothing is made twice."""

import os
import subprocess
import sys

from stand import (DAEMON, PATIENCE, SKIPPED, Program, Stand, call,
                   eventually, main)

INSIDE = "DASTOMIZED_MOUNTS_ALLOWED"
SIZE = 160  # MB; RocksDB wants some for its log alone


class ADisk(Stand):
    # The disk must be full before the first of them is due.
    daemon_changes = {"poll": "1h", "delay": "30s", "store_extra":
                      "webhooks = false"}

    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.data.mkdir()
        self.mount("-t", "tmpfs", "-o", f"size={SIZE}m,mode=700", "none")
        self.addCleanup(subprocess.run, ["umount", "-l", str(self.data)])
        self.addCleanup(self.end_daemon)  # before the disk goes

    def mount(self, *how):
        subprocess.run(["mount", *how, str(self.data)], check=True)

    def fill(self):
        """Until no byte fits; more than once, as files shrink meanwhile."""
        with open(self.data / "ballast", "ab", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1 << 16))
            except OSError:
                pass

    def big(self, number):
        return b'{"nothing":%d,"of_use":"%s"}' % (number, b"x" * 500_000)

    def readiness(self):
        return call(self.daemon.port, "GET", "/readyz")[0]

    def unless_ended(self, ask):
        """The status; 503 also of a daemon that gave up, as it does before
        long: whoever supervises it starts it again."""
        try:
            return ask()
        except OSError:
            self.daemon.program.await_line(r"storage\.failed")
            return 503

    def test_that_is_full_acknowledges_nothing_and_loses_nothing(self):
        self.daemon.start()
        orders = {self.place("customcat", "shineon"): ("customcat", "shineon")
                  for _ in range(4)}
        for number in orders:
            self.announce(number)
        eventually("all count down", lambda: all(
            self.daemon.order(n) for n in orders))
        taken, number = [], 0

        def refused():  # what the log had reserved is used up first
            nonlocal number
            self.fill()
            number += 1
            status = self.unless_ended(lambda: self.daemon.deliver(
                self.big(number), **{
                    "X-WC-Webhook-Delivery-ID": f"big-{number}"})[0])
            if status == 200:
                taken.append(f"big-{number}")
            return status >= 500 and status
        self.assertEqual(eventually("a delivery is refused", refused), 503)
        self.assertEqual(self.unless_ended(self.readiness), 503)
        late = self.place("customcat")
        body = self.sandbox.shop("GET", f"/orders/{late}")
        self.assertEqual(
            self.unless_ended(lambda: self.daemon.deliver(body)[0]), 503)
        # What can not be written down is not sent, whoever asks for it.
        for number in orders:
            self.assertEqual(self.unless_ended(lambda: self.daemon.ask(
                f"/api/v1/orders/shop/{number}/submit", {})[0]), 503)
        self.assertEqual(self.sandbox.counts(), {})
        print(f"acknowledged before it was full: {len(taken)}")
        self.assertEqual(self.daemon.program.process.wait(PATIENCE), 1)
        (self.data / "ballast").unlink()
        self.daemon.start()
        eventually("it is ready", lambda: self.readiness() == 200)
        self.announce(late)
        self.all_made_once({**orders, late: ("customcat",)})
        eventually("all is judged", lambda: all(
            d["verdict"] != "pending" for d in self.daemon.inbox()))
        inbox = {d["delivery_id"]: d for d in self.daemon.inbox()}
        self.assertLessEqual(set(taken), set(inbox))
        self.assertEqual({inbox[t]["verdict"] for t in taken} - {"set_aside"},
                         set())

    def test_that_can_not_be_written_is_refused_at_the_start(self):
        self.daemon.start()
        orders = {self.place("customcat"): ("customcat",)}
        for number in orders:
            self.announce(number)
        self.all_made_once(orders)
        self.assertEqual(self.daemon.stop(), 0)
        self.mount("-o", "remount,bind,ro")
        tried = Program(self.folder / "refused.log",
                        [DAEMON, "run", "--config", str(self.daemon.config)])
        self.assertEqual(tried.process.wait(PATIENCE), 1)
        self.assertRegex(tried.said(), "(?i)read-only")
        self.assertIn(str(self.data), tried.said())
        self.mount("-o", "remount,bind,rw")
        self.daemon.start()
        self.all_made_once(orders)


def with_mounts():
    """Goes on in a mount namespace of its own, or says why not."""
    for way in (["unshare", "-m"], ["unshare", "-rm"]):
        probe = subprocess.run([*way, "mount", "-t", "tmpfs", "none", "/mnt"],
                               capture_output=True, text=True)
        if probe.returncode == 0:
            os.environ[INSIDE] = "1"
            os.execvp(way[0], [*way, sys.executable, "-B", *sys.argv])
    print(f"SKIPPED: no file system can be mounted here: {probe.stderr}")
    sys.exit(SKIPPED)


if __name__ == "__main__":
    main() if os.environ.get(INSIDE) else with_mounts()

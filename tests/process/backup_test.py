"""Backups of a daemon at work: made, verified, restored elsewhere."""

import json
import subprocess
import threading
import unittest

from stand import DAEMON, Daemon, Stand, eventually, personalized_order

DURING, AFTER = 24, 6  # orders placed while a backup is made, and later
ORDERS = DURING + AFTER


def dastomized(*arguments):
    """(exit code, what it printed, what it complained of)"""
    done = subprocess.run([DAEMON, *map(str, arguments)], timeout=120,
                          capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


class BackedUp(Stand):
    # Deliveries are posted here and nowhere else: each can be accounted for.
    daemon_changes = {"poll": "1h", "store_extra":
                      "webhooks = false\ncomplete_when_shipped = false"}

    def place(self, count):
        """Orders that submit themselves at once; each posted as a webhook.
        Every other one goes to ShineOn, which takes one reference twice."""
        placed = []
        for n in range(count):
            order = personalized_order()
            if n % 2:
                order["line_items"][0]["sku"] = "SO-10827365"
            placed.append(self.sandbox.shop("POST", "/orders", order))
            self.assertEqual(self.daemon.deliver(placed[-1])[0], 200)
        return placed

    def all_submitted(self, daemon, count):
        eventually(f"{count} orders are submitted", lambda: daemon.get(
            "/api/v1/orders?limit=1&submit_status=submitted")["total"]
            == count)

    def create(self):
        code, said, why = dastomized("backup", "create",
                                     "--config", self.daemon.config)
        self.assertEqual(code, 0, why)
        return json.loads(said)

    def verified(self, *arguments):
        code, said, why = dastomized(*arguments, "--json")
        self.assertEqual(code, 0, said + why)
        report = json.loads(said)
        self.assertTrue(report["clean"])
        return report

    def backup_under_load(self):
        """While orders come and are sent; then all the others come too."""
        self.daemon.start()
        load = threading.Thread(target=self.place, args=(DURING,))
        load.start()
        eventually("some parts are sent",
                   lambda: len(self.sandbox.counts()) >= DURING // 4)
        made = self.create()
        load.join()
        later = self.place(AFTER)
        self.all_submitted(self.daemon, ORDERS)
        return made, later

    def elsewhere(self):
        folder = self.folder / "elsewhere"
        folder.mkdir()
        other = Daemon(folder, self.sandbox.port, **self.daemon_changes)
        self.addCleanup(lambda: other.program and other.kill())
        return other

    def restore(self, made, other):
        code, said, why = dastomized("backup", "restore", made["path"],
                                     "--config", other.config)
        self.assertEqual(code, 0, said + why)

    def test_a_backup_under_load_is_restored_whole(self):
        made, _ = self.backup_under_load()
        self.assertTrue(made["path"].startswith(f"{self.folder}/data/backups/"))
        report = self.verified("backup", "verify", made["path"])
        self.assertEqual(report["orders"], made["orders"])
        self.assertLessEqual(report["parts_sent"], DURING)
        beside = self.verified("verify", "--config", self.daemon.config)
        self.assertEqual((beside["orders"], beside["parts_sent"]),
                         (ORDERS, ORDERS))
        other = self.elsewhere()
        self.restore(made, other)
        self.daemon.kill()
        again = self.verified("verify", "--data", other.folder / "data")
        for what in ("orders", "parts_sent", "deliveries", "ledger"):
            self.assertEqual(again[what], report[what], what)
        print(f"backup of {report['orders']} orders, {report['parts_sent']} "
              f"parts sent and {report['pending']} deliveries pending; "
              f"{ORDERS} orders in the end")

    def test_nothing_is_sent_twice_after_a_restore(self):
        """Not even what would look like another order to the provider."""
        self.sandbox.control("ship_after", {"ms": 3_600_000})
        made, later = self.backup_under_load()
        self.daemon.kill()
        for order in later:
            self.sandbox.shop("PUT", f"/orders/{order['id']}", {
                "shipping": {**order["shipping"], "address_2": "Apt 4"}})
        other = self.elsewhere()
        self.restore(made, other)
        other.write_config(poll="1s")
        other.start()
        self.all_submitted(other, ORDERS)
        self.assertEqual(self.sandbox.twice(), 0)
        self.assertEqual(set(self.sandbox.counts().values()), {1})

    def test_what_is_there_is_not_replaced(self):
        self.daemon.start()
        made = self.create()
        restore = ("backup", "restore", made["path"],
                   "--config", self.daemon.config)
        code, _, why = dastomized(*restore)
        self.assertEqual(code, 1)
        self.assertIn("in use by another process", why)
        self.assertEqual(self.daemon.stop(), 0)
        code, _, why = dastomized(*restore)
        self.assertEqual(code, 1)
        self.assertIn("is not empty", why)
        code, _, why = dastomized("backup", "create",
                                  "--config", self.daemon.config)
        self.assertEqual(code, 1)
        self.assertIn("no backup by the daemon at", why)

    def test_a_restored_daemon_says_so(self):
        self.daemon.start()
        other = self.elsewhere()
        self.restore(self.create(), other)
        other.start()
        self.assertTrue(other.program.find(r"storage\.restored_from_backup"))
        self.assertFalse(
            self.daemon.program.find(r"storage\.restored_from_backup"))

    def test_a_damaged_directory_is_reported(self):
        self.daemon.start()
        self.place(1)
        self.all_submitted(self.daemon, 1)
        made = self.create()
        tables = sorted((self.folder / "data/backups").glob("*/*.sst"))
        self.assertTrue(tables)
        for table in tables:
            bytes_of = bytearray(table.read_bytes())
            bytes_of[30] ^= 0x40
            table.unlink()  # a hard link: the daemon's own stays whole
            table.write_bytes(bytes_of)
        code, said, why = dastomized("backup", "verify", made["path"])
        self.assertEqual(code, 1)
        self.assertIn("Corruption", said + why)
        self.assertIn(".sst", said + why)
        self.verified("verify", "--config", self.daemon.config)


if __name__ == "__main__":
    unittest.main(verbosity=2)

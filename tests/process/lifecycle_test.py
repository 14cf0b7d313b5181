"""Start, stop, reload, refusals, and the whole way of one order."""

import os
import signal
import socket
import unittest

from stand import (DAEMON, GOLDEN, PATH_SECRET, PATIENCE, Daemon, Program,
                   Stand, call, eventually, personalized_order)

TOPICS = {"order.created", "order.updated", "order.deleted", "order.restored"}


class AnOrder(Stand):
    # The poll comes too late to help: news must come by webhook.
    daemon_changes = {"poll": "1h", "store_extra":
                      'complete_when_shipped = true'}

    def test_goes_from_a_webhook_to_completed_with_tracking(self):
        self.daemon.start()
        self.hooks_are_active()
        placed = self.sandbox.shop("POST", "/orders", personalized_order())
        self.came_by_webhook(placed["id"])

        order = eventually("the order is fulfilled", lambda: (
            o := self.daemon.order(placed["id"])) and o["fulfilled"]
            and o["status"] == "completed" and o)

        self.assertEqual(order["submit_status"], "submitted")
        self.assertEqual(self.sandbox.counts(),
                         {order["parts"][0]["reference"]: 1})
        number = order["shipments"][0]["number"]
        there = self.sandbox.shop("GET", f"/orders/{placed['id']}")
        self.assertEqual(there["status"], "completed")
        notes = self.sandbox.shop("GET", f"/orders/{placed['id']}/notes")
        told = [n for n in notes if number in n["note"]]
        self.assertEqual(len(told), 1, notes)

    def hooks_are_active(self):
        return eventually("four webhooks are active", lambda: (
            h := self.sandbox.shop("GET", "/webhooks")) and len(h) == 4
            and {w["topic"] for w in h} == TOPICS
            and {w["status"] for w in h} == {"active"} and h)

    def repaired(self):
        return self.daemon.get("/api/v1/health")["stores"][0][
            "webhooks_repaired"]

    def came_by_webhook(self, number):
        """That it is there proves nothing: who makes webhooks polls, too."""
        eventually("it came by webhook", lambda: number in {
            d["order"] for d in self.daemon.inbox()})
        eventually("the order is there", lambda: self.daemon.order(number))

    def test_finds_its_webhooks_mended_after_the_store_disabled_them(self):
        self.daemon.write_config(store_extra='webhook_check_interval = "1s"')
        self.daemon.start()
        first = {w["id"] for w in self.hooks_are_active()}
        eventually("all are counted", lambda: self.repaired() == 4)
        self.sandbox.control("webhooks", {"disable": 1})
        # Made while nobody would announce it: the poll is asked at once.
        placed = self.sandbox.shop("POST", "/orders", personalized_order())
        eventually("the order is there",
                   lambda: self.daemon.order(placed["id"]))
        second = {w["id"] for w in self.hooks_are_active()}
        self.assertFalse(first & second)
        # The shop knows of the last before the daemon has heard its answer.
        eventually("all are counted", lambda: self.repaired() >= 4 + 8)
        self.assertEqual(self.repaired(), 4 + 8)

    def test_comes_by_the_new_path_after_the_secret_was_changed(self):
        self.daemon.start()
        self.hooks_are_active()
        text = self.daemon.config.read_text()
        self.daemon.config.write_text(
            text.replace(PATH_SECRET, "another-path-secret-1"))
        self.daemon.program.process.send_signal(signal.SIGHUP)
        eventually("the webhooks have the new address", lambda: all(
            w["delivery_url"].endswith("/hooks/shop/another-path-secret-1")
            for w in self.hooks_are_active()))
        placed = self.sandbox.shop("POST", "/orders", personalized_order())
        self.came_by_webhook(placed["id"])
        self.assertEqual(self.daemon.deliver(placed)[0], 404)  # the old path

    def test_is_announced_with_secrets_nobody_configured(self):
        text = self.daemon.config.read_text()
        for line in text.splitlines():
            if line.startswith(("webhook_secret", "path_secret")):
                text = text.replace(line + "\n", "", 1)
        self.daemon.config.write_text(text)
        self.daemon.start()
        hooks = self.hooks_are_active()
        self.came_by_webhook(self.place("customcat"))
        eventually("they are noted", lambda: self.repaired() == 4)
        self.daemon.stop()
        self.daemon.start()
        self.came_by_webhook(self.place("customcat"))
        self.assertEqual(hooks, self.hooks_are_active())
        self.assertEqual(self.repaired(), 0)

    def test_is_taken_while_the_provider_is_down_and_submitted_later(self):
        self.sandbox.control("faults", {"target": "customcat", "kind": "down",
                                        "match": "any"})
        self.daemon.start()
        placed = self.sandbox.shop("POST", "/orders", personalized_order())
        status, _ = self.daemon.deliver(placed)
        self.assertEqual(status, 200)
        tried = eventually("a retry is visible", lambda: (
            o := self.daemon.order(placed["id"])) and o["parts"]
            and o["parts"][0]["reason"] and o["parts"][0])
        self.assertTrue(tried["next_try"], tried)
        self.assertEqual(self.sandbox.counts(), {})
        self.sandbox.control("faults", method="DELETE")
        eventually("it is submitted", lambda: self.daemon.order(
            placed["id"])["submit_status"] == "submitted")
        self.assertEqual(list(self.sandbox.counts().values()), [1])


class ADelivery(Stand):
    def setUp(self):
        super().setUp()
        self.daemon.start()

    def verdicts(self):
        return {d["verdict"] for d in self.daemon.get("/api/v1/inbox")["deliveries"]}

    def test_with_a_wrong_or_no_signature_is_refused(self):
        wrong, _ = self.daemon.deliver(b"{}", secret="another")
        none, _ = call(self.daemon.port, "POST", f"/hooks/shop/{PATH_SECRET}",
                       b"{}", {"Content-Type": "application/json"})
        nowhere, _ = call(self.daemon.port, "POST", "/hooks/shop/guessed", b"")
        self.assertEqual((wrong, none, nowhere), (401, 401, 404))
        self.assertEqual(self.daemon.get("/api/v1/inbox")["deliveries"], [])

    def test_that_is_no_order_is_kept_with_a_reason(self):
        strange = [b"no json", b"[1]", b'{"id":1}x', b'{"id":"seven"}',
                   b'{"code":"woocommerce_rest_cannot_view","message":"no"}',
                   b'{"id":7,"name":"a product","type":"simple"}',
                   b'{"id":7,"status":"processing"', b"\xff\xfe"]
        for body in strange:
            self.assertEqual(self.daemon.deliver(body)[0], 200, body)
        items = eventually("all are judged", lambda: (
            i := self.daemon.get("/api/v1/inbox")["deliveries"])
            and all(d["verdict"] != "pending" for d in i) and i)
        self.assertEqual({d["verdict"] for d in items}, {"set_aside"})
        self.assertEqual(len(items), len(strange))
        self.assertTrue(all(d["reason"] for d in items), items)

    def test_over_the_limit_is_refused_and_a_slow_one_cut_off(self):
        head = (f"POST /hooks/shop/{PATH_SECRET} HTTP/1.1\r\nHost: x\r\n"
                "Content-Length: 11000000\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.daemon.port)) as s:
            s.sendall(head.encode())
            self.assertIn(b" 413 ", s.recv(100))
        with socket.create_connection(("127.0.0.1", self.daemon.port)) as s:
            s.sendall(head.replace("11000000", "11").encode() + b"{")
            self.assertIn(b" 408 ", s.recv(100))


class TheDaemon(Stand):
    def test_tells_systemd_and_ends_in_order(self):
        path = str(self.folder / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
            heard.bind(path)
            heard.settimeout(30)
            os.environ["NOTIFY_SOCKET"] = path
            self.addCleanup(os.environ.pop, "NOTIFY_SOCKET", None)
            self.daemon.start()
            said = heard.recv(4096)
            self.assertIn(b"READY=1", said)
            self.assertEqual(self.daemon.stop(), 0)
            while b"STOPPING=1" not in said:
                said = heard.recv(4096)
        self.assertTrue(self.daemon.program.find(r"daemon\.stopped"))

    def test_takes_a_changed_configuration_over_or_keeps_the_old(self):
        self.daemon.start()
        self.daemon.write_config(delay="1h")
        self.daemon.program.process.send_signal(signal.SIGHUP)
        self.daemon.program.await_line(r"config\.reloaded changes=[1-9]")
        placed = self.sandbox.shop("POST", "/orders", personalized_order())
        self.daemon.deliver(placed)
        order = eventually("it counts down",
                           lambda: self.daemon.order(placed["id"]))
        self.assertEqual(order["countdown"]["delay_ms"], 3_600_000)

        self.daemon.write_config(delay="soon")
        self.daemon.program.process.send_signal(signal.SIGHUP)
        self.daemon.program.await_line(r"config\.refused")
        self.assertEqual(call(self.daemon.port, "GET", "/readyz")[0], 200)

    def test_refuses_a_data_directory_in_use(self):
        self.daemon.start()
        second = Daemon(self.folder, self.sandbox.port)
        self.addCleanup(second.reserved.close)
        second.program = Program(self.folder / "second.log",
                                 [DAEMON, "run", "--config",
                                  str(second.config)])
        self.assertEqual(second.program.process.wait(PATIENCE), 1)
        self.assertRegex(second.program.said(), "in use|another")

    def test_refuses_a_data_directory_it_can_not_make(self):
        (self.folder / "data").write_text("a file is in the way")
        refused = Program(self.folder / "refused.log",
                          [DAEMON, "run", "--config", str(self.daemon.config)])
        self.assertEqual(refused.process.wait(PATIENCE), 1)
        self.assertIn(str(self.folder / "data"), refused.said())

    def test_names_every_mistake_of_a_configuration_and_ends_with_78(self):
        for bad in sorted((GOLDEN / "config").glob("*.toml")):
            expected = bad.with_suffix(".expected").read_text()
            for command in (["check-config", str(bad)],
                            ["run", "--config", str(bad)]):
                tried = Program(self.folder / f"{bad.stem}.log",
                                [DAEMON, *command])
                code = tried.process.wait(PATIENCE)
                if "error:" not in expected:
                    continue
                self.assertEqual(code, 78, bad)
                said = tried.said().replace(f"{GOLDEN}/config/", "")
                for line in expected.splitlines():
                    self.assertIn(line, said)

    def test_starts_again_where_it_was_killed(self):
        self.daemon.write_config(delay="1h")
        self.daemon.start()
        placed = self.sandbox.shop("POST", "/orders", personalized_order())
        self.daemon.deliver(placed)
        before = eventually("it is there",
                            lambda: self.daemon.order(placed["id"]))
        self.assertEqual(self.daemon.kill(), -signal.SIGKILL)
        self.daemon.start()
        after = self.daemon.order(placed["id"])
        self.assertEqual(after["countdown"]["due"], before["countdown"]["due"])
        self.assertEqual(after["version"], before["version"])


if __name__ == "__main__":
    unittest.main(verbosity=2)

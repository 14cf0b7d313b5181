"""Processes that stand still and a store that is away: work goes on after,
and nothing is made twice."""

import signal
import threading
import time

from stand import (DAEMON, PATIENCE, Daemon, Program, Sandbox, Stand,
                   eventually, main, personalized_order)

BOTH = ("customcat", "shineon")


class StandingStill(Stand):
    daemon_changes = {"poll": "1h", "store_extra":
                      "webhooks = false\nin_flight = 16",
                      "provider_extra": "in_flight = 16"}

    def last_due(self, orders):
        return max(self.daemon.order(n)["countdown"]["due"] or ""
                   for n in orders)

    def test_of_the_daemon_while_countdowns_end(self):
        # All below must be done before the first of them ends.
        self.daemon.write_config(delay="20s")
        self.daemon.start()
        orders = {self.place(*BOTH): BOTH for _ in range(8)}
        late = self.place("customcat")
        body = self.sandbox.shop("GET", f"/orders/{late}")
        for number in orders:
            self.announce(number)
        eventually("all count down", lambda: all(
            self.daemon.order(n) for n in orders))
        due = self.last_due(orders)
        self.daemon.program.process.send_signal(signal.SIGSTOP)
        answers = []
        asking = threading.Thread(
            target=lambda: answers.append(self.daemon.deliver(body)))
        asking.start()
        eventually("all should have ended", lambda: time.strftime(
            "%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() - 2)) > due)
        self.assertEqual(sum(self.sandbox.counts().values()), 0)
        self.daemon.program.process.send_signal(signal.SIGCONT)
        asking.join()
        self.assertEqual(answers[0][0], 200)
        self.all_made_once({**orders, late: ("customcat",)})

    def test_of_the_providers_while_sends_are_under_way(self):
        apart = self.folder / "providers"
        apart.mkdir()
        providers = Sandbox(apart)
        self.addCleanup(providers.program.end, signal.SIGKILL)
        self.daemon.write_config(
            providers=providers.port,
            provider_extra='timeout = "3s"\nin_flight = 16')
        self.daemon.start()
        for provider in BOTH:
            providers.control("faults", {
                "target": provider, "match": "submit", "kind": "latency",
                "ms": 2000, "count": -1})
        orders = {self.place(*BOTH): BOTH for _ in range(8)}
        for number in orders:
            self.announce(number)

        def taken():
            return len([e for e in providers.control("log?after=0") if e[
                "what"] in ("customcat.accepted", "shineon.created")])
        eventually("some are taken and not answered", lambda: taken() >= 4)
        providers.program.process.send_signal(signal.SIGSTOP)
        eventually("none is in the air", lambda: not any(
            p["state"] == "intended" for n in orders
            for p in self.daemon.order(n)["parts"]))
        states = [p["state"] for n in orders
                  for p in self.daemon.order(n)["parts"]]
        print(f"{states.count('unknown')} unknown of {len(states)}")
        self.assertGreaterEqual(states.count("unknown"), 1)
        for number in orders:
            if "unknown" in {p["state"] for p in
                             self.daemon.order(number)["parts"]}:
                said = self.daemon.ask(
                    f"/api/v1/orders/shop/{number}/submit", {})
                self.assertEqual(said[0], 409, said)
        providers.program.process.send_signal(signal.SIGCONT)
        providers.control("faults", method="DELETE")
        self.all_made_once(orders, providers, 180)

    def test_of_a_daemon_keeps_a_second_one_out(self):
        self.daemon.start()
        orders = {self.place("customcat"): ("customcat",)}
        self.daemon.program.process.send_signal(signal.SIGSTOP)
        second = Daemon(self.folder, self.sandbox.port)
        self.addCleanup(second.reserved.close)
        second.program = Program(
            self.folder / "second.log",
            [DAEMON, "run", "--config", str(second.config)])
        self.assertEqual(second.program.process.wait(PATIENCE), 1)
        self.assertRegex(second.program.said(), "in use|another")
        self.daemon.program.process.send_signal(signal.SIGCONT)
        for number in orders:
            self.announce(number)
        self.all_made_once(orders)


class AStoreAway(Stand):
    daemon_changes = {"store_extra": "webhooks = false"}

    def test_and_keys_revoked_delay_what_they_must_and_no_more(self):
        self.daemon.start()
        first = self.sandbox.shop("POST", "/orders", personalized_order(*BOTH))
        orders = {first["id"]: BOTH,
                  **{self.place(*BOTH): BOTH for _ in range(5)}}
        for number in orders:  # the poll has not to tell of them first
            eventually("it is known", lambda: self.daemon.order(number))
        self.all_made_once(orders)

        self.sandbox.control("faults", {"target": "shop", "kind": "down"})
        self.trouble_is_named("")
        news = self.hear_of_orders_nobody_can_read(first, 700_000)
        self.sandbox.control("faults", method="DELETE")
        self.sandbox.control("faults", {
            "target": "shop", "kind": "answer", "status": 401, "count": -1,
            "message": '{"code":"woocommerce_rest_authentication_error",'
                       '"message":"Invalid signature"}'})
        self.trouble_is_named("authentication_error")
        news += self.hear_of_orders_nobody_can_read(first, 800_000)
        self.assertTrue(all(
            self.daemon.order(n)["submit_status"] != "submitted" for n in news))
        self.sandbox.control("faults", method="DELETE")

        # The store answers: it never had those orders, and takes new ones.
        eventually("it is reachable again", lambda: self.daemon.get(
            "/api/v1/health")["stores"][0]["reachable"], 120)
        more = {self.place(*BOTH): BOTH for _ in range(3)}
        self.all_made_once({**orders, **more}, patience=120)
        eventually("the store said that they are not there", lambda: all(
            self.daemon.order(n)["gone"] for n in news), 120)
        self.assertEqual(len(self.sandbox.counts()), 2 * len(orders | more))

    def trouble_is_named(self, words):
        def named():
            store = self.daemon.get("/api/v1/health")["stores"][0]
            problem = not store["reachable"] and store["problem"]
            return problem and words in problem
        eventually("the trouble is named", named)

    def hear_of_orders_nobody_can_read(self, like, first):
        """Intake goes on; what must be read first waits."""
        numbers = list(range(first, first + 3))
        for number in numbers:
            self.assertEqual(self.daemon.deliver(
                {**like, "id": number, "number": str(number)})[0], 200)
        eventually("they are shown", lambda: all(
            (o := self.daemon.order(n)) and o["request"] for n in numbers))
        return numbers


if __name__ == "__main__":
    main()

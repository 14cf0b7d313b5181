"""A shop's busy day for tests that do harm meanwhile: orders come and change,
and each change is announced to the daemon, which may be dead."""

import http.client
import json
import threading

from stand import personalized_order

GONE = (OSError, http.client.HTTPException, ValueError)
STRANGE = (b"no json", b'{"id":"seven"}', b'{"id":7,"status":"processing"')
PATIENCE = 8  # deliveries in a row that nobody takes; then it waits for somebody
PROVIDERS = (("customcat",), ("shineon",), ("customcat", "shineon"))


class Load(threading.Thread):
    """What was done stands in its members once it has ended."""

    def __init__(self, sandbox, daemon, dice, pause=0.05):
        super().__init__(daemon=True)
        self.sandbox, self.daemon, self.dice = sandbox, daemon, dice
        self.pause, self.enough = pause, threading.Event()
        self.placed = {}          # {order: its providers}
        self.acknowledged = {}    # {delivery: its kind}
        self.lost = 0             # deliveries that were not
        self.in_vain = 0          # of them, since one was
        self.ghosts = {}          # {order only we announced: its note}
        self.held = []
        self.failed = None

    def run(self):
        try:
            while not self.enough.wait(self.dice.uniform(0, self.pause)):
                if self.in_vain < PATIENCE or self.daemon.listens():
                    self.do_something()
        except Exception as error:  # told to who waits for the end
            self.failed = error

    def end(self):
        self.enough.set()
        self.join()
        if self.failed:
            raise self.failed

    def do_something(self):
        act = self.dice.random()
        if act < 0.5 or len(self.placed) < 3:
            return self.place()
        recent = self.dice.choice(list(self.placed)[-10:])
        if act < 0.65:
            self.change(recent, customer_note=f"note {self.dice.random()}")
        elif act < 0.75:
            self.change(recent, status="on-hold")
            self.held.append(recent)
        elif act < 0.8 and self.held:
            self.change(self.held.pop(0), status="processing")
        elif act < 0.87:
            self.announce_ghost()
        elif act < 0.92:
            self.deliver(self.dice.choice(STRANGE), "strange")
        else:
            self.ask(recent, self.dice.choice(("submit", "hold", "release")))

    def place(self):
        providers = self.dice.choice(PROVIDERS)
        placed = self.sandbox.shop("POST", "/orders",
                                   personalized_order(*providers))
        self.placed[placed["id"]] = providers
        for _ in range(self.dice.choice((1, 1, 2))):
            self.deliver(placed, "order")

    def change(self, number, **what):
        self.deliver(self.sandbox.shop("PUT", f"/orders/{number}", what),
                     "order")

    # The shop does not know it: nothing but this delivery tells of it.
    def announce_ghost(self):
        number = 900_000 + len(self.ghosts) + self.lost
        note = f"ghost {self.dice.random()}"
        body = personalized_order(
            id=number, status="pending", number=str(number),
            customer_note=note, date_created_gmt="2026-01-01T10:00:00",
            date_modified_gmt="2026-01-01T10:00:00", total="17.90",
            date_paid_gmt=None)
        if self.deliver(body, "ghost"):
            self.ghosts[number] = note

    def deliver(self, body, kind):
        if isinstance(body, dict):
            body = json.dumps(body).encode()
        name = f"load-{len(self.acknowledged) + self.lost}"
        try:
            taken = self.daemon.deliver(body, **{
                "X-WC-Webhook-Delivery-ID": name})[0] == 200
        except GONE:
            taken = False
        if taken:
            self.acknowledged[name] = kind
            self.in_vain = 0
        else:
            self.lost += 1
            self.in_vain += 1
        return taken

    # Whether a person's wish comes true is not what is counted here.
    def ask(self, number, what):
        try:
            self.daemon.ask(f"/api/v1/orders/shop/{number}/{what}", {})
        except GONE:
            pass

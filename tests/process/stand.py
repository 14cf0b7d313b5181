"""Real processes over real sockets: a sandbox and a daemon beside it.

The programs' paths come from the environment (CTest sets it): DASTOMIZED,
DASTOMIZED_SANDBOX, DASTOMIZED_GOLDEN. Everything is written below one
temporary folder and goes with it.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

DAEMON = os.environ["DASTOMIZED"]
SANDBOX = os.environ["DASTOMIZED_SANDBOX"]
GOLDEN = pathlib.Path(os.environ["DASTOMIZED_GOLDEN"])
API_TOKEN = "token-of-the-tests"  # an admin's
HOOK_SECRET = "hook-secret-of-the-shop"
PATH_SECRET = "path-secret-of-the-shop-1"
PATIENCE = 180  # seconds until a condition that does not come is a failure


def eventually(what, condition, patience=PATIENCE):
    """The value of `condition` once it is true. The only place that waits;
    how long it takes decides nothing."""
    end = time.monotonic() + patience
    while True:
        last = time.monotonic() > end  # the last look begins after the end
        value = condition()
        if value:
            return value
        if last:
            raise AssertionError(f"did not come about: {what}")
        time.sleep(0.02)


def reserved_port():
    """A bound socket. While it is held nobody else is given its port, and a
    server that reuses addresses can listen there all the same."""
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 0))
    return s


def call(port, method, path, body=None, headers=None, timeout=PATIENCE):
    """(status, body as bytes); a dict or list is sent as JSON. What asks the
    API does so with our token, unless it brings a credential or says None."""
    headers = dict(headers or {})
    if path.startswith("/api/") or path == "/metrics":
        headers.setdefault("Authorization", f"Bearer {API_TOKEN}")
    headers = {k: v for k, v in headers.items() if v is not None}
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    if isinstance(body, str):
        body = body.encode()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        return answer.status, answer.read()
    finally:
        link.close()


def signature(secret, body):
    mac = hmac.new(secret.encode(), body, hashlib.sha256)
    return base64.b64encode(mac.digest()).decode()


class Program:
    """One process whose lines go to a file."""

    def __init__(self, log, command, environment=None):
        self.log = log
        with open(log, "ab") as out:
            self.read_from = out.tell()
            self.process = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **(environment or {})})

    def said(self):
        with open(self.log, "rb") as lines:
            lines.seek(self.read_from)
            return lines.read().decode(errors="replace")

    def find(self, pattern):
        return re.search(pattern, self.said())

    def await_line(self, pattern):
        def found():
            ended = self.process.poll() is not None
            match = self.find(pattern)
            if ended and not match:
                raise AssertionError(f"ended without {pattern!r}:\n"
                                     + self.said())
            return match
        return eventually(pattern, found)

    def end(self, how=signal.SIGTERM):
        """The exit code; negative: the signal that ended it."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(PATIENCE)


class Sandbox:
    BASIC = "Basic " + base64.b64encode(b"ck_sandbox:cs_sandbox").decode()

    def __init__(self, folder, *options):
        self.program = Program(
            folder / "sandbox.log",
            [SANDBOX, "--port", "0", "--accept-basic", "--ship-after-ms",
             "100", "--queue-interval-ms", "50", *options])
        line = self.program.await_line(r"sandbox\.listening port=(\d+)")
        self.port = int(line[1])

    def control(self, knob, body=None, method=None):
        method = method or ("GET" if body is None else "POST")
        status, answer = call(self.port, method, f"/control/{knob}", body)
        assert status == 200, (knob, status, answer)
        return json.loads(answer)

    def shop(self, method, path, body=None, space="wc/v3"):
        """A call of the shop's REST API by somebody with its keys."""
        status, answer = call(self.port, method, f"/shop/wp-json/{space}{path}",
                              body, {"Authorization": self.BASIC})
        assert status < 300, (path, status, answer)
        return json.loads(answer)

    def counts(self):
        """{reference: times taken} of both providers."""
        full = self.control("counts?full=1")
        return {reference: seen["accepted"] for provider in full.values()
                for reference, seen in provider["references"].items()}

    def twice(self):
        return sum(p["twice"] for p in self.control("counts").values())


CONFIG = """
[daemon]
data_dir = "{folder}/data"
log_level = "debug"
log_format = "plain"
[http]
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
api_token = "{api_token}"
[auth]
{auth}
[countdown]
delay = "{delay}"
grace = "{delay}"
resume_grace = "{delay}"
twin_window = "0s"
catch_up_rate = 10000
[artwork]
{artwork}
[[store]]
name = "shop"
url = "http://127.0.0.1:{sandbox}/shop"
key = "ck_sandbox"
secret = "cs_sandbox"
webhook_secret = "{hook_secret}"
path_secret = "{path_secret}"
auto_submit_since = 2020-01-01T00:00:00Z
poll_interval = "{poll}"
rate = 1000
{store_extra}
[[provider]]
name = "customcat"
kind = "customcat"
url = "http://127.0.0.1:{providers}/customcat/api/v1"
api_key = "cc_rw_sandbox"
shipping_method = "Economy"
path_secret = "path-secret-of-customcat"
fallback_phone = "2485550100"
fallback_email = "orders@example.com"
tracking_poll_interval = "1s"
rate = 1000
{provider_extra}
[[provider]]
name = "shineon"
kind = "shineon"
url = "http://127.0.0.1:{providers}/shineon/v1"
token = "so_sandbox"
path_secret = "path-secret-of-shineon-1"
tracking_poll_interval = "1s"
rate = 1000
{provider_extra}
"""


class Daemon:
    """A daemon that can be killed and started again on the same data."""

    def __init__(self, folder, sandbox_port, **changes):
        self.folder, self.reserved = folder, reserved_port()
        self.port = self.reserved.getsockname()[1]
        self.config = folder / "dastomized.toml"
        self.values = {"folder": folder, "api_token": API_TOKEN, "auth": "", "port": self.port, "delay": "0s",
                       "poll": "1s", "sandbox": sandbox_port,
                       "hook_secret": HOOK_SECRET, "store_extra": "",
                       "path_secret": PATH_SECRET, "provider_extra": "",
                       "providers": sandbox_port,
                       # Nobody serves the print files of most tests.
                       "artwork": "check = false", **changes}
        self.write_config()
        self.program = None

    def write_config(self, **changes):
        self.values.update(changes)
        self.config.write_text(CONFIG.format(**self.values))

    def launch(self, crash_at=None, **environment):
        """Begins to start: it may not come so far as to be ready."""
        if crash_at:
            environment["DASTOMIZED_CRASH_AT"] = crash_at
        self.program = Program(
            self.folder / "daemon.log",
            [DAEMON, "run", "--config", str(self.config)], environment)

    def start(self, crash_at=None, **environment):
        self.launch(crash_at, **environment)
        self.program.await_line(r"daemon\.ready")
        return self

    def kill(self):
        return self.program.end(signal.SIGKILL)

    def stop(self):
        return self.program.end(signal.SIGTERM)

    def listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def call(self, method, path, body=None, headers=None, timeout=PATIENCE):
        return call(self.port, method, path, body, headers, timeout)

    def get(self, path):
        status, answer = call(self.port, "GET", path)
        assert status == 200, (path, status, answer)
        return json.loads(answer)

    def ask(self, path, body):
        status, answer = call(self.port, "POST", path, body)
        return status, json.loads(answer)

    def order(self, number):
        status, answer = call(self.port, "GET", f"/api/v1/orders/shop/{number}")
        return json.loads(answer) if status == 200 else None

    def deliver(self, body, secret=HOOK_SECRET, **headers):
        if isinstance(body, dict):
            body = json.dumps(body).encode()
        return call(self.port, "POST", f"/hooks/shop/{PATH_SECRET}", body,
                    {"Content-Type": "application/json",
                     "X-WC-Webhook-Topic": "order.updated",
                     "X-WC-Webhook-Signature": signature(secret, body),
                     **headers})

    def journal(self, number):
        return self.get(f"/api/v1/orders/shop/{number}/journal")["journal"]

    def inbox(self):
        """All deliveries, newest first."""
        found, before = [], ""
        while True:
            page = self.get(f"/api/v1/inbox?limit=200{before}")["deliveries"]
            if not page:
                return found
            found += page
            before = f"&before={page[-1]['seq']}"

    def pages(self, path, name):
        """All items of a list."""
        found, cursor = [], ""
        while True:
            page = self.get(f"{path}limit=200{cursor}")
            found += page[name]
            if not page["next_cursor"]:
                return found
            cursor = "&cursor=" + page["next_cursor"]


def made(counts, number, provider):
    """How often a provider makes the order's part; `counts` are the full
    ones of the sandbox. Told by the provider alone: every reference begins
    with the order's number."""
    return sum(seen["accepted"] - seen["cancelled"] for reference, seen in
               counts[provider]["references"].items()
               if reference.startswith(f"{number}-"))


def verify(daemon):
    """The daemon's own examination of what it has on disk, which must rest."""
    said = subprocess.run([DAEMON, "--help"], capture_output=True, text=True)
    if not re.search(r"^\s+verify\b", said.stdout, re.MULTILINE):
        return print("verify: there is no such command yet")
    found = subprocess.run([DAEMON, "verify", "--config", str(daemon.config)],
                           capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


PRODUCTS = {"customcat": (13, "Photo Mug 11 oz", "CC-77120-11OZ"),
            "shineon": (21, "Forever Love Necklace", "SO-1234567")}


def personalized_order(*providers, **changes):
    """The body of a shop order that has all it needs, with one line for each
    of `providers`; for CustomCat if none is named."""
    address = {"first_name": "Ada", "last_name": "Byron",
               "address_1": "12 Elm St", "city": "Troy", "state": "MI",
               "postcode": "48083", "country": "US", "phone": "2485550100"}
    lines = [{"product_id": product, "name": name, "sku": sku, "quantity": 1,
              "total": "17.90", "meta_data": [
                  {"key": "_dastomize_print_file",
                   "value": "https://files.example.com/print.png"}]}
             for product, name, sku in (PRODUCTS[p] for p in
                                        providers or ["customcat"])]
    return {"status": "processing", "set_paid": True, "currency": "USD",
            "billing": {**address, "email": "ada@example.com"},
            "shipping": address, "line_items": lines, **changes}


class Stand(unittest.TestCase):
    """A folder, a sandbox and a daemon that is not started yet."""

    sandbox_options = ()
    daemon_changes = {}

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dastomized-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.sandbox = Sandbox(self.folder, *self.sandbox_options)
        self.addCleanup(self.sandbox.program.end, signal.SIGKILL)
        self.daemon = Daemon(self.folder, self.sandbox.port,
                             **self.daemon_changes)
        self.addCleanup(self.daemon.reserved.close)
        self.addCleanup(self.end_daemon)

    def run(self, result=None):
        self.result = result
        return super().run(result)

    def end_daemon(self):
        if self.daemon.program:
            self.daemon.kill()

    def tearDown(self):
        went_wrong = self.result.errors + self.result.failures
        if not any(getattr(test, "test_case", test) is self
                   for test, _ in went_wrong):
            return
        for program in (self.sandbox.program, self.daemon.program):
            if program:
                print(f"{program.process.args[0]} "
                      f"({program.process.poll()}) said last:\n"
                      f"{program.said()[-6000:]}", flush=True)

    # ---- orders on their way ----------------------------------------------

    def place(self, *providers, **changes):
        """Its number; the shop has it, the daemon has not heard of it."""
        return self.sandbox.shop(
            "POST", "/orders", personalized_order(*providers, **changes))["id"]

    def announce(self, number):
        body = self.sandbox.shop("GET", f"/orders/{number}")
        self.assertEqual(self.daemon.deliver(body)[0], 200)

    def all_made_once(self, orders, providers_at=None, patience=PATIENCE):
        """`orders`: {number: its providers}. All are submitted by and by, and
        each provider says that it makes each part once."""
        def submitted():
            left[:] = [o or n for n in orders if not (
                o := self.daemon.order(n)) or o["submit_status"] != "submitted"]
            return not left
        left = []
        try:
            eventually("all is submitted", submitted, patience)
        except AssertionError:
            print("but for", left[0])
            raise
        counts = (providers_at or self.sandbox).control("counts?full=1")
        self.assertEqual([p["twice"] for p in counts.values()], [0, 0])
        for number, providers in orders.items():
            for provider in PRODUCTS:
                self.assertEqual(made(counts, number, provider),
                                 int(provider in providers),
                                 (number, provider))


SKIPPED = 77  # CTest's SKIP_RETURN_CODE


def main():
    """Like unittest.main; a test that could not be run here is no success."""
    result = unittest.main("__main__", verbosity=2, exit=False).result
    sys.exit(1 if not result.wasSuccessful()
             else SKIPPED if result.skipped else 0)

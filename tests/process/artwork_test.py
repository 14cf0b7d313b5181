"""Print files behind real sockets: what is wrong with one holds its order,
what only can not be reached does not, and nothing is made twice."""

import hashlib
import http.server
import struct
import threading
import time
import zlib

from stand import (PATIENCE, Stand, eventually, made, main,
                   personalized_order)


def png(width, height, dpi):
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    per_metre = round(dpi / 0.0254)
    rows = zlib.compress(b"".join(b"\0" + b"\x7f" * width
                                  for _ in range(height)))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0,
                                         0, 0))
            + chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


GOOD = png(60, 40, 300)


class Files(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        answer = self.server.files.get(self.path)
        if callable(answer):
            return answer(self)
        if answer is None:
            return self.say(404, b"no such file", "text/plain")
        self.say(200, answer)

    def say(self, status, body, kind="image/png", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def page(to):
    to.say(200, b"<!doctype html><title>Sign in</title>", "text/html")


def moved(to):
    to.say(302, b"", Location="/good.png")


def in_circles(to):
    to.say(302, b"", Location="/circle.png")


def huge(to):
    """Does not say how much there is to come."""
    to.send_response(200)
    to.send_header("Content-Type", "image/png")
    to.send_header("Connection", "close")
    to.end_headers()
    to.close_connection = True
    try:
        to.wfile.write(GOOD[:-12])
        for _ in range(64):
            to.wfile.write(bytes(64 << 10))
    except OSError:
        pass  # it was cut off


def drip(to):
    to.send_response(200)
    to.send_header("Content-Length", str(len(GOOD)))
    to.end_headers()
    try:
        for byte in GOOD:
            to.wfile.write(bytes([byte]))
            to.wfile.flush()
            if to.server.closing.wait(2):
                break
    except OSError:
        pass
    to.close_connection = True


class Artwork(Stand):
    daemon_changes = {"store_extra": "webhooks = false", "poll": "1h",
                      "artwork": 'allow_private = true\nmax_bytes = "64KiB"'}

    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
        self.server.daemon_threads = True
        self.server.asked = []
        self.server.closing = threading.Event()
        self.server.files = {
            "/good.png": GOOD, "/page.png": page, "/moved.png": moved,
            "/circle.png": in_circles, "/huge.png": huge, "/drip.png": drip,
            "/empty.png": b"", "/half.png": GOOD[:-20]}
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.addCleanup(self.server.closing.set)

    def order_with(self, path):
        """Its number; the daemon was told of it."""
        body = personalized_order("customcat")
        url = f"http://127.0.0.1:{self.server.server_address[1]}{path}"
        body["line_items"][0]["meta_data"][0]["value"] = url
        number = self.sandbox.shop("POST", "/orders", body)["id"]
        self.announce(number)
        return number

    def blocked(self, number, code):
        def is_blocked():
            o = self.daemon.order(number)
            return (o and o["submit_status"] == "failed"
                    and [b["code"] for b in o["parts"][0]["blockers"]])
        self.assertEqual(eventually(f"{number} is blocked", is_blocked),
                         [code])
        o = self.daemon.order(number)
        self.assertEqual([b["code"] for b in o["preflight"]["blockers"]],
                         [code])
        self.assertIn("artwork", [a["code"] for a in o["attentions"]])
        return o

    def copies(self, number):
        return made(self.sandbox.control("counts?full=1"), number, "customcat")

    def test_what_is_wrong_holds_its_order_until_it_is_put_right(self):
        self.daemon.start()
        wrong = {"/missing.png": "design.not_there",
                 "/page.png": "design.not_an_image",
                 "/empty.png": "design.not_an_image",
                 "/half.png": "design.not_an_image",
                 "/huge.png": "design.too_large"}
        orders = {self.order_with(path): path for path in wrong}
        for number, path in orders.items():
            self.blocked(number, wrong[path])
            self.assertEqual(self.copies(number), 0)
        # Asked once more it is looked at once more, and still wrong.
        first = next(iter(orders))
        self.assertEqual(self.daemon.ask(
            f"/api/v1/orders/shop/{first}/submit", {})[0], 200)
        self.blocked(first, "design.not_there")

        for path in wrong:
            self.server.files[path] = GOOD
        for number in orders:
            self.assertEqual(self.daemon.ask(
                f"/api/v1/orders/shop/{number}/submit", {})[0], 200)
        self.all_made_once({n: ("customcat",) for n in orders})
        for number in orders:
            self.assertEqual(self.copies(number), 1)

    def test_a_good_file_goes_and_its_hash_is_proof(self):
        self.daemon.start()
        orders = {self.order_with("/good.png"): ("customcat",),
                  self.order_with("/moved.png"): ("customcat",)}
        self.all_made_once(orders)
        for number in orders:
            evidence = self.daemon.get(
                f"/api/v1/orders/shop/{number}/evidence")
            seen, = evidence["order"]["artwork"]
            self.assertEqual(
                (seen["verdict"], seen["type"], seen["width"], seen["height"],
                 seen["dpi"], seen["bytes"], seen["sha256"]),
                ("good", "PNG", 60, 40, 300, len(GOOD),
                 hashlib.sha256(GOOD).hexdigest()))

    def test_a_death_during_a_look_has_it_repeated(self):
        began, go_on = threading.Event(), threading.Event()

        def slow(to):
            began.set()
            go_on.wait(PATIENCE)
            try:
                to.say(200, GOOD)
            except OSError:
                pass  # nobody is there any more
        self.server.files["/slow.png"] = slow
        self.daemon.start()
        number = self.order_with("/slow.png")
        self.assertTrue(began.wait(PATIENCE))
        self.daemon.kill()
        go_on.set()
        self.daemon.start()
        self.all_made_once({number: ("customcat",)})

    def test_what_can_not_be_reached_is_a_warning_only(self):
        self.daemon.start()
        begun = time.monotonic()
        orders = {self.order_with(path): ("customcat",)
                  for path in ("/drip.png", "/circle.png")}
        for number in orders:
            eventually("the warning", lambda: "artwork" in [
                a["code"] for a in (self.daemon.order(number) or {}).get(
                    "attentions", [])] or self.copies(number), 120)
        self.all_made_once(orders, patience=180)
        print(f"took {time.monotonic() - begun:.0f} s")

    def test_private_addresses_are_not_asked(self):
        self.daemon.write_config(artwork="")
        self.daemon.start()
        number = self.order_with("/good.png")
        self.all_made_once({number: ("customcat",)})
        self.assertEqual(self.server.asked, [])
        seen, = self.daemon.order(number)["artwork"]
        self.assertEqual(seen["verdict"], "unsure")
        self.assertIn("not a public one", seen["words"])


if __name__ == "__main__":
    main()

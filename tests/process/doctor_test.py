"""What the doctor says about set-ups that are broken in one way each, asked on
the command line and of the running daemon."""

import http.server
import json
import ssl
import subprocess
import threading
import unittest
import urllib.error
import urllib.request

from stand import DAEMON, Sandbox, Stand, call, eventually, reserved_port

HTML = {"Content-Type": "text/html"}


class Front:
    """A web server in front of the shop. `answer` maps (method, path) to
    (status, headers, body), or None to let the shop answer."""

    def __init__(self, shop_port, answer, tls=None):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do(self):
                body = self.rfile.read(
                    int(self.headers.get("Content-Length", 0)))
                given = answer(self.command, self.path)
                status, headers, text = given or self.passed_on(body)
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_PUT = do_POST = do

            def passed_on(self, body):
                # The signature was made for this address, not the shop's.
                path, _, query = self.path.partition("?")
                query = "&".join(x for x in query.split("&")
                                 if not x.startswith("oauth_"))
                request = urllib.request.Request(
                    f"http://127.0.0.1:{shop_port}{path}?{query}",
                    body or None, {"Authorization": Sandbox.BASIC},
                    method=self.command)
                try:
                    with urllib.request.urlopen(request) as r:
                        return r.status, {}, r.read()
                except urllib.error.HTTPError as e:
                    return e.code, {}, e.read()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket,
                                                 server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()


class TheDoctor(Stand):
    def front(self, answer=lambda *_: None, tls=None):
        made = Front(self.sandbox.port, answer, tls)
        self.addCleanup(made.end)
        return made.port

    def examined(self, *changes):
        """What the command line says after `changes` to the configuration."""
        text = self.daemon.config.read_text()
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.daemon.config.write_text(text)
        done = subprocess.run(
            [DAEMON, "check-config", str(self.daemon.config), "--online"],
            capture_output=True, text=True, timeout=120)
        for secret in ("cs_sandbox", "cc_rw_sandbox", "so_sandbox",
                       "path-secret"):
            self.assertNotIn(secret, done.stdout + done.stderr)
        print(f"--- {self._testMethodName}\n{done.stdout}")
        return done.returncode, done.stdout

    def shop_at(self, url):
        return (f"http://127.0.0.1:{self.sandbox.port}/shop", url)

    def broken_shop(self, url, *words):
        code, said = self.examined(self.shop_at(url))
        self.assertEqual(code, 1)
        for word in ("  error ", "to do: ", *words):
            self.assertIn(word, said)

    def fronted(self, answer, *words):
        self.broken_shop(f"http://127.0.0.1:{self.front(answer)}/shop", *words)

    def test_finds_nothing_wrong_where_nothing_is(self):
        self.daemon.start()
        eventually("the webhooks are made", lambda: len(
            self.sandbox.shop("GET", "/webhooks")) == 4)
        code, said = self.examined()
        self.assertEqual(code, 0, said)
        self.assertIn("all four are active", said)
        self.assertIn("the keys may write", said)
        self.assertIn("the key may order", said)
        self.assertNotIn("  error ", said)

    def test_knows_a_host_that_does_not_exist(self):
        self.broken_shop("http://shop.invalid", "dns")

    def test_knows_a_closed_port(self):
        with reserved_port() as nobody:
            port = nobody.getsockname()[1]
            self.broken_shop(f"http://127.0.0.1:{port}/shop", "connect")

    def test_knows_a_certificate_nobody_signed(self):
        pem = self.folder / "own.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-keyout", pem, "-out", self.folder / "own.crt", "-days", "1",
             "-subj", "/CN=localhost"], check=True, capture_output=True)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.folder / "own.crt", pem)
        self.broken_shop(f"https://localhost:{self.front(tls=tls)}/shop",
                         "tls", "certificate")

    def test_knows_plain_permalinks(self):
        self.fronted(lambda *_: (404, HTML, b"<html>Not found</html>"),
                     "rest", "Permalinks")

    def test_knows_a_firewall(self):
        self.fronted(lambda *_: (403, HTML, b"<html>Attention!</html>"),
                     "http", "firewall")

    def test_knows_a_shop_that_moved(self):
        self.fronted(lambda *_: (301, {"Location": "https://www.x.test/"}, b""),
                     "http", "https://www.x.test/")

    def test_knows_a_site_without_woocommerce(self):
        self.fronted(lambda *_: (200, {}, b'{"namespaces":["wp/v2"]}'),
                     "rest", "WooCommerce is not active")

    def test_knows_a_read_only_key(self):
        self.fronted(lambda method, _: None if method == "GET" else (
            401, {}, json.dumps({
                "code": "woocommerce_rest_authentication_error",
                "message": "The API key provided does not have write "
                           "permissions.", "data": {"status": 401}}).encode()),
            "rights", "holds, tracking", "Read/Write")

    def test_knows_a_clock_that_is_off(self):
        old = {"Date": "Sun, 22 Nov 2020 10:00:00 GMT"}
        port = self.front(lambda _, path: (
            200, old, b'{"namespaces":["wc/v3"]}')
            if path.split("?")[0].endswith("/wp-json/") else None)
        self.broken_shop(f"http://127.0.0.1:{port}/shop", "clock", "NTP")

    def test_knows_a_wrong_secret(self):
        code, said = self.examined(('secret = "cs_sandbox"',
                                    'secret = "cs_other"'))
        self.assertEqual(code, 1)
        self.assertIn("auth", said)

    def test_knows_a_disabled_webhook(self):
        self.daemon.start()
        eventually("the webhooks are made", lambda: len(
            self.sandbox.shop("GET", "/webhooks")) == 4)
        self.daemon.stop()
        self.sandbox.control("webhooks", {"disable": 1})
        code, said = self.examined()
        self.assertEqual(code, 0, said)  # the poll goes on
        self.assertIn("the webhook for order.created is disabled", said)

    def test_knows_a_wrong_and_a_read_only_key_of_a_provider(self):
        code, said = self.examined(("cc_rw_sandbox", "cc_ro_sandbox"),
                                   ("so_sandbox", "so_other"))
        self.assertEqual(code, 1)
        self.assertIn("the key may look but not order", said)
        self.assertIn("the key is wrong, expired or revoked", said)

    def test_is_in_the_daemon_too(self):
        self.daemon.write_config(store_extra='webhook_check_interval = "1h"')
        self.daemon.start()
        found = self.daemon.get("/api/v1/stores/shop/doctor")["findings"]
        self.assertIn("rights", {f["layer"] for f in found})
        self.sandbox.control("faults", {"target": "shop", "kind": "html",
                                        "match": "index", "count": -1})
        found = self.daemon.get("/api/v1/stores/shop/doctor")["findings"]
        self.assertEqual(found[-1]["weight"], "error")
        store = self.daemon.get("/api/v1/health")["stores"][0]
        self.assertEqual(store["errors"], 1)
        self.assertIn(found[-1]["seen"], store["problem"])
        _, metrics = self.daemon.call("GET", "/metrics")
        self.assertIn(b'dastomized_store_errors{store="shop"} 1', metrics)
        found = self.daemon.get("/api/v1/providers/shineon/doctor")["findings"]
        self.assertEqual({f["weight"] for f in found}, {"fine"})
        status, _ = self.daemon.call("GET",
                         "/api/v1/stores/nobody/doctor")
        self.assertEqual(status, 404)


if __name__ == "__main__":
    unittest.main(verbosity=2)

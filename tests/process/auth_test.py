"""Who may come in: a real daemon asked by nobody, by each role, by browsers'
cookies, and killed in between."""

import http.client
import json
import re
import unittest

from openapi_test import operations
from stand import API_TOKEN, PATIENCE, Stand, call, eventually

RANK = {"open": 0, "viewer": 1, "operator": 2, "admin": 3}
PASSWORD = "correct horse battery staple"
OTHER = "another password of the same"


class Auth(Stand):
    daemon_changes = {"delay": "1h", "poll": "1h"}

    def setUp(self):
        super().setUp()
        self.secrets = [PASSWORD, OTHER, API_TOKEN]

    def admin(self, method, path, body=None, status=None):
        got, answer = self.daemon.call(method, path, body)
        if status is not None:
            self.assertEqual(got, status, (method, path, answer))
        return json.loads(answer) if answer else None

    def add(self, name, role="operator", password=PASSWORD):
        return self.admin("POST", "/api/v1/users", {
            "name": name, "role": role, "password": password}, 201)

    def token(self, name, role):
        secret = self.admin("POST", "/api/v1/tokens",
                            {"name": name, "role": role}, 201)["secret"]
        self.secrets.append(secret)
        return secret

    def ask(self, method, path, body=None, token=None, cookie=None,
            origin=None):
        headers = {"Authorization": None}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if cookie:
            headers["Cookie"] = f"dastomized_session={cookie}"
        if origin:
            headers["Origin"] = origin
        return call(self.daemon.port, method, path, body, headers)

    def own_origin(self):
        return f"http://127.0.0.1:{self.daemon.port}"

    def sign_in(self, body):
        """The session's secret; None: nobody was let in."""
        link = http.client.HTTPConnection("127.0.0.1", self.daemon.port,
                                          timeout=PATIENCE)
        self.addCleanup(link.close)
        link.request("POST", "/api/v1/session", json.dumps(body),
                     {"Content-Type": "application/json"})
        answer = link.getresponse()
        answer.read()
        self.login_status = answer.status
        if answer.status != 200:
            return None
        cookie = answer.headers["Set-Cookie"]
        self.assertRegex(cookie, r"; HttpOnly; SameSite=Strict; Path=/; ")
        secret = re.match(r"dastomized_session=([^;]+);", cookie)[1]
        self.secrets.append(secret)
        return secret

    def log_in(self, name, password=PASSWORD):
        return self.sign_in({"name": name, "password": password})

    def is_in(self, cookie):
        return self.ask("GET", "/api/v1/session", cookie=cookie)[0] == 200

    def no_secret_is_told(self):
        """Neither in the log nor in a file of the data directory."""
        self.daemon.stop()
        files = [self.daemon.program.log] + [
            p for p in (self.folder / "data").rglob("*") if p.is_file()]
        self.assertGreater(len(files), 3)
        for file in files:
            content = file.read_bytes()
            for secret in self.secrets:
                self.assertNotIn(secret.encode(), content, file)


class Routes(Auth):
    """Every one that is described, with every credential."""

    def routes(self):
        for method, path, operation in operations():
            yield (method, re.sub(r"\{[^}]*\}", "1", path),
                   RANK[operation["x-role"]])

    def body_of(self, method):
        return None if method == "GET" else {}

    def test_without_a_credential_only_the_open_ones_answer(self):
        self.daemon.start()
        asked = 0
        for method, path, least in self.routes():
            for credential in ({}, {"token": "wrong"}, {"cookie": "wrong"}):
                status, answer = self.ask(method, path, self.body_of(method),
                                          **credential)
                if least == 0:
                    # A hook's own secret is wrong; that is told as nothing.
                    self.assertNotIn(b"not_signed_in", answer, path)
                    self.assertNotIn(b"wrong_token", answer, path)
                else:
                    self.assertEqual(status, 401, (method, path, answer))
                asked += 1
        self.assertGreater(asked, 150)

    def test_a_role_is_refused_exactly_where_it_is_too_low(self):
        self.daemon.start()
        for role in ("viewer", "operator", "admin"):
            secret = self.token(f"t-{role}", role)
            for method, path, least in self.routes():
                if path == "/api/v1/events" and least <= RANK[role]:
                    continue  # has no end; events_test.py hears it
                status, answer = self.ask(method, path, self.body_of(method),
                                          token=secret)
                self.assertEqual(status == 403, least > RANK[role],
                                 (role, method, path, status, answer))
                self.assertNotEqual((status, b"wrong_token" in answer),
                                    (401, True), path)

    def test_a_cookie_writes_only_from_our_own_page(self):
        self.daemon.start()
        self.add("ada", "admin")
        self.add("bob", "admin")
        cookie = self.log_in("ada")
        for method, path, least in self.routes():
            if method == "GET" or least == 0:
                continue
            for origin in (None, "https://elsewhere.example", "null"):
                status, answer = self.ask(method, path, {}, cookie=cookie,
                                          origin=origin)
                self.assertEqual(status, 403, (path, origin))
                self.assertIn(b"wrong_origin", answer)
        status, answer = self.ask("PUT", "/api/v1/me/preferences",
                                  {"theme": "dark"}, cookie=cookie,
                                  origin=self.own_origin())
        self.assertEqual(status, 200, answer)


class Sessions(Auth):
    def test_survive_a_restart_and_a_kill(self):
        self.daemon.start()
        self.add("ada")
        cookie, token = self.log_in("ada"), self.token("robot", "viewer")
        for end in (self.daemon.stop, self.daemon.kill):
            end()
            self.daemon.start()
            self.assertTrue(self.is_in(cookie))
            self.assertEqual(self.ask("GET", "/api/v1/orders",
                                      token=token)[0], 200)
        self.assertTrue(self.log_in("ada"))
        # What was acknowledged right before the kill holds, too.
        self.ask("DELETE", "/api/v1/session", cookie=cookie,
                 origin=self.own_origin())
        self.daemon.kill()
        self.daemon.start()
        self.assertFalse(self.is_in(cookie))
        self.no_secret_is_told()

    def test_end_after_their_time(self):
        self.daemon.write_config(auth='session_most = "2s"')
        self.daemon.start()
        self.add("ada")
        cookie = self.log_in("ada")
        eventually("the session ends", lambda: not self.is_in(cookie))
        self.assertTrue(self.log_in("ada"))

    def test_end_with_the_password(self):
        self.daemon.start()
        self.add("ada")
        own, other = self.log_in("ada"), self.log_in("ada")
        status, answer = self.ask("POST", "/api/v1/session/password",
                                  {"old": PASSWORD, "new": OTHER}, cookie=own,
                                  origin=self.own_origin())
        self.assertEqual(status, 204, answer)
        self.assertTrue(self.is_in(own))
        self.assertFalse(self.is_in(other))
        self.assertIsNone(self.log_in("ada"))
        self.assertTrue(self.log_in("ada", OTHER))
        self.admin("POST", "/api/v1/users/ada", {"password": PASSWORD}, 200)
        self.assertFalse(self.is_in(own))
        self.no_secret_is_told()

    def test_too_many_attempts_wait(self):
        self.daemon.start()
        self.add("ada")
        for _ in range(5):
            self.assertIsNone(self.log_in("ada", "wrong"))
            self.assertEqual(self.login_status, 401)
        self.assertIsNone(self.log_in("ada"))
        self.assertEqual(self.login_status, 429)
        entries = self.admin("GET", "/api/v1/audit?target=ada")["entries"]
        self.assertEqual([e["status"] for e in entries], [401] * 5 + [201])

    def test_a_link_signs_in_once(self):
        self.daemon.start()
        self.add("ada")
        url = self.admin("POST", "/api/v1/login-links", {"user": "ada"},
                         201)["url"]
        secret = url.removeprefix(self.own_origin() + "/#/login/")
        self.secrets.append(secret)
        self.assertTrue(self.is_in(self.sign_in({"link": secret})))
        self.assertIsNone(self.sign_in({"link": secret}))
        self.no_secret_is_told()

    def test_the_last_admin_stays(self):
        self.daemon.start()
        self.add("ada", "admin")
        for change in ({"role": "viewer"}, {"disabled": True}):
            self.assertEqual(self.admin("POST", "/api/v1/users/ada", change,
                                        409)["code"], "refused")
        self.admin("DELETE", "/api/v1/users/ada", status=409)
        self.add("bob", "admin")
        self.admin("DELETE", "/api/v1/users/ada", status=204)


class Journals(Auth):
    def test_tell_who_asked(self):
        self.daemon.start()
        self.add("ada")
        cookie = self.log_in("ada")
        number = self.place()
        self.announce(number)
        eventually("it is there", lambda: self.daemon.order(number))
        path = f"/api/v1/orders/shop/{number}/hold"
        status, answer = self.ask("POST", path, {}, cookie=cookie,
                                  origin=self.own_origin())
        self.assertEqual(status, 200, answer)
        by = {e["by"]: e["actor"] for e in self.daemon.journal(number)}
        self.assertEqual(by.get("ada"), "person")
        entry = self.admin(
            "GET", f"/api/v1/audit?target=shop/{number}")["entries"][0]
        self.assertEqual(
            [entry[k] for k in ("who", "role", "via", "method", "path",
                                "status", "what")],
            ["ada", "operator", "session", "POST", path, 200, "hold"])
        self.assertLess(entry["before"]["version"], entry["after"]["version"])


if __name__ == "__main__":
    unittest.main(verbosity=2)

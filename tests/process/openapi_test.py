"""docs/openapi.yaml against the server, both ways: every operation is a route
and every route an operation, and what a real daemon answers is what its
schemas say, member by member."""

import http.client
import json
import os
import pathlib
import re
import subprocess
import unittest
import urllib.parse

import jsonschema
import yaml

from listening import events
from stand import (API_TOKEN, HOOK_SECRET, PATH_SECRET, PATIENCE, PRODUCTS,
                   Stand, eventually, signature)

ROOT = pathlib.Path(__file__).resolve().parents[2]
API = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())

# Described and not built yet. What is built has to leave this list.
NOT_YET = set()
# Built, and their answers are not yet as described: none may be.
NOT_YET_AS_DESCRIBED = set()
# The dashboard is no part of the API.
NOT_DESCRIBED = {("GET", "/")}
METHODS = ("get", "put", "post", "delete")


def operations():
    """[(METHOD, path, operation)]"""
    return [(method.upper(), path, item[method])
            for path, item in API["paths"].items()
            for method in METHODS if method in item]


def nameless(path):
    return re.sub(r"\{[^}]*\}", "{}", path)


def resolved(node):
    while "$ref" in node:
        target = API
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


formats = jsonschema.FormatChecker(formats=())


@formats.checks("date-time")
def is_instant(text):
    return not isinstance(text, str) or bool(re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", text))


@formats.checks("uri")
def is_link(text):
    return not isinstance(text, str) or bool(re.match(
        r"https?://[^/\s]+", text))


def mistakes(schema, value):
    whole = {**schema, "components": API["components"]}  # for its references
    check = jsonschema.Draft202012Validator(whole, format_checker=formats)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}"
            for e in check.iter_errors(value)]


class TheDescription(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        lines = subprocess.run([os.environ["DASTOMIZED_ROUTES"]], check=True,
                               capture_output=True, text=True).stdout
        cls.routes = {}
        for line in lines.splitlines():
            method, role, pattern = line.split(" ")
            cls.routes[method, nameless(pattern)] = role

    def test_has_every_route_and_no_other(self):
        described = {(m, nameless(p)): o["operationId"]
                     for m, p, o in operations()}
        built = {key for key, name in described.items()
                 if name not in NOT_YET}
        self.assertEqual(set(self.routes) - NOT_DESCRIBED, built)

    def test_names_nothing_as_not_built_that_it_does_not_know(self):
        names = [o["operationId"] for _, _, o in operations()]
        self.assertEqual(len(names), len(set(names)))
        self.assertLessEqual(NOT_YET | NOT_YET_AS_DESCRIBED, set(names))

    def test_names_the_least_role_of_each_route(self):
        for method, path, operation in operations():
            needs = operation["x-role"]
            self.assertIn(needs, ("open", "viewer", "operator", "admin"))
            self.assertEqual(needs == "open", operation.get("security") == [],
                             path)
            built = self.routes.get((method, nameless(path)))
            if built is not None:
                self.assertEqual(needs, built, path)

    def test_knows_every_code_of_a_refusal(self):
        known = set(API["components"]["schemas"]["ProblemCode"]["enum"])
        told = set()
        for folder, patterns in {
            "http": [r'problem\(\s*\d+,\s*"(\w+)"', r'return \{\d+, "(\w+)"\}'],
            "domain": [r'deny\(\s*"(\w+)"', r'return \{"(\w+)",'],
        }.items():
            for source in (ROOT / folder).glob("*.cpp"):
                for pattern in patterns:
                    for found in re.findall(pattern, source.read_text()):
                        told.update([found] if isinstance(found, str)
                                    else found)
        self.assertGreater(len(told), 25)
        self.assertLessEqual(told, known)

    def test_leaves_no_object_open(self):
        def walk(node, path):
            if isinstance(node, dict):
                if node.get("type") == "object":
                    self.assertIn("additionalProperties", node, path)
                for key, value in node.items():
                    walk(value, f"{path}/{key}")
            elif isinstance(node, list):
                for i, value in enumerate(node):
                    walk(value, f"{path}/{i}")
        walk(API, "")


class TheAnswers(Stand):
    """One daemon whose orders stand in many ways; each answer is checked."""

    daemon_changes = {"delay": "1h", "poll": "1h"}

    def setUp(self):
        super().setUp()
        text = self.daemon.config.read_text()
        self.daemon.config.write_text(
            text.replace("[http]", f'backup_dir = "{self.folder}/backups"\n'
                         "[http]").replace('twin_window = "0s"',
                                           'twin_window = "1h"'))
        self.answered = {}  # operationId: {status}

    # ---- asking -------------------------------------------------------------

    def operation(self, method, path):
        plain = urllib.parse.urlsplit(path).path.split("/")

        def fits(pattern):
            wanted = pattern.split("/")
            return len(wanted) == len(plain) and all(
                w.startswith("{") or w == p for w, p in zip(wanted, plain))
        found = [o for m, p, o in operations() if m == method and fits(p)]
        self.assertEqual(len(found), 1, (method, path))
        return found[0]

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, body); nothing is checked."""
        headers = {"Authorization": f"Bearer {API_TOKEN}", **(headers or {})}
        if isinstance(body, dict):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        link = http.client.HTTPConnection("127.0.0.1", self.daemon.port,
                                          timeout=PATIENCE)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            link.close()

    def wrong_with(self, operation, status, headers, body):
        """What of an answer is not as described."""
        told = operation["responses"]
        described = told.get(str(status)) or told.get(f"{status // 100}XX")
        if described is None:
            return [f"no answer {status} is described"]
        described = resolved(described)
        for name in described.get("headers", {}):
            if name not in headers:
                return [f"the header {name} is not there"]
        content = described.get("content", {})
        kind = headers.get_content_type()
        if not content and not body:
            return []
        if kind not in content:
            return [f"{kind} is not described for {status}"]
        if not kind.endswith("json"):
            return []
        return mistakes(content[kind]["schema"], json.loads(body))

    def call(self, method, path, body=None, status=None, headers=None):
        """The answer, which is as described."""
        operation = self.operation(method, path)
        name = operation["operationId"]
        got, told, answer = self.ask(method, path, body, headers)
        wrong = self.wrong_with(operation, got, told, answer)
        if got < 300 and isinstance(body, dict):  # taken, so to be described
            taken = resolved(operation["requestBody"])["content"]
            wrong += mistakes(taken["application/json"]["schema"], body)
        if name in NOT_YET_AS_DESCRIBED and got < 300:
            self.assertTrue(wrong, f"{name} is as described now: it has to "
                                   "leave NOT_YET_AS_DESCRIBED")
            wrong = []
        self.assertEqual(wrong, [], f"{method} {path}: {got} {answer[:2000]}")
        if status is not None:
            self.assertEqual(got, status, (method, path, answer))
        self.answered.setdefault(name, set()).add(got)
        return (json.loads(answer)
                if told.get_content_type().endswith("json") else answer)

    def get(self, path):
        return self.call("GET", path, status=200)

    def act(self, order, action, expected=200, **body):
        return self.call("POST", f"/api/v1/orders/shop/{order}/{action}",
                         body, expected)

    # ---- orders in many states ----------------------------------------------

    def arrives(self, *providers, **changes):
        number = self.place(*providers, **changes)
        self.announce(number)
        eventually("it is there", lambda: self.daemon.order(number))
        return number

    def becomes(self, number, submit_status):
        eventually(f"{number} is {submit_status}", lambda: self.daemon.order(
            number)["submit_status"] == submit_status)
        return number

    def personalized(self):
        _, name, sku = PRODUCTS["customcat"]
        return [{"product_id": 13, "name": name, "sku": sku, "quantity": 2,
                 "total": "17.90", "meta_data": [
                     {"key": "_dastomize_print_file",
                      "value": "https://files.example.com/print.png"},
                     {"key": "_dastomize_preview",
                      "value": "https://files.example.com/p.png?a=1&amp;b=2"},
                     {"key": "_dastomize_client_image",
                      "value": ["https://files.example.com/1.jpg"]},
                     {"key": "_dastomize_name", "value": "Tom &amp; Bo"},
                     {"key": "Size", "value": "11 oz"}]}]

    def orders(self):
        """{how it stands: its number}"""
        counting = self.arrives(line_items=self.personalized())
        blocked = self.arrives(shipping={}, billing={
            "first_name": "Bo", "email": "bo@example.com"})
        held = self.arrives(billing={"email": "c@example.com",
                                     "first_name": "Cy"})
        shipped = self.arrives("customcat", "shineon", billing={
            "email": "d@example.com", "first_name": "Di"})
        twin = self.arrives(line_items=self.personalized())
        self.act(held, "hold")
        self.act(blocked, "submit")
        self.act(shipped, "submit")
        eventually("it has shipped and is completed", lambda: (
            o := self.daemon.order(shipped)) and o["status"] == "completed"
            and o["fulfilled"])
        changed = {"shipping": {"city": "Flint"}}
        self.sandbox.shop("PUT", f"/orders/{shipped}", changed)
        self.announce(shipped)
        eventually("it drifted", lambda: self.daemon.order(shipped)
                   ["drift"]["differences"])
        return {"counting": counting, "blocked": blocked, "held": held,
                "shipped": shipped, "twin": twin}

    # ---- and what is told of them -------------------------------------------

    def test_are_as_described(self):
        self.daemon.start()
        orders = self.orders()
        for number in orders.values():
            where = f"/api/v1/orders/shop/{number}"
            for view in ("", "/journal", "/ledger", "/explain", "/evidence"):
                self.get(where + view)
        self.tell_the_page(orders)
        self.walk_the_actions(orders)
        self.walk_the_rest()
        self.refuse_what_is_wrong(orders["counting"])
        self.ask_twice(orders["counting"])
        self.all_was_asked()

    def tell_the_page(self, orders):
        page = {state: self.get(f"/api/v1/orders/shop/{number}")
                for state, number in orders.items()}
        line = page["counting"]["lines"][0]
        files = "https://files.example.com/"
        self.assertEqual(line["personalization"], {
            "options": [{"name": "name", "value": "Tom & Bo"},
                        {"name": "Size", "value": "11 oz"}],
            "preview": files + "p.png?a=1&b=2",
            "print_files": [{"url": files + "print.png",
                             "key": "_dastomize_print_file"}],
            "client_images": [files + "1.jpg"]})
        shop = f"http://127.0.0.1:{self.sandbox.port}/shop"
        self.assertEqual(line["product_url"], f"{shop}/?p=13")
        self.assertEqual(line["part"]["state"], "none")
        self.assertEqual(
            page["counting"]["store_admin_url"],
            f"{shop}/wp-admin/post.php?post={orders['counting']}&action=edit")
        self.assertEqual({s: p["primary_action"] for s, p in page.items()},
                         {"counting": "submit", "blocked": "fix",
                          "held": "release", "shipped": "view_at_provider",
                          "twin": "clear-twin"})
        self.assertEqual([(t["id"], t["relation"])
                          for t in page["twin"]["twins"]],
                         [(orders["counting"], "holds_this")])
        self.assertEqual(page["shipped"]["drift"]["differences"][0]["now"],
                         "Flint")
        self.assertEqual(len(page["shipped"]["drift"]["provider_allows"]), 2)

    def walk_the_actions(self, orders):
        number = orders["counting"]
        self.act(number, "extend", minutes=30)
        self.act(number, "restart")
        self.act(number, "hold", until="2099-01-01T00:00:00Z")
        self.act(number, "resolve", 409, reference="x", reason="x", there=True)
        eventually("the store says so", lambda: self.daemon.order(
            number)["status"] == "on-hold")
        self.sandbox.control("faults", {"target": "shop", "match": "write",
                                        "kind": "down"})
        self.act(number, "release")
        eventually("the store can not be told", lambda: (
            i := self.daemon.order(number)["status_intent"])["problem"]
            and i["next_try"])
        self.get(f"/api/v1/orders/shop/{number}")
        self.act(number, "retry")
        self.act(number, "cancel-status")
        self.act(number, "edit", 422, line_id=1, values="nonsense")
        line = self.get(f"/api/v1/orders/shop/{number}")["lines"][0]
        name = next(e for e in line["edit"]["entries"] if not e["is_link"])
        self.act(number, "edit", line_id=line["id"], values=[
            {"meta_id": name["meta_id"], "value": "Bella"}])
        self.act(number, "cancel-edit")
        self.sandbox.control("faults", method="DELETE")
        self.act(number, "status", 422, status="nonsense")
        self.act(number, "type", type="other")
        self.act(orders["twin"], "clear-twin")
        self.act(orders["blocked"], "retry")
        self.make_once_more(orders["shipped"])

    def make_once_more(self, number):
        """… with an outcome that stays unknown until somebody says it."""
        for match, kind in (("submit", "drop_after"), ("lookup", "down")):
            self.sandbox.control("faults", {"target": "customcat",
                                            "match": match, "kind": kind})
        part = self.daemon.order(number)["parts"][0]
        self.act(number, "remake", reference=part["reference"], reason="broken")
        self.becomes(number, "unknown")
        for view in ("", "/explain", "/journal?kind=part", "/ledger"):
            self.get(f"/api/v1/orders/shop/{number}{view}")
        again = self.daemon.order(number)["parts"][-1]["reference"]
        self.act(number, "resolve", reference=again, reason="seen", there=True)
        self.sandbox.control("faults", method="DELETE")
        self.act(number, "submit", 409)

    def walk_the_rest(self):
        self.get("/api/v1/orders?limit=2")
        self.get("/api/v1/board")
        self.call("GET", "/api/v1/orders?colour=red", status=422)
        begun = self.call("POST", "/api/v1/stores/shop/import", {"all": True},
                          202)
        eventually("it ends", lambda: self.get(begun["href"])
                   ["state"] == "done")
        self.call("POST", begun["href"] + "/cancel", status=409)
        self.walk_the_bulk()
        self.get("/api/v1/jobs")
        self.walk_the_freezes()
        self.walk_the_events()
        self.walk_the_people()
        seq = self.get("/api/v1/inbox")["deliveries"][0]["seq"]
        self.get("/api/v1/inbox?store=shop&topic=order.created,order.updated"
                 "&verdict=applied,unchanged,set_aside,pending")
        self.call("GET", "/api/v1/inbox?verdict=lost", status=422)
        self.get(f"/api/v1/inbox/{seq}")
        self.call("POST", f"/api/v1/inbox/{seq}/replay", status=202)
        self.get("/api/v1/health")
        self.get("/api/v1/stores/shop/doctor")
        self.get("/api/v1/providers/shineon/doctor")
        self.call("POST", "/api/v1/backups", {}, 201)
        for path in ("/metrics", "/healthz", "/readyz"):
            self.get(path)
        body = json.dumps(self.sandbox.shop("GET", "/orders")[0]).encode()
        hook = f"/hooks/shop/{PATH_SECRET}"
        self.call("POST", hook, body, 401)
        self.call("POST", hook, body, 200, {
            "X-WC-Webhook-Topic": "order.updated",
            "X-WC-Webhook-Signature": signature(HOOK_SECRET, body)})
        self.call("POST", "/hooks/customcat/order-shipped/wrong", b"{}", 404)

    def walk_the_events(self):
        """Until one of each was told; a job is as described when a job is."""
        schemas = {name: {"$ref": f"#/components/schemas/{kind}"}
                   for name, kind in {"hello": "HelloEvent", "reset":
                                      "ResetEvent", "order": "OrderEvent",
                                      "health": "Health",
                                      "beat": "BeatEvent"}.items()}
        self.call("GET", "/api/v1/events?after=x", status=422)
        for after, wanted in ((0, {"hello", "order", "health"}),
                              (10**15, {"hello", "reset"})):
            link = http.client.HTTPConnection("127.0.0.1", self.daemon.port,
                                              timeout=PATIENCE)
            self.addCleanup(link.close)
            link.request("GET", f"/api/v1/events?after={after}",
                         headers={"Authorization": f"Bearer {API_TOKEN}"})
            answer = link.getresponse()
            operation = self.operation("GET", "/api/v1/events")
            self.assertEqual(self.wrong_with(
                operation, answer.status, answer.headers, b"a stream"), [])
            self.answered["streamEvents"].add(answer.status)
            for name, number, data in events(answer):
                if name in schemas:
                    self.assertEqual(mistakes(schemas[name], data), [], name)
                if name == "order":
                    self.assertEqual(number, str(data["seq"]))
                wanted.discard(name)
                if not wanted:
                    break

    def walk_the_people(self):
        secret = "correct horse battery staple"
        url = self.call("POST", "/api/v1/login-links", {}, 201)["url"]
        self.call("POST", "/api/v1/session",
                  {"link": url.rsplit("/", 1)[1]}, 200)
        for name, role in (("ada", "operator"), ("bo", "viewer")):
            self.call("POST", "/api/v1/users", {"name": name, "role": role,
                                                "password": secret}, 201)
        self.call("POST", "/api/v1/users", {"name": "shop", "role": "admin"},
                  422)
        self.call("POST", "/api/v1/users/bo", {"disabled": True}, 200)
        self.get("/api/v1/users")
        self.call("DELETE", "/api/v1/users/bo", status=204)
        self.call("DELETE", "/api/v1/users/admin", status=409)
        login = {"name": "ada", "password": secret}
        _, headers, _ = self.ask("POST", "/api/v1/session", login)
        mine = {"Authorization": "", "Cookie": headers["Set-Cookie"].split(
            ";")[0], "Origin": f"http://127.0.0.1:{self.daemon.port}"}
        self.call("POST", "/api/v1/session", {**login, "password": "x"}, 401)
        self.call("GET", "/api/v1/session", status=200, headers=mine)
        self.call("PUT", "/api/v1/me/preferences", {"theme": "dark"}, 200,
                  mine)
        self.call("GET", "/api/v1/me/preferences", status=200, headers=mine)
        self.call("POST", "/api/v1/session/password",
                  {"old": secret, "new": secret + "!"}, 204, mine)
        self.call("GET", "/api/v1/audit", status=403, headers=mine)
        self.call("DELETE", "/api/v1/session", status=204, headers=mine)
        self.call("GET", "/api/v1/session", status=401, headers=mine)
        token = self.call("POST", "/api/v1/tokens", {
            "name": "reports", "role": "viewer",
            "expires": "2099-01-01T00:00:00Z"}, 201)
        self.get("/api/v1/tokens")
        self.call("DELETE", f"/api/v1/tokens/{token['id']}", status=204)
        page = self.get("/api/v1/audit?limit=3")
        self.get(f"/api/v1/audit?before={page['next_before']}&who=api_token")

    def walk_the_bulk(self):
        for action in ("submit", "hold", "release", "retry"):
            preview = self.call("POST", "/api/v1/bulk/preview", {
                "action": action, "query": {"store": ["shop"], "tab": "all"},
                "except": [], "reason": "stock-taking"}, 200)
            if preview["will"]:
                begun = self.call("POST", "/api/v1/bulk", {
                    "preview": preview["preview"]}, 202)
                eventually("it ends", lambda: self.get(begun["href"])
                           ["state"] == "done")
                self.get(begun["href"] + "/rows?limit=2&outcome=done")
        self.call("POST", "/api/v1/bulk", {"preview": "gone"}, 410)
        self.call("POST", "/api/v1/bulk/preview", {
            "action": "hold", "orders": [{"store": "shop", "id": 1}]}, 200)

    def ask_twice(self, number):
        """Every operation that names the key knows it, and no other does."""
        for method, path, operation in operations():
            if (operation["operationId"] in NOT_YET or method != "POST"
                    or not path.startswith("/api/")):
                continue
            named = any(resolved(p)["name"] == "Idempotency-Key" for p in
                        operation.get("parameters", [])
                        + API["paths"][path].get("parameters", []))
            for name, value in {"store": "shop", "id": number,
                                "seq": 1}.items():
                path = path.replace("{%s}" % name, str(value))
            seen = [self.ask("POST", path, {"nonsense": n},
                             {"Idempotency-Key": "k" + path})[2]
                    for n in (1, 2)]
            self.assertEqual(b"idempotency_mismatch" in seen[1], named,
                             (path, seen))

    def walk_the_freezes(self):
        made = self.call("POST", "/api/v1/freezes", {
            "scope": "type", "name": "amazon", "reason": "none to be made"},
            201)
        self.assertEqual(self.get("/api/v1/freezes")["freezes"], [made])
        self.get("/api/v1/health")
        self.call("POST", f"/api/v1/freezes/{made['id']}/lift", status=200)
        self.get("/api/v1/catch-up")
        self.call("POST", "/api/v1/catch-up/approve", status=200)

    def refuse_what_is_wrong(self, number):
        """A member nobody described; a body that is no JSON; an order that
        is not there."""
        for method, path, operation in operations():
            if (operation["operationId"] in NOT_YET or method != "POST"
                    or not path.startswith("/api/")):
                continue
            for name, value in {"store": "shop", "id": number,
                                "seq": 1}.items():
                path = path.replace("{%s}" % name, str(value))
            if "requestBody" in operation:
                self.call("POST", path, {"nonsense": 1}, 422)
                self.call("POST", path, b"{", 422,
                          {"Content-Type": "application/json"})
                self.call("POST", path, b"a=1", 415)
        for view in ("", "/journal", "/ledger", "/explain", "/evidence"):
            self.call("GET", f"/api/v1/orders/shop/999999{view}", status=404)

    def all_was_asked(self):
        built = {o["operationId"]: m for m, _, o in operations()
                 if o["operationId"] not in NOT_YET}
        self.assertEqual(set(built), set(self.answered))
        well = {name for name, seen in self.answered.items() if min(seen) < 300}
        self.assertEqual(set(built) - well,
                         {"cancelJob", "setStatus", "deliverProviderHook"})


if __name__ == "__main__":
    unittest.main(verbosity=2)

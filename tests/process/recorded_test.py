"""Every recorded delivery, posted to a real daemon as it was received."""

import http.server
import json
import threading
import unittest

from stand import GOLDEN, PATH_SECRET, Stand, call, eventually

STORE = """
[[store]]
name = "{name}"
url = "http://127.0.0.1:{port}"
key = "ck"
secret = "cs"
webhook_secret = {secret}
path_secret = "{path}"
auto_submit = false
poll_interval = "1h"
"""


def recorded():
    for file in sorted((GOLDEN / "woocommerce/webhooks").glob("*.json")):
        yield file.stem, json.loads(file.read_text())


def order_of(delivery):
    """The order in a delivery's body, or None."""
    try:
        body = json.loads(delivery["request"]["body"])
    except ValueError:
        return None
    whole = isinstance(body, dict) and "line_items" in body
    return body if whole else None


def newest(deliveries):
    """{order id: the order as the shop had it last}."""
    found = {}
    for _, delivery in deliveries:
        order = order_of(delivery)
        if order and order["date_modified"] >= found.get(
                order["id"], order)["date_modified"]:
            found[order["id"]] = order
    return found


class RecordedShop(http.server.BaseHTTPRequestHandler):
    """Answers what is asked again after doubtful news."""

    orders = {}

    def do_GET(self):
        last = self.path.split("?")[0].rsplit("/", 1)[-1]
        found = self.orders.get(int(last)) if last.isdigit() else []
        body = json.dumps(found if found is not None else {
            "code": "woocommerce_rest_shop_order_invalid_id"}).encode()
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class RecordedDeliveries(Stand):
    def setUp(self):
        self.deliveries = list(recorded())
        RecordedShop.orders = newest(self.deliveries)
        shop = http.server.ThreadingHTTPServer(("127.0.0.1", 0), RecordedShop)
        threading.Thread(target=shop.serve_forever, daemon=True).start()
        self.addCleanup(shop.server_close)
        self.addCleanup(shop.shutdown)
        secrets = {d["secret"] for _, d in self.deliveries if d.get("secret")}
        self.stores = {s: f"shop-{i}" for i, s in enumerate(sorted(secrets))}
        super().setUp()
        self.daemon.write_config(store_extra="".join(
            STORE.format(name=name, port=shop.server_port, path=PATH_SECRET,
                         secret=json.dumps(secret, ensure_ascii=False))
            for secret, name in self.stores.items()))
        self.daemon.start()

    def post(self, delivery):
        request = delivery["request"]
        store = self.stores.get(delivery.get("secret"), "shop")
        headers = {name: value for name, value in request["headers"]
                   if name not in ("Host", "Connection", "Content-Length")}
        return call(self.daemon.port, "POST", f"/hooks/{store}/{PATH_SECRET}",
                    request["body"].encode(), headers)[0]

    def test_are_taken_and_listed_as_recorded(self):
        for name, delivery in self.deliveries:
            self.assertEqual(self.post(delivery), 200, name)
        settled = eventually("all are judged", lambda: (
            i := self.inbox()) and all(d["verdict"] != "pending" for d in i)
            and i)
        signed = [d for _, d in self.deliveries if d.get("secret")]
        self.assertEqual(len(settled), len(signed))
        for secret, store in self.stores.items():
            mine = [x for x in self.deliveries if x[1].get("secret") == secret]
            for expected in newest(mine).values():
                with self.subTest(store=store, order=expected["id"]):
                    self.compare(store, expected)

    def inbox(self):
        found, before = [], ""
        while True:
            page = self.daemon.get("/api/v1/inbox?limit=50" + before)["deliveries"]
            if not page:
                return found
            found += page
            before = f"&before={page[-1]['seq']}"

    def compare(self, store, expected):
        """The list row and the order against the shop's own JSON."""
        order = eventually("the newest state", lambda: (
            o := self.daemon.get(f"/api/v1/orders/{store}/{expected['id']}"))
            and (o["gone"] or o["modified"] ==
                 expected["date_modified_gmt"] + ".000Z") and o)
        row = next(r for r in self.daemon.pages(
            f"/api/v1/orders?store={store}&", "orders")
            if r["id"] == expected["id"])
        for field in ("number", "status", "currency", "total"):
            self.assertEqual(order[field], expected[field], field)
            self.assertEqual(row[field], expected[field], field)
        for field in ("total_tax", "shipping_total", "discount_total",
                      "created_via", "customer_id"):
            self.assertEqual(order[field], expected[field], field)
        for ours, theirs in (("created", "date_created_gmt"),
                             ("paid", "date_paid_gmt"),
                             ("completed", "date_completed_gmt")):
            at = expected[theirs] and expected[theirs] + ".000Z"
            self.assertEqual(order[ours], at, ours)
        self.compare_people(order, expected)
        self.compare_lines(order, expected)
        self.assertEqual(row["items"],
                         sum(i["quantity"] for i in expected["line_items"]))
        self.assertEqual(order["type"], self.type_of(expected))
        self.assertEqual(row["type"], order["type"])

    def compare_people(self, order, expected):
        for whose in ("billing", "shipping"):
            for ours, theirs in (("first_name",) * 2, ("last_name",) * 2,
                                 ("line1", "address_1"), ("city",) * 2,
                                 ("postcode",) * 2, ("country",) * 2):
                self.assertEqual(order[whose][ours], expected[whose][theirs])
        self.assertEqual(order["billing"]["email"],
                         expected["billing"]["email"])

    def compare_lines(self, order, expected):
        self.assertEqual(len(order["lines"]), len(expected["line_items"]))
        for ours, theirs in zip(order["lines"], expected["line_items"]):
            for field in ("id", "quantity", "total", "subtotal"):
                self.assertEqual(ours[field], theirs[field], field)
            self.assertEqual(ours["sku"], theirs["sku"] or "")
            keys = [m["key"] for m in theirs["meta_data"]]
            self.assertEqual([m["key"] for m in ours["meta"]], keys)

    @staticmethod
    def type_of(expected):
        """The default rules, told a second time."""
        if expected["created_via"] == "amazon":
            return "amazon"
        keys = [m["key"] for i in expected["line_items"]
                for m in i["meta_data"]]
        if any(k.startswith("_dastomize") for k in keys):
            return "in_app"
        skus = [i["sku"] or "" for i in expected["line_items"]]
        return ("shineon" if any(s.startswith(("SO-", "PT-")) for s in skus)
                else "other")


if __name__ == "__main__":
    unittest.main(verbosity=2)

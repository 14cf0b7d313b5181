"""Whether the daemon's orders are the shop's, field by field."""

import html

STATUSES = ("pending,processing,on-hold,completed,cancelled,refunded,failed,"
            "trash")


def plain(value):
    """As people read it: WooCommerce stores HTML entities."""
    return html.unescape(value) if isinstance(value, str) else value


def shop_orders(sandbox):
    """{id: order} of all the shop has."""
    found, page = {}, 1
    while True:
        orders = sandbox.shop(
            "GET", f"/orders?per_page=100&orderby=id&order=asc&page={page}"
            f"&status={STATUSES}")
        if not orders:
            return found
        found.update({o["id"]: o for o in orders})
        page += 1


def difference(daemon, row, theirs):
    """The first field in which our order is not the shop's."""
    if row is None:
        return "missing"
    if theirs["status"] == "trash":
        return None if row["gone"] or row["status"] == "trash" else "trash"
    ours = daemon.order(row["id"])
    if ours["gone"] or ours["status_intent"]:
        return "gone" if ours["gone"] else "intent"

    def gmt(name):
        return theirs[name] and theirs[name] + ".000Z"
    pairs = [(row["status"], theirs["status"])]
    pairs += [(ours[f], theirs[f]) for f in (
        "number", "status", "currency", "total", "total_tax",
        "shipping_total", "discount_total", "created_via", "customer_id",
        "customer_note")]
    pairs += [(ours[f], gmt(g)) for f, g in (
        ("created", "date_created_gmt"), ("modified", "date_modified_gmt"),
        ("paid", "date_paid_gmt"), ("completed", "date_completed_gmt"))]
    for kind in ("billing", "shipping"):
        pairs += [(ours[kind][f], theirs[kind][g]) for f, g in (
            ("first_name", "first_name"), ("last_name", "last_name"),
            ("line1", "address_1"), ("line2", "address_2"),
            ("city", "city"), ("state", "state"),
            ("postcode", "postcode"), ("country", "country"))]
    pairs += [([(x["id"], x["sku"], x["quantity"], x["total"])
                for x in ours["lines"]],
               [(x["id"], x["sku"] or "", x["quantity"], x["total"])
                for x in theirs["line_items"]])]
    pairs += [([r["id"] for r in ours["refunds"]],
               [r["id"] for r in theirs["refunds"]])]
    return next((p for p in pairs if p[0] != plain(p[1])), None)

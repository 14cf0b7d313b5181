"""Import of many orders beside a bare client that pages the same API, a kill
in the middle, and the daemon's memory over time. Prints a table, writes JSON.

    bench/import.py BUILD_FOLDER [ORDERS [MS]]

MS is what the store takes for a page beyond the sandbox's own time; a real
WooCommerce takes a second and more.
"""

import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import threading
import time

BUILD = pathlib.Path(sys.argv[1]).resolve()
ORDERS = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
SLOWER = int(sys.argv[3]) if len(sys.argv) > 3 else 0
HERE = pathlib.Path(__file__).resolve().parent
os.environ.setdefault("DASTOMIZED", str(BUILD / "daemon/dastomized"))
os.environ.setdefault("DASTOMIZED_SANDBOX",
                      str(BUILD / "sandbox/dastomized-sandbox"))
os.environ.setdefault("DASTOMIZED_GOLDEN", str(HERE.parent / "tests/golden"))
sys.path.insert(0, str(HERE.parent / "tests/process"))

from stand import Daemon, Sandbox, call, eventually  # noqa: E402

CLIENTS = 4  # pages under way at a time, as many as a store's in_flight
ROUNDS = 3


def bare_client(sandbox):
    """Orders a second for somebody who reads all pages and keeps nothing."""
    pages = iter(range(1, (ORDERS + 99) // 100 + 1))
    lock, seen = threading.Lock(), []

    def work():
        while True:
            with lock:
                page = next(pages, None)
            if page is None:
                return
            status, body = call(
                sandbox.port, "GET", "/shop/wp-json/wc/v3/orders?per_page=100"
                f"&orderby=id&order=asc&page={page}",
                headers={"Authorization": sandbox.BASIC})
            assert status == 200, status
            seen.append(len(body))

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    begun = time.monotonic()
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return ORDERS / (time.monotonic() - begun), sum(seen) / ORDERS


def told(report):
    return sum(report[k] for k in ("created", "updated", "unchanged",
                                   "skipped"))


def resident_mib(daemon):
    status = pathlib.Path(
        f"/proc/{daemon.program.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def imported(daemon, kill_at=None):
    """(orders a second, the job, memory at each tenth)."""
    _, job = daemon.ask("/api/v1/stores/shop/import", {"all": True})
    path = job["href"]
    begun, memory, away = time.monotonic(), {}, 0.0
    while True:
        now = daemon.get(path)
        memory.setdefault(now["done"] * 10 // ORDERS, resident_mib(daemon))
        if now["state"] != "running":
            assert now["state"] == "done", now
            return (ORDERS / (time.monotonic() - begun - away), now,
                    list(memory.values()))
        if kill_at and now["done"] >= kill_at:
            kill_at = None
            gone = time.monotonic()
            daemon.kill()
            daemon.start()
            away = time.monotonic() - gone
        time.sleep(0.2)


def fresh_daemon(folder, sandbox, name):
    place = folder / name
    place.mkdir()
    return Daemon(place, sandbox.port, poll="1h", delay="24h",
                  store_extra="webhooks = false\nauto_submit = false").start()


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dastomized-bench-"))
    begun = time.monotonic()
    sandbox = Sandbox(folder, "--orders", str(ORDERS))
    print(f"{ORDERS} orders made in {time.monotonic() - begun:.0f} s")
    if SLOWER:
        sandbox.control("faults", {"target": "shop", "kind": "latency",
                                   "ms": SLOWER, "match": "list", "count": -1})
    try:
        bare, ours, memory = [], [], []
        for n in range(ROUNDS):
            rate, size = bare_client(sandbox)
            bare.append(rate)
            daemon = fresh_daemon(folder, sandbox, f"round-{n}")
            rate, job, memory = imported(daemon)
            ours.append(rate)
            # The first poll brings some of them too.
            assert told(job["report"]) == ORDERS, job["report"]
            daemon.stop()
        daemon = fresh_daemon(folder, sandbox, "killed")
        _, job, _ = imported(daemon, kill_at=ORDERS // 2)
        report = job["report"]
        held = daemon.get("/api/v1/orders?limit=1")["total"]
        daemon.stop()
        figures = {
            "orders": ORDERS, "ms added to a page": SLOWER, "bytes an order": round(size),
            "bare client, orders/s": round(statistics.median(bare)),
            "import, orders/s": round(statistics.median(ours)),
            "import ÷ bare": round(statistics.median(
                o / b for o, b in zip(ours, bare)), 2),
            "resident at each tenth, MiB": [round(m) for m in memory],
            "after kill -9 in the middle: held": held,
            "reported": told(report),
            "failed": len(report["failed"])}
    finally:
        sandbox.program.end(9)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"import of {ORDERS} orders, medians of {ROUNDS} rounds")
    for what, value in figures.items():
        print(f"  {what:<36} {value}")
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()

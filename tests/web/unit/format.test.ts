import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ago,
  briefTime,
  counted,
  isolated,
  money,
  span,
  timeThere,
} from "../../../web/src/format/format";
import {
  nameOf,
  providerName,
  storeStatus,
} from "../../../web/src/format/words";
import {
  dayBefore,
  dayBegins,
  dayEnds,
  dayOf,
  daysAgo,
} from "../../../web/src/orders/days";
import { idsIn, requestOf } from "../../../web/src/orders/import_plan";
import { tickAfter } from "../../../web/src/shell/clock";

const s = 1000;
const min = 60 * s;
const h = 60 * min;
const d = 24 * h;

test("spans have their two largest units, seconds only below five minutes", () => {
  const rows: [number, string][] = [
    [0, "0 s"],
    [-5 * s, "0 s"],
    [999, "0 s"],
    [59 * s, "59 s"],
    [61 * s, "1 min 01 s"],
    [4 * min + 59 * s, "4 min 59 s"],
    [5 * min + 30 * s, "5 min"],
    [59 * min + 59 * s, "59 min"],
    [3 * h + 12 * min, "3 h 12 min"],
    [2 * h, "2 h"],
    [2 * d + 3 * h + 9 * min, "2 d 3 h"],
  ];
  for (const [ms, text] of rows) assert.equal(span(ms), text);
});

test("money has the store's own figures and any currency", () => {
  assert.equal(money("19.9", "USD"), "$19.90");
  assert.equal(money("1200", "JPY"), "¥1,200");
  assert.equal(money("", "USD"), "");
  assert.equal(money("19.90", "points"), "19.90 points");
});

test("times of today have no date, those of another year have the year", () => {
  const now = Date.parse("2026-11-23T18:00:00Z");
  assert.match(briefTime("2026-11-23T06:05:00Z", now), /^06:05/);
  assert.match(briefTime("2026-11-22T06:05:00Z", now), /^Nov 22, 06:05/);
  assert.match(briefTime("2025-11-22T06:05:00Z", now), /2025/);
});

test("what was is told in the unit that fits", () => {
  const now = Date.parse("2026-11-23T18:00:00Z");
  assert.equal(ago("2026-11-23T17:59:50Z", now), "now");
  assert.equal(ago("2026-11-23T17:50:00Z", now), "10 min. ago");
  assert.equal(ago("2026-11-23T15:00:00Z", now), "3 hr. ago");
});

test("what is shown is drawn again no sooner than it changes", () => {
  const now = 10 * h; // on the minute
  assert.equal(tickAfter(now + 20 * s, now + 3 * h), 40 * s);
  assert.equal(tickAfter(now, now + 5 * min + 10 * s), 10 * s);
  assert.equal(tickAfter(now + 300, now + 2 * min), 700);
});

test("a status of the shop's own gets words", () => {
  assert.equal(storeStatus("on-hold"), "On hold");
  assert.equal(storeStatus("awaiting-art"), "Awaiting art");
  assert.equal(nameOf(""), "");
});

test("one and many", () => {
  assert.equal(counted(1, "order"), "1 order");
  assert.equal(counted(1200, "order"), "1,200 orders");
});

test("ids come in any punctuation, with ranges, each once", () => {
  assert.deepEqual(idsIn("#7, 9-11\n7;10"), [7, 9, 10, 11]);
});

test("what is no id is named", () => {
  assert.match(String(idsIn("7 x9")), /“x9”/);
  assert.match(String(idsIn("9-7")), /ends before/);
  assert.match(String(idsIn("0")), /“0”/);
  assert.match(String(idsIn("1-999999999")), /At most/);
  assert.match(String(idsIn("  ")), /at least one/);
});

test("days are those of the viewer and come back from their instants", () => {
  const from = dayBegins("2026-03-08");
  const to = dayEnds("2026-03-31");
  assert.equal(from, "2026-03-08T00:00:00.000Z");
  assert.equal(to, "2026-04-01T00:00:00.000Z");
  assert.equal(dayOf(from), "2026-03-08");
  assert.equal(dayBefore(to), "2026-03-31");
  assert.equal(dayBegins("") + dayEnds("x") + dayOf("") + dayBefore(""), "");
  assert.equal(daysAgo(1, Date.parse("2026-03-01T12:00:00Z")), "2026-02-28");
});

test("the last day of a range is part of it", () => {
  const typed = {
    wanted: "range" as const,
    from: "2026-01-01",
    to: "2026-02-28",
    by: "created" as const,
    ids: "",
  };
  assert.deepEqual(requestOf(typed), {
    by: "created",
    from: "2026-01-01",
    to: "2026-03-01",
  });
  assert.match(String(requestOf({ ...typed, to: "2025-01-01" })), /before/);
  assert.match(String(requestOf({ ...typed, from: "", to: "" })), /first or/);
});

test("a name that is one of JavaScript's own is a name like all others", () => {
  assert.equal(storeStatus("constructor"), "Constructor");
  assert.equal(providerName("toString"), "toString");
});

test("text from right to left is kept apart from its neighbours", () => {
  assert.equal(isolated("Ada"), "Ada");
  assert.equal(isolated(""), "");
  assert.equal(isolated("דנה"), "\u2068דנה\u2069");
  // A sign that turns around all that follows.
  assert.equal(isolated("a\u202eb"), "\u2068a\u202eb\u2069");
});

test("the time where the store is names its zone, an unknown one is left out", () => {
  const at = "2026-11-28T16:20:00Z";
  assert.equal(
    timeThere(at, "Asia/Tokyo"),
    "Nov 29, 2026, 01:20:00 AM GMT+9 (Asia/Tokyo)",
  );
  assert.equal(timeThere(at, "Nowhere/At_All"), "");
});

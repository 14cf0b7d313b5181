import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../../../web/src/api/types";
import {
  arrivals,
  departures,
  keyOf,
  moves,
  orderOf,
  Overtaken,
  patch,
} from "../../../web/src/orders/live";
import {
  choose,
  isSelected,
  nothing,
  requestOf,
  sizeOf,
  toggle,
  type Selection,
} from "../../../web/src/orders/selection";
import { beginning, change } from "../../../web/src/orders/state";

const row = (id: number, with_: Partial<Row> = {}) =>
  ({ store: "shop", id, number: String(id), ...with_ }) as Row;
const rows = (...ids: number[]) => ids.map((id) => row(id));

test("a changed row takes the place of the old one, and none moves", () => {
  const shown = rows(3, 2, 1);
  const next = patch(shown, [row(2, { status: "completed" })]);
  assert.deepEqual(next.map(keyOf), shown.map(keyOf));
  assert.equal(next[1]?.status, "completed");
  assert.equal(next[0], shown[0]);
});

test("a change of a row that is not shown draws nothing again", () => {
  const shown = rows(3, 2, 1);
  assert.equal(patch(shown, [row(9)]), shown);
});

test("rows that came in above are new", () => {
  assert.equal(arrivals(rows(3, 2, 1), rows(5, 4, 3, 2)), 2);
});

test("rows that moved up because others left are not new", () => {
  assert.equal(arrivals(rows(5, 4, 3), rows(5, 3, 2)), 0);
});

test("rows that came in between are new, those behind the last are not", () => {
  assert.equal(arrivals(rows(9, 5, 1), rows(9, 7, 5, 1, 0)), 1);
});

test("where nothing that is shown is left, all is new", () => {
  assert.equal(arrivals(rows(2, 1), rows(5, 4, 3)), 3);
});

test("rows that left are counted, those that were pushed on are not", () => {
  assert.equal(departures(rows(3, 2, 1), rows(3, 1), false), 1);
  assert.equal(departures(rows(3, 2, 1), rows(4, 3, 2), true), 0);
  assert.equal(departures(rows(3, 2, 1), rows(4, 3, 1), true), 1);
  assert.equal(departures(rows(3, 2, 1), rows(4, 3, 1), false), 1);
  assert.equal(departures(rows(3, 2, 1), rows(), false), 3);
});

test("a row that went from the end of a full page has left", () => {
  assert.equal(departures(rows(3, 2, 1), rows(3, 2, 0), true), 1);
  assert.equal(departures(rows(3, 2, 1), rows(4, 3, 0), true), 1);
  assert.equal(departures(rows(2, 1), rows(5, 4), true), 0);
});

test("rows that stand elsewhere by now are counted, the others are not", () => {
  assert.equal(moves(rows(1, 2, 3, 4), rows(1, 2, 3, 4)), 0);
  assert.equal(moves(rows(1, 2, 3, 4), rows(2, 3, 4, 1)), 1);
  assert.equal(moves(rows(1, 2, 3, 4), rows(4, 1, 2, 3)), 1);
  assert.equal(moves(rows(1, 2, 3, 4), rows(3, 4, 2, 1)), 2);
  // Who comes or leaves moves nobody.
  assert.equal(moves(rows(1, 2, 3, 4), rows(9, 1, 3, 8, 4)), 0);
});

test("a change that came while an answer was under way wins over it", () => {
  const overtaken = new Overtaken();
  overtaken.note(row(1, { status: "before" }));
  const open = overtaken.begin();
  overtaken.note(row(1, { status: "newest" }));
  const answer = open.applyTo([row(2), row(1, { status: "old" })]);
  assert.equal(answer[1]?.status, "newest");
  open.end();
  overtaken.note(row(2, { status: "later" }));
  assert.equal(open.applyTo([row(2)])[0]?.status, undefined);
});

test("a key names store and order, whatever the store is called", () => {
  const order = { store: "a/b", id: 7 };
  assert.deepEqual(orderOf(keyOf(order)), order);
});

test("choosing on one page leaves the others selected", () => {
  const first = choose(nothing, rows(4, 3), ["shop/4"]);
  const second = choose(first, rows(2, 1), ["shop/2", "shop/1"]);
  assert.equal(sizeOf(second, 100), 3);
  const none = choose(second, rows(2, 1), []);
  assert.ok(isSelected(none, "shop/4"));
  assert.ok(!isSelected(none, "shop/2"));
});

test("all that match is the question less what was taken out", () => {
  const all: Selection = { mode: "all", except: new Set() };
  const less = choose(all, rows(2, 1), ["shop/2"]);
  assert.equal(sizeOf(less, 340), 339);
  const list = change(beginning, { tab: "on_hold", search: "x" });
  assert.deepEqual(requestOf(less, list), {
    query: { tab: "on_hold", search: "x" },
    except: [{ store: "shop", id: 1 }],
  });
  assert.deepEqual(toggle(less, "shop/1"), all);
});

test("some are named one by one", () => {
  assert.deepEqual(requestOf(toggle(nothing, "shop/7"), beginning), {
    orders: [{ store: "shop", id: 7 }],
  });
});

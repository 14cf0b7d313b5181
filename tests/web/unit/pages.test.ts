// What the plain pages reckon before they show it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf } from "../../../web/src/audit/difference";
import { whatOf } from "../../../web/src/audit/words";
import { makerOf, reachOf } from "../../../web/src/freezes/words";
import { readable, size } from "../../../web/src/inbox/words";
import { jobName } from "../../../web/src/jobs/words";
import { dueWords } from "../../../web/src/orders/due_words";

test("a difference names what changed and leaves out what did not", () => {
  assert.deepEqual(
    linesOf(
      { role: "viewer", disabled: false, created: "x" },
      { role: "admin", disabled: true, created: "x" },
    ),
    [
      { name: "role", before: "viewer", after: "admin" },
      { name: "disabled", before: "false", after: "true" },
    ],
  );
});

test("what came new or went has one side only", () => {
  assert.deepEqual(linesOf(null, { name: "olga" }), [
    { name: "name", before: "", after: "olga" },
  ]);
  assert.deepEqual(linesOf({ name: "olga" }, null), [
    { name: "name", before: "olga", after: "" },
  ]);
  assert.deepEqual(linesOf(null, undefined), []);
  assert.deepEqual(linesOf("a", "b"), [{ name: "", before: "a", after: "b" }]);
});

test("a payload is read on many lines, and as it came if it is no JSON", () => {
  assert.equal(readable('{"id":7}'), '{\n  "id": 7\n}');
  assert.equal(readable("webhook_id=3"), "webhook_id=3");
});

test("sizes are rounded where nobody counts bytes", () => {
  assert.deepEqual([0, 999, 6210, 2_500_000].map(size), [
    "0 B",
    "999 B",
    "6.2 kB",
    "2.5 MB",
  ]);
});

test("jobs are named by what they do", () => {
  assert.equal(
    jobName({ kind: "bulk", action: "hold", store: "" }),
    "Hold orders",
  );
  assert.equal(
    jobName({ kind: "import", action: "range", store: "shop" }),
    "Import orders by range of shop",
  );
});

test("a freeze says what it reaches and who made it", () => {
  assert.equal(reachOf({ scope: "all", name: "" }), "everything");
  assert.equal(
    reachOf({ scope: "provider", name: "customcat" }),
    "provider CustomCat",
  );
  assert.equal(reachOf({ scope: "type", name: "in_app" }), "In-app orders");
  assert.equal(makerOf({ by: "olga" }), "olga");
  assert.match(makerOf({ by: "brake" }), /brake/);
});

test("a filter by deadline says from when to when", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  assert.equal(dueWords({ due_from: "", due_to: "" }, now), "");
  assert.match(
    dueWords(
      { due_from: "2026-11-23T13:00:00Z", due_to: "2026-11-23T14:00:00Z" },
      now,
    ),
    /^Leaves .*\d.* – .*\d/,
  );
  assert.match(
    dueWords({ due_from: "", due_to: "2026-11-23T12:00:00Z" }, now),
    /^Was due before/,
  );
});

test("a write is told in words, and as it was where there are none", () => {
  const what = (method: string, path: string, said = "") =>
    whatOf({ what: said, method, path: "/api/v1" + path });
  assert.equal(what("POST", "/users/olga"), "Changes a user");
  assert.equal(what("DELETE", "/users/olga"), "Removes a user");
  assert.equal(what("POST", "/orders/shop/7/hold", "hold"), "Hold");
  assert.equal(what("POST", "/new?x=1"), "POST /api/v1/new?x=1");
});

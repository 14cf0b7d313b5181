import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board } from "../../../web/src/api/types";
import {
  daysOf,
  hourHref,
  leaving,
  overdueHref,
  reasonsOf,
} from "../../../web/src/home/board";

const board = (with_: Partial<Board>): Board => ({
  hours: [],
  overdue: 0,
  frozen: 0,
  attention: [],
  ...with_,
});

const hours = (begin: string, counts: number[]) =>
  counts.map((count, i) => ({
    at: new Date(Date.parse(begin) + i * 3_600_000).toISOString(),
    count,
  }));

const local = (text: string) => new Date(text).toISOString();

test("hours stand below the day the viewer has then; empty ones do not", () => {
  const days = daysOf(
    board({ hours: hours(local("2026-11-23T22:00:00"), [3, 0, 0, 10]) }),
  );
  assert.deepEqual(
    days.map((d) => d.hours.map((h) => [h.count, h.share])),
    [[[3, 30]], [[10, 100]]],
  );
  assert.equal(days[1]?.at, local("2026-11-24T01:00:00"));
  assert.equal(days[1]?.hours[0]?.end, local("2026-11-24T02:00:00"));
});

test("the least is still to be seen", () => {
  const [day] = daysOf(
    board({ hours: hours("2026-11-23T12:00:00Z", [1, 5000]) }),
  );
  assert.equal(day?.hours[0]?.share, 2);
});

test("an hour leads to its orders, without those that are overdue", () => {
  const hour = {
    at: "2026-11-23T12:00:00.000Z",
    end: "2026-11-23T13:00:00.000Z",
  };
  const query = (now: string) =>
    new URLSearchParams(hourHref(hour, Date.parse(now)).split("?")[1]);
  const later = query("2026-11-23T09:30:00Z");
  assert.equal(later.get("due_from"), hour.at);
  assert.equal(later.get("due_to"), hour.end);
  assert.equal(
    query("2026-11-23T12:20:00Z").get("due_from"),
    "2026-11-23T12:20:00.000Z",
  );
  assert.match(overdueHref(Date.parse(hour.at)), /due_to=2026-11-23T12/);
});

test("what leaves is the sum of the hours", () => {
  assert.equal(
    leaving(board({ hours: hours(local("2026-11-23"), [1, 2]) })),
    3,
  );
});

test("reasons stand by frequency; the same words are told apart", () => {
  const drift = "changed in the store after it was sent";
  const reasons = reasonsOf(
    board({
      attention: [
        { code: "drift.address", count: 2, what: drift },
        { code: "drift.lines", count: 7, what: drift },
        { code: "refused", count: 4, what: "refused by the provider" },
        { code: "brand.new", count: 1, what: "" },
      ],
    }),
  );
  assert.deepEqual(
    reasons.map((r) => r.words),
    [
      "Changed in the store after it was sent (lines)",
      "Refused by the provider",
      "Changed in the store after it was sent (address)",
      "Brand new",
    ],
  );
  assert.match(reasons[1]?.href ?? "", /tab=needs_attention&attention=refused/);
});

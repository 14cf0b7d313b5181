import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addressMarks,
  blockersOf,
  changesBetween,
  dimensions,
  freezeOn,
  recipient,
  safeLink,
  threshold,
} from "../../../web/src/order/facts";
import {
  localTime,
  minutesOf,
  readLocal,
} from "../../../web/src/order/more_time";
import { pairOf, picturesOf } from "../../../web/src/order/pictures";
import { neighbours, pathOf, readTrail } from "../../../web/src/order/trail";
import type {
  Address,
  ArtworkFile,
  Blocker,
  Freeze,
  Order,
  OrderLine,
  Part,
} from "../../../web/src/order/types";
import { bytes } from "../../../web/src/order/words";

const address = (with_: Partial<Address> = {}): Address => ({
  first_name: "Ada",
  last_name: "Byron",
  company: "",
  line1: "12 Elm St",
  line2: "",
  city: "Troy",
  state: "MI",
  postcode: "48083",
  country: "US",
  phone: "",
  email: "",
  ...with_,
});

const nowhere = address({
  first_name: "",
  last_name: "",
  line1: "",
  city: "",
});

const line = (with_: Partial<OrderLine> = {}): OrderLine =>
  ({
    id: 1,
    name: "Tee",
    sku: "T-1",
    quantity: 1,
    refunded: 0,
    image: "",
    personalization: {
      options: [],
      preview: null,
      print_files: [],
      client_images: [],
    },
    ...with_,
  }) as OrderLine;

const part = (with_: Partial<Part> = {}): Part =>
  ({
    reference: "7-abc-1",
    provider: "customcat",
    state: "none",
    blockers: [],
    ...with_,
  }) as Part;

const order = (with_: Partial<Order> = {}): Order =>
  ({
    store: "shop",
    id: 7,
    type: "in_app",
    status: "processing",
    submit_status: "blank",
    countdown: { state: "running", due: "2026-01-31T08:00:00Z" },
    total: "10.00",
    currency: "USD",
    customer_note: "",
    gone: false,
    billing: address(),
    shipping: address(),
    lines: [line()],
    parts: [],
    artwork: [],
    refunds: [],
    shipments: [],
    preflight: { ready: true, blockers: [] },
    ...with_,
  }) as unknown as Order;

const blocker = (code: string, with_: Partial<Blocker> = {}): Blocker => ({
  code,
  what: `${code} is wrong`,
  todo: "",
  line_id: 0,
  ...with_,
});

test("only links of the web are followed, and none with a password in it", () => {
  assert.equal(safeLink("https://a.example/x"), "https://a.example/x");
  assert.equal(safeLink("http://a.example"), "http://a.example/");
  for (const bad of [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "https://user:pw@a.example/",
    "//a.example/x",
    "/api/v1/orders",
    "https://",
    "",
    null,
    undefined,
  ])
    assert.equal(safeLink(bad), null, String(bad));
});

test("the parcel goes to the billing address when there is no other", () => {
  assert.equal(recipient(order()).billing, false);
  const only = order({ shipping: nowhere });
  assert.equal(recipient(only).billing, true);
  assert.equal(recipient(only).at.city, "Troy");
});

test("what stands in the way is told once, of now and of the parts", () => {
  const city = blocker("address.city");
  const found = blockersOf(
    order({
      preflight: { ready: false, blockers: [city] },
      parts: [
        part({ state: "blocked", blockers: [city, blocker("route.missing")] }),
        part({ state: "accepted", blockers: [blocker("old")] }),
      ],
    }),
  );
  assert.deepEqual(
    found.map((b) => b.code),
    ["address.city", "route.missing"],
  );
});

test("a blocker of the address marks the row it is about", () => {
  const marks = addressMarks([
    blocker("address.postcode"),
    blocker("address.city"),
    blocker("recipient.email"),
    blocker("address.invalid"),
    blocker("route.missing"),
  ]);
  assert.deepEqual([...marks.keys()].sort(), ["email", "place", "street"]);
  assert.equal(marks.get("place")?.length, 2);
});

test("a freeze reaches an order by store, type, provider or altogether", () => {
  const o = order({ parts: [part()] });
  const freeze = (scope: string, name: string) =>
    [{ scope, name } as Freeze] as const;
  for (const [scope, name] of [
    ["all", ""],
    ["store", "shop"],
    ["type", "in_app"],
    ["provider", "customcat"],
  ] as const)
    assert.ok(freezeOn(o, freeze(scope, name)), scope);
  for (const [scope, name] of [
    ["store", "other"],
    ["type", "amazon"],
    ["provider", "shineon"],
  ] as const)
    assert.equal(freezeOn(o, freeze(scope, name)), undefined, scope);
});

test("changes between two looks are told in words", () => {
  const a = order({ parts: [part()] });
  assert.deepEqual(changesBetween(a, order({ parts: [part()] })), []);
  const b = order({
    status: "on-hold",
    shipping: address({ city: "Detroit" }),
    lines: [line({ quantity: 2 }), line({ id: 2, name: "Mug" })],
    parts: [part({ state: "accepted" }), part({ reference: "7-new-1" })],
  });
  const found = changesBetween(a, b);
  assert.deepEqual(found.slice(0, 1), ["Store status: Processing → On hold"]);
  assert.match(found.join("\n"), /Ship to: .*Troy.* → .*Detroit/);
  assert.ok(found.includes("“Tee” changed"));
  assert.ok(found.includes("“Mug” was added"));
  assert.ok(found.includes("7-abc-1: accepted"));
  // A part that waits like all others is no news.
  assert.ok(!found.some((c) => c.includes("7-new-1")));
  assert.ok(changesBetween(b, a).includes("“Mug” was removed"));
});

test("what stands in the way is news, what a part waits for is not", () => {
  const not = { ready: false, blockers: [blocker("address.city")] };
  assert.deepEqual(changesBetween(order(), order({ preflight: not })), [
    "It is not ready to be submitted any more",
  ]);
  assert.deepEqual(changesBetween(order({ preflight: not }), order()), [
    "It is ready to be submitted",
  ]);
  assert.deepEqual(changesBetween(order(), order({ twin_of: "shop/6" })), [
    "It looks like the same purchase as shop/6",
  ]);
  const waits = part({ next_try: "2026-01-31T08:00:00Z", attempt: 2 });
  assert.deepEqual(
    changesBetween(order({ parts: [part()] }), order({ parts: [waits] })),
    [],
  );
});

test("a paused countdown is not said to end at another time", () => {
  const paused = { state: "paused", due: null } as Order["countdown"];
  assert.deepEqual(changesBetween(order(), order({ countdown: paused })), [
    "Countdown: running → paused",
  ]);
});

test("more or less time kept by a paused countdown is a change", () => {
  const kept = (minutes: number) =>
    order({
      countdown: {
        state: "paused",
        due: null,
        remaining_ms: minutes * 60_000,
      } as Order["countdown"],
    });
  assert.deepEqual(changesBetween(kept(60), kept(90)), [
    "Time kept: 1 h → 1 h 30 min",
  ]);
  assert.deepEqual(changesBetween(kept(60), kept(60)), []);
});

test("thresholds are an hour, ten minutes and the end", () => {
  assert.equal(threshold(3_600_001), "");
  assert.match(threshold(3_600_000), /1 hour/);
  assert.match(threshold(600_001), /1 hour/);
  assert.match(threshold(600_000), /10 minutes/);
  assert.match(threshold(0), /ended/);
});

test("pictures come by line, without those that may not be shown", () => {
  const file = { url: "https://a.example/print.png" } as ArtworkFile;
  const o = order({
    artwork: [file],
    lines: [
      line({
        image: "https://a.example/mock.png",
        personalization: {
          options: [],
          preview: "https://a.example/preview.png",
          print_files: [
            { url: "https://a.example/print.png", key: "_print" },
            { url: "javascript:alert(1)", key: "_print" },
          ],
          client_images: ["data:image/png;base64,x"],
        },
      }),
      line({ id: 2, name: "Box" }),
    ],
  });
  const all = picturesOf(o);
  assert.deepEqual(
    all.map((p) => p.kind),
    ["mockup", "preview", "design"],
  );
  assert.equal(all[2]?.file, file);
  const first = all[0];
  assert.ok(first);
  assert.deepEqual(
    pairOf(all, first)?.map((p) => p.kind),
    ["preview", "design"],
  );
  assert.equal(pairOf(all.slice(0, 2), first), null);
  // Never the design of another line.
  assert.equal(pairOf(all, { ...first, line: 2 }), null);
});

test("dimensions and sizes say what is known", () => {
  const file = { type: "PNG", width: 3000, height: 3600, dpi: 300 };
  assert.equal(dimensions(file as ArtworkFile), "PNG, 3000 × 3600, 300 dpi");
  const dark = { type: "", width: 0, height: 0, dpi: 0 };
  assert.equal(dimensions(dark as ArtworkFile), "");
  assert.equal(bytes(74), "74 B");
  assert.equal(bytes(3_400_000), "3.4 MB");
  assert.equal(bytes(250_000), "250 kB");
});

test("spans are read as people type them", () => {
  for (const [text, minutes] of [
    ["90", 90],
    ["90 min", 90],
    ["2 h", 120],
    ["1.5h", 90],
    ["1,5 hours", 90],
    ["1 d 6 h", 1800],
    ["366 d", 527_040],
  ] as const)
    assert.equal(minutesOf(text), minutes, text);
  for (const bad of ["", "soon", "-5", "0", "0 min", "367 d", "5 weeks", "2h!"])
    assert.equal(minutesOf(bad), null, bad);
});

test("local times go to the field and come back as instants", () => {
  const at = Date.parse("2026-01-31T08:05:00Z"); // the tests run in UTC
  assert.equal(localTime(at), "2026-01-31T08:05");
  assert.equal(readLocal("2026-01-31T08:05"), "2026-01-31T08:05:00.000Z");
  assert.equal(readLocal("tomorrow"), null);
  assert.equal(readLocal("2026-13-41T08:05"), null);
});

test("an order's neighbours are those of the list one came by", () => {
  const trail = { back: "/orders?tab=all", keys: ["s/3", "s/2", "s/1"] };
  assert.deepEqual(neighbours(trail, "s/2"), {
    before: "s/3",
    after: "s/1",
    place: "2 of 3",
  });
  assert.equal(neighbours(trail, "s/3").before, null);
  assert.equal(neighbours(trail, "s/9").place, "");
  assert.equal(pathOf("my shop/7"), "/orders/my%20shop/7");
});

test("a kept trail that makes no sense is none", () => {
  const none = { back: "/orders", keys: [] };
  for (const bad of [
    null,
    "",
    "{",
    "[]",
    '{"back":"https://evil.example","keys":[]}',
    '{"back":"/orders","keys":[1]}',
    '{"back":"/orders"}',
  ])
    assert.deepEqual(readTrail(bad), none, String(bad));
  const good = { back: "/orders?tab=on_hold", keys: ["s/1"] };
  assert.deepEqual(readTrail(JSON.stringify(good)), good);
});

// What follows from an order for what is shown of it. Pure.
import { storeStatus, submitStatuses } from "../format/words";
import { isolated, money, span } from "../format/format";
import { partStates } from "./words";
import type {
  Address,
  ArtworkFile,
  Blocker,
  Freeze,
  Order,
  OrderLine,
} from "./types";

/** A link that may be followed: http or https, nothing else, and nobody's
 *  name and password in it. */
export function safeLink(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const at = new URL(url);
    const web = at.protocol === "https:" || at.protocol === "http:";
    return web && !at.username && !at.password ? at.href : null;
  } catch {
    return null;
  }
}

export function artworkOf(order: Order, url: string): ArtworkFile | undefined {
  return (order.artwork ?? []).find((f) => f.url === url);
}

export function lineName(order: Order, id: number): string {
  return order.lines.find((l) => l.id === id)?.name ?? `item ${id}`;
}

/** "PNG, 3000 × 3600, 300 dpi" as far as it is known. */
export function dimensions(f: ArtworkFile): string {
  return [
    f.type,
    f.width > 0 && f.height > 0 ? `${f.width} × ${f.height}` : "",
    f.dpi > 0 ? `${f.dpi} dpi` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

// ---- recipient --------------------------------------------------------------

export function isEmpty(a: Address): boolean {
  return ![a.first_name, a.last_name, a.company, a.line1, a.line2, a.city].some(
    (text) => text.trim(),
  );
}

/** Where the parcel goes: to the billing address when there is no other. */
export function recipient(order: Order): { at: Address; billing: boolean } {
  const billing = isEmpty(order.shipping);
  return { at: billing ? order.billing : order.shipping, billing };
}

export function sameAddress(a: Address, b: Address): boolean {
  const fields = [
    "first_name",
    "last_name",
    "company",
    "line1",
    "line2",
    "city",
    "state",
    "postcode",
    "country",
  ] as const;
  return fields.every((f) => a[f] === b[f]);
}

export type AddressRow =
  "name" | "street" | "place" | "country" | "phone" | "email";

const rowsOfCodes: Record<string, AddressRow> = {
  name: "name",
  street: "street",
  line1: "street",
  line2: "street",
  city: "place",
  state: "place",
  postcode: "place",
  country: "country",
  phone: "phone",
  email: "email",
};

/** Everything that keeps the order from being sent, each once: the verdict
 *  of now and what the parts were stopped by. */
export function blockersOf(order: Order): Blocker[] {
  const all = [
    ...order.preflight.blockers,
    ...order.parts.flatMap((p) => (p.state === "blocked" ? p.blockers : [])),
  ];
  const seen = new Set<string>();
  return all.filter((b) => {
    const key = `${b.code} ${b.line_id} ${b.what}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Which row of the address a blocker is about. */
export function addressMarks(
  blockers: readonly Blocker[],
): Map<AddressRow, Blocker[]> {
  const marks = new Map<AddressRow, Blocker[]>();
  for (const b of blockers) {
    const [area, field = ""] = b.code.split(".");
    if (area !== "address" && area !== "recipient") continue;
    const row = rowsOfCodes[field] ?? "street";
    marks.set(row, [...(marks.get(row) ?? []), b]);
  }
  return marks;
}

// ---- freezes ----------------------------------------------------------------

export function freezeOn(
  order: Order,
  freezes: readonly Freeze[],
): Freeze | undefined {
  return freezes.find(
    (f) =>
      f.scope === "all" ||
      (f.scope === "store" && f.name === order.store) ||
      (f.scope === "type" && f.name === order.type) ||
      (f.scope === "provider" &&
        order.parts.some((p) => p.provider === f.name)),
  );
}

// ---- what changed -----------------------------------------------------------

const addressText = (a: Address) =>
  [
    [a.first_name, a.last_name].filter(Boolean).join(" "),
    a.company,
    a.line1,
    a.line2,
    [a.postcode, a.city, a.state].filter(Boolean).join(" "),
    a.country,
  ]
    .filter(Boolean)
    .join(", ");

const lineText = (l: OrderLine) =>
  JSON.stringify([l.name, l.sku, l.quantity, l.refunded, l.personalization]);

function changedLines(a: Order, b: Order): string[] {
  const out: string[] = [];
  const before = new Map(a.lines.map((l) => [l.id, l]));
  for (const line of b.lines) {
    const was = before.get(line.id);
    if (!was) out.push(`“${isolated(line.name)}” was added`);
    else if (lineText(was) !== lineText(line))
      out.push(`“${isolated(line.name)}” changed`);
    before.delete(line.id);
  }
  for (const gone of before.values())
    out.push(`“${isolated(gone.name)}” was removed`);
  return out;
}

const kept = ({ countdown: { remaining_ms: left } }: Order) =>
  left === null ? "" : span(left);

function changedParts(a: Order, b: Order): string[] {
  const before = new Map(a.parts.map((p) => [p.reference, p.state]));
  return b.parts
    .filter((p) => before.get(p.reference) !== p.state)
    .filter((p) => before.has(p.reference) || p.state !== "none")
    .map((p) => `${p.reference}: ${partStates[p.state].text.toLowerCase()}`);
}

/** What a person would want to know that happened between two looks. Empty
 *  when nothing of it is shown to people. */
export function changesBetween(a: Order, b: Order): string[] {
  const out: string[] = [];
  const from = (what: string, was: string, is: string) => {
    if (was === is) return;
    out.push(`${what}: ${isolated(was) || "none"} → ${isolated(is) || "none"}`);
  };
  from("Store status", storeStatus(a.status), storeStatus(b.status));
  from(
    "Submission",
    submitStatuses[a.submit_status],
    submitStatuses[b.submit_status],
  );
  if (a.countdown.state !== b.countdown.state)
    from("Countdown", a.countdown.state, b.countdown.state);
  else if (a.countdown.due !== b.countdown.due)
    out.push("The countdown ends at another time");
  else if (
    a.countdown.state === "paused" &&
    a.countdown.remaining_ms !== b.countdown.remaining_ms
  )
    from("Time kept", kept(a), kept(b));
  from("Ship to", addressText(a.shipping), addressText(b.shipping));
  from("Bill to", addressText(a.billing), addressText(b.billing));
  from("Total", money(a.total, a.currency), money(b.total, b.currency));
  from("Note of the buyer", a.customer_note, b.customer_note);
  if (a.type !== b.type) out.push("It has another type");
  if (a.preflight.ready !== b.preflight.ready)
    out.push(
      b.preflight.ready
        ? "It is ready to be submitted"
        : "It is not ready to be submitted any more",
    );
  if (a.twin_of !== b.twin_of && b.twin_of)
    out.push(`It looks like the same purchase as ${b.twin_of}`);
  if (!a.gone && b.gone) out.push("It is in the store’s trash or deleted");
  if (a.refunds.length < b.refunds.length) out.push("A refund was made");
  if (a.shipments.length < b.shipments.length) out.push("A parcel was shipped");
  return [...out, ...changedLines(a, b), ...changedParts(a, b)];
}

// ---- the countdown's thresholds ---------------------------------------------

const thresholds = [
  [600_000, "10 minutes"],
  [3_600_000, "1 hour"],
] as const;

/** Said once when the rest falls below an hour, and below ten minutes. */
export function threshold(left: number): string {
  if (left <= 0) return "The countdown has ended.";
  const found = thresholds.find(([ms]) => left <= ms);
  return found ? `Less than ${found[1]} left until submission.` : "";
}

// What a person typed into the import dialog, as the server takes it. Pure.
import type { ImportRequest } from "../api/types";

export type Wanted = "all" | "range" | "ids";

export interface Typed {
  wanted: Wanted;
  from: string; // as a date field gives it, "2026-01-31", on the shop's clock
  to: string; // the last day that is meant
  by: "created" | "modified";
  ids: string;
}

export const idsMax = 10_000;
const spanMax = idsMax;

/** "1042, 1044-1046" or one a line; what is no number is named. */
export function idsIn(text: string): number[] | string {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const ids = new Set<number>();
  for (const word of words) {
    const [, first, last] =
      /^#?(\d{1,15})(?:[-–](\d{1,15}))?$/.exec(word) ?? [];
    if (!first || Number(first) < 1) return `“${word}” is not an order ID.`;
    const from = Number(first);
    const to = last ? Number(last) : from;
    if (to < from) return `“${word}” ends before it begins.`;
    if (to - from >= spanMax) return tooMany;
    for (let id = from; id <= to; id++) ids.add(id);
    if (ids.size > idsMax) return tooMany;
  }
  if (ids.size === 0) return "Give at least one order ID.";
  return [...ids];
}

const tooMany = "At most 10,000 orders at once: use a range of dates instead.";

function dayAfter(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}

/** The request, or the sentence that says what is missing. */
export function requestOf(typed: Typed): ImportRequest | string {
  if (typed.wanted === "all") return { all: true };
  if (typed.wanted === "ids") {
    const ids = idsIn(typed.ids);
    return typeof ids === "string" ? ids : { ids };
  }
  if (!typed.from && !typed.to) return "Give a first or a last day.";
  if (typed.from && typed.to && typed.from > typed.to)
    return "The last day is before the first.";
  return {
    by: typed.by,
    ...(typed.from ? { from: typed.from } : {}),
    // The server's end is the first instant that is not meant any more.
    ...(typed.to ? { to: dayAfter(typed.to) } : {}),
  };
}

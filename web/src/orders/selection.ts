// Which orders are meant. "All that match" names no orders but the question,
// less the ones taken out again.
import { keyOf, orderOf } from "./live";
import { filtersOf, type ListState } from "./state";
import type { BulkRequest, Row } from "../api/types";

export type Selection =
  | { mode: "some"; keys: ReadonlySet<string> }
  | { mode: "all"; except: ReadonlySet<string> };

export const nothing: Selection = { mode: "some", keys: new Set() };

export function isSelected(s: Selection, key: string): boolean {
  return s.mode === "some" ? s.keys.has(key) : !s.except.has(key);
}

export function sizeOf(s: Selection, total: number): number {
  return s.mode === "some" ? s.keys.size : Math.max(0, total - s.except.size);
}

/** On a page exactly `chosen` are selected; other pages stay as they are. */
export function choose(
  s: Selection,
  page: readonly Row[],
  chosen: readonly string[],
): Selection {
  const wanted = new Set(chosen);
  const set = new Set(s.mode === "some" ? s.keys : s.except);
  for (const key of page.map(keyOf))
    if (wanted.has(key) === (s.mode === "some")) set.add(key);
    else set.delete(key);
  return s.mode === "some"
    ? { mode: "some", keys: set }
    : { mode: "all", except: set };
}

export function toggle(s: Selection, key: string): Selection {
  const set = new Set(s.mode === "some" ? s.keys : s.except);
  if (!set.delete(key)) set.add(key);
  return s.mode === "some"
    ? { mode: "some", keys: set }
    : { mode: "all", except: set };
}

/** The set as the server takes it. */
export function requestOf(
  s: Selection,
  list: ListState,
): Pick<BulkRequest, "orders" | "query" | "except"> {
  if (s.mode === "some") return { orders: [...s.keys].map(orderOf) };
  return {
    query: filtersOf(list),
    ...(s.except.size ? { except: [...s.except].map(orderOf) } : {}),
  };
}

// What changes come to, for a list that is on the screen. Pure.
import type { OrderKey, Row } from "../api/types";

export function keyOf(o: OrderKey): string {
  return `${o.store}/${o.id}`;
}

export function orderOf(key: string): OrderKey {
  const cut = key.lastIndexOf("/");
  return { store: key.slice(0, cut), id: Number(key.slice(cut + 1)) };
}

/** The rows with those that changed in place: none comes, goes or moves. The
 *  same array when none of them is shown. */
export function patch(shown: Row[], changed: Iterable<Row>): Row[] {
  const newer = new Map<string, Row>();
  for (const row of changed) newer.set(keyOf(row), row);
  if (!shown.some((row) => newer.has(keyOf(row)))) return shown;
  return shown.map((row) => newer.get(keyOf(row)) ?? row);
}

/** How many rows of a fresh answer came in between those that are shown.
 *  What only moved up from behind, because others left, is not new. */
export function arrivals(shown: Row[], fresh: Row[]): number {
  const known = new Set(shown.map(keyOf));
  const last = fresh.findLastIndex((row) => known.has(keyOf(row)));
  // Nothing that was shown is left: all of it is new, if there was anything.
  const upTo = last < 0 ? fresh.length : last;
  return fresh.slice(0, upTo).filter((row) => !known.has(keyOf(row))).length;
}

/** How many of the shown rows are no part of the list any more. What is
 *  missing at the end, behind a full page, was only pushed to the next. */
export function departures(
  shown: Row[],
  fresh: Row[],
  isFull: boolean,
): number {
  const known = new Set(fresh.map(keyOf));
  const last = shown.findLastIndex((row) => known.has(keyOf(row)));
  const within = isFull ? shown.slice(0, last + 1) : shown;
  return within.filter((row) => !known.has(keyOf(row))).length;
}

/** Changes that came while an answer was under way are newer than it. */
export class Overtaken {
  private readonly open = new Set<Map<string, Row>>();

  note(row: Row) {
    for (const changes of this.open) changes.set(keyOf(row), row);
  }

  begin() {
    const changes = new Map<string, Row>();
    this.open.add(changes);
    return {
      applyTo: (rows: Row[]) => patch(rows, changes.values()),
      end: () => this.open.delete(changes),
    };
  }
}

// What changes come to, for a list that is on the screen. Pure.
import type { OrderKey, Row } from "../api/types";

export function keyOf(o: OrderKey): string {
  return `${o.store}/${o.id}`;
}

export function orderOf(key: string): OrderKey {
  const cut = key.lastIndexOf("/");
  return { store: key.slice(0, cut), id: Number(key.slice(cut + 1)) };
}

/** Of the API, and of the page. */
export function orderPath(o: OrderKey): string {
  return `/orders/${encodeURIComponent(o.store)}/${o.id}`;
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

/** How many of the shown rows are no part of the page any more. At the end of
 *  a full one as many are missing as came in: they were only pushed on. */
export function departures(
  shown: Row[],
  fresh: Row[],
  isFull: boolean,
): number {
  const known = new Set(fresh.map(keyOf));
  const missing = (rows: Row[]) =>
    rows.filter((row) => !known.has(keyOf(row))).length;
  if (!isFull) return missing(shown);
  const last = shown.findLastIndex((row) => known.has(keyOf(row)));
  const within = missing(shown.slice(0, last + 1));
  return Math.max(within, missing(shown) - arrivals(shown, fresh));
}

/** The fewest of the shown rows that would have to move for the rest to stand
 *  as the fresh answer has them: those that fit no longest rising run. */
export function moves(shown: Row[], fresh: Row[]): number {
  const place = new Map(fresh.map((row, i) => [keyOf(row), i]));
  const now = shown.flatMap((row) => place.get(keyOf(row)) ?? []);
  // ends[n]: the least place at which a rising run of n + 1 ends.
  const ends: number[] = [];
  for (const at of now) {
    const longer = ends.findIndex((end) => end > at);
    if (longer < 0) ends.push(at);
    else ends[longer] = at;
  }
  return now.length - ends.length;
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

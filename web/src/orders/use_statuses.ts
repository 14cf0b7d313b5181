// The statuses one can filter by beside the usual ones: a shop has more, and
// the page that is shown may hold none of them.
import { useEffect } from "react";
import { api } from "../api/client";
import type { Order, Row } from "../api/types";
import { storeStatuses } from "../format/words";
import { makeStore, useStore } from "../shell/store";
import { orderPath } from "./live";

/** What no list of a shop names, and an order can still have. */
const anyShop = ["checkout-draft", "trash"];

/** All but the usual ones, in a form that is equal when they are. */
export function ownStatuses(...all: Iterable<string>[]): string {
  const found = new Set([...anyShop, ...all.flatMap((some) => [...some])]);
  return [...found]
    .filter((s) => !Object.hasOwn(storeStatuses, s))
    .sort()
    .join(",");
}

const learned = makeStore<readonly string[]>([]);
const asked = new Set<string>(); // stores

/** An order tells what its store could make of it. One is enough. */
async function ask(row: Row) {
  asked.add(row.store);
  try {
    const { statuses } = await api.get<Order>(orderPath(row));
    learned.set([...learned.get(), ...statuses.map((s) => s.status)]);
  } catch {
    // Those of the rows are there all the same.
  }
}

export function useStatuses(
  rows: readonly Row[],
  chosen: readonly string[],
): string {
  useEffect(() => {
    for (const row of rows)
      if (!row.gone && !asked.has(row.store)) void ask(row);
  }, [rows]);
  return ownStatuses(
    useStore(learned),
    rows.map((row) => row.status),
    chosen,
  );
}

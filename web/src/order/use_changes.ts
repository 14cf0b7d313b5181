// What the store or somebody else changed while the page is open; one's own
// doing is known.
import { useState } from "react";
import { changesBetween } from "./facts";
import type { Order } from "./types";

/** Said when the store has a newer state: it is what comes back after an edit
 *  there. What runs by itself shows in its own place. */
export function useStoreChanges(order: Order): [string[], () => void] {
  const [seen, setSeen] = useState(order);
  const [changes, setChanges] = useState<string[]>([]);
  if (seen.version !== order.version) {
    setSeen(order);
    const found =
      seen.modified === order.modified ? [] : changesBetween(seen, order);
    if (found.length > 0)
      setChanges((all) => [...all.filter((c) => !found.includes(c)), ...found]);
  }
  return [changes, () => setChanges([])];
}

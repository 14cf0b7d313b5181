// What the store or somebody else changed while the page is open; one's own
// doing is known.
import { useCallback, useState } from "react";
import { changesBetween } from "./facts";
import type { Order } from "./types";

interface StoreChanges {
  changes: string[];
  forget: () => void;
  /** An order as one's own act left it. */
  mine: (order: Order) => void;
}

/** Told when the store has a newer state: it is what comes back after an edit
 *  there. What runs by itself shows in its own place. */
export function useStoreChanges(order: Order): StoreChanges {
  const [seen, setSeen] = useState(order);
  const [own, setOwn] = useState<Order | null>(null);
  const [changes, setChanges] = useState<string[]>([]);
  if (seen.version !== order.version) {
    setSeen(order);
    // What one's own act left was seen, though the store may have been faster
    // than the page.
    const skipped =
      own && own.version > seen.version && own.version < order.version;
    const before = skipped ? own : seen;
    const known =
      order.version === own?.version ||
      before.modified === order.modified ||
      // The store does what it was asked to from here.
      (before.status !== order.status &&
        before.status_intent?.to === order.status);
    const found = known ? [] : changesBetween(before, order);
    if (found.length > 0)
      setChanges((all) => [...all.filter((c) => !found.includes(c)), ...found]);
  }
  const forget = useCallback(() => setChanges([]), []);
  const mine = useCallback((now: Order) => {
    setOwn(now);
    setChanges([]); // the stream may have been faster than the answer
  }, []);
  return { changes, forget, mine };
}

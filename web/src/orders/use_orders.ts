// The page of orders the state asks for, kept true by the stream: rows change
// in place, and what came in is counted and waits until it is asked for.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, queryText } from "../api/client";
import { onEvent } from "../api/events";
import type { OrderList, Row } from "../api/types";
import { InTurn } from "../parts/in_turn";
import { arrivals, departures, keyOf, moves, Overtaken, patch } from "./live";
import { apiQuery, type ListState } from "./state";

export interface Orders {
  list: OrderList | null;
  /** So many orders stand before those of the list. */
  above: number;
  error: unknown;
  /** Another page or question is being read; the rows are of the last one. */
  loading: boolean;
  /** So many orders came in above what is shown. */
  fresh: number;
  /** So many that are shown are no part of the page any more. */
  left: number;
  /** So many that are shown have another place by now. */
  moved: number;
  showFresh: () => void;
  again: () => void;
}

interface Shown {
  of: string; // the question's address
  list: OrderList | null;
  above: number; // before the list, as its question had it
  error: unknown;
  waiting: typeof noChange; // what showFresh() would change
  newer: OrderList | null; // what it shows
}

const noChange = { fresh: 0, left: 0, moved: 0 };

const quietEvery = 2000;
const quietAfter = 300;

export function useOrders(state: ListState, limit: number): Orders {
  const address = "/orders" + queryText(apiQuery(state, limit));
  const { above } = state;
  const [shown, setShown] = useState<Shown>({
    of: "",
    list: null,
    above: 0,
    error: null,
    waiting: noChange,
    newer: null,
  });
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  });
  const overtaken = useMemo(() => new Overtaken(), []);

  // Quietly: counts, totals and arrivals, without moving a row.
  const reads = useMemo(
    () =>
      new InTurn<"again" | "quietly">(async (signal, how) => {
        const open = overtaken.begin();
        try {
          const got = await api.get<OrderList>(address, { signal });
          if (signal.aborted) return;
          const list = { ...got, orders: open.applyTo(got.orders) };
          const whole = { list, above, waiting: noChange, newer: null };
          setShown((s) =>
            how === "quietly"
              ? quiet(s, list)
              : { of: address, ...whole, error: null },
          );
        } catch (error) {
          // Else the connection line says so; the next change tries again.
          if (how === "again" && !signal.aborted)
            setShown((s) => ({ ...s, of: address, error }));
        } finally {
          open.end();
        }
      }),
    [address, above, overtaken],
  );

  const again = useCallback(() => reads.anew("again"), [reads]);

  useEffect(() => {
    again();
    return () => reads.end();
  }, [again, reads]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const quietly = () => {
      timer = undefined;
      last = Date.now();
      // There is nothing to keep true.
      if (!latest.current.list && latest.current.error !== null) return;
      reads.ask("quietly");
    };
    const soon = () => {
      const wait = Math.max(quietAfter, last + quietEvery - Date.now());
      timer ??= setTimeout(quietly, wait);
    };
    const off = [
      onEvent("order", (row) => {
        overtaken.note(row);
        setShown((s) => withRow(s, row));
        soon();
      }),
      onEvent("hello", ({ resumed }) => {
        // What could not be read is read when the line is back.
        if (latest.current.error !== null) again();
        else if (!resumed) soon();
        // What is under way may wait on the line that was lost.
        else if (reads.busy)
          reads.anew(latest.current.of === address ? "quietly" : "again");
      }),
      onEvent("reset", again),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of off) stop();
    };
  }, [address, again, overtaken, reads]);

  const showFresh = useCallback(() => {
    setShown((s) => (s.newer ? { ...s, list: s.newer, waiting: noChange } : s));
  }, []);

  const current = shown.of === address;
  return {
    list: shown.list,
    above: shown.above,
    error: current ? shown.error : null,
    loading: !current,
    ...(current ? shown.waiting : noChange),
    showFresh,
    again,
  };
}

function withRow(s: Shown, row: Row): Shown {
  if (!s.list) return s;
  const orders = patch(s.list.orders, [row]);
  const newer = s.newer && {
    ...s.newer,
    orders: patch(s.newer.orders, [row]),
  };
  return orders === s.list.orders && newer?.orders === s.newer?.orders
    ? s
    : { ...s, list: { ...s.list, orders }, newer };
}

function quiet(s: Shown, list: OrderList): Shown {
  if (!s.list) return s;
  // An empty list has no rows that could jump.
  if (s.list.orders.length === 0)
    return { ...s, list, waiting: noChange, newer: null };
  return {
    ...s,
    list: {
      ...s.list,
      orders: patch(s.list.orders, list.orders),
      total: list.total,
      tabs: list.tabs,
    },
    waiting: {
      fresh: arrivals(s.list.orders, list.orders),
      left: departures(s.list.orders, list.orders, list.next_cursor !== ""),
      moved: moves(s.list.orders, list.orders),
    },
    newer: list,
  };
}

/** Rows by key, for what a dialog or a key press is about. */
export function rowOf(list: OrderList | null, key: string): Row | undefined {
  return list?.orders.find((row) => keyOf(row) === key);
}

// The page of orders the state asks for, kept true by the stream: rows change
// in place, and what came in is counted and waits until it is asked for.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, queryText } from "../api/client";
import { onEvent } from "../api/events";
import type { OrderList, Row } from "../api/types";
import { arrivals, departures, keyOf, moves, Overtaken, patch } from "./live";
import { apiQuery, type ListState } from "./state";

export interface Orders {
  list: OrderList | null;
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
  error: unknown;
  waiting: typeof noChange; // what showFresh() would change
  newer: OrderList | null; // what it shows
}

const noChange = { fresh: 0, left: 0, moved: 0 };

const quietEvery = 2000;
const quietAfter = 300;

export function useOrders(state: ListState, limit: number): Orders {
  const address = "/orders" + queryText(apiQuery(state, limit));
  const [shown, setShown] = useState<Shown>({
    of: "",
    list: null,
    error: null,
    waiting: noChange,
    newer: null,
  });
  const latest = useRef(shown);
  useEffect(() => {
    latest.current = shown;
  });
  const overtaken = useMemo(() => new Overtaken(), []);
  const running = useRef<AbortController | null>(null);

  const read = useCallback(
    async (then: (list: OrderList) => void, signal: AbortSignal) => {
      const open = overtaken.begin();
      try {
        const list = await api.get<OrderList>(address, { signal });
        if (!signal.aborted)
          then({ ...list, orders: open.applyTo(list.orders) });
      } finally {
        open.end();
      }
    },
    [address, overtaken],
  );

  const again = useCallback(() => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    read(
      (list) =>
        setShown({
          of: address,
          list,
          error: null,
          waiting: noChange,
          newer: null,
        }),
      mine.signal,
    ).catch((error: unknown) => {
      if (!mine.signal.aborted) setShown((s) => ({ ...s, of: address, error }));
    });
  }, [address, read]);

  useEffect(() => {
    again();
    return () => running.current?.abort();
  }, [again]);

  // Counts, totals and arrivals, without moving a row.
  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const quietly = () => {
      timer = undefined;
      last = Date.now();
      if (latest.current.of !== address || !latest.current.list) return;
      read(
        (list) => setShown((s) => (s.of === address ? quiet(s, list) : s)),
        gone.signal,
      ).catch(() => {
        // The connection line says so; the next change tries again.
      });
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
      }),
      onEvent("reset", again),
    ];
    return () => {
      gone.abort();
      clearTimeout(timer);
      for (const stop of off) stop();
    };
  }, [address, again, overtaken, read]);

  const showFresh = useCallback(() => {
    setShown((s) => (s.newer ? { ...s, list: s.newer, waiting: noChange } : s));
  }, []);

  const current = shown.of === address;
  return {
    list: shown.list,
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

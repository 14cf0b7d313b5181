// One order, kept true by the stream.
import { useEffect, useState } from "react";
import { onEvent } from "../api/events";
import { type Got, useGet } from "../parts/use_get";
import type { Order } from "./types";

export interface LiveOrder extends Got<Order> {
  path: string;
}

export function useOrder(store: string, id: string): LiveOrder {
  const path = `/orders/${encodeURIComponent(store)}/${encodeURIComponent(id)}`;
  const got = useGet<Order>(path);
  const { again, loading } = got;
  // A change that comes while an answer is under way is newer than it: read
  // once more then, and not once for each.
  const [told, setTold] = useState(0);
  const [read, setRead] = useState(0);
  useEffect(
    () =>
      onEvent("order", (row) => {
        if (row.store === store && String(row.id) === id) setTold((n) => n + 1);
      }),
    [store, id],
  );
  useEffect(() => {
    if (told === read || loading) return;
    setRead(told);
    again();
  }, [told, read, loading, again]);
  // An answer that was overtaken by one's own act is of before it.
  const [newest, setNewest] = useState<Order | null>(null);
  const { data } = got;
  if (data && data !== newest && data.version >= (newest?.version ?? 0))
    setNewest(data);
  return { ...got, data: newest, path };
}

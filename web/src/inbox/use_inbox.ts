// The deliveries that are asked for, newest first, kept true.
import { useEffect, useRef, useState } from "react";
import { api } from "../api/client";
import type { InboxItem } from "../api/types";
import { useNews } from "../parts/use_news";
import { usePages, type Pages } from "../parts/use_pages";
import { said, type Filter } from "./filter";

const perPage = 50;
const lookEvery = 15_000;
const readOnMax = 40;

interface Deliveries {
  deliveries: InboxItem[];
  next_before: number | null;
}

/** A filter may match none of very many: each answer is of some thousands,
 *  and the next ones are asked for until there is something to see. */
function useReadOn({ rows, more, loading }: Pages<InboxItem>, of: string) {
  const read = useRef({ of, pages: 0 });
  useEffect(() => {
    if (read.current.of !== of || rows.length > 0)
      read.current = { of, pages: 0 };
    if (rows.length > 0 || loading || !more) return;
    if (read.current.pages++ < readOnMax) more();
  }, [rows.length, more, loading, of]);
}

export function useInbox(filter: Filter) {
  const asked = said(filter);
  const got = usePages<Deliveries, InboxItem>(
    "/inbox",
    { limit: perPage, ...asked },
    (page) => page.deliveries,
    ({ next_before }) =>
      next_before === null ? null : { before: next_before },
  );
  useReadOn(got, JSON.stringify(asked));
  // Who reads further down is not sent back to the top.
  const [news, setNews] = useState(false);
  const newest = got.rows[0]?.seq ?? 0;
  const ask = async () => {
    const query = { limit: 1, ...asked };
    const { deliveries } = await api.get<Deliveries>("/inbox", { query });
    return (deliveries[0]?.seq ?? 0) > newest;
  };
  // The answer under way may be of before.
  const missed = useRef(false);
  const look = () => {
    missed.current = got.loading;
    if (got.loading) return;
    if (got.rows.length > 0 && got.rows.length <= perPage) got.again();
    else
      ask().then(
        (came) => came && (got.rows.length > 0 ? setNews(true) : got.again()),
        () => {
          // The connection line says so.
        },
      );
  };
  useNews(["order", "hello", "reset"], look);
  // Not every delivery changes an order, and the stream tells only of those.
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
    if (missed.current && !got.loading) look();
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") latest.current();
    }, lookEvery);
    return () => clearInterval(timer);
  }, []);
  const update = () => {
    setNews(false);
    got.again();
  };
  return { got, news, update };
}

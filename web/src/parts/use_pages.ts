// A list that is read page by page, each below the last.
import { useState } from "react";
import { queryText, type Query } from "../api/client";
import { useGet } from "./use_get";

export interface Pages<T> {
  rows: T[];
  /** null: there is no further page; while one is read it does nothing. */
  more: (() => void) | null;
  error: unknown;
  loading: boolean;
  /** From the first page on. */
  again: () => void;
  /** The page that could not be read; what is above stays. */
  retry: () => void;
}

/** `next`: the parameters of the page after this one, null at the end. */
export function usePages<P, T>(
  path: string,
  query: Query,
  rowsOf: (page: P) => T[],
  next: (page: P) => Query | null,
): Pages<T> {
  const asked = path + queryText(query);
  const [state, setState] = useState<{
    of: string;
    above: T[];
    at: Query;
  }>({ of: asked, above: [], at: {} });
  const { above, at } =
    state.of === asked ? state : { above: [] as T[], at: {} };
  const got = useGet<P>(path, { ...query, ...at });
  const rows = got.data ? [...above, ...rowsOf(got.data)] : above;
  const following = got.data ? next(got.data) : null;
  return {
    rows,
    more:
      following !== null
        ? () => setState({ of: asked, above: rows, at: following })
        : above.length > 0 && got.loading
          ? () => {}
          : null,
    error: got.error,
    loading: got.loading,
    retry: got.again,
    again: () => {
      if (above.length === 0) got.again();
      else setState({ of: asked, above: [], at: {} });
    },
  };
}

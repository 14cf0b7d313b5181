// An order's journal, newest first on the page, read from its end; what comes
// in is added, what is older is read when it is asked for.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api } from "../api/client";
import { InTurn } from "../parts/in_turn";
import type { Actor, Journal, JournalEntry } from "./types";

export interface JournalFilter {
  /** Comma separated, "" for all. */
  kinds: string;
  actors: readonly Actor[];
}

interface Span {
  after?: number;
  before?: number;
}

interface State {
  of: string;
  /** Oldest first, as the API has them. */
  entries: JournalEntry[];
  before: number | null;
  error: unknown;
  loading: boolean;
}

const perPage = 50;

/** Each once, oldest first. */
export function joined(a: JournalEntry[], b: JournalEntry[]): JournalEntry[] {
  const all = new Map([...a, ...b].map((e) => [e.seq, e]));
  return [...all.values()].sort((x, y) => x.seq - y.seq);
}

export function useJournal(
  path: string,
  filter: JournalFilter,
  version: number,
) {
  const { kinds } = filter;
  const actors = filter.actors.join(",");
  const of = `${path} ${kinds} ${actors}`;
  const [state, setState] = useState<State>({
    of,
    entries: [],
    before: null,
    error: null,
    loading: true,
  });
  // The newest that was read, whether the filter shows it or not.
  const newest = useRef({ of: "", seq: 0 });

  // What is read for another filter comes too late.
  const asked = useRef(of);
  useEffect(() => {
    asked.current = of;
  }, [of]);

  const read = useCallback(
    (query: Span, options: { signal?: AbortSignal }) =>
      api.get<Journal>(`${path}/journal`, {
        ...options,
        query: {
          ...query,
          limit: "after" in query ? 1000 : perPage,
          kind: kinds,
          actor: actors,
        },
      }),
    [path, kinds, actors],
  );

  const take = useCallback(
    (got: Journal, older: boolean) => {
      const last = got.journal.at(-1)?.seq ?? 0;
      const known = newest.current.of === of ? newest.current.seq : 0;
      newest.current = { of, seq: Math.max(known, last) };
      setState((s) => ({
        of,
        entries: joined(s.of === of ? s.entries : [], got.journal),
        before: older || s.of !== of ? got.next_before : s.before,
        error: null,
        loading: false,
      }));
    },
    [of],
  );

  const go = useCallback(
    async (query: Span, older: boolean, signal?: AbortSignal) => {
      const stale = () => signal?.aborted || asked.current !== of;
      setState((s) => ({ ...s, loading: true }));
      try {
        const got = await read(query, signal ? { signal } : {});
        if (!stale()) take(got, older);
      } catch (error) {
        if (!stale()) setState((s) => ({ ...s, of, error, loading: false }));
      }
    },
    [read, take, of],
  );

  // From its end at first; then whatever each change of the order added.
  const news = useMemo(
    () =>
      new InTurn((signal) => {
        const known = newest.current;
        return known.of === of && known.seq > 0
          ? go({ after: known.seq }, false, signal)
          : go({}, true, signal);
      }),
    [go, of],
  );
  useEffect(() => () => news.end(), [news]);
  useEffect(() => news.ask(), [news, version]);

  const current = state.of === of;
  return {
    entries: current ? state.entries : [],
    loading: state.loading,
    error: current ? state.error : null,
    older:
      current && state.before !== null
        ? () => void go({ before: state.before as number }, true)
        : null,
    again: () => void go({}, true),
  };
}

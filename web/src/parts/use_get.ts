// Reads something of the API and keeps it until the component goes.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, type Query, queryText } from "../api/client";
import { onEvent } from "../api/events";
import { serverNow } from "../shell/clock";
import { InTurn } from "./in_turn";

export interface Got<T> {
  data: T | null; // the last answer, kept while a newer one is read
  at: number; // when it came, by the server's clock
  error: unknown; // of the last try, null when it went well
  loading: boolean;
  again: () => void;
  set: (data: T) => void; // what a write answered, or an event brought
}

const nothing = (of: string | null, loading: boolean) => ({
  of,
  data: null,
  at: 0,
  error: null,
  loading,
});

const got = <T>(of: string | null, data: T) => ({
  of,
  data,
  at: serverNow(),
  error: null,
  loading: false,
});

/** Reads again when the stream had to begin anew, and what could not be read
 *  as soon as it is back. `path` null: nothing yet. */
export function useGet<T>(path: string | null, query?: Query): Got<T> {
  const address = path === null ? null : path + queryText(query);
  const [state, setState] = useState<{
    of: string | null;
    data: T | null;
    at: number;
    error: unknown;
    loading: boolean;
  }>(nothing(address, address !== null));
  const failed = useRef(false);
  useEffect(() => {
    failed.current = state.error !== null;
  });

  const reads = useMemo(
    () =>
      new InTurn(async (signal) => {
        if (address === null) return;
        setState((s) =>
          s.of === address ? { ...s, loading: true } : nothing(address, true),
        );
        try {
          const data = await api.get<T>(address, { signal });
          if (!signal.aborted) setState(got(address, data));
        } catch (error) {
          if (!signal.aborted)
            setState((s) => ({ ...s, error, loading: false }));
        }
      }),
    [address],
  );
  const again = useCallback(() => reads.ask(), [reads]);

  useEffect(() => {
    const anew = () => reads.anew();
    anew();
    const off = [
      onEvent("reset", anew),
      onEvent("hello", ({ resumed }) => {
        // What is under way may wait on the line that was lost.
        if (!resumed || failed.current || reads.busy) anew();
      }),
    ];
    return () => {
      reads.end();
      for (const stop of off) stop();
    };
  }, [reads]);

  const set = useCallback((data: T) => setState(got(address, data)), [address]);
  const current = state.of === address;
  return {
    data: current ? state.data : null,
    at: state.at,
    error: current ? state.error : null,
    loading: current ? state.loading : address !== null,
    again,
    set,
  };
}

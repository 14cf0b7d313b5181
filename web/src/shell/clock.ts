// The server's clock, and ticks that are no finer than what is shown needs.
import { useEffect, useReducer } from "react";

let offset = 0; // the server's clock less ours, in ms

export function hearServerTime(iso: string | undefined) {
  const theirs = iso ? Date.parse(iso) : NaN;
  if (Number.isFinite(theirs)) offset = theirs - Date.now();
}

/** Now, in ms since 1970, by the server's clock. */
export function serverNow(): number {
  return Date.now() + offset;
}

const minute = 60_000;

/** How long what shows the span to `target` stays true. */
export function tickAfter(now: number, target: number): number {
  const left = target - now;
  if (Math.abs(left) <= 5 * minute)
    return 1000 - (((now % 1000) + 1000) % 1000);
  // Not past the point from which each second counts.
  const toFine = left > 0 ? left - 5 * minute : Infinity;
  return Math.max(250, Math.min(toFine, minute - (now % minute)));
}

/** The server's now; draws again as the span to `target` needs it: each
 *  minute, each second in the last five. Without a target: each minute. */
export function useNow(target?: number | null): number {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const arm = () => {
      const now = serverNow();
      timer = setTimeout(
        () => {
          again();
          arm();
        },
        target == null ? minute - (now % minute) : tickAfter(now, target),
      );
    };
    arm();
    return () => clearTimeout(timer);
  }, [target]);
  return serverNow();
}

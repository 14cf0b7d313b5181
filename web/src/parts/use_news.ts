// Calls when something changed, soon after it did and never more often than
// every two seconds: what reads counts keeps true by it.
import { useEffect, useRef } from "react";
import { onEvent, type Events } from "../api/events";

const soon = 300;
const every = 2000;

export function useNews(kinds: (keyof Events)[], then: () => void) {
  const latest = useRef(then);
  useEffect(() => {
    latest.current = then;
  });
  const names = kinds.join(" ");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const run = () => {
      timer = undefined;
      last = Date.now();
      latest.current();
    };
    const hear = () => {
      timer ??= setTimeout(run, Math.max(soon, last + every - Date.now()));
    };
    const off = names.split(" ").map((k) => onEvent(k as keyof Events, hear));
    return () => {
      clearTimeout(timer);
      for (const stop of off) stop();
    };
  }, [names]);
}

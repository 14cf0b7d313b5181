// The one stream of changes (server-sent events) all pages listen to.
import { useSyncExternalStore } from "react";
import { hearServerTime } from "../shell/clock";
import { watchSilence } from "./silence";
import type { Health, Job, Row } from "./types";

export interface Events {
  /** The stream stands. `resumed`: nothing was missed since the last time. */
  hello: { resumed: boolean };
  order: Row;
  job: Job;
  health: Health;
  /** Too much was missed: what is shown must be read again. */
  reset: null;
}

export type Connection = "off" | "opening" | "open" | "lost";

type Listener<K extends keyof Events> = (what: Events[K]) => void;
const listeners: { [K in keyof Events]: Set<Listener<K>> } = {
  hello: new Set(),
  order: new Set(),
  job: new Set(),
  health: new Set(),
  reset: new Set(),
};

function tell<K extends keyof Events>(kind: K, what: Events[K]) {
  for (const listener of [...listeners[kind]]) listener(what);
}

/** Returns how to stop listening: fits useEffect. */
export function onEvent<K extends keyof Events>(
  kind: K,
  listener: Listener<K>,
): () => void {
  listeners[kind].add(listener);
  return () => {
    listeners[kind].delete(listener);
  };
}

const waitMin = 1000;
const waitMax = 15_000;

let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let wait = waitMin;
let last: number | null = null; // seq of the last change we heard of
let newest = 0; // at the hello
let connection: Connection = "off";
const watchers = new Set<() => void>();
let whenRefused: () => void = () => {};

function set(now: Connection) {
  if (connection === now) return;
  connection = now;
  for (const w of [...watchers]) w();
}

const silence = watchSilence(lose);

function close() {
  silence.end();
  source?.close();
  source = null;
}

function lose() {
  // A browser tells neither status nor reason; a lost session looks the same
  // as a lost line, so somebody asks.
  const refused = source?.readyState === EventSource.CLOSED;
  close();
  set("lost");
  if (refused) whenRefused();
  clearTimeout(retry);
  retry = setTimeout(open, wait);
  wait = Math.min(wait * 2, waitMax);
}

function open() {
  if (source) return;
  if (connection === "off") set("opening");
  const after = last;
  silence.heard(); // from here on it is waited for
  source = new EventSource(
    "/api/v1/events" + (after === null ? "" : `?after=${after}`),
  );
  const on = (kind: string, then: (data: unknown, id: string) => void) =>
    source?.addEventListener(kind, (e) => {
      const message = e as MessageEvent<string>;
      silence.heard();
      then(message.data ? JSON.parse(message.data) : null, message.lastEventId);
    });
  on("hello", (data) => {
    const { seq, server_time } = data as { seq: number; server_time: string };
    hearServerTime(server_time);
    wait = waitMin;
    newest = seq;
    last ??= seq;
    set("open");
    tell("hello", { resumed: after !== null });
  });
  on("order", (data) => {
    const { seq, row } = data as { seq: number; row: Row };
    last = seq;
    tell("order", row);
  });
  on("job", (data) => tell("job", data as Job));
  on("health", (data) => tell("health", data as Health));
  on("reset", () => {
    last = newest;
    tell("reset", null);
  });
  on("beat", (data) => {
    hearServerTime((data as { server_time: string }).server_time);
  });
  source.onerror = lose;
}

/** `refused`: asks the server who we are; a lost session shows itself. */
export function openEvents(refused: () => void) {
  whenRefused = refused;
  open();
}

export function closeEvents() {
  clearTimeout(retry);
  close();
  last = null;
  wait = waitMin;
  set("off");
}

// A laptop that wakes up need not wait for the next try.
addEventListener("online", () => {
  if (connection === "lost") {
    clearTimeout(retry);
    open();
  }
});

// A browser has six connections to a server for all its tabs together. One
// that nobody has looked at for a minute gives its own back; it goes on where
// it stopped.
const hiddenFor = 60_000;
let hiding: ReturnType<typeof setTimeout> | undefined;
let resting = false;

function rest() {
  if (connection === "off") return;
  clearTimeout(retry);
  close();
  resting = true;
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.visibilityState === "hidden")
    hiding = setTimeout(rest, hiddenFor);
  else if (resting) {
    resting = false;
    if (connection !== "off") open();
  } else silence.look();
});

// A machine that was asleep with the page in front comes back to it.
addEventListener("focus", silence.look);

export function useConnection(): Connection {
  return useSyncExternalStore(
    (then) => {
      watchers.add(then);
      return () => watchers.delete(then);
    },
    () => connection,
  );
}

// What a person chose, kept by the server for them, and by the browser so
// that the theme is right at once and a server without an answer does no harm.
// Other tabs and browsers choose, too: only what was changed here is written,
// into what the server has by then.
import { useCallback, useEffect, useRef } from "react";
import { api } from "../api/client";
import { onEvent } from "../api/events";
import { merged, same } from "./merge";
import { makeStore, useStore } from "./store";

type Preferences = Record<string, unknown>;
const local = "dastomized.preferences";
const localUnsent = "dastomized.preferences.unsent";

function stored(name: string): Preferences {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(name) ?? "{}");
    return all && typeof all === "object" ? (all as Preferences) : {};
  } catch {
    return {};
  }
}

function storeLocally(name: string, all: Preferences) {
  try {
    localStorage.setItem(name, JSON.stringify(all));
  } catch {
    // Forbidden or full: the server has them.
  }
}

const preferences = makeStore<Preferences>(stored(local));
/** What the server was not told yet, each as it was before. The next page
 *  tells it when this one is closed too soon. */
let unsent = stored(localUnsent);

function keep(all: Preferences) {
  preferences.set(all);
  storeLocally(local, all);
}

function keepUnsent(all: Preferences) {
  unsent = all;
  storeLocally(localUnsent, all);
}

/** What the server has, with what was changed here. */
function withMine(theirs: Preferences): Preferences {
  const mine = preferences.get();
  const all = { ...theirs };
  for (const [name, base] of Object.entries(unsent))
    all[name] = merged(base, mine[name], theirs[name]);
  return all;
}

const path = "/me/preferences";
/** What the server had, and when it said so. */
let known: { all: Preferences; at: number } | null = null;

async function read(): Promise<Preferences> {
  const all = await api.get<Preferences>(path);
  known = { all, at: Date.now() };
  return all;
}

export async function loadPreferences() {
  try {
    keep(withMine(await read()));
    if (Object.keys(unsent).length > 0) sendSoon();
  } catch {
    // The browser's own do meanwhile.
  }
}

// A tab that was away may have missed what was chosen elsewhere.
onEvent("hello", ({ resumed }) => {
  if (resumed) void loadPreferences();
});

/** Who leaves takes along what is theirs; the screen stays as bright. */
export function forgetPreferences() {
  clearTimeout(timer);
  known = null;
  keepUnsent({});
  const { theme } = preferences.get();
  keep(theme === undefined ? {} : { theme });
}

let timer: ReturnType<typeof setTimeout> | undefined;
let sending = false;

// Moving a column five times is one write.
function sendSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => void send(), 600);
}

async function send() {
  clearTimeout(timer);
  if (sending) return sendSoon();
  sending = true;
  try {
    const theirs = await read();
    const before = preferences.get();
    const told = Object.keys(unsent);
    const all = withMine(theirs);
    if (!same(all, theirs)) await api.put(path, all);
    took(all, before, told);
  } catch {
    // Kept in this browser; the next change or login tries again.
  }
  sending = false;
}

/** The server has `all`; what changed on the way is still to be told. */
function took(all: Preferences, before: Preferences, told: string[]) {
  const now = preferences.get();
  const left: Preferences = {};
  for (const [name, base] of Object.entries(unsent)) {
    if (!told.includes(name)) left[name] = base;
    else if (!same(now[name], before[name])) left[name] = all[name];
  }
  keepUnsent(left);
  const own = Object.keys(left).map((name) => [name, now[name]]);
  keep({ ...all, ...Object.fromEntries(own) });
  if (own.length > 0) sendSoon();
}

const freshFor = 60_000;

// A page that goes has no time to read first: what it read a moment ago has to
// do. All else is told by the next page.
addEventListener("pagehide", () => {
  if (Object.keys(unsent).length === 0 || !known) return;
  if (Date.now() - known.at > freshFor) return;
  const all = withMine(known.all);
  api.put(path, all, { keepalive: true }).catch(() => undefined);
});

function choose(name: string, value: unknown, otherwise: unknown) {
  const all = preferences.get();
  if (same(all[name] ?? otherwise, value)) return;
  if (!Object.hasOwn(unsent, name))
    keepUnsent({ ...unsent, [name]: all[name] ?? null });
  keep({ ...all, [name]: value });
  sendSoon();
}

/** `const [theme, setTheme] = usePreference("theme", "system")`. Names with a
 *  dot keep areas apart: "orders.columns". */
export function usePreference<T>(
  name: string,
  otherwise: T,
): [T, (value: T) => void] {
  const all = useStore(preferences);
  const standard = useRef(otherwise);
  useEffect(() => {
    standard.current = otherwise;
  });
  const set = useCallback(
    (value: T) => choose(name, value, standard.current),
    [name],
  );
  return [(all[name] as T | undefined) ?? otherwise, set];
}

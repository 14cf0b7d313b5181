// What a person chose, kept by the server for them, and by the browser so
// that the theme is right at once and a server without an answer does no harm.
import { useCallback } from "react";
import { api } from "../api/client";
import { makeStore, useStore } from "./store";

type Preferences = Record<string, unknown>;
const local = "dastomized.preferences";

function kept(): Preferences {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(local) ?? "{}");
    return all && typeof all === "object" ? (all as Preferences) : {};
  } catch {
    return {};
  }
}

const preferences = makeStore<Preferences>(kept());

function keep(all: Preferences) {
  preferences.set(all);
  try {
    localStorage.setItem(local, JSON.stringify(all));
  } catch {
    // Forbidden or full: the server has them.
  }
}

export async function loadPreferences() {
  try {
    keep(await api.get<Preferences>("/me/preferences"));
  } catch {
    // The browser's own do meanwhile.
  }
}

/** Who leaves takes along what is theirs; the screen stays as bright. */
export function forgetPreferences() {
  clearTimeout(sending);
  sending = undefined;
  const { theme } = preferences.get();
  keep(theme === undefined ? {} : { theme });
}

let sending: ReturnType<typeof setTimeout> | undefined;

// Moving a column five times is one write.
function sendSoon() {
  clearTimeout(sending);
  sending = setTimeout(() => void send(), 600);
}

async function send() {
  sending = undefined;
  try {
    await api.put("/me/preferences", preferences.get());
  } catch {
    // Kept in this browser; the next change tries again.
  }
}

addEventListener("pagehide", () => {
  if (sending !== undefined) {
    clearTimeout(sending);
    void send();
  }
});

/** `const [theme, setTheme] = usePreference("theme", "system")`. Names with a
 *  dot keep areas apart: "orders.columns". */
export function usePreference<T>(
  name: string,
  otherwise: T,
): [T, (value: T) => void] {
  const all = useStore(preferences);
  const set = useCallback(
    (value: T) => {
      keep({ ...preferences.get(), [name]: value });
      sendSoon();
    },
    [name],
  );
  return [(all[name] as T | undefined) ?? otherwise, set];
}

// Single-key commands: pages register theirs, `?` lists all, a preference
// switches them off.
import { useEffect, useRef } from "react";
import { gateClass } from "./gate";
import { usePreference } from "./preferences";
import { makeStore } from "./store";

export interface Command {
  /** "j", "/", "?" or two in a row: "g o". */
  keys: string;
  what: string;
  /** Returns false when it did nothing: then the key keeps its meaning. */
  do: (event: KeyboardEvent) => unknown;
}

interface Group {
  title: string;
  commands: readonly Command[];
}

const groups = makeStore<Group[]>([]);
export const knownKeys = groups;

// Dialogs, ours and the browser's own, menus, and the login over a page: what
// is open in front is all there is.
const inFront = `.components-modal__frame, dialog[open], [role="menu"], .${gateClass}`;

// Characters belong to what is being typed in.
function taken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return true;
  if (event.defaultPrevented) return true;
  const at = event.target as HTMLElement | null;
  if (at?.isContentEditable) return true;
  if (at && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) {
    const kind = (at as HTMLInputElement).type;
    if (kind !== "checkbox" && kind !== "radio") return true;
  }
  return (
    document.querySelector(inFront) !== null ||
    at?.closest('[role="dialog"], [role="menu"], [role="listbox"]') != null
  );
}

const controls = [
  "a, button, input, select, textarea, summary",
  "[role=button], [role=tab], [role^=menuitem], [role=option]",
  "[role=checkbox], [role=radio], [role=switch]",
].join();

// Enter and space on a link or button are the link's or button's.
function ofControl(event: KeyboardEvent): boolean {
  const at = event.target as HTMLElement | null;
  return (
    (event.key === "Enter" || event.key === " ") &&
    at?.closest(controls) != null
  );
}

let first = "";
let firstAt = 0;
const pairWithin = 1500;

function press(event: KeyboardEvent) {
  if (taken(event) || ofControl(event)) return;
  const all = groups.get().flatMap((g) => g.commands);
  const pair =
    first && event.timeStamp - firstAt < pairWithin
      ? `${first} ${event.key}`
      : "";
  const found =
    (pair && all.find((c) => c.keys === pair)) ||
    all.findLast((c) => c.keys === event.key);
  first = "";
  if (found) {
    if (found.do(event) !== false) event.preventDefault();
  } else if (all.some((c) => c.keys.startsWith(event.key + " "))) {
    first = event.key;
    firstAt = event.timeStamp;
  }
}

/** Once, by the shell. */
export function useKeyboard() {
  const [on] = usePreference("keys", true);
  useEffect(() => {
    if (!on) return;
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [on]);
}

/** Commands that hold while the component is shown; the last registered wins. */
export function useKeys(title: string, commands: readonly Command[]) {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const names = commands.map((c) => `${c.keys}\t${c.what}`).join("\n");
  useEffect(() => {
    const group: Group = {
      title,
      commands: names
        .split("\n")
        .filter(Boolean)
        .map((line, i) => {
          const [keys = "", what = ""] = line.split("\t");
          return { keys, what, do: (e) => latest.current[i]?.do(e) };
        }),
    };
    groups.set([...groups.get(), group]);
    return () => groups.set(groups.get().filter((g) => g !== group));
  }, [title, names]);
}

// The login over a page that is kept. What was typed there stays, dialogs
// that are open too; nobody sees, hears or reaches it until its owner is back.
import { useLayoutEffect, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";

export const gateClass = "gate";

function shut(): () => void {
  const before = document.activeElement;
  const all = [...document.body.children].filter(
    (e): e is HTMLElement => e instanceof HTMLElement && !e.inert,
  );
  for (const e of all) e.inert = true;
  return () => {
    for (const e of all) e.inert = false;
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}

export function Gate({ children }: { children: ReactNode }) {
  // Beside the page and its dialogs: one that stands open hides from those
  // who listen what was there before it.
  const [place] = useState(() => {
    const made = document.createElement("div");
    made.className = gateClass;
    return made;
  });
  useLayoutEffect(() => {
    const open = shut();
    document.body.append(place);
    return () => {
      place.remove();
      open();
    };
  }, [place]);
  return createPortal(children, place);
}

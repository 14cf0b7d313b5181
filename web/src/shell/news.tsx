// What is said wherever one is: messages, and that the connection is lost.
// Always in sight, in front of dialogs too.
import { useEffect, useRef, useState, type RefObject } from "react";
import { createPortal } from "react-dom";
import { useConnection } from "../api/events";
import { toFront } from "../parts/focus";
import { Messages } from "./messages";

function Connection() {
  const connection = useConnection();
  // A line that is back within two seconds was never noticed.
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const timer = setTimeout(
      () => setLost(connection === "lost"),
      connection === "lost" ? 2000 : 0,
    );
    return () => clearTimeout(timer);
  }, [connection]);
  return (
    <div role="status" className="connection">
      {lost && (
        <p>Connection lost, trying again. What you see may be out of date.</p>
      )}
    </div>
  );
}

const height = "--news-height";

/** What lies below can be scrolled out from under it. */
function useRoomBelow(at: RefObject<HTMLElement>) {
  useEffect(() => {
    const { style } = document.documentElement;
    const size = new ResizeObserver(() =>
      style.setProperty(height, `${at.current?.offsetHeight ?? 0}px`),
    );
    if (at.current) size.observe(at.current);
    return () => {
      size.disconnect();
      style.removeProperty(height);
    };
  }, [at]);
}

/** F6 leads here from wherever one is, out of a dialog too, and back. No
 *  character is typed by it: it holds when single keys are switched off. */
function useWayHere(at: RefObject<HTMLElement>) {
  useEffect(() => {
    let before: Element | null = null;
    const press = (event: KeyboardEvent) => {
      const inside = at.current?.contains(document.activeElement);
      if (event.key !== "F6" && !(event.key === "Escape" && inside)) return;
      event.preventDefault();
      if (!inside) {
        before = document.activeElement;
        at.current?.focus();
      } else if (before instanceof HTMLElement && before.isConnected)
        before.focus();
      else toFront();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [at]);
}

export function News() {
  const here = useRef<HTMLElement>(null);
  useRoomBelow(here);
  useWayHere(here);
  const place = document.getElementById("news");
  return (
    place &&
    createPortal(
      <section ref={here} className="news" aria-label="Messages" tabIndex={-1}>
        <Connection />
        <Messages />
      </section>,
      place,
    )
  );
}

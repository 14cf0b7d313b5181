// Where the focus goes when what had it goes away: never to nowhere.
import { useEffect, useLayoutEffect, type RefObject } from "react";

/** An open dialog's frame, of several the one in front. */
function frameInFront(): HTMLElement | null {
  const all = document.querySelectorAll<HTMLElement>(
    ".components-modal__frame",
  );
  return all[all.length - 1] ?? null;
}

const isNowhere = () =>
  document.activeElement === null || document.activeElement === document.body;

/** Also while a dialog is about to go: then it gives nothing back. */
export const toHeading = () =>
  document.querySelector<HTMLElement>("main h1")?.focus();

/** To the dialog in front, or to the page's heading. */
export function toFront() {
  const frame = frameInFront();
  if (frame) frame.focus();
  else toHeading();
}

/** A moment later, when all of it is gone and nothing else took the focus. */
export function handOn(to?: RefObject<HTMLElement>) {
  requestAnimationFrame(() => {
    if (!isNowhere()) return;
    if (to?.current) to.current.focus();
    else toFront();
  });
}

/** For what can go while it is used: a button that goes with what it did. */
export function useHandedOn(
  at: RefObject<HTMLElement>,
  to?: RefObject<HTMLElement>,
) {
  useLayoutEffect(() => {
    const element = at.current;
    return () => {
      if (element?.contains(document.activeElement)) handOn(to);
    };
  }, [at, to]);
}

/** A dialog keeps the focus while its content changes from stage to stage,
 *  whatever the stages are: the frame takes it, and is read out. */
export function useKeptWithin(overlay: RefObject<HTMLElement>) {
  useEffect(() => {
    const frame = overlay.current?.querySelector<HTMLElement>(
      ".components-modal__frame",
    );
    if (!frame) return;
    const look = () => {
      if (isNowhere() && frameInFront() === frame) frame.focus();
    };
    // Browsers tell nobody that an element with the focus was removed.
    const changes = new MutationObserver(look);
    changes.observe(frame, { childList: true, subtree: true });
    const later = () => requestAnimationFrame(look);
    document.addEventListener("focusout", later);
    return () => {
      changes.disconnect();
      document.removeEventListener("focusout", later);
    };
  }, [overlay]);
}

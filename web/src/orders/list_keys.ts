// j, k and the others: the focus is on the number of an order, which is a
// link; so Enter opens it and a dialog gives the focus back to it.
import { useEffect, useRef, type RefObject } from "react";
import { useKeys } from "../shell/keys";

interface Does {
  ready: boolean; // there are rows
  list: RefObject<HTMLElement>;
  search: RefObject<HTMLInputElement>;
  toggle: (key: string) => void;
  act: (action: "submit" | "hold" | "retry", key: string | null) => boolean;
  peek: (key: string) => void;
  clear: () => boolean;
}

function links(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[data-order]") ?? [])];
}

// Where one was before an order was opened: who comes back is there again.
let before: string | null = null;

export function useListKeys(does: Does) {
  const { list, ready } = does;
  // The row that had the focus last, though it be on a button by now.
  const current = useRef<string | null>(null);
  useEffect(() => {
    if (!ready || !before || current.current) return;
    if (!document.documentElement.dataset["moved"]) return;
    const at = links(list.current).find((l) => l.dataset["order"] === before);
    at?.focus({ preventScroll: true });
    at?.scrollIntoView({ block: "center" });
  }, [list, ready]);
  useEffect(() => {
    const at = list.current;
    const note = (e: FocusEvent) => {
      const row = (e.target as HTMLElement).closest("tr, [data-row]");
      const link = row?.querySelector<HTMLElement>("[data-order]");
      if (link) before = current.current = link.dataset["order"] ?? null;
    };
    at?.addEventListener("focusin", note);
    return () => at?.removeEventListener("focusin", note);
  }, [list]);

  const move = (by: 1 | -1) => {
    const all = links(list.current);
    const at = all.findIndex((l) => l.dataset["order"] === current.current);
    const next = at < 0 ? all[0] : all[at + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return next !== undefined;
  };
  const here = (): string | null => {
    const key = current.current;
    return links(list.current).some((l) => l.dataset["order"] === key)
      ? key
      : null;
  };
  const onRow = (then: (key: string) => void) => {
    const key = here();
    if (key === null) return false;
    then(key);
    return true;
  };

  useKeys("Orders", [
    {
      keys: "/",
      what: "Search",
      do: () => does.search.current?.focus(),
    },
    { keys: "j", what: "Next order", do: () => move(1) },
    { keys: "k", what: "Order before", do: () => move(-1) },
    { keys: "x", what: "Select the order", do: () => onRow(does.toggle) },
    {
      keys: "Enter",
      what: "Open the order",
      do: () =>
        onRow((key) =>
          links(list.current)
            .find((l) => l.dataset["order"] === key)
            ?.click(),
        ),
    },
    { keys: "p", what: "Peek at the order", do: () => onRow(does.peek) },
    {
      keys: "s",
      what: "Submit what is selected, or the order",
      do: () => does.act("submit", here()),
    },
    {
      keys: "h",
      what: "Hold what is selected; hold or release the order",
      do: () => does.act("hold", here()),
    },
    {
      keys: "r",
      what: "Retry what is selected, or the order",
      do: () => does.act("retry", here()),
    },
    { keys: "Escape", what: "Clear the selection", do: () => does.clear() },
  ]);
}

// The way through the list a person came by: back to it, and the orders
// before and after this one as they stood there. Kept in this tab.
import { makeStore, useStore } from "../shell/store";

export interface Trail {
  /** The list's address. */
  back: string;
  /** "shop/7", in the list's order. */
  keys: string[];
}

const kept = "dastomized.trail";
const none: Trail = { back: "/orders", keys: [] };

/** Whatever was kept; what makes no sense is none. */
export function readTrail(text: string | null): Trail {
  try {
    const said = JSON.parse(text ?? "null") as Partial<Trail> | null;
    const keys = said?.keys;
    return typeof said?.back === "string" &&
      said.back.startsWith("/orders") &&
      Array.isArray(keys) &&
      keys.every((k) => typeof k === "string")
      ? { back: said.back, keys }
      : none;
  } catch {
    return none;
  }
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(kept);
  } catch {
    return null;
  }
}

const trail = makeStore<Trail>(readTrail(stored()));

/** By the list, whenever it shows other orders. */
export function keepTrail(now: Trail) {
  trail.set(now);
  try {
    sessionStorage.setItem(kept, JSON.stringify(now));
  } catch {
    // Forbidden or full: good until the tab is loaded anew.
  }
}

export function useTrail(): Trail {
  return useStore(trail);
}

export interface Neighbours {
  before: string | null;
  after: string | null;
  /** "3 of 25"; empty when it was not in the list. */
  place: string;
}

export function neighbours(t: Trail, key: string): Neighbours {
  const at = t.keys.indexOf(key);
  if (at < 0) return { before: null, after: null, place: "" };
  return {
    before: t.keys[at - 1] ?? null,
    after: t.keys[at + 1] ?? null,
    place: `${at + 1} of ${t.keys.length}`,
  };
}

/** "shop/7" → "/orders/shop/7" */
export function pathOf(key: string): string {
  const cut = key.lastIndexOf("/");
  const store = encodeURIComponent(key.slice(0, cut));
  return `/orders/${store}/${key.slice(cut + 1)}`;
}

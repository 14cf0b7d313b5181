// Hash routes: "#/orders/shop/7?tab=all" is the path "/orders/shop/7" with
// the query "tab=all". The server needs to know none of them.
import { makeStore, useStore } from "./store";

export interface Place {
  path: string;
  query: URLSearchParams;
}

export function placeOf(hash: string): Place {
  const text = hash.replace(/^#/, "");
  const cut = text.indexOf("?");
  const path = (cut < 0 ? text : text.slice(0, cut)) || "/";
  return {
    path: path.startsWith("/") ? path : "/",
    query: new URLSearchParams(cut < 0 ? "" : text.slice(cut + 1)),
  };
}

const secretOf = (hash: string) =>
  match("/login/:secret", placeOf(hash).path)?.[0];

/** The secret of a login link that was opened here, until it is used. It is
 *  no place to be at, and leaves the address bar and the history at once. */
export const link = makeStore(secretOf(location.hash) ?? "");
if (link.get()) history.replaceState(null, "", "#/");

const place = makeStore(placeOf(location.hash));
let hash = location.hash;

addEventListener("hashchange", () => {
  // replace() below has already told.
  if (location.hash === hash) return;
  const secret = secretOf(location.hash);
  if (secret !== undefined) {
    history.replaceState(null, "", hash || "#/");
    hash = location.hash;
    link.set(secret);
    return;
  }
  hash = location.hash;
  place.set(placeOf(hash));
});

export function navigate(to: string) {
  location.hash = to.replace(/^#/, "");
}

/** Changes the address without a new entry in the history. */
export function replace(to: string) {
  hash = "#" + to.replace(/^#/, "");
  history.replaceState(null, "", hash);
  place.set(placeOf(hash));
}

export function usePlace(): Place {
  return useStore(place);
}

export function currentPlace(): Place {
  return place.get();
}

/** "/orders/:store/:id" against "/orders/shop/7" → ["shop", "7"]. */
export function match(pattern: string, path: string): string[] | null {
  const want = pattern.split("/");
  const have = path.split("/");
  if (want.length !== have.length) return null;
  const taken: string[] = [];
  for (const [i, w] of want.entries()) {
    const h = have[i] ?? "";
    if (w.startsWith(":")) {
      if (!h) return null;
      try {
        taken.push(decodeURIComponent(h));
      } catch {
        return null;
      }
    } else if (w !== h) return null;
  }
  return taken;
}

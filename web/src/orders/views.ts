// Views with a name: ours, which nobody can change, and a person's own.
import { beginning, readState, writeState, type ListState } from "./state";

export interface SavedView {
  name: string;
  /** As in the address, without the page. */
  query: string;
}

export function queryOf(s: ListState): string {
  // Where one would search says nothing as long as nobody does.
  const search_in = s.search ? s.search_in : "";
  const to = writeState({ ...s, search_in, cursor: "", above: 0 });
  const cut = to.indexOf("?");
  return cut < 0 ? "" : to.slice(cut + 1);
}

export function stateOf(view: SavedView): ListState {
  return readState(new URLSearchParams(view.query));
}

const preset = (name: string, with_: Partial<ListState>): SavedView => ({
  name,
  query: queryOf({ ...beginning, ...with_ }),
});

export const presets: SavedView[] = [
  preset("All orders, newest first", {}),
  preset("Due next", { tab: "counting_down", sort: "due" }),
  preset("Failed or unclear submissions", {
    submit_status: ["failed", "unknown", "partly_submitted"],
  }),
  preset("On hold, oldest first", { tab: "on_hold", sort: "created" }),
  preset("Not yet submitted in-app orders", {
    type: ["in_app"],
    submit_status: ["blank"],
    status: ["processing"],
  }),
];

/** Whatever is kept, only what is a view counts. */
export function savedIn(kept: unknown): SavedView[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter(
    (v): v is SavedView =>
      typeof v?.name === "string" && typeof v?.query === "string",
  );
}

/** The view the state came from; null: of none, or changed since. */
export function viewOf(s: ListState, mine: SavedView[]): SavedView | null {
  const query = queryOf(s);
  return [...presets, ...mine].find((v) => v.query === query) ?? null;
}

export function saveView(
  mine: SavedView[],
  name: string,
  s: ListState,
): SavedView[] {
  const others = mine.filter((v) => v.name !== name);
  return [...others, { name, query: queryOf(s) }].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
}

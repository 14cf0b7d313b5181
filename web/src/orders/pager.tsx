// Pages by cursor: forward by what the server gave, back by what was seen.
import { Button } from "@wordpress/components";
import type { OrderList } from "../api/types";
import { count } from "../format/format";
import { change, writeState, type ListState } from "./state";

/** Where the pages of a question began, as far as they were seen here. */
const begun = new Map<string, string>();

function at(state: ListState, above: number): string {
  return `${writeState({ ...state, cursor: "", above: 0 })}\n${above}`;
}

interface Props {
  state: ListState;
  list: OrderList;
  above: number; // so many orders stand before the list
  perPage: number;
  loading: boolean; // the list is of the page before
}

export function Pager({ state, list, above, perPage, loading }: Props) {
  // While another page is read the links are of it, the range of the rows.
  begun.set(at(state, state.above), state.cursor);
  const before = Math.max(0, state.above - perPage);
  const last = above + list.orders.length;
  const to = (cursor_: string, above_: number) =>
    "#" + writeState(change(state, { cursor: cursor_, above: above_ }));
  const previous = () => {
    const known = begun.get(at(state, before));
    return known ? to(known, before) : to("", 0);
  };
  // One element whether it leads somewhere or not: the focus stays on it.
  const link = (label: string, where: string | null) => (
    <Button
      variant="secondary"
      size="compact"
      href={where ?? "#" + writeState(state)}
      aria-disabled={where === null}
    >
      {label}
    </Button>
  );
  const next = list.next_cursor && !loading;
  return (
    <nav className="pager" aria-label="Pages of the list">
      <span>
        {list.orders.length > 0
          ? `${count(above + 1)}–${count(last)} of ${count(Math.max(list.total, last))}`
          : `${count(list.total)} in all`}
      </span>
      {before > 0 && link("First page", to("", 0))}
      {link("Previous", state.above === 0 ? null : previous())}
      {link("Next", next ? to(list.next_cursor, last) : null)}
    </nav>
  );
}

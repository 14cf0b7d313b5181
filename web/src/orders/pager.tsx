// Pages by cursor: forward by what the server gave, back by what was seen.
import { Button } from "@wordpress/components";
import type { OrderList } from "../api/types";
import { count } from "../format/format";
import { change, writeState, type ListState } from "./state";

/** Where the pages of a question began, as far as they were seen here. */
const begun = new Map<string, string>();

function at(state: ListState, page: number): string {
  return `${writeState({ ...state, cursor: "", page: 1 })}\n${page}`;
}

interface Props {
  state: ListState;
  list: OrderList;
  perPage: number;
}

export function Pager({ state, list, perPage }: Props) {
  const { page, cursor } = state;
  begun.set(at(state, page), cursor);
  const before = page > 1 ? begun.get(at(state, page - 1)) : undefined;
  const first = (page - 1) * perPage + 1;
  const last = first + list.orders.length - 1;
  const to = (cursor_: string, page_: number) =>
    "#" + writeState(change(state, { cursor: cursor_, page: page_ }));
  const link = (label: string, where: string | null) => (
    <Button
      variant="secondary"
      size="compact"
      {...(where === null
        ? { disabled: true, accessibleWhenDisabled: true }
        : { href: where })}
    >
      {label}
    </Button>
  );
  return (
    <nav className="pager" aria-label="Pages of the list">
      <span>
        {list.orders.length > 0
          ? `${count(first)}–${count(last)} of ${count(Math.max(list.total, last))}`
          : `${count(list.total)} in all`}
      </span>
      {page > 2 && link("First page", to("", 1))}
      {link(
        "Previous",
        page === 1
          ? null
          : before === undefined
            ? to("", 1)
            : to(before, page - 1),
      )}
      {link("Next", list.next_cursor ? to(list.next_cursor, page + 1) : null)}
    </nav>
  );
}

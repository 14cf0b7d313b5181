// Stands where the filters are while something is selected; says which
// meaning of "all" holds.
import { Button } from "@wordpress/components";
import type { BulkAction } from "../api/types";
import { count, counted } from "../format/format";
import { sizeOf, type Selection } from "./selection";
import { bulkActions, bulkWords } from "./words";

interface Props {
  selection: Selection;
  total: number;
  pageSelected: boolean; // all of the page
  pageSize: number;
  shown: number; // so many of the selected are on this page
  all: () => void;
  clear: () => void;
  act: (action: BulkAction) => void;
}

function meaning(props: Props) {
  const { selection, total, pageSelected, pageSize, shown } = props;
  const n = sizeOf(selection, total);
  if (selection.mode === "all")
    return selection.except.size === 0
      ? `All ${counted(total, "order")} that match are selected, on every page.`
      : `All that match but ${count(selection.except.size)}: ${counted(n, "order")}.`;
  if (pageSelected && n === pageSize)
    return `${counted(n, "order")} selected: all of this page.`;
  // Of other pages, or no part of the list any more.
  const unseen = n - shown;
  return unseen > 0
    ? `${counted(n, "order")} selected, ${count(unseen)} of them not on this page.`
    : `${counted(n, "order")} selected.`;
}

export function SelectionBar(props: Props) {
  const { selection, total, pageSelected, pageSize, all, clear, act } = props;
  const offerAll =
    selection.mode === "some" && pageSelected && total > pageSize;
  return (
    <section className="selection-bar" aria-label="Selected orders">
      <p role="status">{meaning(props)}</p>
      {offerAll && (
        <Button variant="link" onClick={all}>
          Select all {count(total)} that match
        </Button>
      )}
      <div className="acts">
        {bulkActions.map((action) => (
          <Button
            key={action}
            variant={action === "submit" ? "primary" : "secondary"}
            size="compact"
            onClick={() => act(action)}
          >
            {bulkWords[action].verb}…
          </Button>
        ))}
        <Button variant="tertiary" size="compact" onClick={clear}>
          Clear selection
        </Button>
      </div>
    </section>
  );
}

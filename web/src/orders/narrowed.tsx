// Filters that other pages lead here with: when the countdown ends, and why a
// person is needed. Each is a chip that can be cleared.
import { Button } from "@wordpress/components";
import { closeSmall } from "@wordpress/icons";
import { nameOf } from "../format/words";
import { serverNow } from "../shell/clock";
import { dueWords } from "./due_words";
import type { ListState } from "./state";

function Chip({ text, clear }: { text: string; clear: () => void }) {
  return (
    <span className="created is-set chip">
      <span>{text}</span>
      <Button
        icon={closeSmall}
        size="compact"
        label={`Clear the filter: ${text}`}
        onClick={clear}
      />
    </span>
  );
}

interface Props {
  state: ListState;
  go: (with_: Partial<ListState>) => void;
}

export function Narrowed({ state, go }: Props) {
  const due = dueWords(state, serverNow());
  return (
    <>
      {due && (
        <Chip text={due} clear={() => go({ due_from: "", due_to: "" })} />
      )}
      {state.attention.length > 0 && (
        <Chip
          text={`Why: ${state.attention.map(nameOf).join(" or ")}`}
          clear={() => go({ attention: [] })}
        />
      )}
    </>
  );
}

import { useCallback, useState } from "react";
import { nothing, type Selection } from "./selection";
import type { ListState } from "./state";
import { queryOf } from "./views";

/** Another question has another selection. */
export function useSelection(state: ListState) {
  const question = queryOf({ ...state, sort: "-created" });
  const [kept, setKept] = useState({ question, selection: nothing });
  const selection = kept.question === question ? kept.selection : nothing;
  const set = useCallback(
    (s: Selection) => setKept({ question, selection: s }),
    [question],
  );
  return [selection, set] as const;
}

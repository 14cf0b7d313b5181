import { briefTime } from "../format/format";
import type { ListState } from "./state";

/** "Leaves 14:00 – 15:00"; "" when nothing is asked. */
export function dueWords(
  { due_from, due_to }: Pick<ListState, "due_from" | "due_to">,
  now: number,
): string {
  const from = due_from && briefTime(due_from, now);
  const to = due_to && briefTime(due_to, now);
  if (from && to) return `Leaves ${from} – ${to}`;
  return from ? `Leaves from ${from}` : to ? `Was due before ${to}` : "";
}

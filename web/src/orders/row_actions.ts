// What may be offered for a row. The server decides; this only spares the
// offer of what can not be.
import type { BulkAction, Row } from "../api/types";

const openStatuses = new Set(["blank", "failed", "partly_submitted"]);

export function mayDo(action: BulkAction, row: Row): boolean {
  if (row.gone) return false;
  switch (action) {
    case "submit":
      return (
        openStatuses.has(row.submit_status) &&
        (row.status === "processing" || row.status === "completed")
      );
    case "hold":
      return row.status === "processing" && row.submit_status !== "submitted";
    case "release":
      return row.status === "on-hold";
    case "retry":
      return ["failed", "partly_submitted", "unknown"].includes(
        row.submit_status,
      );
  }
}

/** The one next thing for a card: the most wanted of what may be done. */
export function nextAct(row: Row): BulkAction | null {
  const order: BulkAction[] = ["retry", "release", "submit"];
  return order.find((action) => mayDo(action, row)) ?? null;
}

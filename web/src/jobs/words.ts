import type { Job } from "../api/types";
import { bulkWords } from "../orders/words";
import type { BulkAction } from "../api/types";

const imports: Record<string, string> = {
  all: "Import all orders",
  range: "Import orders by range",
  ids: "Import orders by IDs",
};

/** "Hold orders", "Import all orders of shop". */
export function jobName({
  kind,
  action,
  store,
}: Pick<Job, "kind" | "action" | "store">): string {
  const what =
    kind === "bulk"
      ? `${bulkWords[action as BulkAction].verb} orders`
      : (imports[action] ?? "Import orders");
  return store ? `${what} of ${store}` : what;
}

// What a fresh list would change: rows do not jump, so it waits for a click.
import { Button } from "@wordpress/components";
import { counted } from "../format/format";
import type { Orders } from "./use_orders";

type Props = Pick<Orders, "fresh" | "left" | "moved" | "showFresh">;

function labelOf({ fresh, left, moved }: Props): string {
  if (fresh > 0) return `Show ${counted(fresh, "new order")}`;
  const are = left === 1 ? "is" : "are";
  const why = [
    ...(left > 0 ? [`${counted(left, "order")} ${are} no longer here`] : []),
    ...(moved > 0 ? [`${counted(moved, "order")} moved`] : []),
  ];
  return why.length > 0 ? `Update the list: ${why.join(", ")}` : "";
}

export function Waiting(props: Props) {
  const label = labelOf(props);
  return (
    <div role="status" className="fresh">
      {label && (
        <Button variant="secondary" size="compact" onClick={props.showFresh}>
          {label}
        </Button>
      )}
    </div>
  );
}

// What a fresh list would change: rows do not jump, so it waits for a click.
import { Button } from "@wordpress/components";
import { counted } from "../format/format";
import type { Orders } from "./use_orders";

type Props = Pick<Orders, "fresh" | "left" | "showFresh">;

export function Waiting({ fresh, left, showFresh }: Props) {
  const label =
    fresh > 0
      ? `Show ${counted(fresh, "new order")}`
      : `Update the list: ${counted(left, "order")} ${
          left === 1 ? "is" : "are"
        } no longer part of it`;
  return (
    <div role="status" className="fresh">
      {(fresh > 0 || left > 0) && (
        <Button variant="secondary" size="compact" onClick={showFresh}>
          {label}
        </Button>
      )}
    </div>
  );
}

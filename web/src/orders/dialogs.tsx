// The dialogs of the list, of which one is open at most.
import type {
  BulkAction,
  BulkRequest,
  OrderKey,
  OrderList,
  Row,
} from "../api/types";
import { ActDialog } from "./act_dialog";
import { BulkDialog } from "./bulk_dialog";
import { ImportDialog } from "./import_dialog";
import { keyOf } from "./live";
import { Peek } from "./peek";
import { rowOf } from "./use_orders";

export type Open =
  | { what: "import" }
  | { what: "peek"; row: Row }
  | { what: "act"; action: BulkAction; order: OrderKey }
  | {
      what: "bulk";
      action: BulkAction;
      request: Omit<BulkRequest, "action">;
    };

export function Dialogs({
  open,
  list,
  close,
  begun,
}: {
  open: Open | null;
  list: OrderList | null;
  close: () => void;
  begun: () => void;
}) {
  switch (open?.what) {
    case "import":
      return <ImportDialog onClose={close} />;
    case "peek":
      return (
        <Peek row={rowOf(list, keyOf(open.row)) ?? open.row} onClose={close} />
      );
    case "act":
      return (
        <ActDialog action={open.action} order={open.order} onClose={close} />
      );
    case "bulk":
      return (
        <BulkDialog
          action={open.action}
          request={open.request}
          onClose={close}
          onBegun={begun}
        />
      );
    default:
      return null;
  }
}

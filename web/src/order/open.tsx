// What stands open over the order page, one at a time.
import { useCallback, useState } from "react";
import { AskedDialog } from "./dialogs";
import { Exchanges } from "./exchanges";
import { picturesOf, type Picture } from "./pictures";
import type { Asked, Order } from "./types";
import type { LiveOrder } from "./use_order";
import { Viewer } from "./viewer";

type Open =
  | { what: "asked"; asked: Asked }
  | { what: "picture"; picture: Picture }
  | { what: "exchanges"; reference: string };

export function useOpen() {
  const [open, setOpen] = useState<Open | null>(null);
  const close = useCallback(() => setOpen(null), []);
  return { open, setOpen, close };
}

interface DialogsProps {
  live: LiveOrder;
  order: Order;
  open: Open | null;
  close: () => void;
  mine: (order: Order) => void;
}

export function Dialogs({ live, order, open, close, mine }: DialogsProps) {
  const took = (now: Order) => {
    mine(now);
    live.set(now);
  };
  switch (open?.what) {
    case "asked":
      return (
        <AskedDialog
          asked={open.asked}
          order={order}
          path={live.path}
          again={live.again}
          took={took}
          onClose={close}
        />
      );
    case "picture":
      return (
        <Viewer
          pictures={picturesOf(order)}
          first={open.picture}
          onClose={close}
        />
      );
    case "exchanges":
      return (
        <Exchanges
          path={live.path}
          reference={open.reference}
          onClose={close}
        />
      );
    default:
      return null;
  }
}

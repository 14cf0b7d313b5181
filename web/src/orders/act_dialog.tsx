// One action on one order: says what it will do before it does it.
import { useState } from "react";
import { api, newKey, Problem, reasonOf } from "../api/client";
import type { BulkAction, Order, OrderKey } from "../api/types";
import { Ask, Dialog } from "../parts/dialog";
import { Failed, Loading } from "../parts/state";
import { useGet } from "../parts/use_get";
import { say } from "../shell/messages";
import { orderPath } from "./live";
import { bulkWords } from "./words";

interface Props {
  action: BulkAction;
  order: OrderKey;
  onClose: () => void;
}

interface PlanProps {
  action: BulkAction;
  path: string;
  order: Order;
  again: () => void;
  onClose: () => void;
}

function Plan({ action, path, order, again, onClose }: PlanProps) {
  const words = bulkWords[action];
  const { number, version, actions } = order;
  // One intent, one key: pressing again after a lost answer does it once.
  const [intent] = useState(newKey);
  const key = `${intent}-${version}`;
  const choice = actions[action];
  if (!choice.allowed)
    return (
      <p>
        It can not be {words.done} now: {choice.why}
      </p>
    );
  // Of all actions only a hold can be taken back: the time left is kept.
  const undo = () =>
    action === "hold"
      ? {
          label: "Undo",
          do: () =>
            void api.post(`${path}/release`, {}, { key: newKey() }).then(
              () => say.success(`Order ${number}: released.`),
              (error: unknown) =>
                say.error(
                  `Order ${number} is still on hold: ${reasonOf(error)}`,
                ),
            ),
        }
      : undefined;
  const act = async () => {
    try {
      await api.post<Order>(`${path}/${action}`, {}, { ifMatch: version, key });
    } catch (error) {
      if (error instanceof Problem && error.code === "stale") {
        again();
        throw new Error(
          "The order changed while you looked at it. This is what holds now.",
          { cause: error },
        );
      }
      throw error;
    }
    say.success(`Order ${number}: ${words.said}.`, undo());
  };
  return (
    <Ask label={words.verb} act={act} onClose={onClose}>
      <p>{choice.effect || words.effect}</p>
    </Ask>
  );
}

// One dialog for all of it: it knows where the focus goes back to.
export function ActDialog({ action, order, onClose }: Props) {
  const path = orderPath(order);
  const got = useGet<Order>(path);
  const { verb } = bulkWords[action];
  return (
    <Dialog
      title={`${verb} order ${got.data?.number ?? ""}`}
      onClose={onClose}
      size="small"
    >
      {got.data ? (
        <Plan
          action={action}
          path={path}
          order={got.data}
          again={got.again}
          onClose={onClose}
        />
      ) : got.error ? (
        <Failed
          what="The order could not be read"
          error={got.error}
          again={got.again}
        />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}

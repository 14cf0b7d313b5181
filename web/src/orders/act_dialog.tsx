// One action on one order: says what it will do before it does it.
import { useState } from "react";
import { api, newKey, Problem } from "../api/client";
import type { BulkAction, Order, OrderKey } from "../api/types";
import { Confirm, Dialog } from "../parts/dialog";
import { Failed, Loading } from "../parts/state";
import { useGet } from "../parts/use_get";
import { say } from "../shell/messages";
import { bulkWords } from "./words";

interface Props {
  action: BulkAction;
  order: OrderKey;
  onClose: () => void;
}

export function ActDialog({ action, order, onClose }: Props) {
  const path = `/orders/${encodeURIComponent(order.store)}/${order.id}`;
  const got = useGet<Order>(path);
  // One intent, one key: pressing again after a lost answer does it once.
  const [key] = useState(newKey);
  const words = bulkWords[action];
  if (!got.data)
    return (
      <Dialog title={`${words.verb} order`} onClose={onClose} size="small">
        {got.error ? (
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
  const { number, version, actions } = got.data;
  const choice = actions[action];
  const title = `${words.verb} order ${number}`;
  if (!choice.allowed)
    return (
      <Dialog title={title} onClose={onClose} size="small">
        <p>
          It can not be {words.done} now: {choice.why}
        </p>
      </Dialog>
    );
  const act = async () => {
    try {
      await api.post<Order>(`${path}/${action}`, {}, { ifMatch: version, key });
    } catch (error) {
      if (error instanceof Problem && error.code === "stale") {
        got.again();
        throw new Error(
          "The order changed while you looked at it. This is what holds now.",
          { cause: error },
        );
      }
      throw error;
    }
    say.success(`Order ${number}: ${words.said}.`);
  };
  return (
    <Confirm title={title} label={words.verb} act={act} onClose={onClose}>
      <p>{choice.effect || words.effect}</p>
    </Confirm>
  );
}

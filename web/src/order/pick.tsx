// The status control and the type: what each choice does stands beside it
// before it is done.
import { RadioControl } from "@wordpress/components";
import { useState } from "react";
import { isolated } from "../format/format";
import { orderTypes, storeStatus } from "../format/words";
import { inLocalTime } from "./outside";
import { Plan, type Hands } from "./plan";
import type { Order } from "./types";

export function PickStatus(hands: Hands) {
  const { order } = hands;
  const [picked, setPicked] = useState("");
  const choice = order.statuses.find((s) => s.status === picked);
  return (
    <Plan
      {...hands}
      action="status"
      choice={order.actions.status}
      label="Change status"
      said={`Order ${isolated(order.number)}: the store is asked to make it ${
        choice?.name ?? picked
      }.`}
      body={() => {
        if (!choice) throw new Error("Choose the status it is to have.");
        return { status: choice.status };
      }}
      // Each choice has its own beside it.
      effect={<></>}
    >
      <p>
        It is <strong>{storeStatus(order.status)}</strong> in the store now.
      </p>
      <RadioControl
        label="New status"
        selected={picked}
        options={order.statuses.map((s) => ({
          label: s.name,
          value: s.status,
          description: inLocalTime(s.effect),
        }))}
        onChange={setPicked}
      />
    </Plan>
  );
}

const types = Object.keys(orderTypes) as Order["type"][];

export function PickType(hands: Hands) {
  const { order } = hands;
  const [picked, setPicked] = useState<Order["type"]>(order.type);
  return (
    <Plan
      {...hands}
      action="type"
      choice={order.actions.type}
      label="Change type"
      said={`Order ${isolated(order.number)} is treated as ${orderTypes[picked]}.`}
      body={() => {
        if (picked === order.type)
          throw new Error(`It is ${orderTypes[picked]} already.`);
        return { type: picked };
      }}
    >
      <RadioControl
        label="Type"
        selected={picked}
        options={types.map((t) => ({ label: orderTypes[t], value: t }))}
        onChange={(t) => setPicked(t as Order["type"])}
      />
    </Plan>
  );
}

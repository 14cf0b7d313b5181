// Two facts that are never one: what the store says of the order, and how far
// its submission is. And the type, which decides whether it counts down.
import { Button } from "@wordpress/components";
import { orderTypes, storeStatus } from "../format/words";
import { StoreStatus, SubmitState } from "../parts/badge";
import { Time } from "../parts/time";
import { Card, Fact, Facts } from "../parts/card";
import type { Asked, Order } from "./types";

function Intent({
  order,
  may,
  ask,
}: {
  order: Order;
  may: boolean;
  ask: (a: Asked) => void;
}) {
  const intent = order.status_intent;
  if (!intent) return null;
  return (
    <div className="note is-info">
      <p>
        <strong>{storeStatus(intent.to)}</strong> is being written to the store,
        asked for by {intent.by} <Time at={intent.at} as="ago" />.
        {intent.tries > 0 && ` Tried ${intent.tries} times.`}
        {intent.next_try && (
          <>
            {" "}
            Next try <Time at={intent.next_try} as="brief" />.
          </>
        )}
      </p>
      {intent.problem && <p className="problem">{intent.problem}</p>}
      {may && order.actions["cancel-status"].allowed && (
        <Button
          variant="secondary"
          size="compact"
          onClick={() => ask({ what: "cancel-status" })}
        >
          Withdraw
        </Button>
      )}
    </div>
  );
}

interface Props {
  order: Order;
  may: boolean;
  ask: (asked: Asked) => void;
}

export function StatusCard({ order, may, ask }: Props) {
  const { actions, statuses } = order;
  return (
    <Card title="Status">
      <Facts>
        <Fact name="Store status">
          <StoreStatus status={order.status} />
          {order.gone && order.status !== "trash" && (
            <small> in the trash or deleted</small>
          )}
          {may && actions.status.allowed && statuses.length > 0 && (
            <Button
              variant="link"
              aria-label="Change the store status"
              onClick={() => ask({ what: "status" })}
            >
              Change…
            </Button>
          )}
        </Fact>
        <Fact name="Submission">
          {order.submit_status === "blank" ? (
            "Not submitted"
          ) : (
            <SubmitState status={order.submit_status} />
          )}
        </Fact>
        <Fact name="Type">
          {orderTypes[order.type]}
          {order.type_overridden && <small> set by a person</small>}
          {may && actions.type.allowed && (
            <Button
              variant="link"
              aria-label="Change the type"
              onClick={() => ask({ what: "type" })}
            >
              Change…
            </Button>
          )}
        </Fact>
      </Facts>
      <Intent order={order} may={may} ask={ask} />
    </Card>
  );
}

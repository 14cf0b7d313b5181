// Tracking per parcel, and whether the store shows it.
import { Badge } from "../parts/badge";
import { Time } from "../parts/time";
import { Card } from "../parts/card";
import { lineName } from "./facts";
import { Outside } from "./outside";
import type { Order } from "./types";

export function TrackingCard({ order }: { order: Order }) {
  const { shipments } = order;
  const sent = order.parts.some((p) => p.state === "accepted");
  if (shipments.length === 0 && !sent && !order.tracking_problem) return null;
  return (
    <Card title="Tracking">
      {order.tracking_problem && (
        <p className="problem">{order.tracking_problem}</p>
      )}
      {shipments.length === 0 && (
        <p>Nothing is shipped yet; the providers are asked for it.</p>
      )}
      <ul className="parcels">
        {shipments.map((s) => (
          <li key={`${s.reference} ${s.number}`}>
            <p>
              <strong>
                <bdi>{s.carrier || "Parcel"}</bdi>
              </strong>{" "}
              <Outside url={s.url}>
                <bdi>{s.number}</bdi>
              </Outside>
            </p>
            <p>
              <Badge
                tone={s.in_store ? "success" : "none"}
                text={s.in_store ? "In the store" : "Not in the store yet"}
              />{" "}
              <small>
                known since <Time at={s.seen} />
              </small>
            </p>
            {s.lines.length > 0 && (
              <ul className="contents">
                {s.lines.map((l) => (
                  <li key={l.line_id}>
                    {l.quantity} × <bdi>{lineName(order, l.line_id)}</bdi>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {order.fulfilled && <p>All that can be shipped has been.</p>}
    </Card>
  );
}

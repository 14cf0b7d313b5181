// The verdict on a submission now, and what to do about each thing in its way.
import { Badge } from "../parts/badge";
import { Card } from "../parts/card";
import { blockersOf, lineName } from "./facts";
import { EditLink, Told } from "./outside";
import type { Order } from "./types";

const sent = new Set(["submitted", "submitting", "unknown"]);
const over = new Set(["cancelled", "refunded", "trash"]);

export function PreflightCard({ order }: { order: Order }) {
  // What has been sent is past this, what was called off needs it no more.
  if (sent.has(order.submit_status) || over.has(order.status) || order.gone)
    return null;
  const blockers = blockersOf(order);
  const fine = blockers.length === 0;
  return (
    <Card
      title="Pre-flight"
      id="preflight"
      acts={
        <Badge
          tone={fine ? "success" : "error"}
          text={
            !fine
              ? "Not ready"
              : order.actions.submit.allowed
                ? "Ready to be submitted"
                : "Passed"
          }
        />
      }
    >
      {fine ? (
        <p className="weak">
          Addresses, products, providers and print files are as they have to be.
        </p>
      ) : (
        <>
          <ul className="blockers">
            {blockers.map((b) => (
              <li key={`${b.code} ${b.line_id} ${b.what}`}>
                <strong>
                  <bdi>{b.what}</bdi>
                </strong>
                {b.line_id !== 0 && (
                  <>
                    {" "}
                    (<bdi>{lineName(order, b.line_id)}</bdi>)
                  </>
                )}
                {b.todo && (
                  <p>
                    What to do: <Told text={b.todo} />.
                  </p>
                )}
              </li>
            ))}
          </ul>
          <p className="acts">
            <EditLink url={order.store_admin_url} className="is-compact">
              Edit order in the store
            </EditLink>
          </p>
        </>
      )}
    </Card>
  );
}

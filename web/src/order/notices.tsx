// What needs a person, first of all: attentions, twins, drift, and what
// changed while the page was open.
import { Button } from "@wordpress/components";
import { useRef } from "react";
import { storeStatus, submitStatuses } from "../format/words";
import { useHandedOn } from "../parts/focus";
import { Time } from "../parts/time";
import { href } from "../shell/href";
import { lineName } from "./facts";
import { Told } from "./outside";
import { pathOf } from "./trail";
import type { Asked, Order } from "./types";

export function Attentions({ order }: { order: Order }) {
  if (order.attentions.length === 0 && !order.gone) return null;
  return (
    <div className="note is-warning">
      <h2>Needs a person</h2>
      <ul>
        {order.gone && (
          <li>The order is in the store’s trash, or deleted there.</li>
        )}
        {order.attentions.map((a) => (
          <li key={a.code + a.what}>
            <Told text={a.what} />{" "}
            <small>
              since <Time at={a.since} as="brief" />
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface TwinsProps {
  order: Order;
  may: boolean;
  ask: (asked: Asked) => void;
}

export function Twins({ order, may, ask }: TwinsProps) {
  if (order.twins.length === 0) return null;
  const held = !!order.twin_of && !order.twin_cleared;
  return (
    <div className={`note ${held ? "is-warning" : "is-info"}`}>
      <h2>Looks like the same purchase</h2>
      <div
        className="table-scroll"
        tabIndex={0}
        role="group"
        aria-label="Orders that look the same"
      >
        <table className="plain">
          <caption className="screen-reader-text">
            Orders that look the same
          </caption>
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Customer</th>
              <th scope="col">Ordered</th>
              <th scope="col">Store status</th>
              <th scope="col">Submission</th>
              <th scope="col">What it means</th>
            </tr>
          </thead>
          <tbody>
            {order.twins.map((t) => (
              <tr key={`${t.store}/${t.id}`}>
                <th scope="row">
                  <a href={href(pathOf(`${t.store}/${t.id}`))}>#{t.number}</a>
                </th>
                <td>{t.customer}</td>
                <td>
                  <Time at={t.created} />
                </td>
                <td>{storeStatus(t.status)}</td>
                <td>{submitStatuses[t.submit_status]}</td>
                <td>
                  {t.relation === "holds_this"
                    ? order.twin_cleared
                      ? "Held this one, until both were said to be real"
                      : "This order is held because of it"
                    : "It is held because of this order"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {may && order.actions["clear-twin"].allowed && (
        <Button
          variant="secondary"
          size="compact"
          onClick={() => ask({ what: "clear-twin" })}
        >
          Both are real…
        </Button>
      )}
    </div>
  );
}

export function Drift({ order }: { order: Order }) {
  const { drift } = order;
  if (!drift || drift.differences.length === 0) return null;
  return (
    <div className="note is-warning">
      <h2>Changed in the store after it was submitted</h2>
      <p>The provider makes what was sent, not what the store says now.</p>
      <div
        className="table-scroll"
        tabIndex={0}
        role="group"
        aria-label="Differences"
      >
        <table className="plain">
          <caption className="screen-reader-text">Differences</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Was sent</th>
              <th scope="col">The store says now</th>
            </tr>
          </thead>
          <tbody>
            {drift.differences.map((d, i) => (
              <tr key={i}>
                <th scope="row">
                  {d.label}
                  {d.line_id !== 0 && (
                    <small>
                      {" "}
                      <bdi>{lineName(order, d.line_id)}</bdi>
                    </small>
                  )}
                </th>
                <td>{d.sent || "nothing"}</td>
                <td>{d.now || "nothing"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {drift.provider_allows.length > 0 && (
        <ul>
          {drift.provider_allows.map((a) => (
            <li key={a.reference + a.what}>
              <code>{a.reference}</code> <Told text={a.what} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface ChangesProps {
  changes: string[];
  close: () => void;
}

function Changes({ changes, close }: ChangesProps) {
  const here = useRef<HTMLDivElement>(null);
  useHandedOn(here);
  return (
    <div ref={here} className="note is-info">
      <p>
        <strong>Changed while you looked at it</strong>
      </p>
      <ul>
        {changes.map((c) => (
          <li key={c}>{c}</li>
        ))}
      </ul>
      <Button variant="secondary" size="compact" onClick={close}>
        Close
      </Button>
    </div>
  );
}

export function JustChanged(props: ChangesProps) {
  return (
    <div role="status">
      {props.changes.length > 0 && <Changes {...props} />}
    </div>
  );
}

// A look at an order without leaving the list.
import { Button } from "@wordpress/components";
import { Fragment, useEffect, useState } from "react";
import { onEvent } from "../api/events";
import type { Order, Row } from "../api/types";
import { money } from "../format/format";
import { orderTypes, providerName, sentence } from "../format/words";
import { StoreStatus, SubmitState } from "../parts/badge";
import { Dialog } from "../parts/dialog";
import { Failed, Loading } from "../parts/state";
import { Countdown, Time } from "../parts/time";
import { useOrder } from "../order/use_order";
import { orderHref } from "./cells";
import { keyOf } from "./live";

function AddressLines({ a }: { a: Order["shipping"] }) {
  const lines = [
    [[a.first_name, a.last_name].filter(Boolean).join(" ")],
    [a.company],
    [a.line1],
    [a.line2],
    [a.city, a.state, a.postcode],
    [a.country],
  ]
    .map((parts) => parts.filter(Boolean))
    .filter((parts) => parts.length > 0);
  if (lines.length === 0) return <>No address</>;
  return (
    <address>
      {lines.map((parts, i) => (
        <span key={i}>
          {parts.map((part, n) => (
            <Fragment key={n}>
              {n > 0 && ", "}
              <bdi>{part}</bdi>
            </Fragment>
          ))}
        </span>
      ))}
    </address>
  );
}

function Lines({ order }: { order: Order }) {
  return (
    <table className="plain">
      <caption>Items</caption>
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col">SKU</th>
          <th scope="col">Quantity</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.id}>
            <th scope="row">
              <bdi>{line.name}</bdi>
            </th>
            <td>
              <bdi>{line.sku}</bdi>
            </td>
            <td>{line.quantity}</td>
            <td>{money(line.total, order.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Facts({ row, order }: { row: Row; order: Order }) {
  const what = [...new Set(order.attentions.map((a) => a.what))];
  return (
    <>
      <dl className="facts-list">
        <div>
          <dt>Store status</dt>
          <dd>
            <StoreStatus status={row.status} />
          </dd>
        </div>
        <div>
          <dt>Submission</dt>
          <dd>
            {row.submit_status === "blank" ? (
              "Not submitted"
            ) : (
              <SubmitState status={row.submit_status} />
            )}
            {row.problem && <p className="problem">{sentence(row.problem)}</p>}
          </dd>
        </div>
        <div>
          <dt>Countdown</dt>
          <dd>
            {row.countdown.state === "none" ? (
              "None"
            ) : (
              <Countdown
                countdown={row.countdown}
                submitStatus={row.submit_status}
              />
            )}
          </dd>
        </div>
        <div>
          <dt>Ordered</dt>
          <dd>
            <Time at={row.created} />
          </dd>
        </div>
        <div>
          <dt>Type</dt>
          <dd>{orderTypes[row.type]}</dd>
        </div>
        <div>
          <dt>Provider</dt>
          <dd>{row.providers.map(providerName).join(", ") || "None yet"}</dd>
        </div>
        <div>
          <dt>Ship to</dt>
          <dd>
            <AddressLines a={order.shipping} />
          </dd>
        </div>
        <div>
          <dt>Total</dt>
          <dd>
            {money(row.total, row.currency)} <bdi>{row.payment}</bdi>
          </dd>
        </div>
      </dl>
      {what.length > 0 && (
        <ul className="groups">
          {what.map((text) => (
            <li key={text}>{sentence(text)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The newest of the list's row; one that left the list is still told of. */
function useLive(row: Row): Row {
  const [told, setTold] = useState({ since: row, row });
  useEffect(
    () =>
      onEvent("order", (changed) => {
        if (keyOf(changed) === keyOf(row))
          setTold({ since: row, row: changed });
      }),
    [row],
  );
  return told.since === row ? told.row : row;
}

export function Peek({
  row: listed,
  onClose,
}: {
  row: Row;
  onClose: () => void;
}) {
  const row = useLive(listed);
  const got = useOrder(row.store, String(row.id));
  return (
    <Dialog title={`Order ${row.number}`} onClose={onClose}>
      {got.data ? (
        <>
          <Facts row={row} order={got.data} />
          <div className="table-scroll">
            <Lines order={got.data} />
          </div>
        </>
      ) : got.error ? (
        <Failed
          what="The order could not be read"
          error={got.error}
          again={got.again}
        />
      ) : (
        <Loading />
      )}
      <div className="dialog-acts">
        <Button variant="tertiary" onClick={onClose} __next40pxDefaultSize>
          Close
        </Button>
        <Button
          variant="primary"
          href={orderHref(row)}
          onClick={onClose}
          __next40pxDefaultSize
        >
          Open order
        </Button>
      </div>
    </Dialog>
  );
}

// Shipping, totals and payment, as the store wrote them.
import { isolated, money } from "../format/format";
import { nameOf } from "../format/words";
import { Time } from "../parts/time";
import { Card, Fact, Facts } from "../parts/card";
import type { Order } from "./types";

const isZero = (amount: string) => !(Number(amount) > 0);

function Amount({ name, children }: { name: string; children: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}

export function TotalsCard({ order }: { order: Order }) {
  const { currency } = order;
  const of = (amount: string) => money(amount, currency);
  return (
    <Card title="Shipping and totals">
      <table className="totals">
        <caption className="screen-reader-text">Amounts</caption>
        <tbody>
          {order.shipping_lines.map((s) => (
            <Amount
              key={s.id}
              name={`Shipping: ${isolated(s.title || s.method_id)}`}
            >
              {of(s.total)}
            </Amount>
          ))}
          {order.shipping_lines.length === 0 && (
            <Amount name="Shipping">{of(order.shipping_total)}</Amount>
          )}
          {!isZero(order.discount_total) && (
            <Amount name="Discount">{`−${of(order.discount_total)}`}</Amount>
          )}
          {!isZero(order.total_tax) && (
            <Amount name="Tax">{of(order.total_tax)}</Amount>
          )}
          <tr className="total">
            <th scope="row">Total</th>
            <td>{of(order.total)}</td>
          </tr>
          {order.refunds.map((r) => (
            <Amount
              key={r.id}
              name={r.reason ? `Refund: ${isolated(r.reason)}` : "Refund"}
            >
              {of(r.total)}
            </Amount>
          ))}
        </tbody>
      </table>
      <Facts>
        <Fact name="Payment">
          <bdi>{order.payment.title || order.payment.method || "None"}</bdi>
          {order.payment.transaction_id && (
            <small>
              {" "}
              <bdi>{order.payment.transaction_id}</bdi>
            </small>
          )}
        </Fact>
        <Fact name="Ordered">
          <Time at={order.created} />
        </Fact>
        {order.paid && (
          <Fact name="Paid">
            <Time at={order.paid} />
          </Fact>
        )}
        {order.completed && (
          <Fact name="Completed">
            <Time at={order.completed} />
          </Fact>
        )}
        <Fact name="Changed in the store">
          <Time at={order.modified} />
        </Fact>
        {order.created_via && (
          <Fact name="Came by">{nameOf(order.created_via)}</Fact>
        )}
      </Facts>
    </Card>
  );
}

// Who gets it and who pays, with what the pre-flight found beside the line it
// is about.
import type { ReactNode } from "react";
import {
  addressMarks,
  blockersOf,
  recipient,
  sameAddress,
  type AddressRow,
} from "./facts";
import { isolated } from "../format/format";
import { Card, Fact, Facts } from "../parts/card";
import { Mark } from "./outside";
import type { Address, Blocker, Order } from "./types";

const countries = (() => {
  try {
    return new Intl.DisplayNames(undefined, { type: "region" });
  } catch {
    return null;
  }
})();

function country(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const name = countries?.of(code);
  return name && name !== code ? `${name} (${code})` : code;
}

type Marks = Map<AddressRow, Blocker[]>;

function Row({
  row,
  marks,
  children,
}: {
  row: AddressRow;
  marks: Marks;
  children: ReactNode;
}) {
  const mine = marks.get(row) ?? [];
  return (
    <>
      {children}
      {mine.map((b) => (
        <Mark key={b.code + b.what} of={b} />
      ))}
    </>
  );
}

const none: Marks = new Map();

function AddressText({ a, marks = none }: { a: Address; marks?: Marks }) {
  const line = (text: string) => text && <span dir="auto">{text}</span>;
  return (
    <address>
      <Row row="name" marks={marks}>
        {line([a.first_name, a.last_name].filter(Boolean).join(" "))}
        {line(a.company)}
      </Row>
      <Row row="street" marks={marks}>
        {line(a.line1)}
        {line(a.line2)}
      </Row>
      <Row row="place" marks={marks}>
        {line(
          [
            isolated(a.city),
            [a.state, a.postcode].filter(Boolean).map(isolated).join(" "),
          ]
            .filter(Boolean)
            .join(", "),
        )}
      </Row>
      <Row row="country" marks={marks}>
        {line(country(a.country))}
      </Row>
    </address>
  );
}

export function RecipientCard({ order }: { order: Order }) {
  const { at, billing } = recipient(order);
  const marks = addressMarks(blockersOf(order));
  const email = order.billing.email || at.email;
  const phone = at.phone || order.billing.phone;
  const same = billing || sameAddress(order.shipping, order.billing);
  return (
    <Card title="Recipient">
      <Facts>
        <Fact name="Ship to">
          <AddressText a={at} marks={marks} />
          {billing && (
            <small>The billing address: there is no other one.</small>
          )}
        </Fact>
        <Fact name="Phone">
          <Row row="phone" marks={marks}>
            <bdi>{phone || "None"}</bdi>
          </Row>
        </Fact>
        <Fact name="E-mail">
          <Row row="email" marks={marks}>
            <bdi>{email || "None"}</bdi>
          </Row>
        </Fact>
        <Fact name="Bill to">
          {same ? "The same address" : <AddressText a={order.billing} />}
        </Fact>
        {order.customer_note && (
          <Fact name="Note of the buyer">
            <span className="note-text" dir="auto">
              {order.customer_note}
            </span>
          </Fact>
        )}
      </Facts>
    </Card>
  );
}

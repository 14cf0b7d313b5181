// The columns: what stands in each cell, usually on two lines.
import type { Field } from "@wordpress/dataviews";
import type { Freeze, Health, Row } from "../api/types";
import { money } from "../format/format";
import {
  nameOf,
  orderTypes,
  providerName,
  storeStatus,
  storeStatuses,
  submitStatuses,
} from "../format/words";
import { StoreStatus, SubmitState } from "../parts/badge";
import { Countdown, Time } from "../parts/time";
import { href } from "../shell/router";
import { keyOf } from "./live";

export function isFrozen(row: Row, freezes: readonly Freeze[]): boolean {
  return freezes.some(
    (f) =>
      f.scope === "all" ||
      (f.scope === "store" && f.name === row.store) ||
      (f.scope === "type" && f.name === row.type) ||
      (f.scope === "provider" && row.providers.includes(f.name)),
  );
}

export function orderHref(row: Row): string {
  return href(`/orders/${encodeURIComponent(row.store)}/${row.id}`);
}

export function OrderLink({ row }: { row: Row }) {
  return (
    <a className="order-link" href={orderHref(row)} data-order={keyOf(row)}>
      #{row.number}
    </a>
  );
}

function Two({ first, second }: { first: string; second: string }) {
  return (
    <span className="two">
      <span title={first}>{first}</span>
      <small title={second}>{second}</small>
    </span>
  );
}

/** The reason is text in the row; a long one unfolds. */
export function Submission({ row }: { row: Row }) {
  return (
    <span className="two">
      <SubmitState status={row.submit_status} />
      {row.problem && (
        <details className="reason">
          <summary>{row.problem}</summary>
        </details>
      )}
    </span>
  );
}

function Tracking({ numbers }: { numbers: string[] }) {
  const [first, ...others] = numbers;
  if (!first) return null;
  return (
    <span className="two tracking">
      <span>{first}</span>
      {others.length > 0 && (
        <small title={others.join(", ")}>and {others.length} more</small>
      )}
    </span>
  );
}

const elementsOf = (names: Record<string, string>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** Statuses of the shop's own that the rows have, in a form that is equal
 *  when they are. */
export function ownStatuses(rows: readonly Row[]): string {
  const all = new Set(rows.map((r) => r.status));
  return [...all]
    .filter((s) => !(s in storeStatuses))
    .sort()
    .join(",");
}

function statusElements(own: string) {
  const more = own.split(",").filter(Boolean);
  return [
    ...elementsOf(storeStatuses),
    ...more.map((value) => ({ value, label: nameOf(value) })),
  ];
}

const anyOf = { operators: ["isAny" as const] };

export function fieldsFor(health: Health | null, own: string): Field<Row>[] {
  const named = (all: { name: string }[] = []) =>
    all.map(({ name }) => ({ value: name, label: providerName(name) }));
  const freezes = health?.freezes ?? [];
  return [
    {
      id: "created",
      label: "Order",
      enableHiding: false,
      filterBy: false,
      // Also the label of the row's checkbox.
      getValue: ({ item }) => `Order ${item.number}`,
      render: ({ item }) => (
        <span className="two">
          <OrderLink row={item} />
          <small>
            <Time at={item.created} as="brief" />
          </small>
        </span>
      ),
    },
    {
      id: "status",
      label: "Status",
      enableSorting: false,
      filterBy: anyOf,
      elements: statusElements(own),
      getValue: ({ item }) => storeStatus(item.status),
      render: ({ item }) => (
        <span className="two">
          <StoreStatus status={item.status} />
          {item.gone && <small>In the trash or deleted</small>}
        </span>
      ),
    },
    {
      id: "customer",
      label: "Customer",
      enableSorting: false,
      filterBy: false,
      render: ({ item }) => (
        <Two first={item.customer || item.email} second={item.place} />
      ),
    },
    {
      id: "total",
      label: "Total",
      enableSorting: false,
      filterBy: false,
      render: ({ item }) => (
        <Two first={money(item.total, item.currency)} second={item.payment} />
      ),
    },
    {
      id: "items",
      label: "Items",
      enableSorting: false,
      filterBy: false,
      render: ({ item }) => (
        <span title={item.skus.join(", ")}>{item.items}</span>
      ),
    },
    {
      id: "type",
      label: "Type",
      enableSorting: false,
      filterBy: anyOf,
      elements: elementsOf(orderTypes),
      render: ({ item }) => <>{orderTypes[item.type]}</>,
    },
    {
      id: "submit_status",
      label: "Submit status",
      enableSorting: false,
      filterBy: anyOf,
      elements: elementsOf(submitStatuses),
      render: ({ item }) => <Submission row={item} />,
    },
    {
      id: "due",
      label: "Countdown",
      filterBy: false,
      render: ({ item }) => (
        <Countdown
          countdown={item.countdown}
          submitStatus={item.submit_status}
          frozen={isFrozen(item, freezes)}
        />
      ),
    },
    {
      id: "provider",
      label: "Provider",
      enableSorting: false,
      filterBy: anyOf,
      elements: named(health?.providers),
      render: ({ item }) => <>{item.providers.map(providerName).join(", ")}</>,
    },
    {
      id: "tracking",
      label: "Tracking",
      enableSorting: false,
      filterBy: false,
      render: ({ item }) => <Tracking numbers={item.tracking} />,
    },
    {
      id: "store",
      label: "Store",
      enableSorting: false,
      filterBy: anyOf,
      elements: (health?.stores ?? []).map(({ name }) => ({
        value: name,
        label: name,
      })),
      render: ({ item }) => <>{item.store}</>,
    },
    {
      id: "needs_attention",
      label: "Needs attention",
      enableSorting: false,
      filterBy: { operators: ["is" as const] },
      elements: [
        { value: "true", label: "Yes" },
        { value: "false", label: "No" },
      ],
      render: ({ item }) => <>{item.needs_attention ? "Yes" : ""}</>,
    },
  ];
}

export const usualColumns = [
  "created",
  "status",
  "customer",
  "total",
  "items",
  "type",
  "submit_status",
  "due",
  "provider",
  "tracking",
];

// The columns: what stands in each cell, usually on two lines.
import type { Field } from "@wordpress/dataviews";
import type { Freeze, Health, Row } from "../api/types";
import { money } from "../format/format";
import {
  nameOf,
  orderTypes,
  providerName,
  sentence,
  storeStatus,
  storeStatuses,
  submitStatuses,
} from "../format/words";
import { StoreStatus, SubmitState } from "../parts/badge";
import { Countdown, Time } from "../parts/time";
import { useHealth } from "../shell/health";
import { href } from "../shell/href";
import { keyOf, orderPath } from "./live";
import type { ListState } from "./state";

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
  return href(orderPath(row));
}

export function OrderLink({ row }: { row: Row }) {
  return (
    <a className="order-link" href={orderHref(row)} data-order={keyOf(row)}>
      <bdi>#{row.number}</bdi>
    </a>
  );
}

// What is from outside is isolated: it may run from right to left.
function Two({ first, second }: { first: string; second: string }) {
  return (
    <span className="two">
      <span title={first}>
        <bdi>{first}</bdi>
      </span>
      <small title={second}>
        <bdi>{second}</bdi>
      </small>
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
          <summary>
            <bdi>{sentence(row.problem)}</bdi>
          </summary>
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
      <span>
        <bdi>{first}</bdi>
      </span>
      {others.length > 0 && (
        <small title={others.join(", ")}>and {others.length} more</small>
      )}
    </span>
  );
}

// The toolkit draws `render` as a component: a new function would be another
// component, and the focus in the cell gone with the old one. So all of them
// stand here, and what changes comes to them by itself.
interface Cell {
  item: Row;
}

const cells = {
  created: ({ item }: Cell) => (
    <span className="two">
      <OrderLink row={item} />
      <small>
        <Time at={item.created} as="brief" />
      </small>
    </span>
  ),
  status: ({ item }: Cell) => (
    <span className="two">
      <StoreStatus status={item.status} />
      {item.gone && <small>In the trash or deleted</small>}
    </span>
  ),
  customer: ({ item }: Cell) => (
    <Two
      first={item.customer || item.email}
      second={[item.place, item.buyer && `from ${item.buyer}`]
        .filter(Boolean)
        .join(" · ")}
    />
  ),
  total: ({ item }: Cell) => (
    <Two first={money(item.total, item.currency)} second={item.payment} />
  ),
  items: ({ item }: Cell) => (
    <span title={item.skus.join(", ")}>{item.items}</span>
  ),
  type: ({ item }: Cell) => <>{orderTypes[item.type]}</>,
  submit_status: ({ item }: Cell) => <Submission row={item} />,
  due: function Due({ item }: Cell) {
    const freezes = useHealth()?.freezes ?? [];
    return (
      <Countdown
        countdown={item.countdown}
        submitStatus={item.submit_status}
        frozen={isFrozen(item, freezes)}
      />
    );
  },
  provider: ({ item }: Cell) => (
    <span className="wraps">{item.providers.map(providerName).join(", ")}</span>
  ),
  tracking: ({ item }: Cell) => <Tracking numbers={item.tracking} />,
  store: ({ item }: Cell) => <>{item.store}</>,
  needs_attention: ({ item }: Cell) => <>{item.needs_attention ? "Yes" : ""}</>,
};

const elementsOf = (names: Record<string, string>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** `own`: as ownStatuses() writes them. */
function statusElements(own: string) {
  const more = own.split(",").filter(Boolean);
  return [
    ...elementsOf(storeStatuses),
    ...more.map((value) => ({ value, label: nameOf(value) })),
  ];
}

type Element = { value: string; label: string };

function column(id: keyof typeof cells, label: string): Field<Row> {
  return {
    id,
    label,
    render: cells[id],
    enableSorting: false,
    filterBy: false,
  };
}

/** A column one can filter by: any of the values. */
function anyOf(
  id: keyof typeof cells,
  label: string,
  elements: Element[],
): Field<Row> {
  const operators = ["isAny" as const];
  return { ...column(id, label), elements, filterBy: { operators } };
}

/** What is filtered by has its label, though the health be not read yet or
 *  the store be gone from the configuration. */
function named(all: { name: string }[] = [], chosen: string[]): Element[] {
  const names = new Set([...all.map(({ name }) => name), ...chosen]);
  return [...names].map((n) => ({ value: n, label: providerName(n) }));
}

export function fieldsFor(
  health: Health | null,
  own: string,
  chosen: Pick<ListState, "provider" | "store">,
): Field<Row>[] {
  return [
    {
      ...column("created", "Order"),
      enableHiding: false,
      enableSorting: true,
      // Also the label of the row's checkbox.
      getValue: ({ item }) => `Order ${item.number}`,
    },
    {
      ...anyOf("status", "Status", statusElements(own)),
      getValue: ({ item }) => storeStatus(item.status),
    },
    column("customer", "Customer"),
    column("total", "Total"),
    column("items", "Items"),
    anyOf("type", "Type", elementsOf(orderTypes)),
    anyOf("submit_status", "Submit status", elementsOf(submitStatuses)),
    { ...column("due", "Countdown"), enableSorting: true },
    anyOf("provider", "Provider", named(health?.providers, chosen.provider)),
    column("tracking", "Tracking"),
    anyOf("store", "Store", named(health?.stores, chosen.store)),
    {
      ...column("needs_attention", "Needs attention"),
      elements: [
        { value: "true", label: "Yes" },
        { value: "false", label: "No" },
      ],
      filterBy: { operators: ["is"] },
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

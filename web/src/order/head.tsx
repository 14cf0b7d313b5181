// The top of the page: back to the list and along it, the two facts, and the
// one act that comes next.
import { Button } from "@wordpress/components";
import { arrowLeft, chevronLeft, chevronRight } from "@wordpress/icons";
import { StoreStatus, SubmitState } from "../parts/badge";
import { Time } from "../parts/time";
import { href } from "../shell/href";
import { show } from "../parts/card";
import { EditLink } from "./outside";
import { pathOf, type Neighbours } from "./trail";
import type { Actions, Asked, Order, PrimaryAction } from "./types";
import { primaryLabels } from "./words";

export function Along({ back, to }: { back: string; to: Neighbours }) {
  return (
    <nav className="along acts" aria-label="Orders of the list">
      <Button icon={arrowLeft} href={href(back)} size="compact">
        Orders
      </Button>
      {to.place && (
        <>
          <span className="gap" />
          <Button
            icon={chevronLeft}
            label="Previous order"
            size="compact"
            disabled={!to.before}
            accessibleWhenDisabled
            href={to.before ? href(pathOf(to.before)) : undefined}
          />
          <small>{to.place}</small>
          <Button
            icon={chevronRight}
            label="Next order"
            size="compact"
            disabled={!to.after}
            accessibleWhenDisabled
            href={to.after ? href(pathOf(to.after)) : undefined}
          />
        </>
      )}
    </nav>
  );
}

/** The two facts, each under its own name. */
export function TwoFacts({ order }: { order: Order }) {
  return (
    <p className="two-facts">
      <span>
        <small>Store status</small> <StoreStatus status={order.status} />
      </span>
      <span>
        <small>Submission</small>{" "}
        {order.submit_status === "blank" ? (
          "Not submitted"
        ) : (
          <SubmitState status={order.submit_status} />
        )}
      </span>
      <span>
        <small>Store</small> <bdi>{order.store}</bdi>
      </span>
      <span>
        <small>Ordered</small> <Time at={order.created} />
      </span>
    </p>
  );
}

const places: Partial<Record<PrimaryAction, string>> = {
  fix: "preflight",
  view_at_provider: "parts",
};

interface PrimaryProps {
  order: Order;
  may: boolean;
  ask: (asked: Asked) => void;
}

function Primary({ order, may, ask }: PrimaryProps) {
  const action = order.primary_action;
  if (!action) return null;
  const place = places[action];
  const choice = order.actions[action as keyof Actions] as
    Actions["submit"] | undefined;
  // A part that is being asked about can not be resolved yet: the way leads
  // to why.
  const to = place ?? (choice && !choice.allowed ? "parts" : undefined);
  if (!to && !may) return null;
  return (
    <Button
      variant="primary"
      onClick={() => (to ? show(to) : ask({ what: action as keyof Actions }))}
      __next40pxDefaultSize
    >
      {primaryLabels[action]}
    </Button>
  );
}

interface HeadActsProps extends PrimaryProps {
  path: string;
}

export function HeadActs({ order, may, ask, path }: HeadActsProps) {
  return (
    <>
      <EditLink
        url={order.store_admin_url}
        className="is-next-40px-default-size"
      >
        Edit order
      </EditLink>
      {may && (
        <Button
          variant="secondary"
          href={`/api/v1${path}/evidence`}
          download
          __next40pxDefaultSize
        >
          Evidence
        </Button>
      )}
      <Primary order={order} may={may} ask={ask} />
    </>
  );
}
